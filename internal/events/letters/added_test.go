package letters

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// chosen is a circle whose three dates are chosen one by one.
func chosen() *events.Event {
	e := circle("readers")
	e.Rule = nil
	for _, day := range []int{3, 10, 17} {
		e.Dates = append(e.Dates, events.Date{Day: when.Date{Year: 2027, Month: time.February, Day: day}})
	}
	return e
}

// add gives the circle further dates in February.
func (h *house) add(days ...int) {
	h.change("readers", func(e *events.Event) {
		for _, day := range days {
			e.Dates = append(e.Dates, events.Date{Day: when.Date{Year: 2027, Month: time.February, Day: day}})
		}
	})
}

var kim = guest{"Kim", "kim@mail.example", "America/New_York", "en"}

func TestAnAddedDateIsToldOnceToWhoComesToAll(t *testing.T) {
	each(t, func(h *house) {
		h.publish(chosen())
		a, k := h.register("readers", amina, 0, events.Here), h.register("readers", kim, 1, events.Here)
		j := h.register("readers", joerg, 0, events.Remote)
		for _, r := range []events.Registration{a, k, j} {
			h.answer(r)
		}
		h.settle()
		h.mail()
		h.add(24)
		h.later(time.Minute)
		if got := kinds(h.mail()); got != "" {
			t.Errorf("at once: %s", got)
		}
		h.later(3 * time.Minute)
		list := h.mail()
		if got := kinds(list); got != "changed>amina changed>joerg" && got != "changed>joerg changed>amina" {
			t.Fatal(got)
		}
		for _, l := range list {
			entry, method := l.entry(t)
			if method != "REQUEST" || prop(entry, "STATUS") != "CONFIRMED" {
				t.Errorf("%s %s", method, prop(entry, "STATUS"))
			}
			if l.Lang == "en" {
				l.has(t, "A new date: Reading circle, Wed, 24 Feb, 11:30 pm Kolkata", "you have a place on it too", "Town library", base+"/er/"+h.events.Key(a))
			}
		}
		h.add(25, 26) // several are one letter
		h.later(3 * time.Minute)
		for _, l := range h.mail() {
			if len(l.calendars) != 2 {
				t.Errorf("%d calendars", len(l.calendars))
			}
			if l.Lang == "en" {
				l.has(t, "2 new dates: Reading circle", "Thu, 25 Feb, 11:30 pm – Fri, 26 Feb, 1:00 am: new, and you have a place")
			}
		}
	})
}

func TestWhoHasNoPlaceOnAnAddedDateIsToldSoAndThenOfTheirs(t *testing.T) {
	each(t, func(h *house) {
		h.publish(chosen())
		a := h.register("readers", amina, 0, events.Here)
		h.later(time.Minute)
		k := h.register("readers", kim, 0, events.Here)
		h.answer(a)
		h.answer(k)
		h.settle()
		h.mail()
		one := 1
		h.change("readers", func(e *events.Event) {
			e.Dates = append(e.Dates, events.Date{Day: when.Date{Year: 2027, Month: time.February, Day: 24}, Places: &events.Places{Here: &one}})
		})
		h.later(3 * time.Minute)
		list := h.mail()
		if len(list) != 2 {
			t.Fatal(kinds(list))
		}
		for _, l := range list {
			if l.To == amina.address { // who registered first
				l.has(t, "you have a place on it too")
				continue
			}
			l.has(t, "A new date, but no place free yet: Reading circle, Wed, Feb 24, 1:00 PM New York", "you are on the waiting list for it, number 1", "Your other dates stay as they are")
			if len(l.calendars) != 0 {
				t.Error("it carries an invitation")
			}
		}
		h.cancel(a)
		h.settle()
		for _, l := range h.mail() {
			if l.To == amina.address {
				continue
			}
			l.has(t, "A place is free for you: Reading circle, Wed, Feb 24", "You are registered for all dates, so it is yours.")
			if _, method := l.entry(t); method != "REQUEST" {
				t.Error(method)
			}
		}
	})
}

