package peopleweb

import (
	"context"
	"net/url"
	"strconv"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// agreementRoutes are the agreement as everybody reads it, and the page that
// asks members who have not agreed to what it says now.
func (p *Pages) agreementRoutes() []web.Route {
	return []web.Route{
		web.Get("/agreement", web.Public(), p.agreement).Cached(),
		web.Get(web.PageAgree, web.Members(), p.askAgreement),
		web.Post(web.PageAgree, web.Members(), web.Steps[struct{}]{Do: p.agreeDo, Again: p.agreeAgain}),
	}
}

func (p *Pages) agreement(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	a, err := p.People.Agreement(tx)
	if err == nil && a.Version == 0 {
		err = errs.NotThere()
	}
	return web.Page{Title: r.L.T("agreement.title|What we agree to"), Body: agreementBody(r, a)}, err
}

// askPage is what the page that asks a member needs.
type askPage struct {
	R    *web.Request
	A    people.Asked
	Form ui.Form
}

func (p *Pages) askAgreement(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.askPage(tx, r, url.Values{"to": {r.Query.Get("to")}}, nil)
}

func (p *Pages) askPage(tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Answer, error) {
	asked, err := p.People.Owed(tx, r.Viewer)
	if err != nil {
		return nil, err
	}
	if asked.Version == 0 {
		return web.SeeOther(afterAgreeing(values)), nil
	}
	page := askPage{R: r, A: asked, Form: ui.Form{L: r.L, Values: values, Err: wrong}}
	return web.Page{Title: page.title(), Body: askBody(page), Hidden: true, At: web.PageAgree, Here: "me"}, nil
}

func afterAgreeing(values url.Values) string {
	if to := values.Get("to"); to != "" {
		return web.Back(to)
	}
	return "/me"
}

func (p askPage) title() string {
	if p.A.Before > 0 {
		return p.R.L.T("agreement.changed|What we agree to has changed")
	}
	return p.R.L.T("agreement.title|What we agree to")
}

// news lists what changed since the version that the member agreed to.
func (p askPage) news() (list []ui.Words) {
	for _, a := range p.A.News {
		if !a.Changes.Empty() {
			list = append(list, p.R.Pick(a.Changes))
		}
	}
	return list
}

func (p *Pages) agreeDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	asked, err := p.People.Owed(tx, r.Viewer)
	if err != nil {
		return nil, err
	}
	if err = asked.Given(r.Value("agree")); err != nil {
		return nil, err
	}
	return web.SeeOther(afterAgreeing(r.Form)), p.People.Agree(tx, r.Viewer, r.Viewer.Person, true, asked.Version)
}

func (p *Pages) agreeAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	answer, err := p.askPage(tx, r, r.Form, wrong)
	page, ok := answer.(web.Page)
	if err == nil && !ok {
		err = errs.NotThere()
	}
	return page, err
}

// versionLine says which version it is, and from when.
func versionLine(r *web.Request, a people.Agreement) string {
	return r.L.T("agreement.version|Version {n}, from {date}", "n", strconv.Itoa(a.Version), "date", r.L.Date(a.MadeAt.In(r.Zone), i18n.Long))
}
