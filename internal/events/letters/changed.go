package letters

import (
	"context"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// changed tells what became of one date: what was, and what is.
func (w *Letters) changed(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.O == nil || a.R.Standing == events.Withdrawn || !a.R.Holds(a.O.Date) || !a.O.End.After(a.Now) && a.E.StatusOf(a.O.Date) != events.CalledOff {
		return nil, nil
	}
	d, err := events.Difference(a.row, a.E, a.O)
	if err != nil || d == nil {
		return nil, err
	}
	args := []any{"event", a.Title, "when", a.Moment(a.O.Start), "was", a.Span(d.Start, d.End), "city", a.City}
	m := &mail.Message{Body: mail.Body{a.Hello()}}
	say := func(subject, text string) { m.Subject, m.Body = subject, append(m.Body, mail.P(text)) }
	off := a.E.StatusOf(a.O.Date) == events.CalledOff
	switch {
	case off:
		say(a.L.T("letter.event.off.subject|Cancelled: {event}, {was} {city}", args...),
			a.L.T("letter.event.off.first|{event} on {was}, {city} time, has been cancelled.", args...))
	case d.Off:
		say(a.L.T("letter.event.on.subject|It takes place after all: {event}, {when} {city}", args...),
			a.L.T("letter.event.on.first|{event} had been cancelled, and takes place after all.", args...))
	case !d.Start.Equal(a.O.Start) || !d.End.Equal(a.O.End):
		say(a.L.T("letter.event.moved.subject|Moved to {when} {city}: {event}", args...),
			a.L.T("letter.event.moved.first|{event} has been moved. It was to be on {was}.", args...))
	default:
		say(a.L.T("letter.event.place.subject|Another place on {when} {city}: {event}", args...),
			a.L.T("letter.event.place.first|{event} meets in another place.", args...))
	}
	if off {
		m.Body = append(m.Body, mail.Link(a.L.T("letter.event.page|To the page of the event"), w.Base+"/e/"+a.E.Slug))
	} else {
		m.Body = append(m.Body, mail.Facts(a.facts(*a.O)),
			mail.Link(a.L.T("letter.event.changed.mine|If this does not suit you, you can change or give up your place here"), w.mine(a)))
	}
	switch {
	case !a.R.Standing.HasPlace():
		return m, nil
	case off:
		return m, a.imip(m, ical.Cancel, *a.O)
	}
	return m, a.imip(m, ical.Request, *a.O)
}
