package jobs

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// claim takes up to n due jobs for this queue. A look that changes nothing
// comes first, since most looks find nothing.
func (q *Queue) claim(ctx context.Context, n int) ([]*Running, error) {
	var due bool
	err := q.db.Read(ctx, func(tx *store.Tx) (err error) {
		due, err = q.anyDue(tx)
		return err
	})
	if err != nil || !due {
		return nil, err
	}
	var claimed []*Running
	err = q.db.Write(ctx, func(tx *store.Tx) (err error) {
		tx.Quiet()
		claimed = nil
		if err := q.enqueueScheduled(tx); err != nil {
			return err
		}
		claimed, err = q.take(tx, n)
		return err
	})
	if err != nil {
		return nil, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range claimed {
		q.mine[r.ID] = true
	}
	return claimed, nil
}

func (q *Queue) anyDue(tx *store.Tx) (bool, error) {
	late, err := q.lateSchedules(tx)
	if err != nil || len(late) > 0 {
		return true, err
	}
	ids, err := q.dueIDs(tx, 1, "")
	return len(ids) > 0, err
}

// dueIDs finds due jobs that this queue can handle and does not run already,
// the oldest first. A job whose twin with the same unique key is running waits
// for it.
func (q *Queue) dueIDs(tx *store.Tx, n int, lock string) ([]string, error) {
	kinds := make([]string, 0, len(q.handlers))
	for k := range q.handlers {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	in, args := store.In(tx, "kind", 3, kinds)
	q.mu.Lock()
	mine := len(q.mine)
	q.mu.Unlock()
	ids, err := store.All(tx, store.Column[string], `SELECT id FROM job
		WHERE state IN ('waiting', 'running') AND due_at <= $1 AND `+in+`
		  AND NOT EXISTS (SELECT 1 FROM job twin WHERE twin.kind = job.kind AND twin.unique_key = job.unique_key
		                  AND twin.state = 'running' AND twin.id <> job.id)
		ORDER BY due_at, id LIMIT $2`+lock, append([]any{tx.Now(), n + mine}, args...)...)
	if err != nil {
		return nil, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	ids = slices.DeleteFunc(ids, func(id string) bool { return q.mine[id] })
	return ids[:min(n, len(ids))], nil
}

func (q *Queue) take(tx *store.Tx, n int) ([]*Running, error) {
	ids, err := q.dueIDs(tx, n, tx.SkipLocked())
	if err != nil {
		return nil, err
	}
	var claimed []*Running
	for _, id := range ids {
		r := &Running{DB: tx.DB(), queue: q, lease: store.NewID()}
		var payload string
		err := tx.Row(`UPDATE job SET state = 'running', due_at = $2, lease = $3, attempts = attempts + 1, progress = 0
			WHERE id = $1 RETURNING id, kind, COALESCE(unique_key, ''), payload, asked_by, keep, attempts`,
			id, tx.Now().Add(leaseTime), r.lease).
			Scan(&r.ID, &r.Kind, &r.Unique, &payload, &r.By, &r.Keep, &r.Attempt)
		if err != nil {
			return nil, err
		}
		r.Payload = json.RawMessage(payload)
		if r.Attempt > q.handlers[r.Kind].attempts {
			// It took its process down each time.
			text := errs.T("jobs.fell-over|This could not be finished. The people who run this site can see why.")
			if err := r.settle(tx, "failed", tx.Now().Add(keepFailed), text, "the process ended while it ran"); err != nil {
				return nil, err
			}
			continue
		}
		claimed = append(claimed, r)
	}
	return claimed, nil
}

// lateSchedules are the kinds whose next run is due, with that time. One that
// is further off than its interval was planned before a clock was set back.
func (q *Queue) lateSchedules(tx *store.Tx) (map[string]time.Time, error) {
	late := make(map[string]time.Time)
	known := make(map[string]bool)
	err := tx.Each(func(r *store.Rows) error {
		var kind string
		var next time.Time
		if err := r.Scan(&kind, &next); err != nil {
			return err
		}
		known[kind] = true
		every, ours := q.every[kind]
		if ours && (!next.After(tx.Now()) || next.Sub(tx.Now()) > every) {
			late[kind] = next
		}
		return nil
	}, `SELECT kind, next_at FROM job_schedule`)
	for kind := range q.every {
		if !known[kind] {
			late[kind] = time.Time{} // its first time
		}
	}
	for kind := range late {
		if only := q.only[kind]; err == nil && only != nil {
			var wanted bool
			if wanted, err = only(tx); !wanted {
				delete(late, kind)
			}
		}
	}
	return late, err
}

// enqueueScheduled adds the jobs of the schedules that are due. Whoever moves
// a schedule's time on adds its job, so that it runs once over all processes.
func (q *Queue) enqueueScheduled(tx *store.Tx) error {
	late, err := q.lateSchedules(tx)
	if err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(late)) {
		next := tx.Now().Truncate(q.every[kind]).Add(q.every[kind])
		text := `UPDATE job_schedule SET next_at = $2 WHERE kind = $1 AND next_at = $3`
		args := []any{kind, next, late[kind]}
		if late[kind].IsZero() {
			text = `INSERT INTO job_schedule (kind, next_at) VALUES ($1, $2) ON CONFLICT (kind) DO NOTHING`
			args = args[:2]
		}
		n, err := tx.Exec(text, args...)
		if err != nil {
			return err
		}
		if n == 0 {
			continue // another process was faster
		}
		if err := Enqueue(tx, Job{Kind: kind, Unique: scheduled}); err != nil {
			return err
		}
	}
	return nil
}

// scheduled is the unique key of jobs that a schedule adds.
const scheduled = "scheduled"
