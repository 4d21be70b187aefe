package circles_test

import (
	"encoding/json"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestACircleThatMovesOnTheDayOfAMeetingIsReadAtItsNewDay: the meeting that was
// that day says nothing of the day on which it meets from now on, at another
// hour or the same.
func TestACircleThatMovesOnTheDayOfAMeetingIsReadAtItsNewDay(t *testing.T) {
	for _, start := range []string{"19:00", "18:00"} {
		t.Run(start, func(t *testing.T) {
			eachDesk(t, func(t *testing.T, d *desk) {
				d.publish(d.mondaysAt(time.Date(2027, 2, 19, 20, 0, 0, 0, time.UTC), "MON "+start+"-21:00")) // the Friday of the second, which is over
				if c := d.own(d.interest("a")).Circle; c.Meeting(2).Date.Weekday() != time.Friday || c.Meeting(3).Date.Weekday() != time.Monday {
					t.Fatalf("it meets %+v", c.Meetings)
				}
				if c := d.onwards().A.Circles[0]; c.Day != "MON" || c.Start != start {
					t.Errorf("it is read as on %s at %s", c.Day, c.Start)
				}
			})
		})
	}
}

// TestAMeetingFollowsToTheNewDayWhileOneIsStillOn: a circle moves while it meets.
func TestAMeetingFollowsToTheNewDayWhileOneIsStillOn(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.publish(d.mondaysAt(time.Date(2027, 2, 19, 17, 20, 0, 0, time.UTC), "MON 18:00-21:00"))
		c := d.own(d.interest("a")).Circle
		if m := c.Meeting(2); !c.Begins(*m).Before(d.clock.Now()) || !c.Ends(*m).After(d.clock.Now()) {
			t.Fatalf("the second is from %s to %s", c.Begins(*m), c.Ends(*m))
		}
		d.follows()
		d.edit(func(s *series.Series) { s.Circles.Meetings[3].Date = s.Circles.Meetings[3].Date.AddDays(7) })
		c = d.own(d.interest("a")).Circle
		if got := c.Meeting(4).Date.String(); got != "2027-03-08" {
			t.Errorf("the last is on %s, want a Monday", got)
		}
	})
}

// TestWhatFellOutComesBackWithItsCircle: a circle moves from Fridays to Mondays,
// and back in the same week.
func TestWhatFellOutComesBackWithItsCircle(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.toMondays()
		d.publish(d.otherHours("FRI 17:00-19:00"))
		c := d.own(d.interest("a")).Circle
		if m := c.Meeting(2); !m.TakesPlace() || m.Date.String() != "2027-02-19" || c.Begins(*m).Hour() != 17 {
			t.Errorf("the second is %s, %s", c.Begins(*m), m.Status)
		}
		if m := c.Meeting(1); m.Date.String() != "2027-02-12" || c.Begins(*m).Hour() != 18 {
			t.Errorf("the first was %s", c.Begins(*m))
		}
	})
}

// TestWhatFellOutIsToldFromTheHourItHad once its theme is put off.
func TestWhatFellOutIsToldFromTheHourItHad(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.toMondays()
		d.follows()
		d.told()
		d.edit(func(s *series.Series) { s.Circles.Meetings[1].Date = s.Circles.Meetings[3].Date.AddDays(7) })
		c := d.own(d.interest("a")).Circle
		if m := c.Meeting(2); !m.TakesPlace() || c.Begins(*m).Weekday() != time.Monday || c.Begins(*m).Hour() != 19 {
			t.Fatalf("the second is %s, %s", c.Begins(*m), m.Status)
		}
		all := d.opened(circles.MailChanged)
		if len(all) != 4 {
			t.Errorf("%d letters", len(all))
		}
		for _, payload := range all {
			var was circles.WasMeeting
			if err := json.Unmarshal([]byte(payload), &was); err != nil {
				t.Fatal(err)
			}
			if was.Date.String() != "2027-02-19" || was.Hour.Start != 18*60 {
				t.Errorf("it is told from %s at %s", was.Date, was.Hour.Start)
			}
		}
	})
}

// opened is what the letters of a kind carry that wait, by their receivers.
func (d *desk) opened(kind string) map[string]string {
	d.t.Helper()
	found := map[string]string{}
	d.read(func(tx *store.Tx) error {
		type row struct {
			id, person string
			cell       []byte
		}
		rows, err := store.All(tx, func(r *store.Rows) (x row, err error) {
			err = r.Scan(&x.id, &x.person, &x.cell)
			return x, err
		}, `SELECT id, person, payload FROM outbox WHERE kind = $1`, kind)
		for _, x := range rows {
			box, err := d.room.Keys.Box(tx, x.person)
			if err != nil {
				return err
			}
			if found[x.person], err = box.Open("outbox", "payload", x.id, x.cell); err != nil {
				return err
			}
		}
		return err
	})
	return found
}

// TestWhatFellOutOnAFixedDayIsNotRevivedAtTheHourBefore by another status of its
// theme.
func TestWhatFellOutOnAFixedDayIsNotRevivedAtTheHourBefore(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		for _, name := range []string{"a", "b", "c", "d"} {
			d.yes(name, "THU 18:00-21:00", true)
		}
		d.publish(d.form(""))
		d.clock.Set(time.Date(2027, 2, 18, 12, 0, 0, 0, time.UTC)) // the Thursday of the second
		d.publish(d.otherHours("THU 08:00-10:00"))
		c := d.own(d.interest("a")).Circle
		if m := c.Meeting(2); m.TakesPlace() {
			t.Fatalf("the second is %+v", m)
		}
		d.follows()
		d.told()
		d.edit(func(s *series.Series) { s.Circles.Meetings[1].Status = series.Tentative })
		c = d.own(d.interest("a")).Circle
		if m := c.Meeting(2); m.TakesPlace() || len(d.told()) != 0 {
			t.Errorf("the one that fell out is %s, %s", c.Begins(*m), m.Status)
		}
	})
}

// TestAPublishingThatFailedForGoodKeepsNoMeetingFromBeingCancelled.
func TestAPublishingThatFailedForGoodKeepsNoMeetingFromBeingCancelled(t *testing.T) {
	eachMet(t, 8, func(t *testing.T, d *desk) {
		d.follows()
		b := d.onwards()
		one, other := d.follower(b.A.Circles[0]), d.follower(b.A.Circles[1])
		b = d.must(b, circles.Change{What: circles.Move, Who: []string{one}, To: b.A.Circles[1].Code})
		b = d.must(b, circles.Change{What: circles.Move, Who: []string{other}, To: b.A.Circles[0].Code})
		if !d.begin(b) {
			t.Fatal("it is not taken up")
		}
		d.fails(circles.JobPublish)
		d.edit(func(s *series.Series) { s.Circles.Meetings[1].Status = series.CalledOff })
		c := d.own(d.interest("person01")).Circle
		if c.Meeting(2).TakesPlace() {
			t.Error("the cancelled one takes place")
		}
		if got := d.told()[circles.MailChanged]; got != 8 {
			t.Errorf("%d are told", got)
		}
	})
}