func TestAnAddedDateIsToldWithWhatElseChanged(t *testing.T) {
	each(t, func(h *house) {
		h.publish(chosen())
		a := h.register("readers", amina, 0, events.Here)
		h.answer(a)
		h.settle()
		h.mail()
		h.change("readers", func(e *events.Event) {
			e.Dates[0].Day = e.Dates[0].Day.AddDays(1)
			e.Dates = append(e.Dates, events.Date{Day: when.Date{Year: 2027, Month: time.February, Day: 24}})
		})
		h.later(3 * time.Minute)
		h.one().has(t, "2 dates have changed", ": moved to Thu, 4 Feb", "Wed, 24 Feb, 11:30 pm – Thu, 25 Feb, 1:00 am: new, and you have a place")
		h.add(25)
		h.later(time.Minute)
		h.change("readers", func(e *events.Event) { e.Dates = e.Dates[: len(e.Dates)-1 : len(e.Dates)-1]; h.calledOff(e) })
		h.later(3 * time.Minute)
		if got := kinds(h.mail()); got != "" {
			t.Errorf("a date that was off before anybody heard of it is told: %s", got)
		}
	})
}

// calledOff puts the last date back, as called off: people are registered for it.
func (h *house) calledOff(e *events.Event) {
	e.Dates = h.event("readers").Dates
	e.Dates[len(e.Dates)-1].Status = events.CalledOff
}

// What the house adds to a rule without an end is no news: everybody knows how
// it repeats.
func TestDatesOfARuleThatGoesOnAreNotTold(t *testing.T) {
	each(t, func(h *house) {
		e := roomy()
		e.Rule.Count = 0
		had := len(h.publish(e).Dates)
		a := h.register("readers", amina, 0, events.Here)
		h.answer(a)
		h.settle()
		h.mail()
		h.clock.Add(80 * 24 * time.Hour)
		h.settle()
		h.mail()
		h.write(func(tx *store.Tx) error {
			_, err := h.events.Extend(tx.Context(), tx)
			return err
		})
		h.later(3 * time.Minute)
		if now := len(h.event("readers").Dates); now <= had {
			t.Fatalf("%d dates as before", now)
		}
		if got := kinds(h.mail()); got != "" {
			t.Errorf("told: %s", got)
		}
	})
}

// Who registers while a change waits to be told knows it, and hears of what
// changes after that.
func TestWhoRegistersBetweenTwoChangesHearsOfTheSecond(t *testing.T) {
	each(t, func(h *house) {
		h.publish(chosen())
		move := func() { h.change("readers", func(e *events.Event) { e.Dates[0].Day = e.Dates[0].Day.AddDays(1) }) }
		a := h.register("readers", amina, 1, events.Here)
		h.answer(a)
		h.settle()
		h.mail()
		move()
		h.later(time.Minute)
		k := h.register("readers", kim, 1, events.Here)
		h.answer(k)
		h.later(10 * time.Second)
		h.one().has(t, "Thu, Feb 4, 1:00 PM")
		move()
		h.later(3 * time.Minute)
		list := h.mail()
		if len(list) != 2 {
			t.Fatal(kinds(list))
		}
		for _, l := range list {
			l.has(t, "Fri")
			if l.To == kim.address {
				l.has(t, "It was to be on Thu, Feb 4, 1:00")
			} else {
				l.has(t, "It was to be on Wed, 3 Feb, 11:30 pm")
			}
		}
		h.change("readers", func(e *events.Event) { e.Dates[0].Status = events.CalledOff })
		h.later(time.Minute)
		h.change("readers", func(e *events.Event) { e.Dates[0].Status = events.Scheduled })
		h.later(3 * time.Minute)
		if got := kinds(h.mail()); got != "" {
			t.Errorf("what was taken back is told: %s", got)
		}
	})
}

// Of three changes in a row, who registers before the second hears of the
// second and the third as of one, and who registers before the third of that.
func TestWhoRegistersBetweenThreeChangesHearsOfAllThatCameAfter(t *testing.T) {
	each(t, func(h *house) {
		h.publish(chosen())
		move := func() { h.change("readers", func(e *events.Event) { e.Dates[0].Day = e.Dates[0].Day.AddDays(1) }) }
		said := map[string]string{amina.address: "It was to be on Wed, 3 Feb, 11:30 pm", kim.address: "It was to be on Thu, Feb 4, 1:00", nour.address: "5 فبراير"}
		for _, g := range []guest{amina, kim, nour} {
			h.answer(h.register("readers", g, 1, events.Remote))
			move()
			h.later(30 * time.Second)
		}
		h.mail()
		h.later(3 * time.Minute)
		list := h.mail()
		if len(list) != 3 {
			t.Fatal(kinds(list))
		}
		for _, l := range list {
			l.has(t, said[l.To])
		}
	})
}
