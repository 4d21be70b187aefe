package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestPublishIsPressedTwice has two presses arrive before anything is published,
// and a third when all is: each leads to where one sees how far it is, and
// everybody is told once.
func TestPublishIsPressedTwice(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	board := formed(h, boss).URL.Path
	once, twice, late := boss.Open(board), boss.Open(board), boss.Open(board)
	once.Form(board + "/publish").Submit().OK().Says("Publishing")
	twice.Form(board+"/publish").Submit().OK().Says("Publishing").Silent("Not done", "Somebody changed")
	h.Pass(0)
	late.Form(board+"/publish").Submit().OK().Says("These meet").Silent("Not done", "Somebody changed")
	told := 0
	for _, m := range h.Mail("member05@mail.example") {
		if m.Kind == circles.MailPlaced {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

// TestWhatIsSaidOfStoppingIsTrue presses to stop what has come to its end
// meanwhile, and puts away the message that a publishing failed.
func TestWhatIsSaidOfStoppingIsTrue(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	const nothing = "Nothing has changed"
	stale := boss.Open(boardAt).Form("once").Submit().OK().Form(boardAt + "/stop")
	h.Pass(0)
	p := stale.Submit("Stop without result").OK().Silent(nothing)
	board := p.Follow(p.Texts("main h3 a")[0]).OK().URL.Path
	boss.Open(board).Form(board + "/publish").Submit().OK()
	h.Write(func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE job SET state = 'failed' WHERE kind = $1`, circles.JobPublish)
		return err
	})
	boss.Open("/o").Says("Not all circles could be published.")
	boss.Open(boardAt).Says("Not all circles could be published.").Form(boardAt + "/stop").Submit().OK().Silent(nothing)
	boss.Open(boardAt).Form("once").Submit().OK().Form(boardAt + "/stop").Submit("Stop without result").OK().Says(nothing)
}

// TestTwoSetTheRulesAtOnce: who comes second is told and overwrites nothing.
func TestTwoSetTheRulesAtOnce(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles, auth.EditSeries)
	less := h.Member("Kofi", "kofi@harbour.example", auth.FormCircles)
	first, second, third := boss.Open(boardAt+"/rules").Form("grid"), boss.Open(boardAt+"/rules").Form("grid"), less.Open(boardAt+"/rules").Form("grid")
	first.Set("grid", "60").Set("circles.size", "4").Submit().OK()
	second.Set("seconds", "yes").Submit().Answers(http.StatusUnprocessableEntity).Says("Somebody changed these rules meanwhile")
	third.Set("seconds", "yes").Submit().Answers(http.StatusUnprocessableEntity).Says("Somebody changed these rules meanwhile")
	p := boss.Open(boardAt).OK().Says("4 to 5 people in a circle").Silent("better two")
	if !strings.Contains(p.Follow("Change the rules").OK().Form("grid").Value("grid"), "60") {
		t.Error("what the first saved is gone")
	}
}

// TestAProposalDoesNotOutliveItsSeries: once the series is cancelled, nothing
// can be formed or published, and the page says why.
func TestAProposalDoesNotOutliveItsSeries(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	boss.Open(boardAt).Form("once").Submit().OK()
	h.Pass(time.Minute)
	p := boss.Open(boardAt)
	stale := p.Follow(p.Texts("main h3 a")[0]).OK()
	h.Write(func(tx *store.Tx) error {
		return h.App.Series.SetState(tx.Context(), tx, auth.AtConsole(), "lease", "cancelled")
	})
	stale.Form(stale.URL.Path + "/publish").Submit().Answers(http.StatusUnprocessableEntity).Says("The series does not take place, and so neither do its circles.")
	boss.Open(boardAt).OK().Says("The series does not take place, and so neither do its circles.")
}

// TestWhatCannotBePublishedSaysSo: somebody takes their yes back while the
// proposal is looked at, and the press finds that.
func TestWhatCannotBePublishedSaysSo(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	p := formed(h, boss)
	s, gone := h.Find("lease"), namesOf(p.Texts(".card")[0])
	h.Write(func(tx *store.Tx) error {
		for _, name := range gone[:2] {
			person, err := h.People.Find(tx, strings.ToLower(name)+"@mail.example")
			if err != nil {
				return err
			}
			in, err := h.Circles.InterestOf(tx, auth.Itself(), s.ID, person)
			if err != nil {
				return err
			}
			if err = h.Circles.Withdraw(tx.Context(), tx, auth.Viewer{Kind: auth.Person, Person: person, Tier: auth.Mail}, &in); err != nil {
				return err
			}
		}
		return nil
	})
	p = p.Form(p.URL.Path+"/publish").Submit().OK().Says("It cannot be published like this.", "Circle 1 has too few people: 3 are the least.").Silent("Publish, and tell")
	p.Form("who").Submit("do=dissolve C00001").OK().Says("Publish, and tell 10 people").Silent("It cannot be published like this.")
}

// TestAChangeIsPressedTwice: it is made once, and the second press sees it made.
func TestAChangeIsPressedTwice(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	p := formed(h, boss)
	board := p.URL.Path
	keep := boss.Open(board).Form("who")
	for range 2 {
		p = keep.Submit("do=keep C00001").OK().Says("Circle 1 stays as it is.").Silent("Not done")
	}
	undo := p.Form("look", "step")
	for range 2 {
		p = undo.Submit("Undo").OK().Silent("Not done", "Circle 1 stays as it is.")
	}
	leaves := p.Form("who").Set("who", number(t, p, "Member05")).Submit("do=move").OK()
	move := leaves.Form("who")
	to := "C00001"
	if cardOf(t, p, "Member05") == to {
		to = "C00002"
	}
	for range 2 {
		move.Submit("do=move " + to).OK().Says("1 person moved to").Silent("Not done")
	}
	if n := len(boss.Open(board + "?view=steps").All(".agenda li")); n != 2 {
		t.Errorf("%d steps, want 2", n)
	}
}

// TestAStepThatWasUndoneIsNotTakenForTheOneInItsPlace: on its page people had
// other numbers, so that somebody else would be moved.
func TestAStepThatWasUndoneIsNotTakenForTheOneInItsPlace(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	p := formed(h, boss)
	board := p.URL.Path
	stale := p.Form("who").Submit("do=dissolve C00001").OK()
	stale.Form("look", "step").Submit("Undo").OK().Form("who").Submit("do=dissolve C00003").OK()
	member := namesOf(stale.Texts(".card")[0])[0]
	stale.Form("who").Set("who", number(t, stale, member)).Submit("do=out").Answers(http.StatusUnprocessableEntity).Says("Somebody changed this proposal meanwhile.")
	// Undone and changed once more, it is published, also with two presses.
	once, twice := boss.Open(board), boss.Open(board)
	once.Form(board + "/publish").Submit().OK().Says("Publishing")
	twice.Form(board+"/publish").Submit().OK().Says("Publishing").Silent("Not done", "Somebody changed")
}
