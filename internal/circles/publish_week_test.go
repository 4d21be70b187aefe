package circles_test

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// anyDay has the weekday of the circles be found with the hour.
func (d *desk) anyDay() {
	d.t.Helper()
	s := d.load()
	s.Circles.Days = series.DaysAny
	d.write(func(tx *store.Tx) error {
		_, err := d.series.Save(tx.Context(), tx, auth.AtConsole(), s)
		return err
	})
}

// TestNobodyIsInvitedToWhatIsOver publishes in the middle of a week of which the
// circles' day has passed.
func TestNobodyIsInvitedToWhatIsOver(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.anyDay()
		for _, name := range []string{"a", "b", "c", "d"} {
			d.yes(name, "MON 18:00-21:00", true)
		}
		d.clock.Set(time.Date(2027, 2, 10, 12, 0, 0, 0, time.UTC)) // a Wednesday; the first meeting is in this week
		d.publish(d.form(""))
		c := d.own(d.interest("a")).Circle
		if len(c.Meetings) != 3 {
			t.Errorf("it has %d meetings, want 3", len(c.Meetings))
		}
		for _, m := range c.Meetings {
			if !c.Begins(m).After(d.clock.Now()) {
				t.Errorf("meeting %d was on %s", m.N, m.Date)
			}
		}
	})
}

// TestAMeetingThatTheNewHourHasPassedDoesNotTakePlace: a circle is brought from
// Fridays to Mondays on a Wednesday.
func TestAMeetingThatTheNewHourHasPassedDoesNotTakePlace(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.anyDay()
		for _, name := range []string{"a", "b", "c", "d"} {
			d.yes(name, "FRI 18:00-21:00", true)
		}
		d.publish(d.form(""))
		d.clock.Set(time.Date(2027, 2, 17, 12, 0, 0, 0, time.UTC)) // in the week of the second
		for _, name := range []string{"a", "b", "c", "d"} {
			in := d.interest(name)
			h, err := circles.ReadHours("MON 19:00-21:00")
			if err != nil {
				t.Fatal(err)
			}
			d.write(func(tx *store.Tx) error {
				return d.room.Change(tx.Context(), tx, holder(in), d.seriesIn(tx), &in, circles.Answer{Zone: "Europe/Berlin", Language: "en", Hours: h, Languages: []string{"en"}, Leads: true})
			})
		}
		d.publish(d.form(""))
		c := d.own(d.interest("a")).Circle
		if c.Start != 19*60 || c.Meeting(3).Date.String() != "2027-02-22" || c.Meeting(4).Date.String() != "2027-03-01" {
			t.Fatalf("the circle is %+v", c)
		}
		if m := c.Meeting(1); m.Date.String() != "2027-02-12" || !m.TakesPlace() {
			t.Errorf("the first was %+v", m)
		}
		if m := c.Meeting(2); m.TakesPlace() || m.Sequence == 0 {
			t.Errorf("the second is %+v", m)
		}
		if next, ok := c.Next(d.clock.Now()); !ok || next.N != 3 {
			t.Errorf("the next is %+v", next)
		}
	})
}

// toMondays brings a circle of four from Fridays to Mondays, on the Wednesday in
// the week of its second meeting.
func (d *desk) toMondays() {
	d.t.Helper()
	d.publish(d.mondays())
}

// mondays is the proposal of that, before it is published.
func (d *desk) mondays() circles.Board {
	d.t.Helper()
	return d.mondaysAt(time.Date(2027, 2, 17, 12, 0, 0, 0, time.UTC), "MON 19:00-21:00")
}

// mondaysAt is the same, formed at another time and of other hours.
func (d *desk) mondaysAt(now time.Time, hours string) circles.Board {
	d.t.Helper()
	d.anyDay()
	for _, name := range []string{"a", "b", "c", "d"} {
		d.yes(name, "FRI 18:00-21:00", true)
	}
	d.publish(d.form(""))
	d.clock.Set(now)
	return d.otherHours(hours)
}

// otherHours has the four say other hours, and is what is formed of these.
func (d *desk) otherHours(hours string) circles.Board {
	d.t.Helper()
	h, err := circles.ReadHours(hours)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, name := range []string{"a", "b", "c", "d"} {
		in := d.interest(name)
		d.write(func(tx *store.Tx) error {
			return d.room.Change(tx.Context(), tx, holder(in), d.seriesIn(tx), &in, circles.Answer{Zone: "Europe/Berlin", Language: "en", Hours: h, Languages: []string{"en"}, Leads: true})
		})
	}
	d.told()
	return d.form("")
}

// TestACircleThatMovesIsToldOnceWhereverThePublishingEnds and goes on.
func TestACircleThatMovesIsToldOnceWhereverThePublishingEnds(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		if !d.begin(d.mondays()) {
			t.Fatal("it is not taken up")
		}
		if ends := d.endAfterEachWrite(t); ends < 3 {
			t.Errorf("it ended only %d times", ends)
		}
		if got := d.told(); got[circles.MailChanged] != 4 || got[circles.MailHour] != 4 || got[circles.MailPlaced]+got[circles.MailMoved]+got[circles.MailGone] != 0 {
			t.Errorf("told %v", got)
		}
		c := d.own(d.interest("a")).Circle
		if m := c.Meeting(3); m.Sequence != 1 || c.Begins(*m).Hour() != 19 {
			t.Errorf("the third is %+v", m)
		}
	})
}

