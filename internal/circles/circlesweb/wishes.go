package circlesweb

import (
	"context"
	"net/http"
	"net/url"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// wishRoutes are what somebody asks for in private.
func (p *Pages) wishRoutes() []web.Route {
	return []web.Route{
		web.Get("/circle/{key}/wishes", web.ByLink(), p.wishes),
		web.Post("/circle/{key}/wishes", web.ByLink(), web.Steps[circles.Wishes]{Prepare: readWishes, Do: p.wishesDo, Again: p.wishesAgain}),
		web.Post("/circle/{key}/wishes/code", web.ByLink(), web.Steps[struct{}]{Do: p.code("/wishes", ""), Again: p.wishesShut}),
		web.Post("/circle/{key}/wishes/open", web.ByLink(), web.Steps[struct{}]{Do: p.unlock("/wishes", "", p.wishesShut), Again: p.wishesShut}),
	}
}

func readWishes(ctx context.Context, r *web.Request) (circles.Wishes, error) {
	return circles.Wishes{OwnGroup: circles.OwnGroup(r.Value("group")), Together: circles.NameThem(r.Value("together")),
		Apart: circles.NameThem(r.Value("apart")), Needs: r.Form["needs"], Offers: r.Form["offers"]}, nil
}

// wishesPage is what the form needs.
type wishesPage struct {
	R        *web.Request
	Title    ui.Words
	Form     ui.Form
	Home     string
	LinkOnly bool   // a code comes first
	Sent     bool   // it was just mailed
	Group    bool   // they came with a group
	Placed   bool   // they are in a circle, which stays as it is
	Safety   string // what the safety contact is called, "" = there is none
}

func (p *Pages) wishes(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.wishesShut(ctx, tx, r, struct{}{}, nil)
}

// wishesShut shows what is kept, or asks for the code that shows it.
func (p *Pages) wishesShut(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	if m.linkOnly() {
		return p.wishesPage(tx, r, m, url.Values{"code": {r.Value("code")}}, wrong)
	}
	w, err := p.Circles.WishesOf(tx, m.V, m.In)
	if err != nil {
		return web.Page{}, err
	}
	return p.wishesPage(tx, r, m, url.Values{"group": {string(w.OwnGroup)}, "together": {w.TogetherText()}, "apart": {w.ApartText()},
		"needs": w.Needs, "offers": w.Offers}, wrong)
}

func (p *Pages) wishesPage(tx *store.Tx, r *web.Request, m *mine, values url.Values, wrong *errs.Error) (web.Page, error) {
	page := wishesPage{R: r, Title: r.Pick(m.S.Title), Form: ui.Form{L: r.L, Values: values, Err: wrong}, Home: m.href(),
		LinkOnly: m.linkOnly(), Sent: r.Query.Get("done") == "code" || values.Get("code") != "" || wrong != nil, Group: m.In.Delegation != ""}
	var err error
	if _, page.Placed, err = p.Circles.OwnCircle(tx.Context(), tx, m.V, m.In); err != nil {
		return web.Page{}, err
	}
	page.Safety, err = p.Circles.SafetyName(tx, m.V, m.Cohort)
	return web.Page{Title: r.L.T("circles.wishes.title|My wishes"), Body: wishesBody(page), Hidden: true, At: m.href() + "/wishes"}, err
}

// wishesDo keeps the wishes. Where the code has run out in the meantime nothing
// is written over, and the page asks for another.
func (p *Pages) wishesDo(ctx context.Context, tx *store.Tx, r *web.Request, w circles.Wishes) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if m.linkOnly() {
		tx.Quiet()
		page, err := p.wishesPage(tx, r, m, nil, nil)
		page.Status = http.StatusUnprocessableEntity
		return page, err
	}
	return web.SeeOther(m.href() + "?done=wishes"), p.Circles.SetWishes(ctx, tx, m.V, &m.In, w)
}

func (p *Pages) wishesAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ circles.Wishes, wrong *errs.Error) (web.Page, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	return p.wishesPage(tx, r, m, r.Form, wrong)
}

// groups are the choices as to one's own group.
func (p wishesPage) groups() []ui.Option {
	l := p.R.L
	return []ui.Option{{Label: l.T("circles.wishes.group.any|It does not matter")},
		{Value: string(circles.WithGroup), Label: l.T("circles.wishes.group.with|With people I came with")},
		{Value: string(circles.WithoutGroup), Label: l.T("circles.wishes.group.without|With people I do not know yet")}}
}

// access are what somebody can need or offer.
func (p wishesPage) access() (list []ui.Option) {
	for _, tag := range circles.AccessTags() {
		list = append(list, ui.Option{Value: tag, Label: circles.AccessName(p.R.L, tag)})
	}
	return list
}

func (p wishesPage) codeLabel() string {
	if p.Sent {
		return p.R.L.T("series.roster.code.again|Mail another code")
	}
	return p.R.L.T("circles.wishes.ask|Mail a code and show my wishes")
}

// apartHint says who reads whom somebody names, and what comes of it.
func (p wishesPage) apartHint() string {
	if p.Safety == "" {
		return p.R.L.T("circles.wishes.apart.hint|Only the program that forms the circles reads this, and one person who looks after safety; at the moment nobody is named. The people you name never learn of it.")
	}
	return p.R.L.T("circles.wishes.apart.hint.contact|Only the program that forms the circles reads this, and one person who looks after safety, at the moment {name}. The people you name never learn of it.", "name", p.Safety)
}
