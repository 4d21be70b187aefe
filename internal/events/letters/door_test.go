package letters

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
)

// The page of an event that not everybody sees opens nothing to who is not
// signed in: letters lead to the receiver's own page, and calendars to the
// sign-in, which leads on.
func TestLettersOfAnEventForSomeLeadNowhereThatIsShut(t *testing.T) {
	for _, seen := range []events.Visibility{events.Invited, events.Members} {
		each(t, func(h *house) {
			e := roomy()
			e.Slug = string(seen)
			h.publish(e)
			r := h.register(e.Slug, amina, 0, events.Here) // as long as everybody saw it
			h.change(e.Slug, func(e *events.Event) { e.Visibility = seen })
			h.answer(r)
			h.settle()
			h.at("2027-02-16T18:05:00Z") // with a reminder
			h.change(e.Slug, func(e *events.Event) { e.Dates[1].Status = events.CalledOff })
			h.later(3 * time.Minute)
			e = h.event(e.Slug)
			h.write(func(tx *store.Tx) error { return h.events.Cancel(tx.Context(), tx, auth.AtConsole(), e, &r) })
			h.settle()
			list := h.mail()
			if len(list) != 4 {
				t.Fatal(kinds(list))
			}
			for _, l := range list {
				l.has(t, base+"/er/"+h.events.Key(r))
				l.hasNot(t, base+"/e/"+e.Slug)
				if help := l.Header.Get("List-Help"); help == "<"+base+"/e/"+e.Slug+">" {
					t.Errorf("help at %s", help)
				}
			}
			entry, _ := list[0].entry(t)
			if got := prop(entry, "URL"); got != base+"/signin?to=%2Fe%2F"+e.Slug {
				t.Errorf("the calendar leads to %s", got)
			}
		})
	}
}

func TestWhoLostAPlaceAmongTheInvitedIsNotToldToRegisterAgain(t *testing.T) {
	each(t, func(h *house) {
		h.publish(circle("readers"))
		r := h.register("readers", amina, 1, events.Here)
		h.settle()
		h.mail()
		h.change("readers", func(e *events.Event) { e.Visibility = events.Invited })
		h.later(events.HoldFor + time.Hour)
		l := h.one()
		l.has(t, "If you would still like to come, answer this mail.", base+"/er/"+h.events.Key(r))
		l.hasNot(t, "You can register again", base+"/e/")
	})
}
