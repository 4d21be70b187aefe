package eventdeskweb

import (
	"context"
	"net/url"
	"slices"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) listRoutes() []web.Route {
	return []web.Route{web.Get("/o/events", web.Desk(), p.list)}
}

// The views of the list.
const (
	viewComing = ""
	viewDrafts = "drafts"
	viewPast   = "past"
)

// listPage are the events that somebody works on.
type listPage struct {
	R       *web.Request
	View    string
	Chapter string
	Tabs    ui.Tabs
	Filter  ui.Filter
	Agenda  ui.Agenda
	Drafts  ui.Listing
	Any     bool // there is an event in one of the views
	MayMake bool
	More    int // that are not shown
}

// mostListed bounds how many events a view shows.
const mostListed = 200

func (p *Pages) list(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page := listPage{R: r, View: r.Query.Get("view"), Chapter: r.Query.Get("chapter"), MayMake: events.MayMake(r.Viewer)}
	chapters, err := p.People.Chapters(tx)
	if err != nil {
		return nil, err
	}
	list, err := p.Events.List(ctx, tx, r.Viewer, events.Filter{Desk: true, Chapters: among(chapters, page.Chapter)})
	if err != nil {
		return nil, err
	}
	views := map[string][]*events.Event{}
	for _, e := range list {
		views[viewOf(r, e)] = append(views[viewOf(r, e)], e)
	}
	slices.SortStableFunc(views[viewComing], func(a, b *events.Event) int { return nearest(r, a).Start.Compare(nearest(r, b).Start) })
	slices.SortStableFunc(views[viewPast], func(a, b *events.Event) int { return nearest(r, b).Start.Compare(nearest(r, a).Start) })
	page.Any = len(list) > 0 || page.Chapter != ""
	page.Tabs = page.tabs(views)
	page.Filter = page.filter(chapters)
	shown := views[page.View]
	if n := len(shown); n > mostListed {
		page.More, shown = n-mostListed, shown[:mostListed]
	}
	page.Agenda = ui.Agenda{L: r.L, Zone: r.Zone, Level: 2}
	for _, e := range shown {
		if page.View == viewDrafts {
			page.Drafts.Items = append(page.Drafts.Items, draftItem(r, e))
		} else {
			page.Agenda.Items = append(page.Agenda.Items, agendaItem(r, e))
		}
	}
	return web.Page{Title: r.L.T("org.events.title|Your events"), Body: listBody(page), Wide: true, Here: "desk", Zoned: true,
		Notices: r.News(map[string]string{"deleted": r.L.T("org.delete.done|The draft is gone.")})}, nil
}

// among are the slugs of a chapter and of those that lie in it; nil for none,
// which narrows nothing.
func among(chapters []people.Chapter, slug string) map[string]bool {
	i := slices.IndexFunc(chapters, func(c people.Chapter) bool { return c.Slug == slug })
	if slug == "" {
		return nil
	}
	slugs, tree := map[string]bool{}, people.TreeOf(chapters)
	for _, c := range chapters {
		if i >= 0 && tree.Within(c.ID, chapters[i].ID) {
			slugs[c.Slug] = true
		}
	}
	return slugs
}

// viewOf is the view in which an event stands.
func viewOf(r *web.Request, e *events.Event) string {
	switch {
	case e.State == events.Draft:
		return viewDrafts
	case e.Ends().After(r.Now) && e.State != events.Cancelled:
		return viewComing
	}
	return viewPast
}

func (p listPage) tabs(views map[string][]*events.Event) ui.Tabs {
	l := p.R.L
	t := ui.Tabs{L: l, Label: l.T("org.events.title|Your events")}
	for _, v := range []struct{ view, label string }{{viewComing, l.T("org.events.coming|Coming")}, {viewDrafts, l.T("org.events.drafts|Drafts")},
		{viewPast, l.T("org.events.past|Past and cancelled")}} {
		t.Items = append(t.Items, ui.Tab{Label: v.label, Href: p.address(v.view), Here: v.view == p.View, Count: len(views[v.view])})
	}
	return t
}