// TestWhatFallsOutWhenACircleMovesIsTold: of the meeting on Friday that is not to
// be, and of the new hour, each once.
func TestWhatFallsOutWhenACircleMovesIsTold(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.toMondays()
		c := d.own(d.interest("a")).Circle
		if m := c.Meeting(2); m.TakesPlace() || m.Date.Weekday() != time.Friday || c.Begins(*m).Hour() != 18 {
			t.Errorf("the one that falls out is %s, %s", c.Begins(*m), m.Status)
		}
		if m := c.Meeting(1); c.Begins(*m).Hour() != 18 {
			t.Errorf("the first was at %s", c.Begins(*m))
		}
		if got := d.told(); got[circles.MailChanged] != 4 || got[circles.MailHour] != 4 || got[circles.MailPlaced] != 0 {
			t.Errorf("told %v", got)
		}
	})
}

// TestAMeetingFollowsToTheWeekdayOfItsCircleNow: one that is put off comes on
// the weekday to which the circle moved; what was stays.
func TestAMeetingFollowsToTheWeekdayOfItsCircleNow(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.toMondays()
		d.follows()
		d.edit(func(s *series.Series) { s.Circles.Meetings[3].Date = s.Circles.Meetings[3].Date.AddDays(7) })
		c := d.own(d.interest("a")).Circle
		if got := c.Meeting(4).Date.String(); got != "2027-03-08" {
			t.Errorf("the last is on %s, want a Monday", got)
		}
		d.edit(func(s *series.Series) { s.Circles.Meetings[0].Date = s.Circles.Meetings[0].Date.AddDays(1) })
		c = d.own(d.interest("a")).Circle
		if got := c.Meeting(1).Date.String(); got != "2027-02-12" {
			t.Errorf("the first was on %s", got)
		}
		d.told()
		d.edit(func(s *series.Series) { s.Circles.Meetings[1].Status = series.Tentative })
		if c = d.own(d.interest("a")).Circle; c.Meeting(2).TakesPlace() || len(d.told()) != 0 {
			t.Errorf("the one that fell out is %+v", c.Meeting(2))
		}
	})
}

// TestTwoMeetingsInOneWeekAreRefusedWhereTheyAreEntered, with a reason; where
// they stand already a place is looked for all the same.
func TestTwoMeetingsInOneWeekAreRefusedWhereTheyAreEntered(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.queue.Handle(circles.JobLate, d.room.LateJob)
		d.queue.Handle(circles.JobReasons, d.room.ReasonsJob)
		d.anyDay()
		for _, name := range []string{"a", "b", "c", "d"} {
			d.yes(name, "FRI 18:00-21:00", true)
		}
		d.publish(d.form(""))
		s := d.load()
		s.Circles.Meetings[1].Date = s.Circles.Meetings[2].Date.AddDays(-1)
		err := d.try(func(tx *store.Tx) error {
			_, err := d.series.Save(tx.Context(), tx, auth.AtConsole(), s)
			return err
		})
		if got := fields(err); len(got) != 1 || got[0] != "circles.meetings.3.date" {
			t.Errorf("it is refused beside %v: %v", got, err)
		}
		d.write(func(tx *store.Tx) error { // as it could be entered once
			_, err := tx.Exec(`UPDATE series SET circles = REPLACE(circles, $1, $2)`, "2027-02-18", s.Circles.Meetings[1].Date.String())
			return err
		})
		if got := d.load().Circles.Meetings[1].Date; got != s.Circles.Meetings[1].Date {
			t.Fatalf("it stands on %s", got)
		}
		d.yes("late", "FRI 18:00-21:00", false)
		d.work()
		if d.own(d.interest("late")).Circle.Code == "" {
			t.Error("who came late has no circle")
		}
	})
}

// TestNoCircleIsFormedOnADayThatIsPastInTheLastWeek: it would never meet.
func TestNoCircleIsFormedOnADayThatIsPastInTheLastWeek(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.anyDay()
		for _, name := range []string{"a", "b", "c", "d"} {
			d.yes(name, "MON 18:00-21:00;FRI 18:00-19:30", true)
		}
		for _, name := range []string{"e", "f", "g", "h"} {
			d.yes(name, "MON 18:00-21:00", true)
		}
		d.clock.Set(time.Date(2027, 3, 3, 12, 0, 0, 0, time.UTC)) // the Wednesday before the last meeting
		b := d.form("")
		if len(b.A.Circles) != 1 || b.A.Circles[0].Day != "FRI" || len(b.A.Unplaced) != 4 {
			t.Fatalf("formed are %+v", b.A.Circles)
		}
		if d.publish(b); len(d.own(d.interest("a")).Circle.Meetings) != 1 {
			t.Error("it does not meet")
		}
	})
}
