package letters

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestAnAddressThatHasNotAnsweredIsLeftInPeace(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		second := roomy()
		second.Slug = "second"
		h.publish(second)
		h.register("readers", amina, 0, events.Remote)
		h.settle()
		if l := h.one(); l.Kind != events.MailRegistered {
			t.Error(l.Kind)
		}
		h.register("second", amina, 0, events.Remote) // by whomever
		h.settle()
		if got := kinds(h.mail()); got != "" {
			t.Error(got)
		}
		for range 3 {
			h.register("readers", amina, 0, events.Remote)
		}
		h.settle()
		if l := h.one(); l.Kind != events.MailAlready { // told once a day
			t.Error(l.Kind)
		}
		h.change("readers", func(e *events.Event) { e.Dates[1].Day = e.Dates[1].Day.AddDays(1) })
		h.later(3 * time.Minute)
		h.change("readers", func(e *events.Event) { e.Dates[1].Status = events.CalledOff })
		h.later(3 * time.Minute)
		if got := kinds(h.mail()); got != "changed>amina changed>amina" { // one for each
			t.Error(got)
		}
		for _, instant := range []string{"2027-02-16T18:05:00Z", "2027-02-17T17:05:00Z", "2027-04-20T17:30:00Z", "2027-04-21T16:30:00Z", "2027-05-18T17:30:00Z"} {
			h.at(instant)
		}
		if got := kinds(h.mail()); got != "day-before>amina" { // one in all, over both events
			t.Errorf("reminders: %s", got)
		}
	})
}

func TestWhatWasHeldBackComesWhenTheAddressAnswers(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		second := roomy()
		second.Slug = "second"
		h.publish(second)
		r := h.register("readers", amina, 0, events.Remote)
		h.settle()
		other := h.register("second", amina, 0, events.Remote)
		h.settle()
		h.mail()
		h.answer(r)
		h.settle()
		h.one().has(t, h.events.Key(other))
		h.answer(r)
		h.at("2027-02-16T18:05:00Z")
		if got := kinds(h.mail()); got != "day-before>amina day-before>amina" {
			t.Error(got)
		}
	})
}

func TestWhoStoppedRemindersHearsOfChangesOnly(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		r := h.register("readers", amina, 0, events.Remote)
		h.answer(r)
		h.settle()
		h.mail()
		h.write(func(tx *store.Tx) error {
			_, _, err := h.events.SetReminders(tx.Context(), tx, h.events.StopKey(r), false)
			return err
		})
		h.at("2027-02-16T18:05:00Z")
		h.at("2027-02-17T17:05:00Z")
		if got := kinds(h.mail()); got != "" {
			t.Error(got)
		}
		h.change("readers", func(e *events.Event) { e.Dates[1].Status = events.CalledOff })
		h.later(3 * time.Minute)
		if got := kinds(h.mail()); got != "changed>amina" {
			t.Error(got)
		}
		h.as(r, func(tx *store.Tx, v auth.Viewer, e *events.Event, r *events.Registration) error {
			_, _, err := h.events.SetReminders(tx.Context(), tx, h.events.StopKey(*r), true)
			return err
		})
		h.at("2027-04-20T17:30:00Z")
		if got := kinds(h.mail()); got != "day-before>amina" {
			t.Error(got)
		}
	})
}
