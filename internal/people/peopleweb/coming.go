package peopleweb

import (
	"cmp"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// coming is one date that is not over yet: a session in one track of a series,
// or a date of an event.
type coming struct {
	S *series.Series // nil for an event
	O series.Occurrence
	E *events.Event // nil for a session
	D events.Occurrence
}

func (c coming) start() time.Time {
	if c.S != nil {
		return c.O.Start
	}
	return c.D.Start
}

func (c coming) end() time.Time {
	if c.S != nil {
		return c.O.End
	}
	return c.D.End
}

func (c coming) slug() string {
	if c.S != nil {
		return c.S.Slug
	}
	return c.E.Slug
}

// off tells whether it is cancelled.
func (c coming) off() bool {
	if c.S != nil {
		return c.S.StatusOf(c.O.Session) == series.CalledOff
	}
	return c.E.StatusOf(c.D.Date) == events.CalledOff
}

// comingOf lists what comes, in the order of time: what is cancelled among it,
// so that who had noted one sees it.
func comingOf(list []*series.Series, dates []events.Item, now time.Time) []coming {
	var all []coming
	for _, s := range list {
		if s.State != series.Published && s.State != series.Cancelled {
			continue
		}
		for _, letter := range s.Letters() {
			for _, o := range s.Occurrences(letter) {
				if o.End.After(now) {
					all = append(all, coming{S: s, O: o})
				}
			}
		}
	}
	for _, d := range dates {
		if d.End.After(now) && d.E.State != events.Draft {
			all = append(all, coming{E: d.E, D: d.Occurrence})
		}
	}
	slices.SortStableFunc(all, func(a, b coming) int {
		return cmp.Or(a.start().Compare(b.start()), cmp.Compare(a.slug(), b.slug()))
	})
	return all
}

func (c coming) item(r *web.Request) ui.AgendaItem {
	if c.S == nil {
		return eventItem(r, c.E, c.D)
	}
	title := r.Pick(c.S.Title)
	item := ui.AgendaItem{Title: title.Text, Lang: title.Lang, Href: "/s/" + c.S.Slug, Start: c.O.Start, End: c.O.End, Home: c.O.Zone}
	if theme, _ := c.O.Session.Theme.Pick(r.L); theme != "" {
		item.Text = r.L.T("series.held.session|Session {n}: {theme}", "n", c.O.Session.N, "theme", theme)
	}
	if t := c.S.Track(c.O.Track); t != nil {
		item.Tags = append(item.Tags, ui.Tag{Word: t.Name(r.L)})
	}
	if p := c.O.Session.Place; p != nil {
		item.Place = p.Name
	}
	item.Tags = append(item.Tags, stateTags(r, c, c.O.Start, c.O.Session.Status == series.Tentative)...)
	return item
}

// eventItem is a date of an event: what it is about, what kind of event, and
// where.
func eventItem(r *web.Request, e *events.Event, o events.Occurrence) ui.AgendaItem {
	title := r.Pick(e.Title)
	item := ui.AgendaItem{Title: title.Text, Lang: title.Lang, Href: "/e/" + e.Slug, Start: o.Start, End: o.End, Home: e.Location(),
		Text: r.Pick(o.Date.Theme).Text, Tags: []ui.Tag{{Word: r.L.Text(e.Kind.Label())}}}
	venue := e.VenueOn(o.Date)
	switch {
	case venue == nil:
		item.Place = r.L.Text(e.Mode().Label())
	case slices.Contains(e.Ways(o.Date), events.Remote):
		item.Place = r.L.T("front.hybrid|{place}, and online", "place", placeName(*venue))
	default:
		item.Place = placeName(*venue)
	}
	c := coming{E: e, D: o}
	item.Tags = append(item.Tags, stateTags(r, c, o.Start, o.Date.Status == events.Tentative)...)
	return item
}

// placeName is a place as lists name it.
func placeName(p events.Place) string {
	return events.Place{Name: p.Name, City: p.City}.Line()
}

// stateTags say what one must know of a date's certainty.
func stateTags(r *web.Request, c coming, start time.Time, tentative bool) []ui.Tag {
	l := r.L
	switch {
	case c.off():
		return []ui.Tag{{Tone: ui.Bad, Word: l.T("ui.sessions.cancelled|Cancelled")}}
	case !start.After(r.Now):
		return []ui.Tag{{Tone: ui.OK, Word: l.T("ui.sessions.live|Now")}}
	case tentative:
		return []ui.Tag{{Tone: ui.Info, Word: l.T("ui.sessions.tentative|Not yet certain")}}
	}
	return nil
}
