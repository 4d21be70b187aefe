package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

var bg = context.Background()

// house is a database with a clock and one or more queues.
type house struct {
	*testing.T
	db    *store.DB
	clock *storetest.Clock
}

func each(t *testing.T, fn func(h *house)) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			clock := storetest.NewClock()
			fn(&house{t, storetest.OpenWith(t, e, store.Options{Now: clock.Now, Careless: true}), clock})
		})
	}
}

// queue makes a queue whose own schedules have run.
func (h *house) queue() *jobs.Queue {
	jobs.New(h.db, nil).RunDue(bg)
	return jobs.New(h.db, nil)
}

func (h *house) enqueue(j jobs.Job) (id string) {
	h.Helper()
	err := h.db.Write(bg, func(tx *store.Tx) (err error) {
		id, err = jobs.Add(tx, j)
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	return id
}

func (h *house) status(id string) (s jobs.Status, err error) {
	err = h.db.Read(bg, func(tx *store.Tx) error {
		s, err = jobs.StatusOf(tx, id)
		return err
	})
	return s, err
}

// due runs what is due and checks how many jobs that were.
func (h *house) due(q *jobs.Queue, want int) error {
	h.Helper()
	n, err := q.RunDue(bg)
	if n != want {
		h.Errorf("%d jobs ran, want %d (%v)", n, want, err)
	}
	return err
}

func nop(context.Context, *jobs.Running) error { return nil }

func TestAJobExistsIfItsTransactionDoes(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		q.Handle("test", nop)
		no := errors.New("no")
		err := h.db.Write(bg, func(tx *store.Tx) error {
			return errors.Join(jobs.Enqueue(tx, jobs.Job{Kind: "test"}), no)
		})
		if !errors.Is(err, no) {
			h.Error(err)
		}
		h.due(q, 0)
		h.enqueue(jobs.Job{Kind: "test"})
		h.due(q, 1)
		h.due(q, 0)
	})
}

func TestAHandlerGetsWhatWasAsked(t *testing.T) {
	type payload struct{ Series string }
	each(t, func(h *house) {
		q := h.queue()
		var got []string
		q.Handle("test", func(_ context.Context, r *jobs.Running) error {
			var p payload
			if err := r.Decode(&p); err != nil {
				return err
			}
			got = append(got, fmt.Sprint(r.Kind, r.By, p.Series, r.Attempt, r.Unique))
			return nil
		})
		h.enqueue(jobs.Job{Kind: "test", Payload: payload{"s1"}, By: "ada", Unique: "u"})
		h.due(q, 1)
		if !slices.Equal(got, []string{"test" + "ada" + "s1" + "1" + "u"}) {
			h.Errorf("got %q", got)
		}
		h.enqueue(jobs.Job{Kind: "test", Payload: 7})
		if err := h.due(q, 1); err == nil {
			h.Error("a payload of another kind was taken")
		}
	})
}

func TestJobsRunWhenTheyAreDueInOrder(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		var order []string
		q.Handle("test", func(_ context.Context, r *jobs.Running) error { order = append(order, r.ID); return nil })
		for _, d := range []int{3, 1, 2} {
			h.enqueue(jobs.Job{ID: fmt.Sprint(d), Kind: "test", RunAt: h.clock.Now().Add(time.Duration(d) * time.Hour)})
		}
		h.due(q, 0)
		h.clock.Add(time.Hour)
		h.due(q, 1)
		h.clock.Add(10 * time.Hour)
		h.due(q, 2)
		if !slices.Equal(order, []string{"1", "2", "3"}) {
			h.Errorf("the order was %v", order)
		}
	})
}

func TestAJobOfAnUnknownKindWaits(t *testing.T) {
	each(t, func(h *house) {
		h.enqueue(jobs.Job{Kind: "newer"})
		h.due(h.queue(), 0)
		q := h.queue()
		q.Handle("newer", nop)
		h.due(q, 1)
	})
}

