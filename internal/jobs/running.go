package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

const (
	keepDone   = 24 * time.Hour
	keepFailed = 30 * 24 * time.Hour
	noteEvery  = 500 * time.Millisecond
	firstPause = 10 * time.Second
	longest    = time.Hour
)

// Running is a job that is being done.
type Running struct {
	Job
	DB      *store.DB
	Attempt int // 1 for the first

	queue    *Queue
	lease    string
	mu       sync.Mutex
	noted    time.Time // when progress was last written, by the system's clock
	finished bool
}

// ErrLost says that another process has the job now, since this one could not
// renew its claim in time.
var ErrLost = errors.New("jobs: the claim on the job was lost")

// Decode reads the payload.
func (r *Running) Decode(to any) error {
	raw, _ := r.Payload.(json.RawMessage)
	if json.Unmarshal(raw, to) != nil {
		return Final(fmt.Errorf("jobs: the payload of %s is not a %T", r.Kind, to))
	}
	return nil
}

// Progress notes how far the job is, 0 to 1, and what it is doing. It may be
// called often; most calls write nothing.
func (r *Running) Progress(part float64, msg string, args ...any) {
	r.mu.Lock()
	now := store.SystemClock()
	late := now.Sub(r.noted) >= noteEvery
	if late {
		r.noted = now
	}
	r.mu.Unlock()
	if !late {
		return
	}
	err := r.DB.Write(context.Background(), func(tx *store.Tx) error {
		tx.Quiet()
		_, err := tx.Exec(`UPDATE job SET progress = $3, note = $4 WHERE id = $1 AND lease = $2 AND state = 'running'`,
			r.ID, r.lease, part, writeNote(errs.T(msg, args...)))
		return err
	})
	if err != nil {
		r.queue.log.Warn("the progress of a job was not written", "kind", r.Kind, "err", err)
	}
}

// Save notes what is left to do inside the transaction in which a part of the
// work takes effect: who takes the job up again begins there. It returns
// [ErrLost] where Finish does.
func (r *Running) Save(tx *store.Tx, payload any) error {
	raw, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	return r.change(tx, `UPDATE job SET payload = $3 WHERE id = $1 AND lease = $2 AND state = 'running'`, r.ID, r.lease, string(raw))
}

// change writes the job's own row. It returns [ErrLost] if that is no longer its
// own.
func (r *Running) change(tx *store.Tx, text string, args ...any) error {
	n, err := tx.Exec(text, args...)
	if err == nil && n == 0 {
		err = ErrLost
	}
	return err
}

// Finish ends the job inside the transaction in which its work takes effect.
// It returns [ErrLost] if the job belongs to another process by now; then the
// handler must let the transaction fail.
func (r *Running) Finish(tx *store.Tx) error {
	text := `DELETE FROM job WHERE id = $1 AND lease = $2 AND state = 'running'`
	args := []any{r.ID, r.lease}
	if r.Keep {
		text = `UPDATE job SET state = 'done', progress = 1, due_at = $3 WHERE id = $1 AND lease = $2 AND state = 'running'`
		args = append(args, tx.Now().Add(keepDone))
	}
	err := r.change(tx, text, args...)
	if err == nil {
		tx.AfterCommit(func() {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.finished = true
		})
	}
	return err
}

func (r *Running) done() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.finished
}

// do runs a claimed job and notes how it ended.
func (q *Queue) do(ctx context.Context, r *Running) (err error) {
	defer func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		delete(q.mine, r.ID)
	}()
	work, stop := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	go func() {
		defer close(renewed)
		q.renew(work, r, stop)
	}()
	err = q.handle(work, r)
	stop(nil)
	<-renewed
	if r.done() {
		return nil
	}
	stopped := ctx.Err() != nil && errors.Is(err, ctx.Err())
	end := q.db.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		tx.Quiet()
		switch {
		case err == nil:
			return r.Finish(tx)
		case stopped:
			return r.release(tx)
		}
		return r.fail(tx, err)
	})
	if end != nil && !errors.Is(end, ErrLost) {
		q.log.Error("the end of a job was not written; it will run again", "kind", r.Kind, "err", end)
	}
	if err != nil && !stopped {
		q.log.Warn("a job failed", "kind", r.Kind, "attempt", r.Attempt, "err", err)
	}
	return err
}

