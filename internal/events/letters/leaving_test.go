package letters

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	goical "github.com/emersion/go-ical"
)

func TestWhoGivesAllDatesUpIsTakenOutOfAllInTheirCalendar(t *testing.T) {
	each(t, func(h *house) {
		e := h.publish(roomy())
		r := h.register("readers", amina, 0, events.Remote)
		h.settle()
		h.answer(r)
		h.settle()
		h.mail()
		h.cancel(r)
		h.settle()
		l := h.one()
		gone := map[string]bool{}
		for _, c := range l.calendars {
			for _, entry := range calendarOf(t, c.data).Events() {
				if c.method == "CANCEL" || prop(entry, "STATUS") == "CANCELLED" {
					gone[prop(entry, goical.PropUID)] = true
				}
				if prop(entry, "SEQUENCE") == "0" {
					t.Error("it counts no higher than the invitation")
				}
			}
		}
		if len(gone) != len(e.Dates) {
			t.Errorf("%d of %d dates go", len(gone), len(e.Dates))
		}
	})
}

func TestADateThatWasMovedIsRemindedOfAtItsNewHour(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		r := h.register("readers", amina, 1, events.Remote)
		h.settle()
		h.answer(r)
		h.settle()
		h.mail()
		h.at("2027-02-17T17:05:00Z") // both reminders of the old hour are out, or need not come
		h.mail()
		h.change("readers", func(e *events.Event) { e.Dates[0].Day = e.Dates[0].Day.AddDays(5) })
		h.later(5 * time.Minute)
		if got := kinds(h.mail()); got != "changed>amina" {
			t.Fatal(got)
		}
		h.at("2027-02-21T18:05:00Z")
		if got := kinds(h.mail()); got != "day-before>amina" {
			t.Errorf("the day before the new date: %s", got)
		}
		h.change("readers", func(e *events.Event) { e.Start += 15 }) // told once, by the letter about it
		h.later(5 * time.Minute)
		if got := kinds(h.mail()); got != "changed>amina" {
			t.Errorf("a quarter of an hour later: %s", got)
		}
		h.at("2027-02-22T17:20:00Z")
		if got := kinds(h.mail()); got != "hour-before>amina" {
			t.Errorf("the hour before the new date: %s", got)
		}
	})
}

func TestAHallThatFellThroughIsToldToAllWhoNowCallIn(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		for _, g := range []struct {
			guest
			way events.Way
		}{{amina, events.Here}, {joerg, events.Remote}} {
			r := h.register("readers", g.guest, 1, g.way)
			h.settle()
			h.answer(r)
		}
		h.settle()
		h.mail()
		h.change("readers", func(e *events.Event) { e.Venue, e.Doors = nil, nil })
		h.later(3 * time.Minute)
		list := h.mail()
		if len(list) != 2 {
			t.Fatal(kinds(list))
		}
		for _, l := range list {
			if l.Lang == "en" {
				l.has(t, "Another place on Wed, 17 Feb", "It was to be here: Town library, Quay 4, Hamburg.", "Online. Your page leads into the call")
				l.hasNot(t, "On the clocks there")
			}
		}
	})
}

// A day that is left out of the rule stands on no page any more; whoever has a
// place on it is told, and so is their calendar.
func TestADayThatIsLeftOutIsToldToWhoWasToCome(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		a, j := h.register("readers", amina, 2, events.Remote), h.register("readers", joerg, 0, events.Here)
		h.settle()
		h.answer(a)
		h.answer(j)
		h.settle()
		h.mail()
		h.change("readers", func(e *events.Event) { e.Dates[1].Status = events.Skipped })
		h.later(3 * time.Minute)
		list := h.mail()
		if len(list) != 2 {
			t.Fatalf("%d letters: %s", len(list), kinds(list))
		}
		for _, l := range list {
			if _, method := l.entry(t); method != "CANCEL" {
				t.Errorf("their calendar is told %s", method)
			}
			if l.Lang == "en" {
				l.has(t, "Cancelled: Reading circle, Wed, 17 Mar, 11:30 pm")
			}
		}
		h.change("readers", func(e *events.Event) { e.Dates[1].Status = events.Scheduled })
		h.later(3 * time.Minute)
		if list = h.mail(); len(list) != 2 {
			t.Fatalf("it takes place after all: %d letters", len(list))
		}
		h.change("readers", func(e *events.Event) { e.Dates[1].Status, e.Dates[2].Status = events.Skipped, events.Skipped })
		h.later(3 * time.Minute)
		for _, l := range h.mail() {
			if l.Lang == "de" && len(calendarOf(t, l.calendars[1].data).Events()) != 1 {
				t.Errorf("of two days one goes")
			}
		}
	})
}
