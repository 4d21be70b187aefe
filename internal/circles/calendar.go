package circles

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Entry is what the calendar entries of somebody's circle need besides it:
// where the house is reached, in whose language, and who gets them.
type Entry struct {
	Base     string // https://host
	L        *i18n.Locale
	Stamp    time.Time
	Attendee people.Person      // of an invitation; the zero value for feeds
	Way      func(n int) string // the receiver's page of the n-th meeting
	Sequence int                // of the receiver's invitations, counted with the meeting's
	From     string             // address that invites where the series has no contact
	Series   *series.Series
}

// Event is one meeting of a circle as a calendar entry. It names our page,
// never the call's own address, nor who else comes: people share their
// calendars.
func (c *Circle) Event(m Meeting, e Entry) ical.Event {
	title, lang := e.Series.Title.Pick(e.L)
	page := e.Way(m.N)
	event := ical.Event{
		UID: ical.UID(m.ID, e.Base), Sequence: m.Sequence + e.Sequence, Stamp: e.Stamp, Start: c.Begins(m), End: c.Ends(m),
		Summary: e.L.T("circles.calendar.plain|{series}: your circle", "series", title), URL: page, Location: page, Lang: lang,
		Status: eventStatus(e.Series, c, m), Organizer: e.organizer(title),
		Description: e.L.T("circles.calendar.text|Meeting {n} of your circle in {series}. All about it, and the way in: {page}",
			"n", m.N, "series", title, "page", page),
	}
	if x := Theme(e.Series, m); x != nil {
		if theme, _ := x.Theme.Pick(e.L); theme != "" {
			event.Summary = e.L.T("circles.calendar.summary|{series}, your circle: {theme}", "series", title, "theme", theme)
		}
		if question, _ := x.Question.Pick(e.L); question != "" {
			event.Description += "\n\n" + question
		}
	}
	if e.Attendee.Address != "" {
		event.Attendee = &ical.Attendee{Name: e.Attendee.Name, Address: e.Attendee.Address}
	}
	return event
}

func (e Entry) organizer(title string) *ical.Organizer {
	switch contact := e.Series.Contact; {
	case contact.Email != "":
		return &ical.Organizer{Name: contact.Name, Address: contact.Email}
	case e.From != "":
		return &ical.Organizer{Name: title, Address: e.From}
	}
	return nil
}

func eventStatus(s *series.Series, c *Circle, m Meeting) ical.Status {
	switch {
	case !m.TakesPlace() || c.State == Dissolved || s.CirclesOff(c.Ends(m)):
		return ical.Cancelled
	case m.Status == series.Tentative:
		return ical.Tentative
	}
	return ical.Confirmed
}

// Feed returns the meetings of all circles that a person is in, to that person:
// for their private calendar. Cancelled ones are among them.
func (room *Room) Feed(ctx context.Context, tx *store.Tx, v auth.Viewer, person, base string, l *i18n.Locale) (list []ical.Event, err error) {
	defer errs.Wrap(&err, "list the circles of a calendar")
	all, err := room.InterestsOf(tx, v, person)
	if err != nil {
		return nil, err
	}
	for _, in := range all {
		p, placed, err := room.placement(tx, in.ID)
		if err != nil {
			return nil, err
		}
		if !placed {
			continue
		}
		c, err := room.circle(tx, p.Circle)
		if err != nil {
			return nil, err
		}
		e := Entry{Base: base, L: l, Way: func(n int) string { return base + "/meet/" + room.MeetKey(in, n) }}
		if e.Series, _, err = room.programme(tx, in.Cohort); err != nil {
			return nil, err
		}
		e.Stamp = slices.MaxFunc([]time.Time{in.ChangedAt, p.PlacedAt, e.Series.Changed}, time.Time.Compare) // no clock: it is the same until something changes
		if e.Sequence, err = room.sequence(tx, in.ID); err != nil {
			return nil, err
		}
		for _, m := range c.Meetings {
			list = append(list, c.Event(m, e))
		}
	}
	return list, nil
}

// sequence is how often somebody's invitations were withdrawn or replaced.
func (room *Room) sequence(tx *store.Tx, interest string) (n int, err error) {
	err = tx.Row(`SELECT sequence FROM interest WHERE id = $1`, interest).Scan(&n)
	return n, err
}
