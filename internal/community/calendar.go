package community

import (
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
)

// Calendar is the group's gatherings as a file for one member's calendar. Unless
// they ask for the titles, it says when and nothing else: calendars are shared,
// and lie with whoever runs them. The ids in it are the group's records, which
// nobody outside can tell from others.
func (g *Group) Calendar(l *i18n.Locale, base string, titles bool) *ical.Calendar {
	c := &ical.Calendar{Method: ical.Publish}
	for _, e := range g.Gatherings {
		event := ical.Event{UID: ical.UID(e.ID, base), Sequence: e.Edition, Stamp: e.Changed, Start: e.Begins(), End: e.Ends(),
			Summary: l.T("group.calendar.neutral|Appointment"), Status: ical.Confirmed}
		if e.Called {
			event.Status = ical.Cancelled
		}
		if titles {
			event.Summary, event.Location, event.Description = e.Title, e.Place, e.Text
			if e.Online != "" {
				event.URL = e.Online
			}
		}
		c.Events = append(c.Events, event)
	}
	return c
}
