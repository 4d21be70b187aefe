package circles_test

import (
	"testing"
	"time"
)

// TestNoCircleIsFormedAtAnHourThatIsPastOnTheLastDay: what of it is still to come
// serves.
func TestNoCircleIsFormedAtAnHourThatIsPastOnTheLastDay(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		for _, name := range []string{"a", "b", "c", "d"} {
			d.yes(name, "THU 17:00-18:30;THU 20:00-21:30", true)
		}
		for _, name := range []string{"e", "f", "g", "h"} {
			d.yes(name, "THU 17:00-18:30", true)
		}
		d.clock.Set(time.Date(2027, 3, 4, 17, 30, 0, 0, time.UTC)) // an hour and a half after five
		b := d.form("")
		if len(b.A.Circles) != 1 || b.A.Circles[0].Start != "20:00" || len(b.A.Unplaced) != 4 {
			t.Fatalf("formed are %+v", b.A.Circles)
		}
		for _, l := range b.A.Unplaced {
			if l.Suggest != nil && l.Suggest.AddWindow != "THU 20:00-21:30" {
				t.Errorf("suggested is %+v", l.Suggest)
			}
		}
		if d.publish(b); len(d.own(d.interest("a")).Circle.Meetings) != 1 {
			t.Error("it does not meet")
		}
		d.clock.Add(4 * time.Hour)
		if b = d.form(""); len(b.A.Circles) != 1 || len(b.A.Circles[0].Members) != 4 {
			t.Errorf("after it met it is %+v", b.A.Circles)
		}
	})
}
