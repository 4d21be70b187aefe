package app_test

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// diary is a calendar that takes up every invitation and every end of one, and
// like all of them passes over what is no newer than what it has.
type diary map[string]e2e.Event // by UID

// takes takes up what came with somebody's mails since they were last read, and
// tells which kinds these were.
func (d diary) takes(x *round, name string) (kinds []string) {
	x.t.Helper()
	for _, m := range x.mail(name) {
		kinds = append(kinds, m.Kind)
		for _, part := range m.Calendars() {
			c := e2e.ReadCalendar(x.t, part.Body)
			for _, e := range c.Events {
				switch was, known := d[e.UID]; {
				case c.Method == "PUBLISH":
				case known && e.Sequence <= was.Sequence && !(c.Method == "REQUEST" && same(e, was)):
					x.t.Errorf("%s brings %s with sequence %d, it had %d", m.Kind, e.UID, e.Sequence, was.Sequence)
				case c.Method == "CANCEL" && !known:
					x.t.Errorf("%s ends %s, which never came", m.Kind, e.UID)
				case c.Method == "CANCEL":
					e.Status = "CANCELLED"
					d[e.UID] = e
				default:
					d[e.UID] = e
				}
			}
		}
	}
	return kinds
}

// same tells whether an entry that comes once more says what it said.
func same(e, was e2e.Event) bool {
	return e.Sequence == was.Sequence && e.Status == was.Status && e.Start.Equal(was.Start) && e.End.Equal(was.End)
}

// stands returns when something is to be, of what is not cancelled.
func (d diary) stands() (at []time.Time) {
	for _, e := range d {
		if e.Status != "CANCELLED" {
			at = append(at, e.Start)
		}
	}
	return at
}

// TestACalendarFollowsACircleAllItsLife: placed, at another hour, in another
// circle, a meeting cancelled and reinstated, left, and come back to.
func TestACalendarFollowsACircleAllItsLife(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		kim := diary{}
		holds := func(step string, want ...time.Time) {
			t.Helper()
			kinds, got := kim.takes(x, "Kim"), kim.stands()
			if len(got) != len(want) || len(want) == 1 && !got[0].Equal(want[0]) {
				t.Fatalf("%s: by %v the calendar holds %v, want %v", step, kinds, got, want)
			}
		}
		x.weeks()
		holds("placed", x.at("Kim", 1))
		for _, name := range []string{"Amina", "Jo", "Nour", "Kim"} {
			x.hours(name, "THU 07:00-09:00")
		}
		x.publish()
		holds("at another hour", x.at("Kim", 1))
		x.move("Kim")
		holds("in another circle", x.at("Kim", 1))
		x.change(func(s *series.Series) { s.Circles.Meetings[0].Status = series.CalledOff })
		holds("cancelled")
		x.change(func(s *series.Series) { s.Circles.Meetings[0].Status = series.Scheduled })
		holds("reinstated", x.at("Kim", 1))
		in := x.interest("Kim")
		x.Write(func(tx *store.Tx) error {
			return x.Circles.Withdraw(tx.Context(), tx, auth.Holder(circles.LinkCircle, in.ID, in.Person), &in)
		})
		x.Pass(0)
		holds("left")
		x.as("Kim", func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
			return x.Circles.Return(tx.Context(), tx, v, x.s, in)
		})
		holds("come back", x.at("Kim", 1))
		x.Clock.Set(x.at("Kim", 1).Add(-23 * time.Hour))
		x.Pass(0)
		holds("the day before", x.at("Kim", 1))
		x.Write(func(tx *store.Tx) error {
			return x.App.Series.SetState(tx.Context(), tx, auth.AtConsole(), "lease", series.Cancelled)
		})
		x.Pass(0)
		holds("the whole series cancelled")
	})
}

// TestWhoLeavesIsTakenOutOfTheMeetingThatTheyKnew: it is cancelled, or comes to
// another hour, while the letter about that or about their leaving waits.
func TestWhoLeavesIsTakenOutOfTheMeetingThatTheyKnew(t *testing.T) {
	cancels := func(x *round) {
		x.save(func(s *series.Series) { s.Circles.Meetings[0].Status = series.CalledOff })
		x.jobs()
	}
	leaves := func(x *round) {
		in := x.interest("Kim")
		x.Write(func(tx *store.Tx) error {
			return x.Circles.Withdraw(tx.Context(), tx, auth.Holder(circles.LinkCircle, in.ID, in.Person), &in)
		})
		x.jobs()
	}
	for name, does := range map[string][2]func(x *round){"first cancelled": {cancels, leaves}, "first left": {leaves, cancels}} {
		t.Run(name, func(t *testing.T) {
			eachRound(t, func(t *testing.T, x *round) {
				kim := diary{}
				x.weeks()
				kim.takes(x, "Kim")
				for _, do := range does {
					do(x)
				}
				if kinds := kim.takes(x, "Kim"); len(kinds) != 1 || len(kim.stands()) != 0 {
					t.Errorf("by %v the calendar holds %v", kinds, kim.stands())
				}
			})
		})
	}
}

// jobs does what is due while mail waits.
func (x *round) jobs() {
	x.t.Helper()
	for range 20 {
		n, err := x.App.Jobs.RunDue(x.t.Context())
		if err != nil {
			x.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// TestWhoLeavesAndComesBackForAnotherIsTakenOutOfTheirCircle, also while the
// letter about their leaving waits.
func TestWhoLeavesAndComesBackForAnotherIsTakenOutOfTheirCircle(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		kim := diary{}
		x.weeks()
		kim.takes(x, "Kim")
		h, err := circles.ReadHours("THU 07:00-09:00")
		if err != nil {
			t.Fatal(err)
		}
		x.Write(func(tx *store.Tx) error {
			in := x.interestIn(tx, "Kim")
			v := auth.Holder(circles.LinkCircle, in.ID, in.Person)
			if err := x.Circles.Withdraw(tx.Context(), tx, v, &in); err != nil {
				return err
			}
			return x.Circles.Change(tx.Context(), tx, v, x.s, &in, circles.Answer{Zone: "Europe/Berlin", Language: "en", Hours: h, Languages: []string{"en"}})
		})
		if kinds := kim.takes(x, "Kim"); len(kim.stands()) != 0 {
			t.Errorf("by %v the calendar holds %v", kinds, kim.stands())
		}
	})
}
