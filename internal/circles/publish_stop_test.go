package circles_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestPublishingMayEndAfterAnyWrite ends the process after each of the writes of
// a publishing and takes it up again: everybody sits where they are to, and is
// told once.
func TestPublishingMayEndAfterAnyWrite(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.queue.Handle(circles.JobLate, d.room.LateJob)
		d.queue.Handle(circles.JobFill, d.room.FillJob)
		d.many(16)
		d.yes("never", "FRI 07:00-09:00", false)
		d.told()
		if !d.begin(d.form("")) {
			t.Fatal("it is not taken up")
		}
		ends := d.endAfterEachWrite(t)
		b := d.board(d.published())
		if got := d.seats(); !maps.Equal(got, planned(b)) {
			t.Errorf("seated %v, planned %v", got, planned(b))
		}
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailPlaced: 16, circles.MailUnplaced: 1}) {
			t.Errorf("told %v", got)
		}
		// Two change places, one circle goes.
		again := d.onwards()
		a, z := again.A.Circles[0], again.A.Circles[1]
		one, other := d.follower(a), d.follower(z)
		again = d.must(again, circles.Change{What: circles.Move, Who: []string{one}, To: z.Code})
		again = d.must(again, circles.Change{What: circles.Move, Who: []string{other}, To: a.Code})
		if !d.begin(again) {
			t.Fatal("it is not taken up")
		}
		ends += d.endAfterEachWrite(t)
		b = d.board(d.published())
		if got := d.seats(); !maps.Equal(got, planned(b)) || got[one] != z.Code || got[other] != a.Code {
			t.Errorf("seated %v, planned %v", got, planned(b))
		}
		if got := d.told(); got[circles.MailGone] != 2 || got[circles.MailMoved] != 2 || got[circles.MailPlaced]+got[circles.MailUnplaced] != 0 {
			t.Errorf("told %v", got)
		}
		if ends < 8 {
			t.Errorf("it ended only %d times", ends)
		}
	})
}

// follower is somebody of a circle who does not lead.
func (d *desk) follower(c circles.Planned) string {
	d.t.Helper()
	for _, m := range c.Members {
		if !d.leads(m) {
			return m
		}
	}
	d.t.Fatal("all of them lead")
	return ""
}

// published is the proposal of which the circles came.
func (d *desk) published() (id string) {
	d.t.Helper()
	d.read(func(tx *store.Tx) error { return tx.Row(`SELECT published FROM cohort`).Scan(&id) })
	return id
}

// endAfterEachWrite publishes what waits for that, in processes that end one
// write or read later each; it tells how often one ended.
func (d *desk) endAfterEachWrite(t *testing.T) (ends int) {
	t.Helper()
	for n := range 1000 {
		left := n + 1
		ctx, end := context.WithCancel(t.Context())
		q := jobs.New(d.db, slog.New(slog.DiscardHandler))
		q.Handle(circles.JobPublish, func(ctx context.Context, r *jobs.Running) error {
			return d.room.PublishJob(fuse{ctx, &left, end}, r)
		})
		done, err := q.RunDue(ctx)
		end()
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if err == nil && done == 0 {
			return ends
		}
		ends++
	}
	t.Fatal("it comes to no end")
	return ends
}

// fuse is the context of a process that ends when it is looked at for the nth
// time.
type fuse struct {
	context.Context
	left *int
	end  func()
}

func (f fuse) Err() error {
	if *f.left--; *f.left <= 0 {
		f.end()
	}
	return f.Context.Err()
}

// TestASeriesThatIsDeletedIsPublishedNoMore, and nobody is called to look why.
func TestASeriesThatIsDeletedIsPublishedNoMore(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		d.begin(d.form(""))
		s := d.load()
		d.write(func(tx *store.Tx) error { return d.room.ForgetSeries(tx.Context(), tx, s.ID) })
		if _, err := d.queue.RunDue(t.Context()); err != nil {
			t.Errorf("the job says %v", err)
		}
	})
}

// TestWhatWasHalfPublishedIsFormedOnFrom: a publishing fails for good after some
// were seated, and another proposal is formed: they stay with whom they were told
// of.
func TestWhatWasHalfPublishedIsFormedOnFrom(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(48)
		d.begin(d.form(""))
		d.endOnce(func() bool { return len(d.seats()) > 0 })
		before := d.seats()
		d.giveBack()
		gone := 0
		for i := range 48 { // of those who are told nothing yet
			if in := d.interest(fmt.Sprintf("person%02d", i)); before[in.ID] == "" && gone < 3 {
				gone++
				d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
			}
		}
		got := planned(d.form(""))
		for who, code := range before {
			if got[who] != code {
				t.Fatalf("somebody who was told of %s is planned in %s", code, got[who])
			}
		}
	})
}

// endOnce publishes what waits for that, in processes that end one write or read
// later each, until something is so.
func (d *desk) endOnce(so func() bool) {
	d.t.Helper()
	for left := 1; !so(); left++ {
		n := left
		ctx, end := context.WithCancel(d.t.Context())
		q := jobs.New(d.db, slog.New(slog.DiscardHandler))
		q.Handle(circles.JobPublish, func(ctx context.Context, r *jobs.Running) error {
			return d.room.PublishJob(fuse{ctx, &n, end}, r)
		})
		_, err := q.RunDue(ctx)
		if err != nil && !errors.Is(err, context.Canceled) {
			d.t.Fatal(err)
		}
		end()
	}
}

// giveBack has a publishing fail for good and be given back.
func (d *desk) giveBack() {
	d.t.Helper()
	d.fails(circles.JobPublish)
	s := d.load()
	d.write(func(tx *store.Tx) error {
		o, err := d.room.Overview(tx.Context(), tx, d.boss, s)
		if err != nil {
			return err
		}
		_, err = d.room.StopForming(tx, d.boss, s, o.Working.Proposal.ID, false)
		return err
	})
}
