package events

import (
	"cmp"
	"net/url"
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
	Stamp    time.Time     // now; zero in feeds, which date an entry by its last change
	Attendee people.Person // of an invitation; the zero value for feeds
	Way      Way           // how its receiver comes; "" in feeds
	Sequence int           // of the receiver's registration, counted with the date's
	From     string        // address that invites where the event has no contact; feeds need none
	Reply    string        // address at which an answer of the receiver's calendar arrives, "" = none does
}

// Event is one date as a calendar entry. Its UID stays for ever, and its
// sequence grows with each change. It names our page, never the call's own
// address, because people share their calendars.
func (e *Event) Event(o Occurrence, in Entrance) ical.Event {
	title, lang := e.Title.Pick(in.L)
	page := in.Base + e.Door()
	var modified time.Time
	if in.Stamp.IsZero() {
		in.Stamp, modified = e.Changed, e.Changed
	}
	entry := ical.Event{
		UID: ical.UID(o.Date.ID, in.Base), Sequence: o.Date.Sequence + in.Sequence, Stamp: in.Stamp, Modified: modified, Start: o.Start, End: o.End,
		Summary: title, URL: page, Location: page, Lang: lang, Status: e.calendarStatus(o.Date), Organizer: e.organizer(in, title),
		Categories: []string{string(e.Kind)},
	}
	if theme, _ := o.Date.Theme.Pick(in.L); theme != "" {
		entry.Summary = in.L.T("series.calendar.summary|{series}: {theme}", "series", title, "theme", theme)
	}
	if venue := e.VenueOn(o.Date); venue != nil && in.Way != Remote {
		entry.Location = venue.Line()
	}
	entry.Description = in.L.T("events.calendar.text|All about it, and the way in: {page}", "page", page)
	if in.Attendee.Address != "" {
		entry.Attendee = &ical.Attendee{Name: in.Attendee.Name, Address: in.Attendee.Address, RSVP: in.Reply != ""}
	}
	return entry
}

// Door is the address at which a letter, or a calendar, says that the event is
// shown: one that not everybody sees, by way of the sign-in.
func (e *Event) Door() string {
	at := "/e/" + e.Slug
	if e.Visibility != Public {
		at = "/signin?" + url.Values{"to": {at}}.Encode()
	}
	return at
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
	case in.Reply != "":
		return &ical.Organizer{Name: cmp.Or(e.Contact.Name, title), Address: in.Reply}
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

// Feed are the entries of an event for calendars that people subscribe to: one
// for its rule, with the days that are left out, one for each date that differs
// from what the rule says, and one for each date without a rule.
func (e *Event) Feed(in Entrance) []ical.Event {
	var entries []ical.Event
	master := e.master(in)
	for _, o := range e.Occurrences() {
		switch {
		case master == nil || o.Date.RuleDay.IsZero():
			entries = append(entries, e.Event(o, in))
		case e.differs(o):
			entry := e.Event(o, in)
			entry.UID = master.UID
			entry.Sequence = max(entry.Sequence, master.Sequence)
			entry.Instead, _ = o.Date.RuleDay.At(e.Start).In(e.Location())
			entries = append(entries, entry)
		}
	}
	if master != nil {
		entries = append([]ical.Event{*master}, entries...)
	}
	return entries
}

// master is the entry of the event's rule; nil where there is none, or where
// the zone has no name that calendars know.
func (e *Event) master(in Entrance) *ical.Event {
	if e.Rule == nil || e.Location() == time.UTC {
		return nil
	}
	first, _ := e.Rule.From.At(e.Start).In(e.Location())
	plain := Date{ID: e.ID, Day: e.Rule.From, Status: Scheduled, Sequence: e.Version}
	entry := e.Event(e.Occurrence(&plain), in)
	entry.Repeats = &ical.Repeats{Rule: e.Rule.RRule(e.Start, e.Location()), Last: first}
	for i := range e.Dates {
		d := &e.Dates[i]
		if d.RuleDay.IsZero() {
			continue
		}
		start, _ := d.RuleDay.At(e.Start).In(e.Location())
		if d.Status == Skipped {
			entry.Repeats.Except = append(entry.Repeats.Except, start)
		}
		if start.After(entry.Repeats.Last) {
			entry.Repeats.Last = start
		}
	}
	return &entry
}

// differs tells whether a date of the rule is not just as the rule says.
func (e *Event) differs(o Occurrence) bool {
	return !o.Date.Plain() || e.calendarStatus(o.Date) != e.calendarStatus(&Date{Status: Scheduled})
}
