package circles_test

import (
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// largest is how many people the circles of one series are formed of at most,
// as far as this house promises anything.
const largest = 25000

// BenchmarkLargest goes once through what happens to the circles of 25,000
// people after they are formed: they are published, one circle is changed by
// hand and published, a member leaves, and somebody comes late. Each number
// stands beside its limit; longest is what the writes of others waited at most
// meanwhile, also for the disk. Run it with -benchtime 1x.
func BenchmarkLargest(b *testing.B) {
	clock := storetest.NewClock()
	d := newDesk(b, storetest.OpenWith(b, store.SQLite, store.Options{Now: clock.Now}), clock)
	d.crowd(largest)
	d.queue.Handle(circles.JobLate, d.room.LateJob)
	d.queue.Handle(circles.JobFill, d.room.FillJob)
	board := d.form("")
	b.Logf("%d of %d placed in %d circles", board.A.Placed(), largest, len(board.A.Circles))
	b.Run("publish", func(b *testing.B) {
		if !d.begin(board) {
			b.Fatalf("it was not published: %v", d.board(board.Proposal.ID).A.Breaches)
		}
		d.once(b, 30*time.Second, time.Second, d.work)
	})
	b.Run("change", func(b *testing.B) { d.changeOne(b) })
	b.Run("leave", func(b *testing.B) {
		in := d.interest("p7")
		d.once(b, 100*time.Millisecond, 100*time.Millisecond, func() {
			d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
		})
	})
	b.Run("fill", func(b *testing.B) { d.once(b, 2*time.Second, 100*time.Millisecond, d.work) })
	b.Run("late", func(b *testing.B) {
		d.yes("late", "THU 06:00-23:00", false)
		d.once(b, 2*time.Second, 100*time.Millisecond, d.work)
		if n := d.kindsOf("late"); !slices.Contains(n, circles.MailPlaced) && !slices.Contains(n, circles.MailUnplaced) {
			b.Errorf("they were told %v", n)
		}
	})
}

// changeOne takes somebody out of a circle by hand and publishes that.
func (d *desk) changeOne(b *testing.B) {
	s := d.load()
	draft, err := d.room.Continue(b.Context(), d.db, d.boss, s)
	if err != nil {
		b.Fatal(err)
	}
	d.write(func(tx *store.Tx) error { return d.room.Write(tx, d.boss, s, draft) })
	board := d.board(draft.Proposal)
	i := slices.IndexFunc(board.A.Circles, func(c circles.Planned) bool { return len(c.Members) == 5 })
	leads := map[string]bool{}
	d.read(func(tx *store.Tx) error {
		return tx.Each(func(r *store.Rows) error {
			var id string
			err := r.Scan(&id)
			leads[id] = true
			return err
		}, `SELECT id FROM interest WHERE leads`)
	})
	others := slices.DeleteFunc(slices.Clone(board.A.Circles[i].Members), func(m string) bool { return leads[m] })
	began := store.SystemClock()
	board = d.must(board, circles.Change{What: circles.TakeOut, Who: others[:1]})
	b.ReportMetric(float64(store.SystemClock().Sub(began).Milliseconds()), "ms/draft")
	if len(board.A.Breaches) > 0 || !d.begin(board) {
		b.Fatalf("it breaks %v", board.A.Breaches)
	}
	d.once(b, 5*time.Second, 100*time.Millisecond, d.work)
}

// kindsOf lists the kinds of mail that wait for somebody.
func (d *desk) kindsOf(name string) (kinds []string) {
	in := d.interest(name)
	d.read(func(tx *store.Tx) (err error) {
		kinds, err = store.All(tx, store.Column[string], `SELECT kind FROM outbox WHERE about = $1`, in.ID)
		return err
	})
	return kinds
}

// once measures what is done once: on the clock, and of processors, which
// counts on a machine that does other things too. Meanwhile others write a
// little, a hundred times a second.
func (d *desk) once(b *testing.B, limit, hold time.Duration, do func()) {
	over := make(chan struct{})
	var longest time.Duration
	var others sync.WaitGroup
	others.Go(func() {
		for beat := time.NewTicker(10 * time.Millisecond); ; {
			select {
			case <-over:
				beat.Stop()
				return
			case <-beat.C:
			}
			longest = max(longest, d.waited())
		}
	})
	began, worked := store.SystemClock(), processors()
	do()
	took := store.SystemClock().Sub(began)
	worked = processors() - worked
	close(over)
	others.Wait()
	for unit, t := range map[string]time.Duration{"ms": took, "ms/processor": worked, "ms/limit": limit, "ms/longest": longest, "ms/limit-longest": hold} {
		b.ReportMetric(float64(t.Microseconds())/1000, unit)
	}
}

// waited tells how long one small write of others takes.
func (d *desk) waited() time.Duration {
	began := store.SystemClock()
	if err := d.db.Write(d.t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE cohort SET safety = '' WHERE 1 = 0`)
		return err
	}); err != nil {
		d.t.Error(err)
	}
	return store.SystemClock().Sub(began)
}

// processors is how long this process has worked on processors.
func processors() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
