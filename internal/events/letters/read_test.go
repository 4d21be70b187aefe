package letters

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// TestReadAllLetters writes every letter to the file that PLENARY_LETTERS names,
// for people to read. It fails if one of the kinds is never written.
func TestReadAllLetters(t *testing.T) {
	clock := storetest.NewClock()
	clock.Set(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC))
	h := open(t, storetest.OpenWith(t, store.SQLite, store.Options{Now: clock.Now, Careless: true}), clock)
	var out strings.Builder
	seen := map[string]bool{}
	note := func(what string) {
		h.settle()
		for _, l := range h.mail() {
			seen[l.Kind] = true
			fmt.Fprintf(&out, "\n==== %s · %s · %s · to %s\n==== %s\n", what, l.Kind, l.Lang, l.To, l.Subject)
			for _, c := range l.calendars {
				fmt.Fprintf(&out, "==== %s %s: %d entries\n", c.method, c.name, len(calendarOf(t, c.data).Events()))
			}
			if id := l.Header.Get("List-Id"); id != "" {
				fmt.Fprintf(&out, "==== List-Id %s\n", id)
			}
			out.WriteString("\n" + l.Text)
		}
	}
	h.publish(circle("readers"))
	a := h.register("readers", amina, 1, events.Here)
	j := h.register("readers", joerg, 0, events.Here)
	note("confirmed, places are few")
	n := h.register("readers", nour, 0, events.Remote)
	note("confirmed for all, online")
	for _, r := range []events.Registration{a, j, n} {
		h.answer(r)
	}
	kim := h.register("readers", guest{"Kim", "kim@mail.example", "America/New_York", "en"}, 1, events.Here)
	h.register("readers", guest{"Max", "max@mail.example", "Europe/Berlin", "de"}, 1, events.Here)
	note("waiting list")
	h.register("readers", amina, 1, events.Here)
	note("already")
	h.as(j, func(tx *store.Tx, v auth.Viewer, e *events.Event, r *events.Registration) error {
		return h.events.Change(tx.Context(), tx, v, e, r, e.Dates[1].ID, events.Remote)
	})
	note("another date, online; offered to Kim")
	h.write(func(tx *store.Tx) error {
		e, err := h.events.BySlug(tx.Context(), tx, auth.AtConsole(), "readers")
		if err != nil {
			return err
		}
		return errs.Both(h.events.Resend(tx.Context(), tx, auth.AtConsole(), e, n), h.events.Change(tx.Context(), tx, auth.AtConsole(), e, &n, e.Dates[1].ID, events.Remote))
	})
	note("the organisers send the link again, and change the way")
	h.cancel(a)
	note("cancelled; offered to Max")
	h.answer(kim)
	h.clock.Add(49 * time.Hour)
	note("lapsed")
	h.register("readers", amina, 1, events.Here)
	note("registered again")
	h.at("2027-02-16T18:10:00Z")
	note("day before")
	h.at("2027-02-17T17:05:00Z")
	note("hour before")
	h.change("readers", func(e *events.Event) { e.Dates[1].Day = e.Dates[1].Day.AddDays(1) })
	h.clock.Add(3 * time.Minute)
	note("second date moved")
	h.change("readers", func(e *events.Event) { e.Dates[1].Venue = &events.Place{Name: "Old mill", Address: "River Street 1"} })
	h.clock.Add(3 * time.Minute)
	note("another place")
	h.change("readers", func(e *events.Event) { e.Dates[1].Status = events.CalledOff })
	h.clock.Add(3 * time.Minute)
	note("cancelled by the organisers")
	h.change("readers", func(e *events.Event) { e.Dates[1].Status = events.Scheduled })
	h.clock.Add(3 * time.Minute)
	note("reinstated")
	h.at("2027-04-20T17:30:00Z")
	note("day before, after the clocks were changed")
	for kind := range events.MailClasses() {
		if !seen[kind] && kind != events.MailWriteUp { // for which this house has no posts
			t.Errorf("%s was never written", kind)
		}
	}
	if file := os.Getenv("PLENARY_LETTERS"); file != "" {
		if err := os.WriteFile(file, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
