package jobs

import (
	"context"

	"codeberg.org/plenary/plenary/internal/store"
)

const sweepKind = "jobs.sweep"

// sweep forgets jobs that ended long ago.
func (q *Queue) sweep(ctx context.Context, _ *Running) error {
	return q.db.Write(ctx, func(tx *store.Tx) error {
		tx.Quiet()
		_, err := tx.Exec(`DELETE FROM job WHERE state IN ('done', 'failed') AND due_at <= $1`, tx.Now())
		return err
	})
}
