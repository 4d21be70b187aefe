package app_test

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
)

// What cannot be published is not praised, and of the circles that meet the
// home page counts who is in one now.
func TestWhatIsSaidOfAProposalIsTrue(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	aDozen(t, h)
	sayYes(t, h, "Friday", "FRI 18:00-21:00", false)
	boss.Open(boardAt).Form("once").Submit().OK()
	h.Pass(0)
	p := boss.Open(boardAt).OK()
	board := p.Follow(p.Texts("main h3 a")[0]).OK().Says("12 of 13 people have a circle. More is not possible.").URL.Path

	q := boss.Open(board + "?view=left")
	q = q.Form("who").Set("who", number(t, q, "Friday")).Submit("do=move").OK()
	q = q.Form("who").Submit("do=move C00001").OK().Says("13 of 13 people have a circle.").Silent("More is not possible", "at most")
	q = q.Form("look", "step").Submit("Undo").OK().Says("12 of 13 people have a circle. More is not possible.")

	q.Form(board + "/publish").Submit().OK()
	h.Pass(0)
	boss.Open(boardAt).OK().Says("These meet", "12 of 13 people have a circle.").Silent("More is not possible")
	s := h.Find("lease")
	h.Write(func(tx *store.Tx) error {
		person, err := h.People.Find(tx, "member05@mail.example")
		if err != nil {
			return err
		}
		in, err := h.Circles.InterestOf(tx, auth.Itself(), s.ID, person)
		if err != nil {
			return err
		}
		return h.Circles.Withdraw(t.Context(), tx, auth.Holder(circles.LinkCircle, in.ID, in.Person), &in)
	})
	boss.Open(boardAt).OK().Says("11 of 12 people have a circle.")
}

// A meeting of a circle is called the same everywhere on its page.
func TestTheHeadOfTheMeetingsSpeaksOfMeetingsOfCircles(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		p := x.page("Jo")
		path := p.URL.Path
		for lang, word := range map[string]string{"de": "Treffen", "ru": "Встреча", "ar": "اللقاء"} {
			q := x.browser["Jo"].Open(path + "?lang=" + lang).OK()
			if heads := q.Texts("th"); !strings.Contains(strings.Join(heads, "|"), word) {
				t.Errorf("%s: the heads are %q", lang, heads)
			}
		}
	})
}

// TestTheRulesSayWhetherCirclesHaveACall, before anybody is sent to one that is
// not there.
func TestTheRulesSayWhetherCirclesHaveACall(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	boss.Open(boardAt).OK().Says("It has a call of its own, at an address that only its members get.")
	h.Write(func(tx *store.Tx) error {
		s, err := h.App.Series.BySlug(tx.Context(), tx, auth.Itself(), "lease")
		if err != nil {
			return err
		}
		s.JoinURL = "https://meet.harbour.example/the-same-for-all"
		_, err = h.App.Series.Save(tx.Context(), tx, auth.Itself(), s)
		return err
	})
	boss.Open(boardAt).OK().Says("It has no call of its own")
}

// TestEveryMeetingThatWasNotedIsFound, also of a series of many circles.
func TestEveryMeetingThatWasNotedIsFound(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	aDozen(t, h)
	p := formed(h, boss)
	p.Form(p.URL.Path + "/publish").Submit().OK()
	h.Pass(0)
	h.Write(func(tx *store.Tx) error {
		for n := range 120 {
			id := store.NewID()
			if _, err := tx.Exec(`INSERT INTO meeting (id, circle, n, date, status) SELECT $1, MIN(id), $2, '2027-01-01', 'held' FROM circle`, id, 10+n); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO pulse (meeting, value, at) VALUES ($1, 5, 0)`, id); err != nil {
				return err
			}
		}
		return nil
	})
	boss.Open(boardAt + "/meetings").OK().Says("1–100 of 120").Follow("Next").OK().Says("101–120 of 120").Follow("Previous").OK().Says("1–100 of 120")
}
