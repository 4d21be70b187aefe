package circles_test

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
)

// waiting is what waits for who forms the circles.
func (d *desk) waiting() (w circles.Waits) {
	d.t.Helper()
	s := d.load()
	d.read(func(tx *store.Tx) error {
		all, err := d.room.WaitsOf(tx.Context(), tx, d.boss, s)
		w = all[s.ID]
		return err
	})
	return w
}

// fails has the job of a kind fail for good, as after its last attempt.
func (d *desk) fails(kind string) {
	d.t.Helper()
	d.write(func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE job SET state = 'failed' WHERE kind = $1`, kind)
		return err
	})
}

func TestWhatFailedForGoodWaitsForWhoFormsCircles(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		d.clock.Set(time.Date(2027, 2, 10, 9, 0, 0, 0, time.UTC))
		s := d.load()
		var p circles.Proposal
		d.write(func(tx *store.Tx) (err error) {
			p, err = d.room.Form(tx, d.boss, s, "", circles.Effort{Seed: 7, Steps: 300})
			return err
		})
		if w := d.waiting(); w.Failed || w.Yes != 0 {
			t.Errorf("while circles are being formed %+v waits", w)
		}
		d.fails(circles.JobForm)
		if w := d.waiting(); !w.Failed {
			t.Errorf("after that failed %+v waits", w)
		}
		d.write(func(tx *store.Tx) error { return d.room.StopForming(tx, d.boss, s, p.ID, false) })
		b := d.form("")
		if w := d.waiting(); w.Failed || w.Proposal != b.Proposal.ID {
			t.Errorf("with a proposal %+v waits", w)
		}
		d.begin(b)
		if w := d.waiting(); w.Failed || w.Proposal != "" {
			t.Errorf("while it is being published %+v waits", w)
		}
		d.fails(circles.JobPublish)
		if w := d.waiting(); !w.Halfway || w.Failed {
			t.Errorf("after that failed %+v waits", w)
		}
	})
}