func TestAWaitingUniqueJobIsReplaced(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		var got []string
		q.Handle("test", func(_ context.Context, r *jobs.Running) error {
			got = append(got, string(fmt.Appendf(nil, "%s", r.Payload)))
			return nil
		})
		later := h.clock.Now().Add(time.Hour)
		first := h.enqueue(jobs.Job{Kind: "test", Unique: "a", Payload: 1, RunAt: later})
		second := h.enqueue(jobs.Job{Kind: "test", Unique: "a", Payload: 2})
		h.enqueue(jobs.Job{Kind: "test", Unique: "b", Payload: 3})
		h.enqueue(jobs.Job{Kind: "test", Payload: 4})
		h.enqueue(jobs.Job{Kind: "test", Payload: 4})
		if first != second {
			h.Error("the id changed")
		}
		h.due(q, 4)
		slices.Sort(got)
		if !slices.Equal(got, []string{"2", "3", "4", "4"}) {
			h.Errorf("got %q", got)
		}
	})
}

func TestAUniqueJobWaitsForItsRunningTwin(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		depth, most, ran := 0, 0, 0
		q.Handle("test", func(ctx context.Context, r *jobs.Running) error {
			depth, ran = depth+1, ran+1
			defer func() { depth-- }()
			most = max(most, depth)
			if ran == 1 {
				h.enqueue(jobs.Job{Kind: "test", Unique: "a"})
				other := jobs.New(h.db, nil)
				other.Handle("test", nop)
				h.due(other, 0)
			}
			return nil
		})
		h.enqueue(jobs.Job{Kind: "test", Unique: "a"})
		h.due(q, 2)
		if most != 1 {
			h.Errorf("%d ran at once", most)
		}
	})
}

func TestAFailedJobIsTriedAgainLaterAndLater(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		var at []time.Duration
		start := h.clock.Now()
		q.Handle("test", func(context.Context, *jobs.Running) error {
			at = append(at, h.clock.Now().Sub(start))
			return errors.New("not today")
		}, jobs.Attempts(5))
		id := h.enqueue(jobs.Job{Kind: "test"})
		for range 400 {
			q.RunDue(bg)
			h.clock.Add(time.Second)
		}
		want := []time.Duration{0, 10 * time.Second, 30 * time.Second, 70 * time.Second, 150 * time.Second}
		if !slices.Equal(at, want) {
			h.Errorf("it ran after %v, want %v", at, want)
		}
		s, err := h.status(id)
		if err != nil || s.State != jobs.Stopped || s.Attempts != 5 || s.Text.Msg == "" || s.Fault == "" {
			h.Errorf("got %+v, %v", s, err)
		}
		if strings.Contains(s.Fault+fmt.Sprint(s.Text), "today") {
			h.Error("the text of an unknown error is kept")
		}
	})
}

func TestARefusalIsNotTriedAgain(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		failures := map[string]error{
			"closed":  errs.New(errs.Closed, "series.closed|Registration closed {when}.", "when", "today", "n", 3),
			"final":   jobs.Final(errors.New("it will never work")),
			"busy":    errs.New(errs.Unavailable, "busy|Busy."),
			"unknown": errors.New("who knows"),
		}
		q.Handle("test", func(_ context.Context, r *jobs.Running) error { return fmt.Errorf("wrapped: %w", failures[r.ID]) })
		for id := range failures {
			h.enqueue(jobs.Job{ID: id, Kind: "test"})
		}
		if err := h.due(q, 4); err == nil {
			h.Error("RunDue does not tell of failures")
		}
		for id, want := range map[string]jobs.State{"closed": jobs.Stopped, "final": jobs.Stopped, "busy": jobs.Queued, "unknown": jobs.Queued} {
			if s, err := h.status(id); err != nil || s.State != want {
				h.Errorf("%s: %+v, %v", id, s, err)
			}
		}
		s, _ := h.status("closed")
		if s.Text.Msg != "series.closed|Registration closed {when}." || !slices.Equal(s.Text.Args, []any{"when", "today", "n", 3}) {
			h.Errorf("the sentence is %+v", s.Text)
		}
		if strings.Contains(s.Fault, "today") || !strings.Contains(s.Fault, "series.closed") {
			h.Errorf("the fault is %q", s.Fault)
		}
	})
}

