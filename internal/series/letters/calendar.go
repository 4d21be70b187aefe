package letters

import (
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
)

// request adds a session as an invitation to its receiver.
func (a *about) request(m *mail.Message, o series.Occurrence) error {
	return a.imip(m, ical.Request, o)
}

// withdraw takes a session out of the receiver's calendar.
func (a *about) withdraw(m *mail.Message, o series.Occurrence) error {
	return a.imip(m, ical.Cancel, o)
}

func (a *about) imip(m *mail.Message, method ical.Method, o series.Occurrence) error {
	c := &ical.Calendar{Method: method, Events: []ical.Event{a.S.Event(o, a.entry)}}
	data, err := c.Encode()
	m.Calendar = &mail.Calendar{Method: string(method), Data: data}
	return err
}

// file adds the sessions as one file, for those calendars that people fill by
// hand.
func (a *about) file(m *mail.Message, name string, list []series.Occurrence) error {
	if len(list) == 0 {
		return nil
	}
	title, lang := a.S.Title.Pick(a.L)
	c := &ical.Calendar{Method: ical.Publish, Name: title, Lang: lang}
	for _, o := range list {
		e := a.S.Event(o, a.entry)
		e.Attendee = nil
		c.Events = append(c.Events, e)
	}
	data, err := c.Encode()
	m.Files = append(m.Files, mail.CalendarFile(name, data))
	return err
}

// invite adds the next session as an invitation, and the others that are still
// to come as a file.
func (a *about) invite(m *mail.Message, next series.Occurrence) error {
	if err := a.request(m, next); err != nil {
		return err
	}
	var others []series.Occurrence
	for _, o := range a.S.Occurrences(a.Letter) {
		if o.End.After(a.now) && o.Session.ID != next.Session.ID {
			others = append(others, o)
		}
	}
	return a.file(m, a.S.Slug+".ics", others)
}

// invited returns the session of a track to which an invitation lies in the
// receiver's calendar: the one that was next when they were confirmed, or the
// one of which they were reminded. False if it is over, or was none.
func (a *about) invited(letter string) (series.Occurrence, bool) {
	next, ok := a.S.Next(letter, a.now)
	if !ok || a.R.ConfirmedAt.IsZero() {
		return next, false
	}
	if next.Start.Sub(a.now) <= series.DayBefore {
		return next, true
	}
	then, ok := a.S.Next(letter, a.R.ConfirmedAt)
	return next, ok && then.Session.ID == next.Session.ID
}
