package peopleweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/errs"
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
	Calendar string
	Later    string // address of the rest, "" = none
	Narrowed bool
}

// month is a heading with what falls in it, in the reader's zone.
type month struct {
	Name  string
	Items []ui.AgendaItem
}

func (p *Pages) events(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	c, err := p.Calendar.Read(tx, r.Query)
	if err != nil {
		return nil, err
	}
	from := r.Now
	if day, err := when.ParseDate(r.Query.Get("from")); err == nil {
		if at, _ := day.At(0).In(r.Zone); at.After(from) {
			from = at
		}
	}
	found, more, err := p.Calendar.Next(ctx, tx, r.Viewer, c, from, mostEvents)
	if err != nil {
		return nil, err
	}
	_ = more
	page := eventsPage{R: r, Calendar: c.Address("/events.ics"), Narrowed: c.Narrow()}
	page.fill(found.Dates)
	return web.Page{Title: r.L.T("front.events|What comes"), Body: eventsBody(page), Zoned: true, Feeds: eventFeeds(r, c),
		Describe: r.L.T("front.events.describe.all|All sessions and events that come, in your own hours.")}, nil
}

// fill puts what comes under its months.
func (page *eventsPage) fill(list []calendar.Date) {
	r := page.R
	for _, d := range list {
		day := when.DateOf(d.Start(), r.Zone)
		name := r.L.T("front.month|{month} {year}", "month", r.L.Month(day.Month, false), "year", r.L.Year(day.Year))
		if k := len(page.Months); k == 0 || page.Months[k-1].Name != name {
			page.Months = append(page.Months, month{Name: name})
		}
		m := &page.Months[len(page.Months)-1]
		m.Items = append(m.Items, itemOf(r, d))
	}
}

// eventsFeed is the same as a calendar: of what everybody may see. What asks for
// something that does not exist is not there, since nobody reads a notice in it.
func (p *Pages) eventsFeed(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	c, err := p.Calendar.Read(tx, r.Query)
	if err != nil {
		return nil, err
	}
	if len(c.Unknown)+len(c.Among) > 0 {
		return nil, errs.NotThere()
	}
	found, err := p.Calendar.Public(ctx, tx, c, calendar.Span{})
	if err != nil {
		return nil, err
	}
	name := r.Pick(r.Face.Name)
	all := &ical.Calendar{Method: ical.Publish, Name: name.Text, Lang: r.L.Lang, Refresh: time.Hour}
	for _, s := range found.Series {
		all.Events = append(all.Events, s.Feed(series.Entry{Base: r.Base, L: r.L, Stamp: r.Now}, s.Letters()...).Events...)
	}
	for _, e := range found.Events {
		all.Events = append(all.Events, e.Feed(events.Entrance{Base: r.Base, L: r.L, Stamp: r.Now})...)
	}
	data, err := all.Encode()
	return web.Bytes{Type: all.ContentType(), Data: data}, err
}

func eventFeeds(r *web.Request, c calendar.Choice) []ui.Feed {
	return []ui.Feed{{Type: "text/calendar", Title: r.L.T("front.events|What comes"), Href: c.Address("/events.ics")}}
}
