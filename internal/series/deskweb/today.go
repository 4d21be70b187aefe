package deskweb

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// todayPage is what needs somebody next, over all their series.
type todayPage struct {
	R       *web.Request
	Todos   []todo
	More    int // that are not shown
	Running []ui.ListingItem
	Past    []ui.ListingItem
	MayMake bool
	Network bool // may change the network's settings
	Freeze  bool // may stop everything
	Events  bool // works on events, or may make some
	Writes  bool // may write for the network or a chapter

	Moderates bool // may decide what was reported
	Reports   int  // that wait
}

// empty tells whether somebody has nothing here to work on, or to make first.
// Who writes has their texts.
func (p todayPage) empty() bool {
	return len(p.Running) == 0 && len(p.Past) == 0 && len(p.Todos) == 0 && (p.MayMake || !p.Writes)
}

// mostTodos is how many things are shown at once; more would not be done today.
const mostTodos = 30

func (p *Pages) today(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	list, err := p.Series.Desk(ctx, tx, r.Viewer)
	if err != nil {
		return nil, err
	}
	f, err := p.facts(ctx, tx, r, slices.DeleteFunc(slices.Clone(list), func(s *series.Series) bool { return put(r, s) })...)
	if err != nil {
		return nil, err
	}
	page := todayPage{R: r, MayMake: series.MayMake(r.Viewer), Network: r.Viewer.Can(auth.EditNetwork, auth.TheNetwork()),
		Freeze: r.Viewer.Can(auth.Freeze, auth.TheNetwork()), Writes: posts.MayWrite(r.Viewer)}
	if page.Moderates = r.Viewer.Can(auth.ModerateReports, auth.TheNetwork()); page.Moderates {
		piles, err := p.People.Piles(ctx, tx, r.Viewer)
		if err != nil {
			return nil, err
		}
		for _, pile := range piles {
			page.Reports += len(pile.Reports)
		}
	}
	if page.Todos, page.Events, err = p.eventTodos(ctx, tx, r); err != nil {
		return nil, err
	}
	page.Events = page.Events || events.MayMake(r.Viewer)
	for _, s := range list {
		if !put(r, s) {
			page.Todos = append(page.Todos, p.todos(r, s, f)...)
		}
		item := seriesItem(r, s)
		if s.State == series.Archived || s.State == series.Cancelled || s.State == series.Published && s.Over(r.Now) {
			page.Past = append(page.Past, item)
		} else {
			page.Running = append(page.Running, item)
		}
	}
	slices.Reverse(page.Past)
	sortTodos(page.Todos)
	if n := len(page.Todos); n > mostTodos {
		page.More, page.Todos = n-mostTodos, page.Todos[:mostTodos]
	}
	return web.Page{Title: r.L.T("org.today.title|Today"), Body: todayBody(page), Wide: true, Here: "desk", Zoned: true,
		Notices: r.News(map[string]string{"deleted": r.L.T("org.delete.done|The draft is gone.")})}, nil
}

// reportsLine says how many reports wait.
func (p todayPage) reportsLine() string {
	if p.Reports == 0 {
		return p.R.L.T("org.reports.none|Nothing waits to be decided.")
	}
	return p.R.L.T("org.reports.lead|{n} report waits to be decided.|{n} reports wait to be decided.", "n", p.Reports)
}

// put tells whether a series needs nobody any more: it was cancelled, put away,
// or is over for so long that nobody looks after it.
func put(r *web.Request, s *series.Series) bool {
	return s.State == series.Archived || s.State == series.Cancelled || s.State == series.Published && s.Over(r.Now.Add(-lookAfter))
}

// seriesItem is a series in a list of the desk.
func seriesItem(r *web.Request, s *series.Series) ui.ListingItem {
	item := ui.ListingItem{Title: titleOf(r, s), Href: home(s), Tags: []ui.Tag{stateTag(r, s)}}
	if _, lang := s.Title.Pick(r.L); lang != r.L.Lang {
		item.Lang = lang
	}
	begins, ends := s.Begins(), s.Ends()
	if !begins.IsZero() {
		item.Sub = r.L.T("org.item.sub|{dates} · {n} registered|{dates} · {n} registered", "dates",
			r.L.DateRange(begins.In(r.Zone), ends.In(r.Zone)), "n", s.Taken)
	}
	return item
}

// stateTag says in a word where a series stands.
func stateTag(r *web.Request, s *series.Series) ui.Tag {
	l := r.L
	switch s.State {
	case series.Draft:
		return ui.Tag{Tone: ui.Info, Word: l.T("org.state.draft|Draft")}
	case series.Cancelled:
		return ui.Tag{Tone: ui.Bad, Word: l.T("org.state.cancelled|Cancelled")}
	case series.Archived:
		return ui.Tag{Word: l.T("org.state.archived|Archived")}
	}
	switch {
	case s.Over(r.Now):
		return ui.Tag{Word: l.T("org.state.over|Over")}
	case s.Openness(r.Now) == series.Open:
		return ui.Tag{Tone: ui.OK, Word: l.T("org.state.open|Open for registration")}
	case s.Openness(r.Now) == series.NotYet:
		return ui.Tag{Tone: ui.Info, Word: l.T("org.state.not-yet|Not yet open")}
	case s.Begins().After(r.Now):
		return ui.Tag{Tone: ui.Info, Word: l.T("org.state.closed|Registration closed")}
	}
	return ui.Tag{Tone: ui.OK, Word: l.T("org.state.running|Running")}
}
