package circles_test

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/jobs"
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

// TestWhatNobodyDoesAnyMoreIsNotWorkedOn: who runs the instance may drop a job
// that failed, and what it was to do is given back all the same.
func TestWhatNobodyDoesAnyMoreIsNotWorkedOn(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		d.clock.Set(time.Date(2027, 2, 10, 9, 0, 0, 0, time.UTC))
		b, s := d.form(""), d.load()
		d.begin(b)
		d.fails(circles.JobPublish)
		job := d.board(b.Proposal.ID).Proposal.Job
		d.write(func(tx *store.Tx) error { return jobs.Forget(tx, job) })
		if w := d.waiting(); !w.Halfway {
			t.Errorf("%+v waits", w)
		}
		d.read(func(tx *store.Tx) error {
			o, err := d.room.Overview(tx.Context(), tx, d.boss, s)
			if o.Working == nil || o.Working.Status.State != jobs.Stopped {
				t.Errorf("being worked on: %+v", o.Working)
			}
			return err
		})
		d.write(func(tx *store.Tx) error {
			_, err := d.room.StopForming(tx, d.boss, s, b.Proposal.ID, false)
			return err
		})
		if !d.publish(d.board(b.Proposal.ID)) || len(d.seats()) != 8 {
			t.Errorf("seated %v", d.seats())
		}
	})
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
		d.write(func(tx *store.Tx) error { _, err := d.room.StopForming(tx, d.boss, s, p.ID, false); return err })
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