func TestAPanicIsAFailure(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		q.Handle("test", func(context.Context, *jobs.Running) error { panic("secret") })
		id := h.enqueue(jobs.Job{Kind: "test"})
		if err := h.due(q, 1); err == nil || strings.Contains(err.Error(), "secret") {
			h.Error(err)
		}
		if s, err := h.status(id); err != nil || s.State != jobs.Queued || s.Attempts != 1 {
			h.Errorf("got %+v, %v", s, err)
		}
	})
}

// TestAJobOfADeadProcessComesBack claims a job and never finishes it, as a
// process that is killed does.
func TestAJobOfADeadProcessComesBack(t *testing.T) {
	each(t, func(h *house) {
		dead := h.queue()
		claimed, hang := make(chan bool), make(chan bool)
		dead.Handle("test", func(context.Context, *jobs.Running) error {
			claimed <- true
			<-hang
			return nil
		})
		ended := make(chan bool)
		h.enqueue(jobs.Job{Kind: "test", ID: "j", Keep: true})
		go func() { dead.RunDue(bg); close(ended) }()
		<-claimed

		var attempts []int
		q := jobs.New(h.db, nil)
		q.Handle("test", func(_ context.Context, r *jobs.Running) error { attempts = append(attempts, r.Attempt); return nil })
		h.clock.Add(time.Minute)
		h.due(q, 0)
		h.clock.Add(time.Minute)
		h.due(q, 1)
		if !slices.Equal(attempts, []int{2}) {
			h.Errorf("attempts %v", attempts)
		}
		// The dead one was only slow: its end changes nothing.
		close(hang)
		<-ended
		if s, err := h.status("j"); err != nil || s.State != jobs.Done || s.Attempts != 2 {
			h.Errorf("got %+v, %v", s, err)
		}
		h.due(q, 0)
	})
}

func TestAJobThatKillsItsProcessIsGivenUp(t *testing.T) {
	each(t, func(h *house) {
		h.enqueue(jobs.Job{Kind: "test", ID: "j"})
		for range 4 {
			dead := h.queue()
			hang := make(chan bool)
			h.Cleanup(func() { close(hang) })
			claimed := make(chan bool, 1)
			ended := make(chan int, 1)
			dead.Handle("test", func(context.Context, *jobs.Running) error { claimed <- true; <-hang; return nil }, jobs.Attempts(3))
			go func() { n, _ := dead.RunDue(bg); ended <- n }()
			select {
			case <-claimed:
			case <-ended:
			}
			h.clock.Add(3 * time.Minute)
		}
		if s, err := h.status("j"); err != nil || s.State != jobs.Stopped || s.Text.Msg == "" {
			h.Errorf("got %+v, %v", s, err)
		}
	})
}

func TestFinishIsPartOfTheWork(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		effect := func(r *jobs.Running) error {
			return h.db.Write(bg, func(tx *store.Tx) error {
				if _, err := tx.Exec("INSERT INTO house (name, value) VALUES ($1, 'x')", store.NewID()); err != nil {
					return err
				}
				return r.Finish(tx)
			})
		}
		rows := func() (n int) {
			h.db.Read(bg, func(tx *store.Tx) error { return tx.Row("SELECT COUNT(*) FROM house").Scan(&n) })
			return n
		}
		q.Handle("test", func(_ context.Context, r *jobs.Running) error { return effect(r) })
		h.enqueue(jobs.Job{Kind: "test"})
		if err := h.due(q, 1); err != nil || rows() != 1 {
			h.Errorf("%d rows, %v", rows(), err)
		}
		// Who lost the claim has no effect.
		slow := jobs.New(h.db, nil)
		slow.Handle("test", func(_ context.Context, r *jobs.Running) error {
			h.clock.Add(time.Hour)
			h.due(q, 1)
			err := effect(r)
			if !errors.Is(err, jobs.ErrLost) {
				h.Errorf("got %v", err)
			}
			return err
		})
		h.enqueue(jobs.Job{Kind: "test"})
		slow.RunDue(bg)
		if rows() != 2 {
			h.Errorf("%d rows, want 2", rows())
		}
		h.due(q, 0)
	})
}

