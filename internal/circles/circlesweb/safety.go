package circlesweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// safetyRoutes are the page of the one person who may see who is to be kept
// apart from whom. Whoever forms the circles names them there and sees nothing
// of it.
func (p *Pages) safetyRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/s/{slug}/circles/safety", web.Members(), p.safety).Audited(auth.ReadSafety),
		web.Post("/o/s/{slug}/circles/safety/name", web.Members(), web.Steps[struct{}]{Do: p.safetyName, Again: p.safetyAgain}).Audited(auth.ReadSafety),
		web.Post("/o/s/{slug}/circles/safety/open", web.Members(), web.Steps[struct{}]{Do: p.safetyOpen}),
		web.Post("/o/s/{slug}/circles/safety/settle", web.Members(), web.Steps[struct{}]{Do: p.safetySettle, Again: p.safetyAgain}).Audited(auth.ReadSafety),
	}
}

// safetyPage is what the page needs.
type safetyPage struct {
	R       *web.Request
	S       *series.Series
	Form    ui.Form
	Name    string // what the safety contact is called, "" = there is none
	Contact bool   // the reader is the contact
	Former  bool   // the reader forms the circles
	Open    bool   // the list is shown
	List    []circles.Distance
}

func (p safetyPage) home() string { return "/o/s/" + p.S.Slug + "/circles/safety" }

func (p *Pages) safety(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.safetyPage(ctx, tx, r, nil)
}

func (p *Pages) safetyAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.safetyPage(ctx, tx, r, wrong)
}

// safetyPage shows the page, with the list to who has just opened it.
func (p *Pages) safetyPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	s, c, contact, err := p.Circles.SafetyOf(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return web.Page{}, err
	}
	page := safetyPage{R: r, S: s, Contact: contact, Former: p.Circles.MayForm(r.Viewer, s), Open: contact && r.Query.Has("look"),
		Form: ui.Form{L: r.L, Values: url.Values{"name": {r.Value("name")}, "email": {r.Value("email")}}, Err: wrong}}
	if page.Name, err = p.Circles.SafetyName(tx, r.Viewer, c); err != nil {
		return web.Page{}, err
	}
	if page.Open {
		page.List, err = p.Circles.Distances(ctx, tx, r.Viewer, c, r.Query.Get("look"))
		if errs.Is(err, errs.NotFound) { // looked long enough
			page.Open, err = false, nil
		}
		if page.Open {
			r.Saw(r.Viewer, auth.ReadSafety, c.ID, max(1, len(page.List)))
		}
	}
	return web.Page{Title: r.L.T("circles.safety.title|Who looks after safety"), Body: safetyBody(page), At: page.home(), Here: here(page), Notices: safetyNotices(r)}, err
}

func here(p safetyPage) string {
	if p.Former {
		return "desk"
	}
	return "me"
}

func safetyNotices(r *web.Request) []ui.Notice {
	if r.Query.Get("done") != "named" {
		return nil
	}
	return []ui.Notice{{Tone: ui.OK, Word: r.L.T("ui.done|Done."), Text: r.L.T("org.circles.safety.named|From now on this person alone can see who asks to be kept apart from whom."), Live: true}}
}

func (p *Pages) safetyName(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, _, _, err := p.Circles.SafetyOf(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	return web.SeeOther("/o/s/" + s.Slug + "/circles/safety?done=named"), p.Circles.NameSafety(ctx, tx, r.Viewer, s, r.Value("name"), r.Value("email"))
}

// safetyOpen leads to the list. It is a POST, since looking is written down.
func (p *Pages) safetyOpen(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	_, c, _, err := p.Circles.SafetyOf(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	ticket, err := p.Circles.OpenDistances(tx, r.Viewer, c)
	return web.SeeOther("/o/s/" + r.Param("slug") + "/circles/safety?look=" + ticket), err
}

func (p *Pages) safetySettle(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	_, c, _, err := p.Circles.SafetyOf(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	if err := p.Circles.Settle(ctx, tx, r.Viewer, c, r.Value("interest"), r.Value("said"), r.Form["person"], r.Form["seen"]); err != nil {
		return nil, err
	}
	ticket, err := p.Circles.OpenDistances(tx, r.Viewer, c)
	return web.SeeOther("/o/s/" + r.Param("slug") + "/circles/safety?look=" + ticket), err
}

// candidates are the boxes of those whom a name can mean.
func candidates(w circles.DistanceWish) (list []ui.Option, ticked []string) {
	for _, c := range w.Candidates {
		list = append(list, ui.Option{Value: c.Person, Label: c.Name})
		if c.Meant {
			ticked = append(ticked, c.Person)
		}
	}
	return list, ticked
}

// wishState says what holds of a wish now.
func wishState(r *web.Request, w circles.DistanceWish) ui.Tag {
	l := r.L
	switch {
	case len(w.Candidates) == 0:
		return ui.Tag{Word: l.T("circles.safety.nobody|Nobody here fits this")}
	case w.ByAddress:
		return ui.Tag{Tone: ui.OK, Word: l.T("circles.safety.by-address|Found by the address")}
	case w.Settled:
		return ui.Tag{Tone: ui.OK, Word: l.T("circles.safety.settled|Settled")}
	}
	return ui.Tag{Tone: ui.Warn, Word: l.T("circles.safety.open-question|Still open")}
}
