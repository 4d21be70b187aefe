package circles_test

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
)

// Who joins a circle after a meeting was over was not absent from it.
func TestWhoJoinedLaterIsNotNotedAsAbsent(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		leads, missed := d.interest("person00"), d.interest("person02")
		c := d.own(leads).Circle
		d.clock.Set(c.Ends(c.Meetings[0]).Add(time.Hour))
		d.yes("late", "THU 18:00-21:00", false)
		d.work()
		late := d.interest("late")
		if d.own(late).Circle.ID != c.ID {
			t.Fatal("they are in another circle")
		}
		d.write(func(tx *store.Tx) error {
			return d.room.Record(tx.Context(), tx, named(leads), leads, 1, circles.Record{There: map[string]bool{leads.ID: true}, Pulse: 4})
		})
		noted := func(in circles.Interest) (n map[int]bool) {
			d.read(func(tx *store.Tx) (err error) { n, err = d.room.WasThere(tx, holder(in), in); return err })
			return n
		}
		if got := noted(late); len(got) != 0 {
			t.Errorf("of who came later it is noted %v", got)
		}
		if there, known := noted(missed)[1]; there || !known {
			t.Error("of who was absent nothing is noted")
		}
		d.read(func(tx *store.Tx) error {
			list, _, err := d.room.Reports(tx.Context(), tx, d.boss, d.seriesIn(tx), 0, 10)
			if err != nil || len(list) != 1 || list[0].There != 1 || list[0].Noted != 4 {
				t.Errorf("the report says %+v: %v", list, err)
			}
			return nil
		})
	})
}
