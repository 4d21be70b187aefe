package letters

import (
	"context"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// mostDates is how many dates a letter lists; the calendar file has all.
const mostDates = 30

// dates lists what is still to come, each in the reader's hours.
func (a *about) dates() (list []string) {
	for _, o := range a.Mine[:min(len(a.Mine), mostDates)] {
		span, theme := a.Span(o.Start, o.End), a.theme(o)
		switch {
		case o.Date.Status == events.Tentative && theme != "":
			list = append(list, a.L.T("letter.session.tentative|{when}: {theme} (not certain yet)", "when", span, "theme", theme))
		case o.Date.Status == events.Tentative:
			list = append(list, a.L.T("letter.event.tentative|{when} (not certain yet)", "when", span))
		case theme != "":
			list = append(list, a.L.T("letter.session|{when}: {theme}", "when", span, "theme", theme))
		default:
			list = append(list, span)
		}
	}
	return list
}

// theme is what a date is about; "" if nothing is said.
func (a *about) theme(o events.Occurrence) string {
	theme, _ := o.Date.Theme.Pick(a.L)
	return strings.TrimSpace(theme)
}

// facts are what there is to know of a date.
func (a *about) facts(o events.Occurrence) [][2]string {
	list := [][2]string{{a.L.T("letter.event.when|When, {city} time", "city", a.City), a.Span(o.Start, o.End)}}
	add := func(name, value string) {
		if value != "" {
			list = append(list, [2]string{name, value})
		}
	}
	add(a.L.T("letter.theme|Theme"), a.theme(o))
	if a.R.Way == events.Remote {
		add(a.L.T("letter.place|Where"), a.L.T("letter.event.online|Online. Your page leads into the call, from a quarter of an hour before."))
		return list
	}
	there, city := o.Start.Location(), a.L.City(a.E.Zone)
	if _, here := o.Start.In(a.Zone).Zone(); here != offset(o.Start) { // people in a hall live by its clock
		add(a.L.T("letter.event.there|On the clocks there, {city} time", "city", city), a.L.RangeStyle(o.Start, o.End, i18n.Day))
	}
	if !o.Doors.IsZero() {
		doors := a.L.Time(o.Doors.In(there))
		if when.DateOf(o.Doors, there) != when.DateOf(o.Start, there) { // on the evening before
			doors = a.L.DateTime(o.Doors.In(there), i18n.Day)
		}
		add(a.L.T("letter.event.doors-at|Doors open, {city} time", "city", city), doors)
	}
	if venue := a.E.VenueOn(o.Date); venue != nil {
		add(a.L.T("letter.place|Where"), lines(venue.Name, venue.Address, venue.City))
		add(a.L.T("letter.event.access|How to get in"), venue.Notes)
	}
	return list
}

// offset is how far the instant's own zone is from UTC, in seconds.
func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

func lines(list ...string) string {
	var kept []string
	for _, s := range list {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, "\n")
}

// toCome tells whether there is still something to remind the receiver of, and
// the date begins when the reminder was made for.
func (a *about) toCome() bool {
	return a.O != nil && a.E.State == events.Published && a.E.StatusOf(a.O.Date) != events.CalledOff && a.O.Start.After(a.Now) &&
		a.row.NotAfter.Equal(a.O.Start) && a.R.Holds(a.O.Date) && a.R.Standing.HasPlace() && a.R.Reminders
}

// dayBefore reminds of a date the day before and carries it as an invitation.
func (w *Letters) dayBefore(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if !a.toCome() {
		return nil, nil
	}
	m := &mail.Message{
		Subject: a.L.T("letter.event.day.subject|{when} {city}: {event}", "when", a.Moment(a.O.Start), "city", a.City, "event", a.Title),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.event.day.first|{event} is on {when}, {city} time.", "event", a.Title, "when", a.Span(a.O.Start, a.O.End), "city", a.City)),
		},
	}
	if minutes, ok := a.E.Moved(*a.O, a.Zone); ok && minutes != 0 {
		m.Body = append(m.Body, mail.P(a.Shift(minutes)))
	}
	if a.O.Date.Status == events.Tentative {
		m.Body = append(m.Body, mail.P(a.L.T("letter.day.tentative|It is not certain yet that it takes place. We write as soon as we know.")))
	}
	m.Body = append(m.Body, mail.Facts(a.facts(*a.O)), w.open(a),
		mail.Small(a.L.T("letter.event.day.give-up|If you cannot come, please give your place up there: somebody else may be waiting for it.")))
	w.bulk(a, m)
	return m, a.imip(m, ical.Request, *a.O)
}

// hourBefore is short: when, and the way in.
func (w *Letters) hourBefore(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if !a.toCome() {
		return nil, nil
	}
	at := a.L.Time(a.O.Start.In(a.Zone))
	m := &mail.Message{
		Subject: a.L.T("letter.event.hour.subject|At {time} {city}: {event}", "time", at, "city", a.City, "event", a.Title),
		Body: mail.Body{
			mail.P(a.L.T("letter.event.hour.first|{event} begins at {time}, {city} time.", "event", a.Title, "time", at, "city", a.City)),
			mail.Facts(a.facts(*a.O)), w.open(a),
		},
	}
	w.bulk(a, m)
	return m, nil
}

// invite adds the first date as an invitation, and the others as a file.
func (w *Letters) invite(a *about, m *mail.Message, list []events.Occurrence) error {
	if err := a.imip(m, ical.Request, list[0]); err != nil || len(list) == 1 {
		return err
	}
	title, lang := a.E.Title.Pick(a.L)
	cal := &ical.Calendar{Method: ical.Publish, Name: title, Lang: lang}
	for _, o := range list[1:] {
		event := a.E.Event(o, a.entry)
		event.Attendee = nil
		cal.Events = append(cal.Events, event)
	}
	data, err := cal.Encode()
	m.Files = append(m.Files, mail.CalendarFile(a.E.Slug+".ics", data))
	m.Body = append(m.Body, mail.Small(a.L.T("letter.event.calendar|The first date is attached as an invitation for your calendar, the others as a file.")))
	return err
}

// imip adds one date as an invitation, or as the end of one.
func (a *about) imip(m *mail.Message, method ical.Method, o events.Occurrence) error {
	cal := &ical.Calendar{Method: method, Events: []ical.Event{a.E.Event(o, a.entry)}}
	data, err := cal.Encode()
	m.Calendar = &mail.Calendar{Method: string(method), Data: data}
	return err
}
