package letters

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
)

// roomy is a circle in which there is room for everybody.
func roomy() *events.Event {
	e := circle("readers")
	e.Entry.Places = events.Places{}
	return e
}

func TestAPlaceIsConfirmedInTheReadersHours(t *testing.T) {
	each(t, func(h *house) {
		e := h.publish(roomy())
		for _, c := range []struct {
			guest
			way    events.Way
			says   []string
			silent []string
			zone   string
		}{
			{amina, events.Here, []string{"Hello Amina,", "Wed, 17 Feb, 11:30 pm – Thu, 18 Feb, 1:00 am", "On the clocks there, Berlin time: Wed, 17 Feb, 7:00 – 8:30 pm",
				"Doors open, Berlin time: 6:30 pm", "Town library\n    Quay 4\n    Hamburg", "Lift behind the stairs."}, []string{"find the way in"}, "Europe/Berlin"},
			{joerg, events.Here, []string{"Hallo Jörg,", "Mi., 17. Feb., 19:00–20:30", "Lesekreis", "18:30"}, []string{"On the clocks there"}, "Europe/Berlin"},
			{nour, events.Remote, []string{"حلقة القراءة", "8:00–9:30 م", "القاهرة"}, []string{"Town library", "18:30", "6:30"}, "Europe/Berlin"},
		} {
			r := h.register("readers", c.guest, 1, c.way)
			h.settle()
			l := h.one()
			l.has(t, c.says...)
			l.has(t, base+"/er/"+h.events.Key(r))
			l.hasNot(t, c.silent...)
			if l.To != c.address || l.Lang != c.lang {
				t.Errorf("to %s in %s", l.To, l.Lang)
			}
			entry, method := l.entry(t)
			start, err := entry.DateTimeStart(time.UTC)
			if err != nil || method != "REQUEST" || !start.Equal(e.Occurrence(&e.Dates[0]).Start) || entry.Props.Get("DTSTART").Params.Get("TZID") != c.zone {
				t.Errorf("%s %s %v", method, start, err)
			}
			if place := prop(entry, "LOCATION"); (c.way == events.Here) != (place == "Town library\\, Quay 4\\, Hamburg" || place == "Town library, Quay 4, Hamburg") {
				t.Errorf("%s comes to %q", c.name, place)
			}
		}
	})
}

func TestWhoComesToAllDatesGetsThemAll(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.register("readers", amina, 0, events.Remote)
		h.settle()
		l := h.one()
		l.has(t, "Wed, 17 Feb, 11:30 pm", "Wed, 17 Mar, 11:30 pm", "Wed, 21 Apr, 10:30 pm", "Wed, 19 May, 10:30 pm")
		if files := l.calendars; len(files) != 2 || len(calendarOf(t, files[1].data).Events()) != 3 {
			t.Errorf("%d calendars", len(files))
		}
	})
}

func TestRemindersComeADayAndAnHourBefore(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		a, j := h.register("readers", amina, 0, events.Remote), h.register("readers", joerg, 3, events.Here)
		h.settle()
		h.answer(a)
		h.answer(j)
		h.settle()
		h.mail()
		h.at("2027-02-16T18:05:00Z")
		l := h.one() // Jörg comes in April only
		l.has(t, "Wed, 17 Feb, 11:30 pm", base+"/er/"+h.events.Key(a), base+"/eu/"+h.events.StopKey(a))
		if post := l.Header.Get("List-Unsubscribe-Post"); post != "List-Unsubscribe=One-Click" {
			t.Errorf("one press stops it: %q", post)
		}
		h.later(time.Hour)
		if got := kinds(h.mail()); got != "" {
			t.Errorf("once more: %s", got)
		}
		h.at("2027-02-17T17:05:00Z")
		h.one().has(t, "At 11:30 pm Kolkata: Reading circle")
		h.at("2027-04-20T17:30:00Z")
		list := h.mail()
		if got := kinds(list); got != "day-before>amina day-before>joerg" && got != "day-before>joerg day-before>amina" {
			t.Fatal(got)
		}
		for _, l := range list {
			if l.Lang == "en" {
				l.has(t, "Wed, 21 Apr, 10:30 pm", "1 hour earlier") // Berlin has changed its clocks
			} else {
				l.has(t, "Mi., 21. Apr., 19:00–20:30")
			}
		}
	})
}