// handle calls the handler; its panic is an error like others.
func (q *Queue) handle(ctx context.Context, r *Running) (err error) {
	defer func() {
		if v := recover(); v != nil {
			q.log.Error("a job panicked", "kind", r.Kind, "stack", string(debug.Stack()))
			err = fmt.Errorf("jobs: panic in a handler: a %T", v)
		}
	}()
	return q.handlers[r.Kind].run(ctx, r)
}

// renew keeps the claim until the work is over, and stops the work if the
// claim is lost.
func (q *Queue) renew(ctx context.Context, r *Running, stop context.CancelCauseFunc) {
	tick := time.NewTicker(renewEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := r.extend(ctx)
		if errors.Is(err, ErrLost) {
			stop(ErrLost)
			return
		}
	}
}

func (r *Running) extend(ctx context.Context) error {
	return r.DB.Write(ctx, func(tx *store.Tx) error {
		tx.Quiet()
		n, err := tx.Exec(`UPDATE job SET due_at = $3 WHERE id = $1 AND lease = $2 AND state = 'running'`,
			r.ID, r.lease, tx.Now().Add(leaseTime))
		if err == nil && n == 0 && !r.done() {
			err = ErrLost
		}
		return err
	})
}

// settle writes a new state while the claim is ours.
func (r *Running) settle(tx *store.Tx, state string, due time.Time, note errs.Text, fault string) error {
	n, err := tx.Exec(`UPDATE job SET state = $3, due_at = $4, note = $5, fault = $6 WHERE id = $1 AND lease = $2 AND state = 'running'`,
		r.ID, r.lease, state, due, writeNote(note), fault)
	if err == nil && n == 0 {
		err = ErrLost
	}
	return err
}

// release gives a job back that was stopped with its process; this was no
// attempt.
func (r *Running) release(tx *store.Tx) error {
	if _, err := tx.Exec(`UPDATE job SET attempts = attempts - 1 WHERE id = $1 AND lease = $2 AND state = 'running'`, r.ID, r.lease); err != nil {
		return err
	}
	return r.again(tx, tx.Now(), errs.Text{}, "")
}

func (r *Running) fail(tx *store.Tx, err error) error {
	text, fault := explain(err)
	if final(err) || r.Attempt >= r.queue.handlers[r.Kind].attempts {
		return r.settle(tx, "failed", tx.Now().Add(keepFailed), text, fault)
	}
	return r.again(tx, tx.Now().Add(pause(r.Attempt)), text, fault)
}

// again makes the job wait, unless a newer one with its unique key waits
// already, which then does the work.
func (r *Running) again(tx *store.Tx, at time.Time, text errs.Text, fault string) error {
	if r.Unique != "" {
		var twin string
		err := tx.Row(`SELECT id FROM job WHERE kind = $1 AND unique_key = $2 AND state = 'waiting'`, r.Kind, r.Unique).Scan(&twin)
		if err == nil {
			text = errs.T("jobs.replaced|This was asked for again meanwhile, and the newer request is being done.")
			return r.settle(tx, "failed", tx.Now().Add(keepDone), text, "a newer job with its key does the work")
		} else if !errors.Is(err, store.ErrNoRow) {
			return err
		}
	}
	return r.settle(tx, "waiting", at, text, fault)
}

// pause is how long to wait after the n-th attempt.
func pause(n int) time.Duration {
	d := firstPause
	for ; n > 1 && d < longest; n-- {
		d *= 2
	}
	return min(d, longest)
}

// Final makes an error that is not worth another attempt.
func Final(err error) error { return &finalError{err} }

type finalError struct{ err error }

func (f *finalError) Error() string { return f.err.Error() }
func (f *finalError) Unwrap() error { return f.err }

// final tells whether trying again would change nothing: what a room refused
// with a reason stays refused.
func final(err error) bool {
	var f *finalError
	if errors.As(err, &f) {
		return true
	}
	switch errs.KindOf(err) {
	case errs.Internal, errs.Unavailable, errs.TooMany:
		return false
	}
	return true
}

// explain makes what people may see of an error, and a line for operators
// that holds nothing but types and keys, since errors of other libraries may
// quote what they failed at.
func explain(err error) (text errs.Text, fault string) {
	text = errs.T("jobs.failed|Something went wrong on our side.")
	if e := errs.Of(err); e != nil {
		text = e.Text
	}
	var f *store.Failure
	if errors.As(err, &f) {
		return text, f.Error()
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		fault = fmt.Sprintf("%T", e)
	}
	if e := errs.Of(err); e != nil {
		fault = fault + " " + (&errs.Error{Text: e.Text}).Error()
	}
	return text, fault
}
