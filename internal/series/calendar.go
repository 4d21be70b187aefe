package series

import (
	"cmp"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/people"
)

// Entry is what calendar entries of a series need besides the series: where
// the house is reached, in whose language, and who gets it.
type Entry struct {
	Base     string // https://host
	L        *i18n.Locale
	Stamp    time.Time               // now; zero in feeds, which date an entry by its last change
	Attendee people.Person           // of an invitation; the zero value for feeds
	Join     func(Occurrence) string // the join page of one receiver; nil = the series' page
	Sequence int                     // of the receiver's registration, counted with the session's
	From     string                  // address that invites where the series has no contact; feeds need none
	Reply    string                  // address at which an answer of the receiver's calendar arrives, "" = none does
}

// Event is one session of one track as a calendar entry. Its UID stays for
// ever, and its sequence grows with each change. It names our page, never the
// call's own address, because people share their calendars.
func (s *Series) Event(o Occurrence, e Entry) ical.Event {
	title, lang := s.Title.Pick(e.L)
	theme, _ := o.Session.Theme.Pick(e.L)
	page := e.Base + "/s/" + s.Slug
	if e.Join != nil {
		page = e.Join(o)
	}
	var modified time.Time
	if e.Stamp.IsZero() {
		e.Stamp, modified = s.Changed, s.Changed
	}
	event := ical.Event{
		UID: ical.UID(o.entryID(), e.Base), Sequence: o.Session.Sequence + e.Sequence,
		Stamp: e.Stamp, Modified: modified, Start: o.Start, End: o.End, Summary: title, URL: page, Location: page, Lang: lang, Status: eventStatus(s, o),
		Organizer: s.organizer(e, title),
	}
	if theme != "" {
		event.Summary = e.L.T("series.calendar.summary|{series}: {theme}", "series", title, "theme", theme)
	}
	if p := o.Session.Place; p != nil {
		event.Location = strings.Join(nonEmpty(p.Name, p.Address), ", ")
	}
	event.Description = e.L.T("series.calendar.text|Session {n} of {series}. All about it, and the way in: {page}",
		"n", o.Session.N, "series", title, "page", page)
	if e.Attendee.Address != "" {
		event.Attendee = &ical.Attendee{Name: e.Attendee.Name, Address: e.Attendee.Address, RSVP: e.Reply != ""}
	}
	return event
}

// entryID is what calendar entries of the occurrence are known by.
func (o Occurrence) entryID() string { return o.Session.ID + strings.ToLower(o.Track) }

// organizer answers for the series in calendars: its contact or, where it has
// none, the house that invites.
func (s *Series) organizer(e Entry, title string) *ical.Organizer {
	switch {
	case e.Reply != "":
		return &ical.Organizer{Name: cmp.Or(s.Contact.Name, title), Address: e.Reply}
	case s.Contact.Email != "":
		return &ical.Organizer{Name: s.Contact.Name, Address: s.Contact.Email}
	case e.From != "":
		return &ical.Organizer{Name: title, Address: e.From}
	}
	return nil
}

func eventStatus(s *Series, o Occurrence) ical.Status {
	switch {
	case s.StatusOf(o.Session) == CalledOff:
		return ical.Cancelled
	case o.Session.Status == Tentative:
		return ical.Tentative
	}
	return ical.Confirmed
}

// Feed is the calendar of a series, in the given tracks, with cancelled
// sessions marked as such.
func (s *Series) Feed(e Entry, letters ...string) *ical.Calendar {
	title, lang := s.Title.Pick(e.L)
	c := &ical.Calendar{Method: ical.Publish, Name: title, Lang: lang, Refresh: time.Hour}
	for _, letter := range letters {
		for _, o := range s.Occurrences(letter) {
			event := s.Event(o, e)
			event.Attendee = nil
			c.Events = append(c.Events, event)
		}
	}
	return c
}

func nonEmpty(list ...string) []string {
	var kept []string
	for _, s := range list {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}