func (p listPage) address(view string) string {
	q := url.Values{}
	if view != "" {
		q.Set("view", view)
	}
	if p.Chapter != "" {
		q.Set("chapter", p.Chapter)
	}
	if len(q) == 0 {
		return "/o/events"
	}
	return "/o/events?" + q.Encode()
}

// filter narrows the list to a chapter; where there is none, nothing.
func (p listPage) filter(chapters []people.Chapter) ui.Filter {
	l := p.R.L
	if len(chapters) == 0 {
		return ui.Filter{}
	}
	options := []ui.Option{{Label: l.T("org.filter.all|All")}}
	for _, c := range chapters {
		options = append(options, ui.Option{Value: c.Slug, Label: c.Name.In(p.R.L)})
	}
	f := ui.Filter{L: l, Action: "/o/events", Label: l.T("org.events.filter|Show only one chapter"),
		Fields: []ui.Field{{Type: ui.Select, Name: "chapter", Label: l.T("events.chapter.label|Chapter"), Value: p.Chapter, Options: options}}}
	if p.View != "" {
		f.Keep = map[string]string{"view": p.View}
	}
	if p.Chapter != "" {
		f.Clear = "/o/events"
	}
	return f
}

// nearest is the next date of an event or, when all are over, its last.
func nearest(r *web.Request, e *events.Event) events.Occurrence {
	if o, ok := e.Next(r.Now); ok {
		return o
	}
	if all := e.Occurrences(); len(all) > 0 {
		return all[len(all)-1]
	}
	return events.Occurrence{}
}

// agendaItem is an event in the list, by its nearest date.
func agendaItem(r *web.Request, e *events.Event) ui.AgendaItem {
	item := ui.AgendaItem{Title: titleOf(r, e), Lang: r.Pick(e.Title).Lang, Href: home(e), Home: e.Location(), Tags: []ui.Tag{stateTag(r, e)}}
	o := nearest(r, e)
	item.Start, item.End = o.Start, o.End
	if e.Rule != nil {
		item.Text = ruleLine(r.L, e.Rule)
	} else if n := len(e.Coming(r.Now)); n > 1 {
		item.Text = r.L.T("org.events.dates|{n} date to come|{n} dates to come", "n", n)
	}
	if e.Venue != nil {
		item.Place = e.Venue.Name
	}
	return item
}

func draftItem(r *web.Request, e *events.Event) ui.ListingItem {
	item := ui.ListingItem{Title: titleOf(r, e), Lang: r.Pick(e.Title).Lang, Href: home(e), Tags: []ui.Tag{stateTag(r, e)}}
	if t := e.Begins(); !t.IsZero() {
		item.Sub = r.L.DateTime(t.In(r.Zone), i18n.Medium)
	}
	if e.Rule != nil {
		item.Text = ruleLine(r.L, e.Rule)
	}
	return item
}

// stateTag says in a word where an event stands.
func stateTag(r *web.Request, e *events.Event) ui.Tag {
	l := r.L
	switch {
	case e.State == events.Draft:
		return ui.Tag{Tone: ui.Info, Word: l.T("org.state.draft|Draft")}
	case e.State == events.Cancelled:
		return ui.Tag{Tone: ui.Bad, Word: l.T("org.state.cancelled|Cancelled")}
	case !e.Ends().After(r.Now):
		return ui.Tag{Word: l.T("org.state.over|Over")}
	case e.Openness(r.Now) == events.Open:
		return ui.Tag{Tone: ui.OK, Word: l.T("org.state.open|Open for registration")}
	case e.Openness(r.Now) == events.NotYet:
		return ui.Tag{Tone: ui.Info, Word: l.T("org.state.not-yet|Not yet open")}
	case e.Openness(r.Now) == events.Over:
		return ui.Tag{Tone: ui.Info, Word: l.T("org.state.closed|Registration closed")}
	}
	return ui.Tag{Tone: ui.OK, Word: l.T("org.state.published|Published")}
}
