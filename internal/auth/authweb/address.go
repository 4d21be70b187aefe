package authweb

import (
	"context"
	"net/http"
	"net/url"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// addressRoutes are the pages of a change of address.
func (p *Pages) addressRoutes() []web.Route {
	type none = web.Steps[struct{}]
	return []web.Route{
		web.Get("/me/security/address", web.Members(), p.address),
		web.Post("/me/security/address", web.Members(), web.Steps[string]{Prepare: readAddress, Do: p.addressDo, Again: p.addressAgain}),
		web.Get("/me/security/address/{token}", web.Members(), p.newAddress),
		web.Post("/me/security/address/{token}", web.Members(), none{Do: p.newAddressDo, Again: p.newAddressAgain}),
		web.Get("/signin/undo/{token}", web.ByLink(), p.undo),
		web.Post("/signin/undo/{token}", web.ByLink(), none{Do: p.undoDo, Again: p.undoAgain}),
	}
}

func (p *Pages) address(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.addressPage(ctx, tx, r, nil, nil)
}

func (p *Pages) addressPage(ctx context.Context, tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	person, err := p.People.Load(ctx, tx, r.Viewer, r.Viewer.Person)
	if err != nil {
		return web.Page{}, err
	}
	page := web.Page{Title: r.L.T("auth.address.title|Change my address"), Here: "me", At: "/me/security/address",
		Body: addressBody(r, person.Address, ui.Form{L: r.L, Values: values, Err: wrong})}
	if r.Query.Get("done") == "asked" {
		page.Notices = []ui.Notice{{Tone: ui.OK, Word: r.L.T("auth.sent.title|Look into your mail"), Live: true,
			Text: r.L.T("auth.address.asked|If the new address can be used here, a mail is on its way to it. Until you answer from there, nothing changes.")}}
	}
	return page, nil
}

func readAddress(ctx context.Context, r *web.Request) (string, error) {
	address := people.CleanAddress(r.Value("email"))
	var form errs.Form
	people.CheckAddress(&form, "email", address)
	return address, form.Err()
}

func (p *Pages) addressDo(ctx context.Context, tx *store.Tx, r *web.Request, address string) (web.Answer, error) {
	return web.SeeOther("/me/security/address?done=asked"), p.Auth.AskAddress(tx, r.Viewer, address)
}

func (p *Pages) addressAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ string, wrong *errs.Error) (web.Page, error) {
	return p.addressPage(ctx, tx, r, r.Form, wrong)
}

func (p *Pages) newAddress(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return newAddressPage(r, nil), nil
}

func newAddressPage(r *web.Request, wrong *errs.Error) web.Page {
	return web.Page{Title: r.L.T("auth.address.new.button|Use this address"), Here: "me", Hidden: true, Body: newAddressBody(r, ui.Form{L: r.L, Err: wrong})}
}

func (p *Pages) newAddressDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther(toSecurity + "address"), p.Auth.TakeAddress(tx, r.Viewer, r.Param("token"))
}

func (p *Pages) newAddressAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return newAddressPage(r, wrong), nil
}

// undo is where the old address asks itself back. Whoever does it may be
// nobody's browser, since the other one is who is signed in.
func (p *Pages) undo(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return undoPage(r, nil), nil
}

func undoPage(r *web.Request, wrong *errs.Error) web.Page {
	return web.Page{Title: r.L.T("auth.address.undo.title|Undo the change of address"), Hidden: true, Body: undoBody(r, ui.Form{L: r.L, Err: wrong})}
}

func (p *Pages) undoDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	if err := p.Auth.UndoAddress(tx, r.Param("token")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/signin?done=undone", Cookies: []*http.Cookie{endSignInCookie(r)}}, nil
}

func (p *Pages) undoAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return undoPage(r, wrong), nil
}
