package circles_test

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// largest is how many people the circles of one series are formed of at most,
// as far as this house promises anything.
const largest = 25000

// BenchmarkLargest goes once through what happens to the circles of 25,000
// people after they are formed: they are published, one circle is changed by
// hand and published, a member leaves and their place is filled, and somebody
// comes late. Each number stands beside its limit; held is the longest that one write
// kept all others waiting, 0 if none did for a quarter of a second. Run it with -benchtime 1x.
func BenchmarkLargest(b *testing.B) {
	clock := storetest.NewClock()
	var slow slowest
	d := newDesk(b, storetest.OpenWith(b, store.SQLite, store.Options{Now: clock.Now, Log: slog.New(&slow)}), clock)
	d.queue.Handle(circles.JobLate, d.room.LateJob)
	d.queue.Handle(circles.JobFill, d.room.FillJob)
	d.crowd(largest)
	clock.Set(clock.Now().Add(time.Hour)) // nobody said anything just now
	board := d.form("")
	b.Logf("%d of %d placed in %d circles", board.A.Placed(), largest, len(board.A.Circles))
	b.Run("publish", func(b *testing.B) {
		if !d.begin(board) {
			b.Fatalf("it was not published: %v", d.board(board.Proposal.ID).A.Breaches)
		}
		d.once(b, &slow, 30*time.Second, time.Second, d.due)
	})
	d.work()
	b.Run("change", func(b *testing.B) { d.changeOne(b, &slow) })
	b.Run("leave", func(b *testing.B) {
		in := d.placed()
		d.once(b, &slow, 100*time.Millisecond, 250*time.Millisecond, func() {
			d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
		})
	})
	b.Run("fill", func(b *testing.B) { d.once(b, &slow, 2*time.Second, 250*time.Millisecond, d.due) })
	b.Run("late", func(b *testing.B) {
		d.yes("late", "THU 06:00-23:00", false)
		d.once(b, &slow, 2*time.Second, 250*time.Millisecond, d.due)
		if n := d.kindsOf("late"); !slices.Contains(n, circles.MailPlaced) && !slices.Contains(n, circles.MailUnplaced) {
			b.Errorf("they were told %v", n)
		}
	})
}

// due does the jobs that wait now, and not what follows from them.
func (d *desk) due() {
	if _, err := d.queue.RunDue(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

// placed is somebody who has a circle.
func (d *desk) placed() (in circles.Interest) {
	var person string
	d.read(func(tx *store.Tx) error {
		return tx.Row(`SELECT i.person FROM interest i JOIN placement p ON p.interest = i.id WHERE NOT i.leads ORDER BY i.id LIMIT 1`).Scan(&person)
	})
	s := d.load()
	d.read(func(tx *store.Tx) (err error) {
		in, err = d.room.InterestOf(tx, auth.Itself(), s.ID, person)
		return err
	})
	return in
}

// changeOne takes somebody out of a circle by hand and publishes that.
func (d *desk) changeOne(b *testing.B, slow *slowest) {
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
	began := processors()
	board = d.must(board, circles.Change{What: circles.TakeOut, Who: others[:1]})
	b.ReportMetric(float64((processors() - began).Milliseconds()), "ms/draft-processor")
	b.ReportMetric(300, "ms/draft-limit")
	if len(board.A.Breaches) > 0 || !d.begin(board) {
		b.Fatalf("it breaks %v", board.A.Breaches)
	}
	d.once(b, slow, 5*time.Second, 250*time.Millisecond, d.due)
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
// counts on a machine that does other things too.
func (d *desk) once(b *testing.B, slow *slowest, limit, hold time.Duration, do func()) {
	slow.took.Store(0)
	began, worked := store.SystemClock(), processors()
	do()
	took := store.SystemClock().Sub(began)
	worked = processors() - worked
	held := time.Duration(slow.took.Load())
	if held > 0 {
		b.Logf("held by %v", slow.by.Load())
	}
	for unit, t := range map[string]time.Duration{"ms": took, "ms/processor": worked, "ms/limit": limit, "ms/held": held, "ms/limit-held": hold} {
		b.ReportMetric(float64(t.Microseconds())/1000, unit)
	}
}

// slowest listens for writes that the store calls long and keeps the longest.
type slowest struct {
	slog.Handler
	took atomic.Int64
	by   atomic.Value // the function that wrote
}

func (s *slowest) Enabled(context.Context, slog.Level) bool { return true }

func (s *slowest) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "took" && int64(a.Value.Duration()) > s.took.Load() {
			s.took.Store(int64(a.Value.Duration()))
		}
		if a.Key == "fn" {
			s.by.Store(a.Value.String())
		}
		return true
	})
	return nil
}

// processors is how long this process has worked on processors.
func processors() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
