package events

import (
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/people"
)

// Entrance is what calendar entries of an event need besides the event: where
// the house is reached, in whose language, and who gets it.
type Entrance struct {
	Base     string // https://host
	L        *i18n.Locale
	Stamp    time.Time     // now
	Attendee people.Person // of an invitation; the zero value for feeds
	Sequence int           // of the receiver's registration, counted with the date's
	From     string        // address that invites where the event has no contact; feeds need none
}

// Event is one date as a calendar entry. Its UID stays for ever, and its
// sequence grows with each change. It names our page, never the call's own
// address, because people share their calendars.
func (e *Event) Event(o Occurrence, in Entrance) ical.Event {
	title, lang := e.Title.Pick(in.L)
	page := in.Base + "/e/" + e.Slug
	entry := ical.Event{
		UID: ical.UID(o.Date.ID, in.Base), Sequence: o.Date.Sequence + in.Sequence, Stamp: in.Stamp, Start: o.Start, End: o.End,
		Summary: title, URL: page, Location: page, Lang: lang, Status: e.calendarStatus(o.Date), Organizer: e.organizer(in, title),
		Categories: []string{string(e.Kind)},
	}
	if theme, _ := o.Date.Theme.Pick(in.L); theme != "" {
		entry.Summary = in.L.T("series.calendar.summary|{series}: {theme}", "series", title, "theme", theme)
	}
	if venue := e.VenueOn(o.Date); venue != nil {
		entry.Location = venue.Line()
	}
	entry.Description = in.L.T("events.calendar.text|All about it, and the way in: {page}", "page", page)
	if in.Attendee.Address != "" {
		entry.Attendee = &ical.Attendee{Name: in.Attendee.Name, Address: in.Attendee.Address}
	}
	return entry
}

// Line is the place in one line: name, address, city.
func (p Place) Line() string {
	var parts []string
	for _, s := range []string{p.Name, strings.Join(strings.Fields(p.Address), " "), p.City} {
		if s != "" && (len(parts) == 0 || !strings.Contains(parts[len(parts)-1], s)) {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// organizer answers for the event in calendars: its contact or, where it has
// none, the house that invites.
func (e *Event) organizer(in Entrance, title string) *ical.Organizer {
	switch {
	case e.Contact.Email != "":
		return &ical.Organizer{Name: e.Contact.Name, Address: e.Contact.Email}
	case in.From != "":
		return &ical.Organizer{Name: title, Address: in.From}
	}
	return nil
}

func (e *Event) calendarStatus(d *Date) ical.Status {
	switch e.StatusOf(d) {
	case CalledOff, Skipped:
		return ical.Cancelled
	case Tentative:
		return ical.Tentative
	}
	return ical.Confirmed
}
