package app_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// closes sets until when people can say yes.
func closes(t *testing.T, h *apptest.House, wall string) {
	t.Helper()
	at, err := when.ParseWall(wall)
	if err != nil {
		t.Fatal(err)
	}
	h.Write(func(tx *store.Tx) error {
		s, err := h.App.Series.BySlug(tx.Context(), tx, auth.Itself(), "lease")
		if err != nil {
			return err
		}
		s.Circles.Closes = &at
		_, err = h.App.Series.Save(tx.Context(), tx, auth.Itself(), s)
		return err
	})
}

// organisers signs in who forms circles, and who only sees who is registered.
func organisers(h *apptest.House) (boss, kofi *e2e.Client) {
	return h.Member("Amina", "amina@harbour.example", auth.FormCircles), h.Member("Kofi", "kofi@harbour.example", auth.SeeRegistrations)
}

// TestTheDeskSaysWhatWaitsOfCircles goes through the weeks of an organiser's
// first page: nothing while there is time, then that it is time to form, that a
// proposal waits, and, once circles meet, who asks for another one.
func TestTheDeskSaysWhatWaitsOfCircles(t *testing.T) {
	h := withCircles(t)
	boss, kofi := organisers(h)
	const said, waits, moves = "12 people said yes to a circle", "A proposal of circles waits to be published", "1 person asks for another circle"
	aDozen(t, h)
	closes(t, h, "2027-01-20T23:59")
	boss.Open("/o").OK().Silent(said)
	h.Clock.Set(time.Date(2027, 1, 18, 9, 0, 0, 0, time.UTC))
	boss, _ = organisers(h)
	boss.Open("/o").Says(said + "; others can until Wed, 20 Jan 2027, 23:59")
	h.Clock.Set(time.Date(2027, 1, 21, 9, 0, 0, 0, time.UTC))
	boss, kofi = organisers(h)
	boss.Open("/o/s/lease").Says(said + ": time to form them")
	kofi.Open("/o").Silent(said)

	boss.Open("/o").Says(said + ": time to form them").Follow("Form circles Know your lease").OK().Form("once").Submit().OK()
	boss.Open("/o").Silent(said, waits) // they are being formed
	h.Pass(0)
	kofi.Open("/o").Silent(waits)
	p := boss.Open("/o").Silent(said).Says(waits)
	p = p.Follow("Look at it Know your lease").OK()
	p.Form(p.URL.Path + "/publish").Submit().OK()
	h.Pass(0)
	boss.Open("/o").Silent(said, waits, moves)

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
		return h.Circles.AskMove(tx.Context(), tx, auth.Viewer{Kind: auth.Person, Person: person, Tier: auth.Mail}, in, "")
	})
	boss.Open("/o").Says(moves)
	kofi.Open("/o").Silent(moves)

	p = boss.Open(p.URL.Path).Form(boardAt + "/continue").Submit().OK()
	boss.Open("/o").Says(moves).Silent(waits) // nothing has been changed in it yet
	p.Form("who").Submit("do=dissolve C00001").OK()
	boss.Open("/o").Says(moves, waits)
}

// TestWithoutALastDayCirclesAreThoughtOfBeforeTheyMeet is a series whose
// organisers let people say yes until circles are published.
func TestWithoutALastDayCirclesAreThoughtOfBeforeTheyMeet(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	h.Clock.Set(time.Date(2027, 2, 7, 9, 0, 0, 0, time.UTC))
	boss, _ := organisers(h)
	boss.Open("/o").Silent("said yes to a circle")
	h.Clock.Set(time.Date(2027, 2, 8, 9, 0, 0, 0, time.UTC))
	boss, _ = organisers(h)
	boss.Open("/o").Says("12 people said yes to a circle: time to form them")
	h.Clock.Set(time.Date(2027, 3, 20, 9, 0, 0, 0, time.UTC)) // all dates are over
	boss, _ = organisers(h)
	boss.Open("/o").Silent("said yes to a circle")
}

// TestASeriesIsNotOverAsLongAsItsCirclesMeet: put away, it would remind nobody of
// them and let nobody in.
func TestASeriesIsNotOverAsLongAsItsCirclesMeet(t *testing.T) {
	h := withCircles(t)
	change(h, func(s *series.Series) {
		s.Circles.Meetings = append(s.Circles.Meetings, series.Session{Date: when.Date{Year: 2027, Month: time.April, Day: 8}, Status: series.Scheduled})
	})
	boss := func(day time.Time) *e2e.Client {
		h.Clock.Set(day)
		return h.Member("Amina", "amina@harbour.example", auth.FormCircles, auth.EditSeries)
	}
	b := boss(time.Date(2027, 4, 7, 9, 0, 0, 0, time.UTC))
	b.Open("/o").OK().Says("Running").Silent("series that is over")
	b.Open("/o/s/lease").OK().Says("Running", "Cancel the series…").Silent("Archive")
	b.Post("/o/s/lease/state", url.Values{"to": {"archived"}}).Answers(http.StatusUnprocessableEntity).Says("Circles are still to meet.")
	b = boss(time.Date(2027, 4, 10, 9, 0, 0, 0, time.UTC))
	b.Open("/o").OK().Says("series that is over")
	b.Open("/o/s/lease").OK().Form("to").Submit("Archive").OK().Says("Archived")
}
