package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

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

// TestCirclesThatTheSeriesIsNotInAnyMoreSaySo: of nobody in them it is said that
// they do not speak, and nothing is counted by an hour that nobody looked up.
func TestCirclesThatTheSeriesIsNotInAnyMoreSaySo(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	aDozen(t, h)
	board := formed(h, boss).URL.Path
	change(h, func(s *series.Series) { s.Languages = []string{"de"} })
	boss.Post(board+"/change", url.Values{"step": {"1"}, "do": {"rechecked"}}).OK().
		Says("Circle 1 is in a language or on a track that the series no longer has.", "3 problems").Silent("does not speak", "unpleasant hour", "as wished")
}

// change changes the series behind everybody's back.
func change(h *apptest.House, to func(s *series.Series)) {
	h.Write(func(tx *store.Tx) error {
		s, err := h.App.Series.BySlug(tx.Context(), tx, auth.Itself(), "lease")
		if err != nil {
			return err
		}
		to(s)
		_, err = h.App.Series.Save(tx.Context(), tx, auth.Itself(), s)
		return err
	})
}

// TestWhatMeetsIsNotHeldAgainstItself: a proposal that is published says nothing
// of what publishing it would change.
func TestWhatMeetsIsNotHeldAgainstItself(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	aDozen(t, h)
	board := formed(h, boss).URL.Path
	boss.Open(board).Form(board + "/publish").Submit().OK()
	h.Pass(0)
	boss.Open(board).OK().Says("Change these circles").Silent("it changes something for")
}

// TestToStopOrDeleteIsPressedTwice: who presses twice has what they wanted.
func TestToStopOrDeleteIsPressedTwice(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	aDozen(t, h)
	stop := boss.Open(boardAt).Form("once").Submit().OK().Form(boardAt + "/stop")
	for range 2 {
		stop.Submit("Stop without result").OK().Says("12 people say yes")
	}
	board := formed(h, boss).URL.Path
	drop := boss.Open(board + "?view=steps").Form(board + "/drop")
	for range 2 {
		drop.Submit().OK().Says("The proposal is deleted.")
	}
}

// TestAProposalWithoutCirclesLeadsToWhy: there is nothing to publish, and the
// people in it are found by name.
func TestAProposalWithoutCirclesLeadsToWhy(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	for n := range 6 {
		sayYes(t, h, fmt.Sprintf("Member%02d", n), "THU 18:00-19:30", false)
	}
	p := formed(h, boss).Says("0 circles").Silent("Publish, and tell", "There is no such circle")
	p = boss.Open(p.Attr(".empty a", "href")).OK().Says("nobody who leads")
	p.Form("name").Set("name", "member05").Submit().OK().Says("1 person")
}

// TestWhatIsTickedStaysTickedWhenItIsRefused, and only those are said to be free
// again who were pinned.
func TestWhatIsTickedStaysTickedWhenItIsRefused(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	aDozen(t, h)
	sayYes(t, h, "Friday", "FRI 18:00-21:00", false)
	sayYes(t, h, "Freya", "FRI 18:00-21:00", false)
	p := formed(h, boss)
	board := p.URL.Path
	p.Form("who").Set("who", number(t, p, "Member05")).Submit("do=pin").OK()
	p = boss.Open(board)
	p.Form("who").Set("who", number(t, p, "Member05")).Set("who", number(t, p, "Member06")).Submit("do=unpin").OK().Says("1 person may be moved again.")
	p = boss.Open(board + "?view=left")
	p = p.Form("who").Set("who", number(t, p, "Friday")).Set("who", number(t, p, "Freya")).Submit("do=new").Answers(http.StatusUnprocessableEntity).Says("share no hour")
	if n := len(p.All("[name=who][checked]")); n != 2 {
		t.Errorf("%d people are ticked still, want 2", n)
	}
}

// TestWhoComesToAProposalThatIsGoneIsToldSo: somebody else published another.
func TestWhoComesToAProposalThatIsGoneIsToldSo(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	aDozen(t, h)
	board := formed(h, boss).URL.Path
	p := boss.Open(board).Form("who").Submit("do=keep C00001").OK()
	moving := p.Form("who").Set("who", "0").Submit("do=move").OK()
	h.Pass(time.Minute)
	theirs := formed(h, boss)
	theirs.Form(theirs.URL.Path + "/publish").Submit().OK()
	h.Pass(0)
	for name, q := range map[string]*e2e.Page{
		"look":    boss.Open(board),
		"change":  p.Form("who").Submit("do=dissolve C00001"),
		"moving":  boss.Open(moving.URL.String()),
		"move":    moving.Form("who").Submit("do=move C00002"),
		"undo":    p.Form("look", "step").Submit("Undo"),
		"publish": p.Form(board + "/publish").Submit(),
	} {
		if q.OK().Says("The proposal is deleted.", "These meet"); q.URL.Path != boardAt {
			t.Errorf("%s leads to %s", name, q.URL)
		}
	}
}

// TestWhoWithdrewIsCountedNowhere, though they stand in their circle until it is
// published.
func TestWhoWithdrewIsCountedNowhere(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	aDozen(t, h)
	p := formed(h, boss)
	gone, s := namesOf(p.Texts(".card")[0])[2], h.Find("lease")
	h.Write(func(tx *store.Tx) error {
		person, err := h.People.Find(tx, strings.ToLower(gone)+"@mail.example")
		if err != nil {
			return err
		}
		in, err := h.Circles.InterestOf(tx, auth.Itself(), s.ID, person)
		if err != nil {
			return err
		}
		return h.Circles.Withdraw(tx.Context(), tx, auth.Viewer{Kind: auth.Person, Person: person, Tier: auth.Mail}, &in)
	})
	p.Form("who").Submit("do=dissolve C00003").OK().Says("7 of 11 people have a circle.", "7 people with a circle", gone+" is in Circle 1 and does not say yes any more.")
}
