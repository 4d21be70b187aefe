package letters

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
)

// off calls the second date off.
func off(h *house) {
	h.change("readers", func(e *events.Event) { e.Dates[1].Status = events.CalledOff })
}

// leaveOut leaves all dates out.
func leaveOut(h *house) {
	h.change("readers", func(e *events.Event) {
		for i := range e.Dates {
			e.Dates[i].Status = events.Skipped
		}
	})
}

// otherRule lets the circle meet on Tuesdays from now on, so that the Wednesdays
// go.
func otherRule(h *house) {
	h.change("readers", func(e *events.Event) {
		rule := *e.Rule
		rule.From, rule.Weekdays = rule.From.AddDays(-1), []time.Weekday{time.Tuesday}
		e.Rule = &rule
	})
}

// to lets somebody change to another date.
func (h *house) to(r events.Registration, date string) {
	h.as(r, func(tx *store.Tx, v auth.Viewer, e *events.Event, r *events.Registration) error {
		return h.events.Change(tx.Context(), tx, v, e, r, date, events.Remote)
	})
}

// A date that is off leaves every calendar that was given it, whatever else is
// done before that is told.
func TestNobodyKeepsAnEntryForADateThatIsOff(t *testing.T) {
	for name, then := range map[string]func(h *house, e *events.Event, r events.Registration){
		"nothing else": func(h *house, e *events.Event, r events.Registration) { off(h) },
		"they give their place up": func(h *house, e *events.Event, r events.Registration) {
			off(h)
			h.later(time.Minute)
			h.cancel(r)
		},
		"they choose another date": func(h *house, e *events.Event, r events.Registration) {
			off(h)
			h.later(time.Minute)
			h.to(r, e.Dates[2].ID)
		},
		"the organisers take their place away": func(h *house, e *events.Event, r events.Registration) {
			off(h)
			h.later(time.Minute)
			h.write(func(tx *store.Tx) error { return h.events.Cancel(tx.Context(), tx, auth.AtConsole(), e, &r) })
		},
		"it is left out as well": func(h *house, e *events.Event, r events.Registration) {
			off(h)
			h.later(time.Minute)
			leaveOut(h)
		},
		"its rule goes": func(h *house, e *events.Event, r events.Registration) {
			leaveOut(h)
			h.later(time.Minute)
			otherRule(h)
		},
		"its rule goes after the letter is written": func(h *house, e *events.Event, r events.Registration) {
			leaveOut(h)
			h.clock.Add(3 * time.Minute)
			h.write(func(tx *store.Tx) error {
				_, err := h.events.WriteLetters(tx.Context(), tx)
				return err
			})
			otherRule(h)
		},
		"the event is cancelled, and they give their place up": func(h *house, e *events.Event, r events.Registration) {
			h.write(func(tx *store.Tx) error {
				return h.events.SetState(tx.Context(), tx, auth.AtConsole(), "readers", events.Cancelled)
			})
			h.later(time.Minute)
			h.cancel(r)
		},
	} {
		for _, date := range []int{2, 0} { // that one, or all
			t.Run(name, func(t *testing.T) {
				each(t, func(h *house) {
					h.publish(roomy())
					e := h.event("readers")
					r := h.register("readers", amina, date, events.Remote)
					h.settle()
					h.answer(r)
					h.settle()
					uid := e.Dates[1].ID + "@plenary.example"
					if was := entriesOf(t, h.mail()); was[uid] != "CONFIRMED" {
						t.Fatalf("she was given it as %q: %v", was[uid], was)
					}
					then(h, e, r)
					h.later(3 * time.Minute)
					list := h.mail()
					if is := entriesOf(t, list); is[uid] != "CANCELLED" {
						t.Errorf("for %d it stands in her calendar as %q, after %s", date, is[uid], kinds(list))
					}
				})
			})
		}
	}
}

// entriesOf are the entries of a calendar that took what the letters carry in,
// by their uid with what they say last.
func entriesOf(t testing.TB, list []letter) map[string]string {
	t.Helper()
	status := map[string]string{}
	for _, l := range list {
		for _, c := range l.calendars {
			for _, entry := range calendarOf(t, c.data).Events() {
				status[prop(entry, "UID")] = prop(entry, "STATUS")
			}
		}
	}
	return status
}
