package letters

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// added tells who comes to all dates of one that is new, and whether they have a
// place there; or that one has fallen free on a date that was full for them.
func (w *Letters) added(tx *store.Tx, a *about, d events.Was) (*mail.Message, error) {
	args := []any{"event", a.Title, "when", a.Moment(a.O.Start), "city", a.City}
	m := &mail.Message{Body: mail.Body{a.Hello()}}
	say := func(subject, text string) { m.Subject, m.Body = subject, append(m.Body, mail.P(text)) }
	if a.R.Holds(a.O.Date) {
		if d.Free {
			say(a.L.T("letter.event.offered.subject|A place is free for you: {event}, {when} {city}", args...),
				a.L.T("letter.event.added.free|A place at {event} has fallen free for you, on {when}, {city} time. You are registered for all dates, so it is yours.", args...))
		} else {
			say(a.L.T("letter.event.added.subject|A new date: {event}, {when} {city}", args...),
				a.L.T("letter.event.added.first|{event} has a new date. You are registered for all dates, so you have a place on it too.", args...))
		}
		m.Body = append(m.Body, mail.Facts(a.facts(*a.O)), w.change(a))
		return m, a.update(m, *a.O)
	}
	n, err := w.rank(tx, a, a.O.Date)
	if err != nil || d.Free { // and is taken again
		return nil, err
	}
	subject := a.L.T("letter.event.added.full.subject|A new date, but no place free yet: {event}, {when} {city}", args...)
	if n > 0 {
		say(subject, a.L.T("letter.event.added.waiting|{event} has a new date. All places on it are taken, so you are on the waiting list for it, number {n}. We write as soon as one is free for you. Your other dates stay as they are.",
			append(args, "n", n)...))
	} else {
		say(subject, a.L.T("letter.event.added.full|{event} has a new date. All places on it are taken, so you have none there. Your other dates stay as they are.", args...))
	}
	m.Body = append(m.Body, mail.Facts(a.facts(*a.O)), w.open(a))
	return m, nil
}

// addedLine is one of several new dates, with whether the receiver has a place
// there.
func (w *Letters) addedLine(tx *store.Tx, a *about, d events.Differing) (string, error) {
	when := a.Span(d.Start, d.End)
	if a.R.Holds(d.Date) {
		return a.L.T("letter.event.line.added|{when}: new, and you have a place", "when", when), nil
	}
	n, err := w.rank(tx, a, d.Date)
	if n > 0 {
		return a.L.T("letter.event.line.added-waiting|{when}: new; all places are taken, and you are number {n} on the waiting list", "when", when, "n", n), err
	}
	return a.L.T("letter.event.line.added-full|{when}: new; all places are taken", "when", when), err
}

// rank is the receiver's number in the waiting list of a date that they are
// without, 0 for none.
func (w *Letters) rank(tx *store.Tx, a *about, d *events.Date) (int, error) {
	one, err := w.Events.WaitingFor(tx, auth.Itself(), a.E, a.R, d.ID)
	if errs.Is(err, errs.NotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	ahead, err := w.Events.Ahead(tx, one)
	return ahead + 1, err
}

// onlyAdded tells whether all that changed is that there are more dates.
func onlyAdded(list []events.Differing) bool {
	return !slices.ContainsFunc(list, func(d events.Differing) bool { return !d.Was.Added })
}
