package app_test

import (
	"fmt"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/series"
)

func TestBesideCancelAndUndoStandsWhatBecomesOfThePlace(t *testing.T) {
	t.Run("without a limit", func(t *testing.T) {
		_, v, mine := enrolled(t, apptest.Series("lease"))
		v.Open(mine).Says("You can undo this for 24 hours.").Silent("whoever waits").
			Form("/cancel").Submit().OK().Says("You can undo this until").Silent("free now")
	})
	limited := func(places int, waitlist bool) *series.Series {
		s := apptest.Series("lease")
		s.Window.Places, s.Window.Waitlist = &places, waitlist
		return s
	}
	t.Run("with a waiting list", func(t *testing.T) {
		h, v, mine := enrolled(t, limited(1, true))
		ben := h.Visitor()
		register(ben, "lease", "ben", "ben@example.org").OK()
		ben.Open(h.Link("ben@example.org", "/r/")).Says("Whoever waits behind you moves up at once.")
		v.Open(mine).Says("Your place goes at once to whoever waits or registers next.", "you go to the end of the waiting list").
			Form("/cancel").Submit().OK().Says("Your place has gone to somebody else and none is free now.", "you go to the end of the waiting list").
			Form("/undo").Submit().OK().Says("You are next on the waiting list, Ada.")
	})
	t.Run("without a waiting list", func(t *testing.T) {
		h, v, mine := enrolled(t, limited(1, false))
		gone := v.Open(mine).Says("only while a place is free").Form("/cancel").Submit().OK().Says("A place is free now; it is not kept for you.")
		register(h.Visitor(), "lease", "ben", "ben@example.org").OK()
		gone.Form("/undo").Submit().Answers(422).Says("All places are taken.", "Your place has gone to somebody else and none is free now.")
	})
}

func TestBesideCancelAndUndoOfAGroupStandsWhatBecomesOfItsPlaces(t *testing.T) {
	s := apptest.Series("lease")
	places := 12
	s.Window.Places, s.Window.Waitlist, s.Window.GroupMin, s.Window.GroupMax = &places, true, 3, 50
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(s)
	contact, roster := gathered(h, "lease", "cai", 10)
	contact.Open(roster).Form("/answer").Submit().OK()
	other, second := gathered(h, "lease", "dee", 8)
	other.Open(second).Form("/answer").Submit().OK().Says("Whoever waits behind your group moves up at once.")
	gone := contact.Open(roster).Says("All places go at once to whoever waits or registers next.").Form("/cancel").Submit().OK().
		Says("This group is cancelled.", "There is no room for all of you now.", "your group goes to the end of the waiting list")
	gone.Form("/undo").Submit().OK().Says("Your group is back.", "Waiting: you are next in line.")
	contact.Open(roster).Form("/cancel").Submit().OK()
	other.Open(second).Form("/cancel").Submit().OK()
	contact.Open(roster).Says("There is room for all of you now; it is not kept for you.").Form("/undo").Submit().OK().Says("10 people are registered.")
}

// gathered registers a group of n and returns its contact person and their page.
func gathered(h *apptest.House, slug, contact string, n int) (*e2e.Client, string) {
	c := h.Visitor()
	var list strings.Builder
	for i := range n {
		fmt.Fprintf(&list, "%s %c, %s%d@example.org\n", contact, 'A'+rune(i), contact, i)
	}
	c.Open("/s/"+slug+"/group").Form("people").Set("name", contact).Set("email", contact+"@example.org").Set("people", list.String()).Submit().OK().
		Form("confirm").Submit().OK()
	return c, h.Link(contact+"@example.org", "/g/")
}
