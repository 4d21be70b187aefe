package letters

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// cancelled confirms that the receiver gave their place up, or tells that the
// organisers cancelled it, and takes it out of their calendar.
func (w *Letters) cancelled(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	had := a.had()
	if a.R.Standing != events.Withdrawn || len(had) == 0 {
		return nil, nil
	}
	args := []any{"event", a.Title, "when", a.Moment(had[0].Start), "city", a.City}
	if events.ByTeam(a.row) {
		m := &mail.Message{
			Subject: a.L.T("letter.event.taken.subject|Your place was cancelled: {event}, {when} {city}", args...),
			Body: mail.Body{
				a.Hello(),
				mail.P(a.L.T("letter.event.taken.first|The organisers have cancelled your registration for {event}. If you think that this is a mistake, answer this mail.", "event", a.Title)),
			},
		}
		m.Body = append(m.Body, a.offToo()...)
		m.Body = append(m.Body, w.page(a))
		return m, w.gone(a, m)
	}
	m := &mail.Message{
		Subject: a.L.T("letter.event.cancelled.subject|You gave your place up: {event}, {when} {city}", args...),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.event.cancelled.first|You are no longer registered for {event}.", "event", a.Title)),
		},
	}
	if len(a.Mine) > 0 {
		m.Body = append(m.Body, mail.P(a.L.T("letter.event.cancelled.undo|If you change your mind, you can take it back for a day, as long as there are places.")))
	}
	m.Body = append(append(m.Body, a.offToo()...), w.open(a))
	return m, w.gone(a, m)
}

// lapsed tells that nobody answered, so that the place went on.
func (w *Letters) lapsed(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.R.Standing != events.Withdrawn || len(a.had()) == 0 {
		return nil, nil
	}
	if len(a.Mine) == 0 { // nobody got what they were offered
		m := &mail.Message{Subject: a.L.T("letter.event.off.subject|Cancelled: {event}, {was} {city}", a.offArgs()...), Body: mail.Body{a.Hello()}}
		m.Body = append(append(m.Body, a.offToo()...), w.page(a))
		return m, w.gone(a, m)
	}
	to := mail.Button(a.L.T("letter.event.page|To the page of the event"), w.Base+a.E.Door())
	first := a.L.T("letter.event.lapsed.first|Places at {event} are few, and nobody answered for yours in time, so it went to somebody else. You can register again.", "event", a.Title)
	if a.E.Visibility == events.Invited {
		to = w.open(a)
		first = a.L.T("letter.event.lapsed.invited|Places at {event} are few, and nobody answered for yours in time, so it went to somebody else. If you would still like to come, answer this mail.", "event", a.Title)
	}
	m := &mail.Message{
		Subject: a.L.T("letter.event.lapsed.subject|Your place was not kept: {event}, {when} {city}", "event", a.Title, "when", a.Moment(a.Mine[0].Start), "city", a.City),
		Body:    mail.Body{a.Hello(), mail.P(first), to},
	}
	return m, w.gone(a, m)
}

// offToo says that what somebody has left does not take place either, where that
// is the reason, or will be all that they hear of it.
func (a *about) offToo() mail.Body {
	if len(a.Mine) > 0 {
		return nil
	}
	return mail.Body{mail.P(a.L.T("letter.event.off.first|{event} on {was}, {city} time, has been cancelled.", a.offArgs()...))}
}

// offArgs are the title and the first of the dates that are off, for sentences.
func (a *about) offArgs() []any {
	o := a.Off[0]
	return []any{"event", a.Title, "was", a.Span(o.Start, o.End), "city", a.City}
}

// page is the link to the page of the event or, where not everybody sees that,
// to the receiver's own, which says what there is to say.
func (w *Letters) page(a *about) mail.Block {
	if a.E.Visibility != events.Public {
		return w.open(a)
	}
	return mail.Link(a.L.T("letter.event.page|To the page of the event"), w.Base+a.E.Door())
}

// takeOut adds the dates to which the receiver comes no longer, as a file that
// takes them out of their calendar.
func (w *Letters) takeOut(a *about, m *mail.Message) error {
	left, err := events.LeftBehind(a.row, a.E, &a.R, a.Now)
	if err != nil {
		return err
	}
	return w.noLonger(a, m, left)
}

// gone takes all dates out of the calendar of who has given their place up, or
// lost it: the first as the end of its invitation, the others by a file.
func (w *Letters) gone(a *about, m *mail.Message) error {
	all := a.had()
	if err := a.imip(m, ical.Cancel, all[0]); err != nil {
		return err
	}
	return w.noLonger(a, m, all[1:])
}

// had are the dates that stand in the calendar of who has no place any more:
// those that are off are among them, for the letter about that is not for them.
func (a *about) had() []events.Occurrence { return slices.Concat(a.Mine, a.Off) }

// noLonger adds the file that takes dates out of a calendar.
func (w *Letters) noLonger(a *about, m *mail.Message, left []events.Occurrence) error {
	if len(left) == 0 {
		return nil
	}
	title, lang := a.E.Title.Pick(a.L)
	cal := &ical.Calendar{Method: ical.Publish, Name: title, Lang: lang}
	for _, o := range left {
		entry := a.E.Event(o, a.entry)
		entry.Status, entry.Attendee = ical.Cancelled, nil
		cal.Events = append(cal.Events, entry)
	}
	data, err := cal.Encode()
	m.Files = append(m.Files, mail.CalendarFile(a.E.Slug+"-no-longer.ics", data))
	m.Body = append(m.Body, mail.Small(a.L.T("letter.event.no-longer|The file {name} takes what you no longer come to out of your calendar.", "name", a.E.Slug+"-no-longer.ics")))
	return err
}
