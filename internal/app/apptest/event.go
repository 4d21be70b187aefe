package apptest

import (
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Event makes an assembly in a hall and online on three Wednesday evenings from
// 3 February 2027 on, 19:00 to 21:00 in Berlin, with one place in the hall and
// no limit online; it is not saved yet.
func Event(slug string) *events.Event {
	one, doors := 1, when.Clock(18*60+30)
	e := &events.Event{Slug: slug, Kind: events.Assembly, Visibility: events.Public, Zone: "Europe/Berlin", Start: 19 * 60, Length: 2 * time.Hour, Doors: &doors,
		Title:       map[string]string{"en": "Tenants’ assembly", "de": "Mieterversammlung", "ar": "جمعية المستأجرين"},
		Description: map[string]string{"en": "We decide on the rent strike.\n\nBring your **lease**."},
		Languages:   []string{"en", "de"}, Interpreted: []string{"ar"}, ShowZones: []string{"America/New_York"},
		Contact: people.Contact{Name: "Hall team", Email: "hall@harbour.example"}, Online: "https://meet.harbour.example/assembly",
		Venue: &events.Place{Name: "Old mill", Address: "River Street 1", City: "Berlin", Notes: "Ramp at the side. Ring twice."},
		Entry: events.Entry{Registration: events.Required, ByDate: true, Waitlist: true, Places: events.Places{Here: &one}}}
	first := when.Date{Year: 2027, Month: time.February, Day: 3}
	for n := range 3 {
		e.Dates = append(e.Dates, events.Date{Day: first.AddDays(7 * n)})
	}
	return e
}

// Publish saves an event and publishes it.
func (h *House) Publish(e *events.Event) *events.Event {
	h.t.Helper()
	h.Write(func(tx *store.Tx) error {
		saved, err := h.Events.Save(h.t.Context(), tx, auth.AtConsole(), e)
		if err != nil {
			return err
		}
		return h.Events.SetState(h.t.Context(), tx, auth.AtConsole(), saved.Slug, events.Published)
	})
	return h.Event(e.Slug)
}

// Event returns an event as it is kept.
func (h *House) Event(slug string) (e *events.Event) {
	h.t.Helper()
	h.Read(func(tx *store.Tx) (err error) {
		e, err = h.Events.BySlug(h.t.Context(), tx, auth.Itself(), slug)
		return err
	})
	return e
}

// Change saves an event after something about it was changed.
func (h *House) Change(slug string, change func(e *events.Event)) *events.Event {
	h.t.Helper()
	e := h.Event(slug)
	change(e)
	h.Write(func(tx *store.Tx) error {
		_, err := h.Events.Save(h.t.Context(), tx, auth.AtConsole(), e)
		return err
	})
	return h.Event(slug)
}
