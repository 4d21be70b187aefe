package jobs_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

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

func TestAScheduleWithNothingToDoMakesNoJob(t *testing.T) {
	each(t, func(h *house) {
		q := h.queue()
		ran, wanted := 0, false
		q.Handle("now-and-then", func(context.Context, *jobs.Running) error { ran++; return nil })
		q.EveryIf("now-and-then", time.Second, func(*store.Tx) (bool, error) { return wanted, nil })
		h.due(q, 0)
		h.clock.Add(time.Hour)
		h.due(q, 0)
		wanted = true
		h.due(q, 1)
		h.due(q, 0)
		h.clock.Add(time.Second)
		h.due(q, 1)
		wanted = false
		h.clock.Add(time.Hour)
		h.due(q, 0)
		if ran != 2 {
			h.Errorf("it ran %d times", ran)
		}
	})
}
