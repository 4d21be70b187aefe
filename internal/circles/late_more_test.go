package circles_test

import (
	"context"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// later does what is due now, and two minutes later.
func (d *desk) later() {
	d.t.Helper()
	d.work()
	d.clock.Set(d.clock.Now().Add(2 * time.Minute))
	d.work()
}

// A place is given only by what somebody says at the moment in which it is
// written down.
func TestAPlaceIsGivenByWhatIsSaidWhenItIsWritten(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.yes("late", "THU 18:00-21:00", false)
		in := d.interest("late")
		for name, x := range map[string]struct {
			between func()
			holds   bool
		}{
			"nothing": {func() {}, true},
			"hours": {func() {
				d.clock.Set(d.clock.Now().Add(time.Second))
				a := answer(t)
				a.Hours, a.Languages = hours(t, "THU 07:00-09:00"), []string{"en"}
				mine := in
				d.write(func(tx *store.Tx) error {
					return d.room.Change(tx.Context(), tx, holder(in), d.seriesIn(tx), &mine, a)
				})
			}, false},
			"wishes": {func() {
				d.clock.Set(d.clock.Now().Add(time.Second))
				mine := in
				d.write(func(tx *store.Tx) error {
					return d.room.SetWishes(tx.Context(), tx, named(in), &mine, circles.Wishes{Apart: circles.NameThem("person01")})
				})
			}, false},
		} {
			holds, err := d.room.HoldsAfter(t.Context(), d.db, in, x.between)
			if err != nil || holds != x.holds {
				t.Errorf("%s: it holds: %v, want %v (%v)", name, holds, x.holds, err)
			}
		}
	})
}

func TestNobodyJoinsCirclesThatHaveMetForTheLastTime(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.yes("waits", "THU 07:00-09:00", false)
		d.work()
		waits := d.interest("waits")
		c := d.own(d.interest("person01")).Circle
		d.clock.Set(c.Ends(c.Meetings[3])) // it is Thursday still
		d.told()
		err := d.try(func(tx *store.Tx) error {
			_, err := d.room.SayYes(tx.Context(), tx, auth.Viewer{}, d.slug, circles.YesForm{Name: "late", Address: "late@mail.example", Answer: answer(t)})
			return err
		})
		if !errs.Is(err, errs.Closed) {
			t.Errorf("somebody says yes: %v", err)
		}
		a := answer(t)
		err = d.try(func(tx *store.Tx) error {
			return d.room.Change(tx.Context(), tx, holder(waits), d.seriesIn(tx), &waits, a)
		})
		if !errs.Is(err, errs.Closed) {
			t.Errorf("somebody's hours fit by now: %v", err)
		}
		d.work()
		if got := d.told(); len(got) != 0 || d.seats()[waits.ID] != "" {
			t.Errorf("told %v", got)
		}
	})
}

// Of two circles one has met for the last time: a place is given in the other.
func TestAPlaceIsGivenInACircleThatStillMeets(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.queue.Handle(circles.JobLate, d.room.LateJob)
		d.queue.Handle(circles.JobFill, d.room.FillJob)
		for _, name := range []string{"a", "b", "c"} {
			d.yes(name, "THU 09:00-11:00", name == "a")
			d.yes(name+"2", "THU 18:00-21:00", name == "a")
		}
		d.yes("d2", "THU 18:00-21:00", false) // the morning is the smaller one
		d.publish(d.form(""))
		morning, evening := d.own(d.interest("a")).Circle, d.own(d.interest("a2")).Circle
		if morning.ID == evening.ID {
			t.Fatal("they are one circle")
		}
		d.clock.Set(morning.Ends(morning.Meetings[3]))
		d.yes("late", "THU 08:00-21:00", false)
		d.work()
		if got := d.seats()[d.interest("late").ID]; got != evening.Code {
			t.Errorf("they are in %q, want %s, which meets at night", got, evening.Code)
		}
	})
}

func TestHoursForOneSeriesFindAPlaceInAnother(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.yes("waits", "THU 07:00-09:00", false)
		d.work()
		in := d.interest("waits")
		first := d.slug
		other := d.load()
		other.Slug, other.ID = "other", ""
		for i := range other.Sessions {
			other.Sessions[i].ID = ""
		}
		d.write(func(tx *store.Tx) error {
			_, err := d.series.Import(tx.Context(), tx, auth.AtConsole(), other)
			return err
		})
		v := auth.Viewer{Kind: auth.Person, Person: in.Person, Tier: auth.Mail}
		a := answer(t)
		a.Hours = hours(t, "THU 07:00-09:00;THU 18:00-21:00")
		d.write(func(tx *store.Tx) error {
			_, err := d.room.SayYes(tx.Context(), tx, v, "other", circles.YesForm{Answer: a})
			return err
		})
		d.work()
		d.slug = first
		if d.seats()[in.ID] == "" {
			t.Error("they have no circle in the first series")
		}
	})
}

