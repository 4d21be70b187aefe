package letters

import (
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// registered confirms a place, or a rank in the waiting list. It carries the
// next session as an invitation and the others as one file.
func (w *Letters) registered(tx *store.Tx, a *about) (*mail.Message, error) {
	next, ok := a.S.Next(a.Letter, tx.Now())
	if !ok || a.R.Standing != series.Registered {
		return nil, nil
	}
	zone := a.readersZone()
	at := a.L.Range(next.Start.In(zone), next.End.In(zone))
	m := &mail.Message{
		Subject: a.L.T("letter.registered.subject|You are registered: {series}, {when}", "series", a.Title, "when", at),
		Body: mail.Body{
			mail.P(a.L.T("letter.hello|Hello {name},", "name", a.P.Name)),
			mail.P(a.L.T("letter.registered.first|you have a place in {series}. The first session for you is on {when}, {city} time.",
				"series", a.Title, "when", at, "city", a.L.City(a.R.Zone))),
			mail.Button(a.L.T("letter.mine|Open my registration"), w.mine(a)),
		},
	}
	return m, w.invite(a, m, next)
}

// invite adds the session as an invitation, and the other sessions as a file.
func (w *Letters) invite(a *about, m *mail.Message, next series.Occurrence) error {
	one := &ical.Calendar{Method: ical.Request, Events: []ical.Event{a.S.Event(next, a.entry)}}
	data, err := one.Encode()
	if err != nil {
		return err
	}
	m.Calendar = &mail.Calendar{Method: "REQUEST", Data: data}
	rest := a.S.Feed(a.entry, a.Letter)
	kept := rest.Events[:0]
	for _, e := range rest.Events {
		if e.UID != one.Events[0].UID {
			kept = append(kept, e)
		}
	}
	if rest.Events = kept; len(kept) == 0 {
		return nil
	}
	if data, err = rest.Encode(); err != nil {
		return err
	}
	m.Files = append(m.Files, mail.CalendarFile(a.S.Slug+".ics", data))
	return nil
}
