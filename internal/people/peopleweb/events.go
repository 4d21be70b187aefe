package peopleweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// mostEvents is how many dates one page lists.
const mostEvents = 60

// eventsPage is what the list of all that comes needs.
type eventsPage struct {
	R        *web.Request
	Months   []month
	Choices  []choiceList // by which the list is narrowed
	Calendar string
	Later    string // address of the rest, "" = none
	Narrowed bool
}

// ways are all by which the list can be narrowed, each with its choices.
func (page eventsPage) ways() (list ui.SummaryList) {
	for _, c := range page.Choices {
		list = append(list, ui.Fact{Key: c.Label, Body: choices(c.Label, c.Choices)})
	}
	return list
}

// month is a heading with what falls in it, in the reader's zone.
type month struct {
	Name  string
	Items []ui.AgendaItem
}

func (p *Pages) events(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	n, chapters, err := p.readNarrowing(tx, r)
	if err != nil {
		return nil, err
	}
	c, err := p.calendarOf(ctx, tx, r, n, chapters)
	if err != nil {
		return nil, err
	}
	page := eventsPage{R: r, Calendar: n.with("/events.ics", "", ""), Narrowed: n.narrow(), Choices: c.choiceLists(r, chapters)}
	page.fill(c.list, n)
	return web.Page{Title: r.L.T("front.events|What comes"), Body: eventsBody(page), Zoned: true, Feeds: eventFeeds(r, n),
		Describe: r.L.T("front.events.describe.all|All sessions and events that come, in your own hours.")}, nil
}

// fill puts what comes under its months. A day is never cut in two.
func (page *eventsPage) fill(list []coming, n narrowing) {
	r, shown := page.R, 0
	var last when.Date
	for _, c := range list {
		if !c.end().After(n.From) {
			continue
		}
		day := when.DateOf(c.start(), r.Zone)
		if shown >= mostEvents && day != last {
			page.Later = n.with("/events", "from", day.String())
			return
		}
		last, shown = day, shown+1
		name := r.L.T("front.month|{month} {year}", "month", r.L.Month(day.Month, false), "year", r.L.Year(day.Year))
		if k := len(page.Months); k == 0 || page.Months[k-1].Name != name {
			page.Months = append(page.Months, month{Name: name})
		}
		m := &page.Months[len(page.Months)-1]
		m.Items = append(m.Items, c.item(r))
	}
}

// eventsFeed is the same as a calendar: of what everybody may see.
func (p *Pages) eventsFeed(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	n, chapters, err := p.readNarrowing(tx, r)
	if err != nil {
		return nil, err
	}
	c, err := p.calendarOf(ctx, tx, r, n, chapters)
	if err != nil {
		return nil, err
	}
	name := r.Pick(r.Face.Name)
	all := &ical.Calendar{Method: ical.Publish, Name: name.Text, Lang: r.L.Lang, Refresh: time.Hour}
	for _, s := range c.series {
		if s.Visibility == series.Public && (s.State == series.Published || s.State == series.Cancelled) && n.takes(s) {
			all.Events = append(all.Events, s.Feed(series.Entry{Base: r.Base, L: r.L, Stamp: r.Now}, s.Letters()...).Events...)
		}
	}
	dates, err := p.Events.List(ctx, tx, r.Viewer, events.Filter{Chapter: n.Chapter, Kind: n.Kind, Language: n.Language, Mode: n.Mode})
	if err != nil {
		return nil, err
	}
	for _, e := range dates {
		if e.Visibility == events.Public {
			all.Events = append(all.Events, e.Feed(events.Entrance{Base: r.Base, L: r.L, Stamp: r.Now})...)
		}
	}
	data, err := all.Encode()
	return web.Bytes{Type: all.ContentType(), Data: data}, err
}

func eventFeeds(r *web.Request, n narrowing) []ui.Feed {
	return []ui.Feed{{Type: "text/calendar", Title: r.L.T("front.events|What comes"), Href: n.with("/events.ics", "", "")}}
}
