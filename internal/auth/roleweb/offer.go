package roleweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// offerPage asks whoever came by the mailed link whether they want a role.
type offerPage struct {
	R     *web.Request
	Key   string
	Place place
	Verbs []auth.Verb
	Until string
}

func (p *Pages) offer(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	key := r.Param("key")
	o, _, err := p.Auth.OfferByKey(tx, key)
	if err != nil {
		return nil, err
	}
	known, err := p.places(ctx, tx, r, []auth.Scope{o.Scope})
	if err != nil {
		return nil, err
	}
	at, is := known[o.Scope]
	if !is {
		return nil, errs.NotThere()
	}
	page := offerPage{R: r, Key: key, Place: at, Verbs: o.Verbs, Until: r.L.DateTime(o.Until.In(r.Zone), i18n.Medium)}
	return web.Page{Title: r.L.T("role.mail.subject|Will you work on {name}?", "name", at.Name.Text), Body: offerBody(page), Hidden: true, Zoned: true}, nil
}

// answerDo says yes or no to the offer. After yes they sign in: a role needs
// more than a mailed link.
func (p *Pages) answerDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	o, v, err := p.Auth.OfferByKey(tx, r.Param("key"))
	if err != nil {
		return nil, err
	}
	if r.Value("answer") != "yes" {
		return web.SeeOther("/"), p.Auth.Decline(ctx, tx, v, o)
	}
	return web.SeeOther("/signin?to=/o/roles"), p.Auth.Accept(ctx, tx, v, o)
}
