package letters

import (
	"context"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// changed tells what became of one date: what was, and what is.
func (w *Letters) changed(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.O == nil {
		return w.changedSeveral(ctx, tx, a)
	}
	d, err := events.Difference(a.row, a.E, a.O)
	if err != nil || d == nil || !a.concerns(events.Differing{Occurrence: *a.O, Was: *d}) {
		return nil, err
	}
	return w.changedOne(tx, a, *d)
}

// concerns tells whether the receiver has to hear of a change: who gave their
// place up and who comes on other dates need not, nor who calls in of another
// hall, and what is over is over. Where there is no hall any more all call in.
func (a *about) concerns(d events.Differing) bool {
	if d.Was.Added {
		return a.R.Date == "" && a.R.Standing.HasPlace() && d.End.After(a.Now)
	}
	off := !a.E.Expects(d.Date)
	moved := !d.Was.Start.Equal(d.Start) || !d.Was.End.Equal(d.End)
	return a.R.Standing != events.Withdrawn && a.R.Holds(d.Date) && (d.End.After(a.Now) || off) &&
		(off || d.Was.Off || moved || a.R.Way == events.Here || a.E.VenueOn(d.Date) == nil)
}

func (w *Letters) changedOne(tx *store.Tx, a *about, d events.Was) (*mail.Message, error) {
	if d.Added {
		return w.added(tx, a, d)
	}
	args := []any{"event", a.Title, "when", a.Moment(a.O.Start), "was", a.Span(d.Start, d.End), "city", a.City, "place", d.Place.Line()}
	m := &mail.Message{Body: mail.Body{a.Hello()}}
	say := func(subject, text string) { m.Subject, m.Body = subject, append(m.Body, mail.P(text)) }
	off := !a.E.Expects(a.O.Date)
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
	case d.Place.Line() == "":
		say(a.L.T("letter.event.place.subject|Another place on {when} {city}: {event}", args...),
			a.L.T("letter.event.place.first|{event} meets in another place.", args...))
	default:
		say(a.L.T("letter.event.place.subject|Another place on {when} {city}: {event}", args...),
			a.L.T("letter.event.place.was|{event} meets in another place. It was to be here: {place}.", args...))
	}
	m.Body = append(m.Body, a.words(events.Differing{Occurrence: *a.O})...)
	if off {
		m.Body = append(m.Body, w.page(a))
	} else {
		m.Body = append(m.Body, mail.Facts(a.facts(*a.O)), w.change(a))
	}
	return m, a.update(m, *a.O)
}

// words are what the organisers say with changes of dates, each once.
func (a *about) words(list ...events.Differing) (blocks mail.Body) {
	var said []string
	for _, d := range list {
		word, _ := d.Date.Word.Pick(a.L)
		if word == "" || slices.Contains(said, word) {
			continue
		}
		said = append(said, word)
		for line := range strings.Lines(word) {
			if line = strings.TrimSpace(line); line != "" {
				blocks = append(blocks, mail.P(line))
			}
		}
	}
	return blocks
}

// change is the link of who does not like what changed.
func (w *Letters) change(a *about) mail.Block {
	return mail.Link(a.L.T("letter.event.changed.mine|If this does not suit you, you can change or give up your place here"), w.mine(a))
}

// update carries a date as it is now into the calendar of who has a place.
func (a *about) update(m *mail.Message, o events.Occurrence) error {
	switch {
	case !a.R.Standing.HasPlace():
		return nil
	case !a.E.Expects(o.Date):
		return a.imip(m, ical.Cancel, o)
	}
	return a.imip(m, ical.Request, o)
}