func TestProgressCanBeLookedUp(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		q.Handle("test", func(_ context.Context, r *jobs.Running) error {
			r.Progress(0.4, "circles.step|{n} of {all} circles", "n", 4, "all", 10)
			s, err := h.status(r.ID)
			if err != nil || s.State != jobs.Active || s.Progress != 0.4 || s.Text.Args[1] != 4 {
				h.Errorf("got %+v, %v", s, err)
			}
			return nil
		})
		kept := h.enqueue(jobs.Job{Kind: "test", Keep: true, By: "ada"})
		if s, err := h.status(kept); err != nil || s.State != jobs.Queued || s.By != "ada" {
			h.Errorf("got %+v, %v", s, err)
		}
		dropped := h.enqueue(jobs.Job{Kind: "test"})
		h.due(q, 2)
		if s, err := h.status(kept); err != nil || s.State != jobs.Done || s.Progress != 1 {
			h.Errorf("got %+v, %v", s, err)
		}
		if _, err := h.status(dropped); !errors.Is(err, store.ErrNoRow) {
			h.Errorf("a done job is still there: %v", err)
		}
		// A day later it is forgotten.
		h.clock.Add(49 * time.Hour)
		q.RunDue(bg)
		if _, err := h.status(kept); !errors.Is(err, store.ErrNoRow) {
			h.Errorf("a job is kept for ever: %v", err)
		}
	})
}

func TestASchedulesJobRunsOncePerInterval(t *testing.T) {
	each(t, func(h *house) {
		ran := 0
		queue := func() *jobs.Queue {
			q := jobs.New(h.db, nil)
			q.Handle("tick", func(context.Context, *jobs.Running) error { ran++; return nil })
			q.Every("tick", time.Hour)
			return q
		}
		a, b := queue(), queue()
		run := func(want int) {
			h.Helper()
			a.RunDue(bg)
			b.RunDue(bg)
			if ran != want {
				h.Errorf("at %v it had run %d times, want %d", h.clock.Now(), ran, want)
			}
		}
		run(1) // at first
		h.clock.Add(59 * time.Minute)
		run(1)
		h.clock.Add(time.Minute)
		run(2)
		h.clock.Add(100 * time.Hour) // nobody was there
		run(3)
		h.clock.Add(time.Hour)
		run(4)
	})
}

func TestTwoProcessesNeverRunAJobTwice(t *testing.T) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			o := store.Options{URL: storetest.URL(t, e), Careless: true}
			const n = 200
			var ran sync.Map
			var done atomic.Int32
			ctx, cancel := context.WithCancel(bg)
			defer cancel()
			var queues sync.WaitGroup
			for range 2 {
				db := storetest.Reopen(t, o)
				q := jobs.New(db, nil)
				q.Handle("test", func(_ context.Context, r *jobs.Running) error {
					if _, twice := ran.LoadOrStore(r.ID, true); twice {
						t.Errorf("%s ran twice", r.ID)
					}
					if done.Add(1) == n {
						cancel()
					}
					return nil
				})
				queues.Go(func() { q.Run(ctx) })
			}
			db := storetest.Reopen(t, o)
			for range n / 20 {
				err := db.Write(bg, func(tx *store.Tx) error {
					for range 20 {
						if err := jobs.Enqueue(tx, jobs.Job{Kind: "test"}); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
			queues.Wait()
			if done.Load() != n {
				t.Errorf("%d ran of %d", done.Load(), n)
			}
		})
	}
}

