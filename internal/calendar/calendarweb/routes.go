package calendarweb

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	People   *people.Room
	Events   *events.Room
	Series   *series.Room
	Calendar *calendar.Room
}

// Routes lists all addresses. All of them are kept for who is not signed in.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		web.Get("/embed/events", web.Public(), brief(p.embed)),
		web.Get("/oembed", web.Public(), brief(p.oembed)),
		web.Get("/subscribe", web.Public(), brief(p.subscribe)),
	}
	for _, where := range []struct {
		path string
		find func(context.Context, *store.Tx, *web.Request) (topic, error)
	}{
		{"/events", p.choice}, {"/c/{chapter}", p.choice}, {"/e/{slug}", p.event}, {"/s/{slug}", p.oneSeries},
	} {
		routes = append(routes,
			web.Get(where.path+".rss", web.Public(), brief(p.answer(where.find, p.rss))),
			web.Get(where.path+".json", web.Public(), brief(p.answer(where.find, p.json))))
		if where.path == "/events" || where.path == "/c/{chapter}" {
			where.find = p.briefly
		}
		routes = append(routes, web.Get(where.path+".ics", web.Public(), brief(p.answer(where.find, calendarFile))))
	}
	for i := range routes {
		routes[i] = routes[i].Cached()
	}
	return routes
}

// page is what answers an address.
type page func(context.Context, *store.Tx, *web.Request) (web.Answer, error)

// brief answers addresses that are not longer than what there is to ask for.
func brief(answer page) page {
	return func(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
		if calendar.TooLong(r.Query) {
			return web.Raw(web.TooLong), nil
		}
		return answer(ctx, tx, r)
	}
}

// answer finds what is asked for and puts it into its form.
func (p *Pages) answer(find func(context.Context, *store.Tx, *web.Request) (topic, error), form func(*store.Tx, *web.Request, topic) (web.Answer, error)) page {
	return func(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
		t, err := find(ctx, tx, r)
		if err != nil {
			return nil, err
		}
		return form(tx, r, t)
	}
}

// topic is what is asked for: a choice of the calendar, an event or a series.
type topic struct {
	Title   i18n.Text // of the chapter, the event, the series; empty for the network
	Page    string    // the page that shows the same, with its query
	C       calendar.Choice
	Chapter string // its slug, "" = none
	Dates   []calendar.Date
	One     bool // of one event or series
}

// choice is the whole calendar, or that of a chapter, narrowed by the address.
// What asks for something that does not exist is not there, since nobody reads a
// notice in a feed.
func (p *Pages) choice(ctx context.Context, tx *store.Tx, r *web.Request) (t topic, err error) {
	return p.chosen(ctx, tx, r, false)
}

// briefly is the same with as much of events as a calendar or a list shows.
func (p *Pages) briefly(ctx context.Context, tx *store.Tx, r *web.Request) (topic, error) {
	return p.chosen(ctx, tx, r, true)
}

func (p *Pages) chosen(ctx context.Context, tx *store.Tx, r *web.Request, brief bool) (t topic, err error) {
	asked := r.Query
	if chapter := r.Param("chapter"); chapter != "" {
		asked = maps.Clone(asked) // the address itself stays as it was asked
		asked.Set("chapter", chapter)
	}
	if t.C, err = p.Calendar.Read(tx, asked); err != nil {
		return t, err
	}
	if len(t.C.Unknown)+len(t.C.Among) > 0 {
		return t, errs.NotThere()
	}
	t.C.Brief = brief
	t.Page = t.C.Address("/events")
	if t.Chapter = t.C.Chapter; t.Chapter != "" {
		c, err := p.People.ChapterBySlug(tx, t.Chapter)
		if err != nil {
			return t, err
		}
		t.Title = c.Name
	}
	found, err := p.Calendar.Public(ctx, tx, t.C, calendar.Span{})
	t.Dates = found.Dates
	return t, err
}

// event is all dates of an event, for who may see it.
func (p *Pages) event(ctx context.Context, tx *store.Tx, r *web.Request) (topic, error) {
	return p.eventFor(ctx, tx, r.Viewer, r.Param("slug"))
}

func (p *Pages) eventFor(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (t topic, err error) {
	e, err := p.Events.BySlug(ctx, tx, v, slug)
	if err != nil {
		return t, err
	}
	t = topic{Title: e.Title, Page: "/e/" + e.Slug, Chapter: e.Chapter, One: true}
	for _, o := range e.Occurrences() {
		t.Dates = append(t.Dates, calendar.Date{E: e, On: o})
	}
	return t, nil
}

// oneSeries is all sessions of a series, of one track with ?track=A.
func (p *Pages) oneSeries(ctx context.Context, tx *store.Tx, r *web.Request) (topic, error) {
	return p.seriesFor(ctx, tx, r.Viewer, r.Param("slug"), r.Query.Get("track"))
}

func (p *Pages) seriesFor(ctx context.Context, tx *store.Tx, v auth.Viewer, slug, track string) (t topic, err error) {
	s, err := p.Series.BySlug(ctx, tx, v, slug)
	if err != nil {
		return t, err
	}
	if track != "" && s.Track(track) == nil {
		return t, errs.NotThere()
	}
	t = topic{Title: s.Title, Page: "/s/" + s.Slug, Chapter: s.Chapter, One: true}
	for _, letter := range s.Letters() {
		for _, o := range s.Occurrences(letter) {
			if track == "" || letter == track {
				t.Dates = append(t.Dates, calendar.Date{S: s, In: o})
			}
		}
	}
	slices.SortStableFunc(t.Dates, func(a, b calendar.Date) int {
		return cmp.Or(a.Start().Compare(b.Start()), cmp.Compare(a.In.Track, b.In.Track))
	})
	return t, nil
}

// plainName is the name for other programs, without the marks that hold its
// parts together on a page.
func (t topic) plainName(r *web.Request) string { return i18n.Unmarked(t.name(r)) }

// name is what a list of these dates is called.
func (t topic) name(r *web.Request) string {
	title := r.Pick(t.Title).Text
	if title == "" {
		title = r.Pick(r.Face.Name).Text
	}
	if t.One || title == "" {
		return cmp.Or(title, r.L.T("front.events|What comes"))
	}
	return r.L.T("feed.title|{network}: what comes", "network", title)
}