// What waits on a page when somebody has got a place, or all is over, does
// nothing any more.
func TestASuggestionThatIsOutOfDateChangesNothing(t *testing.T) {
	suggested := func(t *testing.T, d *desk) circles.Interest {
		d.yes("late", "THU 18:00-18:30;FRI 18:00-21:00", false)
		d.work()
		in := d.interest("late")
		if why, _ := d.why(in); why.Suggest == nil {
			t.Fatalf("they are told %+v", why)
		}
		return in
	}
	refused := func(t *testing.T, d *desk, in circles.Interest) {
		before := d.hoursOf(in.Person).Hours.String()
		err := d.try(func(tx *store.Tx) error { return d.room.TakeSuggestion(tx.Context(), tx, holder(in), &in) })
		if now := d.hoursOf(in.Person).Hours.String(); !errs.Is(err, errs.Closed) || now != before {
			t.Errorf("it did not refuse (%v), and their hours are %s, were %s", err, now, before)
		}
	}
	t.Run("over", func(t *testing.T) {
		eachMet(t, 4, func(t *testing.T, d *desk) {
			in := suggested(t, d)
			c := d.own(d.interest("person01")).Circle
			d.clock.Set(c.Ends(c.Meetings[3]))
			refused(t, d, in)
		})
	})
	t.Run("placed", func(t *testing.T) {
		eachMet(t, 4, func(t *testing.T, d *desk) {
			d.follows()
			in := suggested(t, d)
			d.edit(func(s *series.Series) { // the circles move to Fridays
				for i := range s.Circles.Meetings {
					s.Circles.Meetings[i].Date = s.Circles.Meetings[i].Date.AddDays(1)
				}
			})
			d.later()
			if d.seats()[in.ID] == "" {
				t.Fatal("the circle meets at their hours by now, and they have no place")
			}
			refused(t, d, in)
		})
	})
}

// What changes while the reasons are looked at is looked at after that.
func TestReasonsAreLookedAtForEveryChange(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		in := d.interest("person01")
		waiting := func() (n int, due time.Time) {
			d.read(func(tx *store.Tx) error {
				var at store.Time
				err := tx.Row(`SELECT COUNT(*), MIN(due_at) FROM job WHERE kind = $1 AND state = 'waiting'`, circles.JobReasons).Scan(&n, &at)
				due = at.Time
				return err
			})
			return n, due
		}
		started := d.clock.Now()
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
		d.clock.Set(started.Add(40 * time.Second))
		other := d.interest("person02")
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(other), &other) })
		if n, due := waiting(); n != 1 || due.After(started.Add(time.Minute)) {
			t.Errorf("%d jobs wait, the first until %s: a second change put it off", n, due)
		}
		d.clock.Set(started.Add(2 * time.Minute))
		d.queue.Handle(circles.JobReasons, func(ctx context.Context, r *jobs.Running) error {
			third := d.interest("person03") // while it looks
			d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(third), &third) })
			return nil
		})
		if _, err := d.queue.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n, _ := waiting(); n != 1 {
			t.Errorf("%d jobs wait after a change in between", n)
		}
	})
}

// Who moved house is told their hours where they live, also after they change
// what they said; another city in the form holds for both.
func TestWhoMovedHouseIsToldTheirHoursThere(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.yes("ada", "THU 18:00-21:00", false)
		in := d.interest("ada")
		d.write(func(tx *store.Tx) error {
			return d.room.Relocate(tx, holder(in), in.Person, "America/New_York", "en")
		})
		change := func(zone string) {
			in = d.interest("ada")
			a := answer(t)
			a.Zone, a.Languages = zone, []string{"en"}
			d.write(func(tx *store.Tx) error { return d.room.Change(tx.Context(), tx, holder(in), d.seriesIn(tx), &in, a) })
			in = d.interest("ada")
		}
		if change("Europe/Berlin"); in.Zone != "America/New_York" || d.hoursOf(in.Person).Zone != "Europe/Berlin" {
			t.Errorf("they are told their hours in %s, and mean those of %s", in.Zone, d.hoursOf(in.Person).Zone)
		}
		if change("Asia/Kolkata"); in.Zone != "Asia/Kolkata" || d.hoursOf(in.Person).Zone != "Asia/Kolkata" {
			t.Errorf("they are told their hours in %s, and mean those of %s", in.Zone, d.hoursOf(in.Person).Zone)
		}
	})
}

// In the week in which circles meet for the last time nobody is promised a place
// that nobody looks for any more.
func TestNobodyIsAskedWhenNoPlaceIsLookedForAnyMore(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.edit(func(s *series.Series) {
			s.Circles.Days = series.DaysAny
			for i := range s.Circles.Meetings {
				s.Circles.Meetings[i].Date = s.Circles.Meetings[i].Date.AddDays(-3) // the Mondays
			}
		})
		d.many(4)
		d.publish(d.form(""))
		last := d.own(d.interest("person01")).Circle.Meetings[3]
		if last.Date.Weekday() != time.Thursday {
			t.Fatalf("they meet on %s", last.Date)
		}
		at, _ := last.Date.AddDays(-1).At(12 * 60).In(time.UTC)
		d.clock.Set(at)
		var asking circles.Asking
		d.read(func(tx *store.Tx) (err error) { asking, err = d.room.Asking(tx, d.seriesIn(tx)); return err })
		if asking != circles.NotAsking {
			t.Errorf("they are asked still: %d", asking)
		}
	})
}