func TestWhatBecameOfADateIsToldOnceToWhoComes(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		a, j := h.register("readers", amina, 2, events.Here), h.register("readers", joerg, 0, events.Remote)
		n := h.register("readers", nour, 1, events.Here)
		for _, r := range []events.Registration{a, j, n} {
			h.answer(r)
		}
		h.settle()
		h.mail()
		h.change("readers", func(e *events.Event) { e.Dates[1].Day = e.Dates[1].Day.AddDays(1) })
		h.later(time.Minute)
		h.change("readers", func(e *events.Event) { e.Dates[1].Day = e.Dates[1].Day.AddDays(1) })
		h.later(3 * time.Minute)
		list := h.mail()
		if got := kinds(list); got != "changed>amina changed>joerg" && got != "changed>joerg changed>amina" {
			t.Fatal(got)
		}
		for _, l := range list {
			entry, method := l.entry(t)
			if method != "REQUEST" || prop(entry, "SEQUENCE") == "0" {
				t.Errorf("%s with sequence %s", method, prop(entry, "SEQUENCE"))
			}
			if l.Lang == "en" {
				l.has(t, "Moved to Fri, 19 Mar, 11:30 pm Kolkata", "It was to be on Wed, 17 Mar, 11:30 pm", "Berlin time: Fri, 19 Mar, 7:00 – 8:30 pm")
			}
		}
		h.change("readers", func(e *events.Event) { e.Dates[1].Venue = &events.Place{Name: "Old mill"} })
		h.later(3 * time.Minute)
		h.one().has(t, "Another place on Fri, 19 Mar", "It was to be here: Town library, Quay 4, Hamburg.", "Old mill") // Jörg calls in
		h.change("readers", func(e *events.Event) { e.Dates[1].Day = e.Dates[1].Day.AddDays(1) })
		h.change("readers", func(e *events.Event) { e.Dates[1].Day = e.Dates[1].Day.AddDays(-1) })
		h.later(3 * time.Minute)
		if got := kinds(h.mail()); got != "" {
			t.Errorf("a change that was taken back is told: %s", got)
		}
		h.change("readers", func(e *events.Event) { e.Dates[1].Status = events.CalledOff })
		h.later(3 * time.Minute)
		for _, l := range h.mail() {
			if entry, method := l.entry(t); method != "CANCEL" || prop(entry, "STATUS") != "CANCELLED" {
				t.Errorf("%s %s", method, prop(entry, "STATUS"))
			}
		}
	})
}

// TestManyChangesAreOneLetter moves every date at once, and cancels the whole
// event: nobody gets a letter for each date.
func TestManyChangesAreOneLetter(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		a, j := h.register("readers", amina, 0, events.Here), h.register("readers", joerg, 2, events.Here)
		h.answer(a)
		h.answer(j)
		h.settle()
		h.mail()
		h.change("readers", func(e *events.Event) { e.Start = 18 * 60; e.Doors = nil })
		h.later(3 * time.Minute)
		list := h.mail()
		if len(list) != 2 {
			t.Fatal(kinds(list))
		}
		for _, l := range list {
			if l.Lang == "de" { // for whom it is one
				l.has(t, "Mi., 17. März, 18:00–19:30")
				continue
			}
			l.has(t, "4 dates have changed: Reading circle", "Wed, 17 Feb, 11:30 pm – Thu, 18 Feb, 1:00 am: moved to Wed, 17 Feb, 10:30 pm – 12:00 am")
			if files := l.calendars; len(files) != 2 || len(calendarOf(t, files[1].data).Events()) != 3 {
				t.Errorf("%d calendars", len(files))
			}
		}
		h.write(func(tx *store.Tx) error {
			return h.events.SetState(tx.Context(), tx, auth.AtConsole(), "readers", events.Cancelled)
		})
		h.later(3 * time.Minute)
		list = h.mail()
		if len(list) != 2 {
			t.Fatal(kinds(list))
		}
		for _, l := range list {
			if l.Lang == "en" {
				l.has(t, "Cancelled: Reading circle", "will not take place", "Wed, 19 May")
			}
			if _, method := l.entry(t); method != "CANCEL" {
				t.Errorf("the calendar is told %s", method)
			}
		}
	})
}

