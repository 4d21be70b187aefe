package circles_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// TestTwoNodesAtOnceLeaveCirclesWhole has somebody do something on one node while
// another does one of the jobs of their circle, which waits for them.
func TestTwoNodesAtOnceLeaveCirclesWhole(t *testing.T) {
	whole := func(name string, do func(d *desk, tx *store.Tx, one, other circles.Interest) error) {
		for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
			for job, begin := range map[string]func(d *desk, one, other circles.Interest){
				"is published": func(d *desk, one, other circles.Interest) { d.begin(d.swap(d.onwards(), one.ID, other.ID)) },
				"gets a place": func(d *desk, one, other circles.Interest) { d.yes("late", "THU 18:00-21:00", true) },
				"is followed": func(d *desk, one, other circles.Interest) {
					d.save(func(s *series.Series) { s.Circles.Meetings[1].Status = series.CalledOff })
				},
			} {
				t.Run(name+" while it "+job+", "+string(engine), func(t *testing.T) {
					d, there := twoNodes(t, engine)
					b := d.onwards()
					one, other := d.who(d.follower(b.A.Circles[0])), d.who(d.follower(b.A.Circles[1]))
					begin(d, one, other)
					var done chan error
					d.write(func(tx *store.Tx) error {
						err := do(d, tx, one, other)
						if done == nil { // a write may run twice
							done = d.meanwhile(engine, there)
						}
						return err
					})
					if err := <-done; err != nil && !errs.Is(err, errs.Unavailable) {
						t.Error(err)
					}
					for range 3 {
						d.clock.Set(d.clock.Now().Add(time.Minute))
						d.rest()
					}
					d.isWhole()
				})
			}
		}
	}
	whole("one leaves", func(d *desk, tx *store.Tx, one, _ circles.Interest) error {
		return d.room.Withdraw(tx.Context(), tx, holder(one), &one)
	})
	whole("one is erased", func(d *desk, tx *store.Tx, one, _ circles.Interest) error {
		return d.room.Forget(tx.Context(), tx, one.Person)
	})
	whole("one begins to lead", func(d *desk, tx *store.Tx, one, _ circles.Interest) error {
		return d.room.Lead(tx.Context(), tx, holder(one), &one, true)
	})
	whole("another leaves", func(d *desk, tx *store.Tx, _, other circles.Interest) error {
		return d.room.Withdraw(tx.Context(), tx, holder(other), &other)
	})
}

// twoNodes are a desk with circles of eight people, and a second node on its
// database.
func twoNodes(t *testing.T, engine store.Engine) (*desk, *store.DB) {
	clock := storetest.NewClock()
	o := store.Options{URL: storetest.URL(t, engine), Now: clock.Now}
	d := newDesk(t, storetest.Reopen(t, o), clock)
	d.handles(d.queue)
	d.follows()
	d.many(8)
	d.publish(d.form(""))
	d.told()
	return d, storetest.Reopen(t, o)
}

// handles has a queue look for places, too.
func (d *desk) handles(q *jobs.Queue) {
	q.Handle(circles.JobLate, d.room.LateJob)
	q.Handle(circles.JobFill, d.room.FillJob)
}

// save changes the series as an organiser does.
func (d *desk) save(change func(s *series.Series)) {
	d.t.Helper()
	d.write(func(tx *store.Tx) error {
		s, err := d.series.BySlug(tx.Context(), tx, auth.Itself(), d.slug)
		if err != nil {
			return err
		}
		change(s)
		_, err = d.series.Save(tx.Context(), tx, auth.Itself(), s)
		return err
	})
}

// meanwhile has another node do what is due, and returns when it waits for what
// this node is writing, or is done. SQLite has one writer: the other goes on when
// this one has ended.
func (d *desk) meanwhile(engine store.Engine, there *store.DB) (done chan error) {
	q := jobs.New(there, slog.New(slog.DiscardHandler))
	d.handles(q)
	q.Handle(circles.JobPublish, d.room.PublishJob)
	q.Handle(circles.JobMeetings, d.room.MeetingsJob)
	done = make(chan error, 1)
	go func() {
		_, err := q.RunDue(context.Background())
		done <- err
	}()
	for waits := engine == store.SQLite; !waits && len(done) == 0; {
		if err := there.Read(context.Background(), func(tx *store.Tx) error {
			return tx.Row(`SELECT COUNT(*) > 0 FROM pg_locks WHERE NOT granted`).Scan(&waits)
		}); err != nil {
			d.t.Error(err)
			return done
		}
	}
	return done
}

// rest does what is due until nothing is.
func (d *desk) rest() {
	d.t.Helper()
	for range 20 {
		n, err := d.queue.RunDue(d.t.Context())
		if err != nil && !errs.Is(err, errs.Unavailable) {
			d.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// isWhole checks that circles are of those who say yes, that who leads a meeting
// is ready to and there, and that what the series says of meetings holds.
func (d *desk) isWhole() {
	d.t.Helper()
	s := d.load()
	d.read(func(tx *store.Tx) error {
		for what, query := range map[string]string{
			"is in a circle without a yes": `SELECT p.interest FROM placement p JOIN interest i ON i.id = p.interest WHERE i.state <> 'yes'`,
			"is in a circle that is gone":  `SELECT p.interest FROM placement p JOIN circle c ON c.id = p.circle WHERE c.state <> 'meets'`,
			"leads where they are not": `SELECT m.lead FROM meeting m WHERE m.lead <> '' AND m.status <> 'cancelled'
				AND NOT EXISTS (SELECT 1 FROM placement p JOIN interest i ON i.id = p.interest WHERE p.circle = m.circle AND i.id = m.lead AND i.leads)`,
			"is told of no circle": `SELECT interest FROM placement WHERE told_at IS NULL`,
			"is more than may be":  `SELECT circle FROM placement GROUP BY circle HAVING COUNT(*) > 5`,
		} {
			list, err := store.All(tx, store.Column[string], query)
			if err != nil {
				return err
			}
			for _, x := range list {
				d.t.Errorf("%s %s", x, what)
			}
		}
		return nil
	})
	for who := range d.seats() {
		c := d.own(d.who(who)).Circle
		if !slices.EqualFunc(c.Meetings, s.Circles.Meetings, func(m circles.Meeting, x series.Session) bool {
			return m.N == x.N && m.Date == x.Date && m.Status == x.Status
		}) {
			d.t.Errorf("circle %s meets %+v", c.Code, c.Meetings)
		}
	}
}
