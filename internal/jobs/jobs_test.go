package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
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