func TestWhoWaitsIsOfferedAPlaceAndWhoDoesNotAnswerLosesIt(t *testing.T) {
	each(t, func(h *house) {
		h.publish(circle("readers"))
		a, j := h.register("readers", amina, 1, events.Here), h.register("readers", joerg, 1, events.Here)
		h.settle()
		if list := h.mail(); kinds(list) != "registered>amina registered>joerg" && kinds(list) != "registered>joerg registered>amina" {
			t.Fatal(kinds(list))
		}
		h.answer(a)
		h.answer(j)
		h.register("readers", guest{"Ida", "ida@mail.example", "Europe/Berlin", "en"}, 2, events.Here)
		kim := h.register("readers", guest{"Kim", "kim@mail.example", "America/New_York", "en"}, 1, events.Here)
		h.settle()
		for _, l := range h.mail() {
			if l.To == "kim@mail.example" {
				l.has(t, "Waiting list, number 1: Reading circle, Wed, Feb 17, 1:00 PM New York")
			}
		}
		h.answer(kim)
		h.cancel(a)
		h.settle()
		list := h.mail()
		if got := kinds(list); got != "offered>kim cancelled>amina" && got != "cancelled>amina offered>kim" {
			t.Fatal(got)
		}
		for _, l := range list {
			if l.Kind == events.MailOffered {
				l.has(t, "A place is free for you", "until Wed, Jan 6, 4:00 AM")
			} else if _, method := l.entry(t); method != "CANCEL" {
				t.Error(method)
			}
		}
		h.later(49 * time.Hour) // Ida never answered, and her date has places left: she loses hers too
		if got := kinds(h.mail()); got != "lapsed>ida lapsed>kim" && got != "lapsed>kim lapsed>ida" {
			t.Error(got)
		}
	})
}

func TestAnotherDateTakesTheOldOneOutOfTheCalendar(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		a := h.register("readers", amina, 1, events.Here)
		h.answer(a)
		h.settle()
		first, _ := h.one().entry(t)
		h.as(a, func(tx *store.Tx, v auth.Viewer, e *events.Event, r *events.Registration) error {
			return h.events.Change(tx.Context(), tx, v, e, r, e.Dates[1].ID, events.Here)
		})
		h.settle()
		l := h.one()
		l.has(t, "Wed, 17 Mar, 11:30 pm", "readers-no-longer.ics")
		if entry, method := l.entry(t); method != "REQUEST" || prop(entry, "UID") == prop(first, "UID") {
			t.Errorf("%s %s", method, prop(entry, "UID"))
		}
		gone := calendarOf(t, l.calendars[len(l.calendars)-1].data)
		if old := gone.Events(); len(old) != 1 || prop(old[0], "UID") != prop(first, "UID") || prop(old[0], "STATUS") != "CANCELLED" || prop(old[0], "SEQUENCE") <= prop(first, "SEQUENCE") {
			t.Errorf("the old date stays: %v", old)
		}
		h.as(a, func(tx *store.Tx, v auth.Viewer, e *events.Event, r *events.Registration) error {
			return h.events.Change(tx.Context(), tx, v, e, r, e.Dates[1].ID, events.Remote)
		})
		h.settle()
		if l := h.one(); len(l.calendars) != 1 {
			t.Errorf("%d calendars where the date stayed", len(l.calendars))
		}
	})
}

func TestALetterThatIsNoLongerTrueIsNotSent(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		a := h.register("readers", amina, 1, events.Here)
		h.answer(a)
		h.cancel(a)
		h.settle()
		if got := kinds(h.mail()); got != "cancelled>amina" {
			t.Error(got)
		}
		j := h.register("readers", joerg, 1, events.Here)
		h.write(func(tx *store.Tx) error { return h.people.Erase(tx.Context(), tx, auth.Itself(), j.Person) })
		h.settle()
		if got := kinds(h.mail()); got != "" {
			t.Errorf("to somebody erased: %s", got)
		}
	})
}
