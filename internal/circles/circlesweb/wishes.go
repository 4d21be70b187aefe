package circlesweb

import (
	"context"
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
	}
}

func readWishes(ctx context.Context, r *web.Request) (circles.Wishes, error) {
	return circles.Wishes{OwnGroup: circles.OwnGroup(r.Value("group")), Together: circles.NameThem(r.Value("together")),
		Apart: circles.NameThem(r.Value("apart")), Needs: r.Form["needs"], Offers: r.Form["offers"]}, nil
}

// wishesPage is what the form needs.
type wishesPage struct {
	R      *web.Request
	Title  ui.Words
	Form   ui.Form
	Home   string
	Group  bool   // they came with a group
	Safety string // what the safety contact is called, "" = there is none
}

func (p *Pages) wishes(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	at, err := p.openOwn(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	w, err := p.Circles.WishesOf(tx, at.v, at.in)
	if err != nil {
		return nil, err
	}
	return p.wishesPage(tx, r, at, url.Values{"group": {string(w.OwnGroup)}, "together": {w.TogetherText()}, "apart": {w.ApartText()},
		"needs": w.Needs, "offers": w.Offers}, nil)
}

func (p *Pages) wishesPage(tx *store.Tx, r *web.Request, at own, values url.Values, wrong *errs.Error) (web.Page, error) {
	page := wishesPage{R: r, Title: r.Pick(at.s.Title), Form: ui.Form{L: r.L, Values: values, Err: wrong}, Home: at.home, Group: at.in.Delegation != ""}
	var err error
	page.Safety, err = p.Circles.SafetyName(tx, at.cohort)
	return web.Page{Title: r.L.T("circles.wishes.title|My wishes"), Body: wishesBody(page), Hidden: true, At: at.home + "/wishes"}, err
}

func (p *Pages) wishesDo(ctx context.Context, tx *store.Tx, r *web.Request, w circles.Wishes) (web.Answer, error) {
	at, err := p.openOwn(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return web.SeeOther(at.home + "?done=wishes"), p.Circles.SetWishes(ctx, tx, at.v, &at.in, w)
}

func (p *Pages) wishesAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ circles.Wishes, wrong *errs.Error) (web.Page, error) {
	at, err := p.openOwn(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	return p.wishesPage(tx, r, at, r.Form, wrong)
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

// apartHint says who reads whom somebody names, and what comes of it.
func (p wishesPage) apartHint() string {
	if p.Safety == "" {
		return p.R.L.T("circles.wishes.apart.hint|Only the program that forms the circles reads this, and one person who looks after safety; at the moment nobody is named. The people you name never learn of it.")
	}
	return p.R.L.T("circles.wishes.apart.hint.contact|Only the program that forms the circles reads this, and one person who looks after safety, at the moment {name}. The people you name never learn of it.", "name", p.Safety)
}
