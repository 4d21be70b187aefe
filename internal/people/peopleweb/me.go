package peopleweb

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// meRoutes are the member's own pages.
func (p *Pages) meRoutes() []web.Route {
	return []web.Route{
		web.Get("/me", web.Members(), p.me),
		web.Post("/me", web.Members(), web.Steps[people.Change]{Prepare: readChange, Do: p.changeMe, Again: p.meAgain}),
		web.Get("/me/data", web.Members(), p.data),
		web.Get("/me/data.json", web.Members(), p.dataFile),
		web.Post("/me/signin/{id}/end", web.Members(), web.Steps[struct{}]{Do: p.endSignIn}),
		web.Post("/me/erase", web.Members(), web.Steps[struct{}]{Do: p.erase}),
	}
}

// mePage is what the member's page needs.
type mePage struct {
	R       *web.Request
	P       people.Person
	Form    ui.Form
	Next    *nextSession
	Mine    []ownSeries
	SignIns []auth.SignIn
	Feed    string
}

// ownSeries is one registration of the member.
type ownSeries struct {
	Title string
	Lang  string
	State string
	Href  string
}

// nextSession is what comes next of all that the member is registered for.
type nextSession struct {
	Title string
	When  string
	Start time.Time
	Href  string // the way in, or the member's page of that series
	Open  bool
}

func (p *Pages) me(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.mePage(ctx, tx, r, nil, nil)
}

func (p *Pages) meAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ people.Change, wrong *errs.Error) (web.Page, error) {
	return p.mePage(ctx, tx, r, r.Form, wrong)
}

func (p *Pages) mePage(ctx context.Context, tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	person, err := p.People.Load(ctx, tx, r.Viewer, r.Viewer.Person)
	if err != nil {
		return web.Page{}, err
	}
	if values == nil {
		values = url.Values{"name": {person.Name}, "zone": {person.Zone}, "language": {person.Language}}
	}
	page := mePage{R: r, P: person, Form: ui.Form{L: r.L, Values: values, Err: wrong},
		Feed: "/feed/" + p.Keys.Link(series.LinkFeed, person.ID, person.Generation) + ".ics"}
	own, err := p.Series.Of(ctx, tx, r.Viewer, person.ID)
	if err != nil {
		return web.Page{}, err
	}
	for _, o := range own {
		page.add(p, o)
	}
	if page.SignIns, err = p.Auth.SignIns(tx, r.Viewer); err != nil {
		return web.Page{}, err
	}
	out := web.Page{Title: r.L.T("me.title|My page"), Body: meBody(page), Here: "me", Zoned: true}
	if r.Query.Get("done") == "saved" {
		out.Notices = []ui.Notice{{Tone: ui.OK, Word: r.L.T("ui.done|Done"), Text: r.L.T("series.mine.details-changed|Saved. All times and mails now follow it."), Live: true}}
	}
	return out, nil
}

// add puts one registration on the page, and its next session first if it
// comes before what stands there.
func (m *mePage) add(p *Pages, o series.Own) {
	title, lang := o.S.Title.Pick(m.R.L)
	if lang == m.R.L.Lang {
		lang = ""
	}
	mine := "/r/" + p.Series.Key(o.R)
	m.Mine = append(m.Mine, ownSeries{Title: title, Lang: lang, State: standingWord(m.R.L, o.R.Standing), Href: mine})
	next, ok := o.S.Next(o.Letter, m.R.Now)
	if !ok || !o.R.Standing.HasPlace() || (m.Next != nil && !next.Start.Before(m.Next.Start)) {
		return
	}
	m.Next = &nextSession{Title: title, Start: next.Start, When: m.R.L.Range(next.Start.In(m.R.Zone), next.End.In(m.R.Zone)), Href: mine}
	if !m.R.Now.Before(next.Start.Add(-series.JoinBefore)) {
		m.Next.Open, m.Next.Href = true, "/join/"+p.Series.JoinKey(o.R, next.Session.N)
	}
}

func readChange(ctx context.Context, r *web.Request) (people.Change, error) {
	c := people.Change{Name: people.CleanName(r.Value("name")), Zone: r.Value("zone"), Language: r.Value("language")}
	var form errs.Form
	people.CheckName(&form, "name", c.Name)
	series.CheckZone(&form, c.Zone)
	if !i18n.Known(c.Language) {
		c.Language = r.L.Lang
	}
	return c, form.Err()
}

func (p *Pages) changeMe(ctx context.Context, tx *store.Tx, r *web.Request, c people.Change) (web.Answer, error) {
	if err := p.People.Change(ctx, tx, r.Viewer, r.Viewer.Person, c); err != nil {
		return nil, err
	}
	return web.SeeOther("/me?done=saved"), p.Series.RelocateAll(ctx, tx, r.Viewer, r.Viewer.Person, c.Zone, c.Language)
}

func (p *Pages) endSignIn(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther("/me"), p.Auth.SignOut(tx, r.Viewer, r.Param("id"))
}

// dataFile is everything the network holds of the member.
func (p *Pages) dataFile(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	person, err := p.People.Load(ctx, tx, r.Viewer, r.Viewer.Person)
	if err != nil {
		return nil, err
	}
	registrations, err := p.Series.Export(ctx, tx, r.Viewer, person.ID)
	if err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(map[string]any{
		"name": person.Name, "address": person.Address, "zone": person.Zone, "language": person.Language,
		"registrations": registrations,
	}, "", "  ")
	return web.Bytes{Type: "application/json; charset=utf-8", Name: "my-data.json", Data: data}, err
}

func (p *Pages) data(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return web.Page{Title: r.L.T("me.data.title|My data"), Body: dataBody(r), Here: "me"}, nil
}

// erase gives up all places and forgets the member.
func (p *Pages) erase(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	if err := p.Series.LeaveAll(ctx, tx, r.Viewer, r.Viewer.Person); err != nil {
		return nil, err
	}
	if err := p.Auth.EndAll(tx, r.Viewer); err != nil {
		return nil, err
	}
	return web.SeeOther("/removed"), p.People.Erase(ctx, tx, r.Viewer, r.Viewer.Person)
}
