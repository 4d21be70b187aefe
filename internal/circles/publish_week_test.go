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
