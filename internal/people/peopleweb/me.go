package peopleweb

import (
	"context"
	"net/url"
	"slices"
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
		web.Post("/me/feed", web.Members(), web.Steps[struct{}]{Do: p.renewFeed}),
		web.Get("/me/seen", web.Members(), p.seen),
		web.Get("/me/data", web.Members(), p.data),
		web.Get("/me/data.json", web.Members(), p.dataFile),
		web.Get("/me/data.csv", web.Members(), p.dataTable),
		web.Post("/me/erase", web.Members(), web.Steps[struct{}]{Prepare: readErase, Do: p.erase, Again: p.eraseAgain}),
	}
}

// askCity is the button of the form that asks for another city.
const askCity = "change-zone"

// mePage is what the member's page needs.
type mePage struct {
	R       *web.Request
	P       people.Person
	Form    ui.Form
	AskZone bool
	Next    *nextSession
	Mine    []ui.ListingItem
	Groups  []ui.ListingItem
	Circles []ui.ListingItem
	Feed    string // the whole address of the private calendar
}

// nextSession is what comes next of all that the member is registered for.
type nextSession struct {
	Title ui.Words
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
	page := mePage{R: r, P: person, Form: ui.Form{L: r.L, Values: values, Err: wrong}, AskZone: values.Has(askCity),
		Feed: r.Base + "/feed/" + p.Keys.Link(series.LinkFeed, person.ID, person.Generation) + ".ics"}
	own, err := p.Series.Of(ctx, tx, r.Viewer, person.ID)
	if err != nil {
		return web.Page{}, err
	}
	for _, o := range own {
		page.add(p, o)
	}
	places, err := p.Events.Of(ctx, tx, r.Viewer, person.ID)
	if err != nil {
		return web.Page{}, err
	}
	for _, o := range places {
		page.addEvent(p, o)
	}
	slices.Reverse(page.Mine) // the latest first
	if page.Groups, err = p.groups(ctx, tx, r); err != nil {
		return web.Page{}, err
	}
	if page.Circles, err = p.circles(ctx, tx, r, own); err != nil {
		return web.Page{}, err
	}
	return web.Page{Title: r.L.T("me.title|My page"), Body: meBody(page), Here: "me", Zoned: true, Notices: meNotices(r)}, nil
}

// meNotices tell what was just done.
func meNotices(r *web.Request) []ui.Notice {
	text := ""
	switch r.Query.Get("done") {
	case "saved":
		text = r.L.T("series.mine.details-changed|Your pages and mails now use this name, city and language.")
	case "feed":
		text = r.L.T("series.mine.feed-renewed|Your calendar has a new address. The old one shows nothing any more.")
	case "resigned":
		text = r.L.T("me.resigned|Your part in it has ended.")
	default:
		return nil
	}
	return []ui.Notice{{Tone: ui.OK, Word: r.L.T("ui.done|Done."), Text: text, Live: true}}
}

// add puts one registration on the page, and its next session first if it
// comes before what stands there.
func (m *mePage) add(p *Pages, o series.Own) {
	title, mine := m.R.Pick(o.S.Title), "/r/"+p.Series.Key(o.R)
	m.Mine = append(m.Mine, ui.ListingItem{Title: title.Text, Lang: title.Lang, Href: mine,
		Sub:  m.R.L.DateRange(o.S.Begins().In(m.R.Zone), o.S.Ends().In(m.R.Zone)),
		Tags: []ui.Tag{standingTag(m.R.L, o.R.Standing)}})
	next, ok := o.S.Next(o.Letter, m.R.Now)
	if !ok || !o.R.Standing.HasPlace() || o.S.State == series.Cancelled || (m.Next != nil && !next.Start.Before(m.Next.Start)) {
		return
	}
	m.Next = &nextSession{Title: title, Start: next.Start, When: m.R.L.Range(next.Start.In(m.R.Zone), next.End.In(m.R.Zone)), Href: mine}
	if !m.R.Now.Before(next.Start.Add(-series.JoinBefore)) {
		m.Next.Open, m.Next.Href = true, "/join/"+p.Series.JoinKey(o.R, next.Session.N)
	}
}

// groups lists the groups whose contact person the viewer is.
func (p *Pages) groups(ctx context.Context, tx *store.Tx, r *web.Request) ([]ui.ListingItem, error) {
	list, err := p.Series.GroupsOf(ctx, tx, r.Viewer, r.Viewer.Person)
	if err != nil {
		return nil, err
	}
	var items []ui.ListingItem
	for _, d := range list {
		s, err := p.Series.ByID(ctx, tx, auth.Itself(), d.Series)
		if err != nil {
			return nil, err
		}
		name, err := p.Series.Organisation(tx, d)
		if err != nil {
			return nil, err
		}
		if name == "" {
			name = r.L.T("series.roster.name|Your group")
		}
		items = append(items, ui.ListingItem{Title: name, Href: "/g/" + p.Series.GroupKey(d), Sub: r.Pick(s.Title).Text,
			Tags: []ui.Tag{standingTag(r.L, d.Standing)}})
	}
	return items, nil
}

func readChange(ctx context.Context, r *web.Request) (people.Change, error) {
	c := people.Change{Name: people.CleanName(r.Value("name")), Zone: r.Value("zone"), Language: r.Value("language")}
	if r.Form.Has(askCity) {
		return c, nil
	}
	var form errs.Form
	people.CheckName(&form, "name", c.Name)
	series.CheckZone(&form, c.Zone)
	if !i18n.Known(c.Language) {
		c.Language = r.L.Lang
	}
	return c, form.Err()
}

func (p *Pages) changeMe(ctx context.Context, tx *store.Tx, r *web.Request, c people.Change) (web.Answer, error) {
	if r.Form.Has(askCity) {
		tx.Quiet()
		return p.mePage(ctx, tx, r, r.Form, nil)
	}
	if err := p.People.Change(ctx, tx, r.Viewer, r.Viewer.Person, c); err != nil {
		return nil, err
	}
	if err := p.Circles.Relocate(tx, r.Viewer, r.Viewer.Person, c.Zone, c.Language); err != nil {
		return nil, err
	}
	if err := p.Events.RelocateAll(ctx, tx, r.Viewer, r.Viewer.Person, c.Zone, c.Language); err != nil {
		return nil, err
	}
	return web.SeeOther("/me?done=saved"), p.Series.RelocateAll(ctx, tx, r.Viewer, r.Viewer.Person, c.Zone, c.Language)
}

func (p *Pages) renewFeed(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther("/me?done=feed"), p.People.RenewFeed(ctx, tx, r.Viewer, r.Viewer.Person)
}
