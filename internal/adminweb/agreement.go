package adminweb

import (
	"context"
	"net/url"
	"strconv"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// agreementRoutes are the pages on which the agreement is written.
func (p *Pages) agreementRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/agreement", web.Desk(), p.agreement),
		web.Post("/o/agreement", web.Desk(), web.Steps[people.Agreement]{Prepare: readAgreement, Do: p.agreementDo, Again: p.agreementAgain}),
	}
}

func readAgreement(ctx context.Context, r *web.Request) (people.Agreement, error) {
	a := people.Agreement{Summary: textFrom(r.Form, "summary"), Text: textFrom(r.Form, "text"), Changes: textFrom(r.Form, "changes")}
	a.Version = r.Number("version")
	return a, a.Check()
}

// agreementPage is the form with the versions below it.
type agreementPage struct {
	R        *web.Request
	Now      people.Agreement
	Versions []ui.ListingItem
	Form     ui.Form
}

func (p *Pages) agreement(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.agreementPage(ctx, tx, r, nil, nil)
}

func (p *Pages) agreementPage(ctx context.Context, tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	list, err := p.People.Agreements(ctx, tx, r.Viewer)
	if err != nil {
		return web.Page{}, err
	}
	page := agreementPage{R: r}
	for _, a := range list {
		item := ui.ListingItem{Title: r.L.T("agreement.version|Version {n}, from {date}", "n", strconv.Itoa(a.Version), "date", r.L.Date(a.MadeAt.In(r.Zone), i18n.Long)),
			Sub: r.L.T("org.agreement.agreed|{n} person agreed|{n} people agreed", "n", a.Agreed)}
		item.Text = r.Pick(a.Changes).Text
		page.Versions = append(page.Versions, item)
	}
	if len(list) > 0 {
		page.Now = list[0]
	}
	if values == nil {
		values = url.Values{}
		for lang, text := range page.Now.Text {
			values.Set("text."+lang, text)
		}
		for lang, text := range page.Now.Summary {
			values.Set("summary."+lang, text)
		}
		if page.Now.Agreed == 0 {
			for lang, text := range page.Now.Changes {
				values.Set("changes."+lang, text)
			}
		}
	}
	page.Form = ui.Form{L: r.L, Values: values, Err: wrong}
	return web.Page{Title: r.L.T("org.agreement.title|What members agree to"), Body: agreementBody(page), Wide: true, Here: "desk", At: "/o/agreement",
		Notices: r.News(map[string]string{"saved": r.L.T("org.agreement.saved|The agreement is saved.")})}, nil
}

// lead says what saving does now.
func (p agreementPage) lead() string {
	l := p.R.L
	switch {
	case p.Now.Version == 0:
		return l.T("org.agreement.none|There is no agreement yet. Once you save one, every form with which people join asks them to agree, and members are asked at their next visit.")
	case p.Now.Agreed == 0:
		return l.T("org.agreement.unread|Nobody has agreed to this version yet, so it can still be changed.")
	}
	return l.T("org.agreement.next|{n} person has agreed to this version, so it stays as it is. What you change becomes the next version, and members are asked again.|{n} people have agreed to this version, so it stays as it is. What you change becomes the next version, and members are asked again.", "n", p.Now.Agreed)
}

func (p agreementPage) fields() []ui.Field {
	l := p.R.L
	list := []ui.Field{
		{Type: ui.Area, Rows: 3, Name: "summary", Label: l.T("org.agreement.summary|In short"), Hint: l.T("org.agreement.summary.hint|Two or three sentences. They stand in the form, above the box."), Required: true},
		{Type: ui.Area, Rows: 14, Name: "text", Label: l.T("org.agreement.text|The whole agreement"), Hint: l.T("org.agreement.text.hint|Markdown: ## for a heading, - for a list. It folds out in the form."), Required: true},
	}
	if p.Now.Version > 0 {
		list = append(list, ui.Field{Type: ui.Area, Rows: 2, Name: "changes", Label: l.T("org.agreement.changes|What is new"), Hint: l.T("org.agreement.changes.hint|Members who agreed before read this first.")})
	}
	return list
}

func (p *Pages) agreementDo(ctx context.Context, tx *store.Tx, r *web.Request, a people.Agreement) (web.Answer, error) {
	_, err := p.People.SaveAgreement(ctx, tx, r.Viewer, a)
	return web.SeeOther("/o/agreement?done=saved"), err
}

func (p *Pages) agreementAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ people.Agreement, wrong *errs.Error) (web.Page, error) {
	if !r.Viewer.Can(auth.EditNetwork, auth.TheNetwork()) {
		return web.Page{}, errs.NotThere()
	}
	return p.agreementPage(ctx, tx, r, r.Form, wrong)
}