// changedSeveral tells what became of several dates at once: of an event that
// was cancelled as a whole, or that begins at another hour from now on.
func (w *Letters) changedSeveral(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	all, err := events.Differences(a.row, a.E)
	if err != nil {
		return nil, err
	}
	var list []events.Differing
	for _, d := range all {
		if a.concerns(d) {
			list = append(list, d)
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	if len(list) == 1 {
		a.O = &list[0].Occurrence
		return w.changedOne(tx, a, list[0].Was)
	}
	args := []any{"event", a.Title, "n", len(list), "city", a.City}
	m := &mail.Message{Body: mail.Body{a.Hello()}}
	lines, err := w.changes(tx, a, list)
	if err != nil {
		return nil, err
	}
	if onlyAdded(list) {
		m.Subject = a.L.T("letter.event.added.several.subject|{n} new date: {event}|{n} new dates: {event}", args...)
		m.Body = append(m.Body, mail.P(a.L.T("letter.event.added.several.first|You are registered for all dates of {event}, and there are more of them now. In {city} time:", args...)))
	} else if a.E.State == events.Cancelled {
		m.Subject = a.L.T("letter.event.all-off.subject|Cancelled: {event}", args...)
		m.Body = append(m.Body, mail.P(a.L.T("letter.event.all-off.first|{event} will not take place. These were your dates, in {city} time:", args...)))
	} else {
		m.Subject = a.L.T("letter.event.several.subject|{n} date has changed: {event}|{n} dates have changed: {event}", args...)
		m.Body = append(m.Body, mail.P(a.L.T("letter.event.several.first|What has changed about {event}, in {city} time:", args...)))
	}
	m.Body = append(m.Body, mail.List(lines...))
	m.Body = append(m.Body, a.words(list...)...)
	if a.E.State == events.Cancelled {
		m.Body = append(m.Body, w.page(a))
	} else {
		m.Body = append(m.Body, w.change(a))
	}
	return m, w.updateAll(a, m, list)
}

// changes are the changes of several dates, one line for each.
func (w *Letters) changes(tx *store.Tx, a *about, list []events.Differing) (lines []string, err error) {
	for _, d := range list[:min(len(list), mostDates)] {
		args := []any{"was", a.Span(d.Was.Start, d.Was.End), "when", a.Span(d.Start, d.End)}
		switch venue := a.E.VenueOn(d.Date); {
		case d.Was.Added:
			line, err := w.addedLine(tx, a, d)
			if err != nil {
				return nil, err
			}
			lines = append(lines, line)
		case a.E.State == events.Cancelled:
			lines = append(lines, a.Span(d.Was.Start, d.Was.End))
		case !a.E.Expects(d.Date):
			lines = append(lines, a.L.T("letter.event.line.off|{was}: cancelled", args...))
		case d.Was.Off:
			lines = append(lines, a.L.T("letter.event.line.on|{when}: takes place after all", args...))
		case !d.Was.Start.Equal(d.Start) || !d.Was.End.Equal(d.End):
			lines = append(lines, a.L.T("letter.event.line.moved|{was}: moved to {when}", args...))
		case venue != nil:
			lines = append(lines, a.L.T("letter.event.line.place|{when}: in another place, {place}", append(args, "place", venue.Line())...))
		}
	}
	return lines, nil
}

// updateAll carries all changed dates into the calendar of who has a place: the
// first as an invitation, the others as a file.
func (w *Letters) updateAll(a *about, m *mail.Message, list []events.Differing) error {
	list = slices.DeleteFunc(slices.Clone(list), func(d events.Differing) bool { return !a.R.Holds(d.Date) })
	if !a.R.Standing.HasPlace() || len(list) == 0 {
		return nil
	}
	if err := a.update(m, list[0].Occurrence); err != nil || len(list) == 1 {
		return err
	}
	title, lang := a.E.Title.Pick(a.L)
	cal := &ical.Calendar{Method: ical.Publish, Name: title, Lang: lang}
	for _, d := range list[1:] {
		event := a.E.Event(d.Occurrence, a.entry)
		event.Attendee = nil
		cal.Events = append(cal.Events, event)
	}
	data, err := cal.Encode()
	m.Files = append(m.Files, mail.CalendarFile(a.E.Slug+".ics", data))
	return err
}
