package peopleweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
	"github.com/a-h/templ"
)

// view is a way to look at the calendar.
type view string

const (
	asList  view = ""
	asMonth view = "month"
	asWeek  view = "week"
	asPast  view = "past"
)

// eventsPage is what all views of the calendar have in common.
type eventsPage struct {
	R        *web.Request
	C        calendar.Choice
	View     view
	On       when.Date // the day that is looked at, in a month or a week
	Heading  string
	Only     []ui.Field // by which one narrows
	Parts    []wish     // what is asked for, in words
	Body     templ.Component
	Pages    pager
	Unplaced []ui.AgendaItem // people meet there, and nobody knows where it is
}

// pager leads to what is before and after.
type pager struct {
	Prev, Next           string // addresses, "" = none
	PrevLabel, NextLabel string
	Today                string
}

// href is the address of the calendar with what is asked for now and with more.
func (page eventsPage) href(c calendar.Choice, v view, more ...string) string {
	q := c.Query()
	if v != asList {
		q.Set("view", string(v))
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return (&url.URL{Path: "/events", RawQuery: q.Encode()}).String()
}

// with is this view of another choice.
func (page eventsPage) with(c calendar.Choice) string {
	if page.View == asMonth || page.View == asWeek {
		return page.href(c, page.View, "on", page.on())
	}
	return page.href(c, page.View)
}

// on is the day, or the month, that is looked at.
func (page eventsPage) on() string {
	if page.View == asMonth {
		return page.On.String()[:len("2027-02")]
	}
	return page.On.String()
}

func (p *Pages) events(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	if calendar.TooLong(r.Query) {
		return web.Raw(web.TooLong), nil
	}
	c, err := p.Calendar.Read(tx, r.Query)
	if err != nil {
		return nil, err
	}
	c.Brief = r.Query.Get("view") != string(asPast) // which shows recordings
	page := eventsPage{R: r, C: c, View: view(r.Query.Get("view")), Heading: r.L.T("front.events|What comes")}
	notices := unknownNotices(r, c)
	switch page.View {
	case asList, asMonth, asWeek, asPast:
	default:
		page.View = asList
		notices = append(notices, unknown(r, r.L.T("front.events.no-view|This view does not exist. Here is the list.")))
	}
	var ok bool
	if page.On, ok = readDay(r); !ok {
		notices = append(notices, unknown(r, r.L.T("front.events.no-day|The calendar has no such day. Here is what comes from today on.")))
	}
	if err := p.fillEvents(ctx, tx, &page); err != nil {
		return nil, err
	}
	if err := p.fillOnly(tx, &page); err != nil {
		return nil, err
	}
	return web.Page{Title: page.Heading, Body: eventsBody(page), Zoned: true, Notices: notices, Feeds: eventFeeds(r, c), Sheets: []ui.Asset{ui.CalendarSheet()},
		Describe: r.L.T("front.events.describe.all|All sessions and events that come, in your own hours.")}, nil
}

func (p *Pages) fillEvents(ctx context.Context, tx *store.Tx, page *eventsPage) error {
	switch page.View {
	case asMonth, asWeek:
		return p.fillDays(ctx, tx, page)
	case asPast:
		return p.fillPast(ctx, tx, page)
	}
	return p.fillList(ctx, tx, page)
}

// readDay reads the day that is asked for: "2027-02-10", or "2027-02" for a
// month. Without one it is today; one that does not exist is not ok.
func readDay(r *web.Request) (day when.Date, ok bool) {
	today := when.DateOf(r.Now, r.Zone)
	on := r.Query.Get("on")
	if on == "" {
		on = r.Query.Get("from")
	}
	if on == "" {
		return today, true
	}
	if len(on) == len("2027-02") {
		on += "-01"
	}
	day, err := when.ParseDate(on)
	if err != nil || day.Year > today.Year+50 || day.Year < today.Year-50 {
		return today, false
	}
	return day, true
}

func unknown(r *web.Request, text string) ui.Notice {
	return ui.Notice{Tone: ui.Warn, Word: r.L.T("ui.note|Please note."), Text: text}
}

func eventFeeds(r *web.Request, c calendar.Choice) []ui.Feed {
	path, q := c.FeedPath()
	return calendar.Feeds(r.Base, path, q, r.L.Lang, r.L.T("front.events|What comes"))
}
