package eventsweb

import (
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// hoursLine is when a date is in the reader's hours, with their city.
func hoursLine(r *web.Request, o events.Occurrence) string {
	return r.L.T("events.hours|{when}, {city} time", "when", r.L.Range(o.Start.In(r.Zone), o.End.In(r.Zone)), "city", r.L.City(r.Zone.String()))
}

// elsewhere is when a date begins in the event's zone and in those that its
// organisers name, where they are others than the reader's.
func elsewhere(r *web.Request, e *events.Event, o events.Occurrence) (list []string) {
	seen := map[string]bool{r.Zone.String(): true}
	for _, zone := range append([]*time.Location{e.Location()}, when.LoadAll(e.ShowZones)...) {
		if seen[zone.String()] {
			continue
		}
		seen[zone.String()] = true
		at := o.Start.In(zone)
		list = append(list, r.L.T("ui.agenda.far|{weekday} {time} in {city}", "weekday", r.L.Weekday(at.Weekday(), true),
			"time", r.L.Time(at), "city", r.L.City(zone.String())))
	}
	return list
}

// mostShown is how many dates stand open on the page; more are folded away.
const mostShown = 8

// dateTables are all dates of an event: what comes, what comes much later, and
// what is over.
type dateTables struct {
	Coming, Later, Over ui.SessionTable
	Swing               *ui.SwingNote
}

// many tells whether there is more than one date.
func (d dateTables) many() bool {
	return len(d.Coming.Rows)+len(d.Later.Rows)+len(d.Over.Rows) > 1
}

// ahead is how many dates are still to come.
func (d dateTables) ahead() int { return len(d.Coming.Rows) + len(d.Later.Rows) }

// datesOf puts dates into tables. With doors, each that one can register for by
// itself leads to the form.
func datesOf(r *web.Request, e *events.Event, list []events.Occurrence, doors bool) (d dateTables) {
	table := func(id, label string) ui.SessionTable {
		return ui.SessionTable{L: r.L, ID: id, Label: label, What: r.L.T("events.date|Date"), Zone: r.Zone, Home: e.Location(), Also: when.LoadAll(e.ShowZones)}
	}
	d.Coming = table("dates", r.L.T("events.dates|Dates"))
	d.Later, d.Over = table("later", r.L.T("events.dates.later|Later dates")), table("past", r.L.T("events.dates.over|Dates that are over"))
	next, more := e.Next(r.Now)
	var starts []time.Time
	var numbers []int
	for i, o := range list {
		row := rowOf(r, e, o, more && next.Date.ID == o.Date.ID, doors)
		if row.N = i + 1; e.Rule != nil {
			row.N = 0 // one of many alike: the month says more than a number
		}
		if !o.Own && e.StatusOf(o.Date) != events.CalledOff {
			starts, numbers = append(starts, o.Start), append(numbers, i+1)
		}
		switch {
		case !o.End.After(r.Now):
			d.Over.Rows = append(d.Over.Rows, row)
		case len(d.Coming.Rows) < mostShown:
			d.Coming.Rows = append(d.Coming.Rows, row)
		default:
			d.Later.Rows = append(d.Later.Rows, row)
		}
	}
	if swing := when.Swings(starts, r.Zone, e.Location()); swing.Shape != when.Steady {
		d.Swing = &ui.SwingNote{L: r.L, Swing: swing, Numbers: numbers, Reader: r.Zone, Home: e.Location()}
	}
	return d
}

func rowOf(r *web.Request, e *events.Event, o events.Occurrence, next, doors bool) ui.Session {
	moved, _ := e.Moved(o, r.Zone)
	at := ui.SessionTime{Start: o.Start, End: o.End, Moved: moved, Next: next, Repeated: o.Kind == when.Repeated, State: stateOf(e, o, r.Now), Was: wasAt(e, o)}
	if o.Date.Venue != nil {
		at.Place = o.Date.Venue.Line()
	}
	if doors && bookable(r, e, o) {
		at.Action = ui.Button{Label: doorLabel(r, e, o), Kind: ui.Link, Href: "/e/" + e.Slug + "/register?date=" + o.Date.ID,
			About: r.L.Date(o.Start.In(r.Zone), i18n.Medium)}
	}
	row := ui.Session{Times: []ui.SessionTime{at}, Note: noteOf(r, e, o, doors)}
	var lang string
	row.Title, lang = o.Date.Theme.Pick(r.L)
	row.Lang = r.Foreign(lang)
	if row.Title == "" && e.Rule != nil {
		row.Title = r.L.T("front.month|{month} {year}", "month", r.L.Month(o.Start.Month(), false), "year", r.L.Year(o.Start.Year()))
	}
	return row
}

// wasAt is when a date was to begin before it was moved; zero if it never was.
func wasAt(e *events.Event, o events.Occurrence) time.Time {
	if o.Date.Was.IsZero() {
		return time.Time{}
	}
	t, _ := o.Date.Was.In(e.Location())
	return t
}

// bookable tells whether one can register for this date by itself now.
func bookable(r *web.Request, e *events.Event, o events.Occurrence) bool {
	if !e.Entry.ByDate || e.Openness(r.Now) != events.Open || !o.End.After(r.Now) || e.StatusOf(o.Date) == events.CalledOff {
		return false
	}
	return e.Entry.Waitlist || !full(e, o.Date.ID, r.Now)
}

func doorLabel(r *web.Request, e *events.Event, o events.Occurrence) string {
	if full(e, o.Date.ID, r.Now) {
		return r.L.T("series.register.wait|Join the waiting list")
	}
	return r.L.T("series.register.button|Register")
}

// full tells whether no place is left on a date, or on all ("") for who wants
// each, in any way.
func full(e *events.Event, date string, now time.Time) bool {
	ways := e.WaysFor(date, now)
	for _, w := range ways {
		if e.FreeFor(date, w, now) != 0 {
			return false
		}
	}
	return len(ways) > 0
}

// noteOf is what else is to be known of one date.
func noteOf(r *web.Request, e *events.Event, o events.Occurrence, doors bool) string {
	var parts []string
	if len(o.Date.Speakers) > 0 {
		parts = append(parts, withNames(r, o.Date.Speakers))
	}
	if doors && bookable(r, e, o) {
		parts = append(parts, placesLine(r, e, o.Date.ID)...)
	}
	return strings.Join(parts, " · ")
}

func withNames(r *web.Request, list []people.Party) string {
	var names []string
	for _, party := range list {
		names = append(names, party.Name)
	}
	return r.L.T("series.session.with|With {names}", "names", r.L.List(names))
}

// stateOf says how certain a date is, and whether it is on now or over.
func stateOf(e *events.Event, o events.Occurrence, now time.Time) ui.SessionState {
	return ui.StateAt(now, o.Start, o.End, e.StatusOf(o.Date) == events.CalledOff, o.Date.Status == events.Tentative)
}

// placesLine says how many places are left on a date, or on each ("").
func placesLine(r *web.Request, e *events.Event, date string) (list []string) {
	ways := e.WaysFor(date, r.Now)
	for _, w := range ways {
		if line := freeLine(r, w, e.FreeFor(date, w, r.Now), len(ways) > 1); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// freeLine says how many places of a way are left; named where there are others.
func freeLine(r *web.Request, w events.Way, free int, named bool) string {
	l := r.L
	switch {
	case free < 0:
		return ""
	case free == 0 && !named:
		return l.T("series.places.none|All places are taken.")
	case free == 0 && w == events.Here:
		return l.T("events.places.here-none|In person all places are taken.")
	case free == 0:
		return l.T("events.places.online-none|Online all places are taken.")
	case !named:
		return l.T("series.places.left|{n} place left.|{n} places left.", "n", free)
	case w == events.Here:
		return l.T("events.places.here|{n} place left in person.|{n} places left in person.", "n", free)
	}
	return l.T("events.places.online|{n} place left online.|{n} places left online.", "n", free)
}