func TestAJobStartsWhenItIsCommitted(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		ran := make(chan bool)
		q.Handle("test", func(context.Context, *jobs.Running) error { ran <- true; return nil })
		ctx, cancel := context.WithCancel(bg)
		ended := make(chan error)
		go func() { ended <- q.Run(ctx) }()
		for range 3 {
			h.enqueue(jobs.Job{Kind: "test"})
			<-ran
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			h.Error(err)
		}
	})
}

func TestAStoppedQueueGivesItsJobsBack(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		started := make(chan bool)
		q.Handle("test", func(ctx context.Context, _ *jobs.Running) error {
			close(started)
			<-ctx.Done()
			return ctx.Err()
		})
		id := h.enqueue(jobs.Job{Kind: "test"})
		ctx, cancel := context.WithCancel(bg)
		ended := make(chan bool)
		go func() { q.Run(ctx); close(ended) }()
		<-started
		cancel()
		<-ended
		if s, err := h.status(id); err != nil || s.State != jobs.Queued || s.Attempts != 0 {
			h.Errorf("got %+v, %v", s, err)
		}
	})
}

func TestAFailedJobCanBeTriedOnceMore(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		fail := true
		q.Handle("test", func(context.Context, *jobs.Running) error {
			if fail {
				return jobs.Final(errors.New("no"))
			}
			return nil
		})
		id := h.enqueue(jobs.Job{Kind: "test"})
		h.due(q, 1)
		fail = false
		err := h.db.Write(bg, func(tx *store.Tx) error {
			all, err := jobs.Failures(tx)
			if err != nil || len(all) != 1 || all[0].ID != id {
				h.Errorf("failures: %v, %v", all, err)
			}
			if err := jobs.Retry(tx, "another"); !errors.Is(err, store.ErrNoRow) {
				h.Error(err)
			}
			return jobs.Retry(tx, id)
		})
		if err != nil {
			h.Error(err)
		}
		h.db.Read(bg, func(tx *store.Tx) error {
			if n, since, err := jobs.Backlog(tx); n != 1 || !since.Equal(h.clock.Now()) || err != nil {
				h.Error(n, since, err)
			}
			return nil
		})
		h.due(q, 1)
		if _, err := h.status(id); !errors.Is(err, store.ErrNoRow) {
			h.Error(err)
		}
	})
}

func TestJobsThatAreNotWantedAnyMoreGo(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		q.Handle("test", func(context.Context, *jobs.Running) error { return jobs.Final(errors.New("no")) })
		later := h.clock.Now().Add(time.Hour)
		failed := h.enqueue(jobs.Job{Kind: "test", Unique: "a"})
		h.due(q, 1)
		h.enqueue(jobs.Job{Kind: "test", Unique: "a", RunAt: later})
		h.enqueue(jobs.Job{Kind: "test", Unique: "b", RunAt: later})
		err := h.db.Write(bg, func(tx *store.Tx) error {
			if err := jobs.Retry(tx, failed); !errors.Is(err, store.ErrNoRow) {
				h.Errorf("a failed job was tried again beside its newer twin: %v", err)
			}
			return errors.Join(jobs.Forget(tx, failed), jobs.Cancel(tx, "test", "a"), jobs.Cancel(tx, "test", "none"))
		})
		if err != nil {
			h.Error(err)
		}
		h.clock.Add(2 * time.Hour)
		h.due(q, 1) // b
	})
}

func TestJobsDoNotMoveTheVersionByThemselves(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		q.Handle("test", func(_ context.Context, r *jobs.Running) error { r.Progress(0.5, "a|A"); return nil })
		h.enqueue(jobs.Job{Kind: "test"})
		before := h.db.Version()
		h.due(q, 1)
		if h.db.Version() != before {
			h.Error("the bookkeeping of jobs dropped all caches")
		}
	})
}
