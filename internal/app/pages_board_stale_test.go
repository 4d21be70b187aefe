package app_test

import (
	"fmt"
	"net/url"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
)

// formed has circles formed and opens the proposal.
func formed(h *apptest.House, boss *e2e.Client) *e2e.Page {
	boss.Open(boardAt).Form("once").Submit().OK()
	h.Pass(0)
	p := boss.Open(boardAt)
	return p.Follow(p.Texts("main h3 a")[0]).OK()
}

// TestMoreIsPossibleOnceMorePeopleSayYes: how many could have a circle is counted
// again with what people say now, whatever is done to the proposal.
func TestMoreIsPossibleOnceMorePeopleSayYes(t *testing.T) {
	for name, do := range map[string]string{"looked at with that": "rechecked", "changed by hand": "dissolve C00003"} {
		t.Run(name, func(t *testing.T) {
			h := withCircles(t)
			boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
			aDozen(t, h)
			board := formed(h, boss).Says("12 of 12 people have a circle. More is not possible.").URL.Path
			for n := range 3 {
				sayYes(t, h, fmt.Sprintf("Later%02d", n), "THU 18:00-19:30", false)
			}
			boss.Post(board+"/change", url.Values{"step": {"1"}, "do": {do}}).OK().Says("of 15 people have a circle; at most 15 could.").Silent("More is not possible")
		})
	}
}
