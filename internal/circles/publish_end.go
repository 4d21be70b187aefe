package circles

import (
	"context"

	"codeberg.org/plenary/plenary/internal/store"
)

// mayPublish tells whether who asked for it may still publish. What was begun is
// brought to its end all the same: some sit in another circle already.
func (w *publication) mayPublish(tx *store.Tx) (bool, error) {
	may, err := w.room.mayStill(tx, w.r.By, w.s)
	if err != nil || may {
		return may, err
	}
	x, err := w.room.work(tx, w.p)
	if err != nil {
		return false, err
	}
	err = tx.Row(`SELECT COUNT(*) > 0 FROM placement p JOIN circle c ON c.id = p.circle WHERE c.cohort = $1 AND p.placed_at >= $2`,
		w.p.Cohort, store.At(x.Status.Made)).Scan(&may)
	return may, err
}

// withdraw makes the proposal one again that waits.
func (w *publication) withdraw(ctx context.Context) error {
	return w.r.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := w.room.setState(tx, w.p.ID, Ready, Publishing); err != nil {
			return err
		}
		return w.r.Finish(tx)
	})
}

// end makes the proposal the one that the circles came of. Other proposals know
// nothing of the circles that meet now, and go.
func (w *publication) end(tx *store.Tx) error {
	c, err := w.room.cohort(tx, w.p.Cohort)
	if err != nil {
		return err
	}
	for _, x := range []struct {
		sql  string
		args []any
	}{
		{`UPDATE proposal SET state = 'published' WHERE id = $1`, []any{w.p.ID}},
		{`UPDATE cohort SET published = $2 WHERE id = $1`, []any{c.ID, w.p.ID}},
		{`DELETE FROM proposal_step WHERE proposal IN (SELECT id FROM proposal WHERE cohort = $1 AND id <> $2 AND state <> 'published')`, []any{c.ID, w.p.ID}},
		{`DELETE FROM proposal WHERE cohort = $1 AND id <> $2 AND state <> 'published'`, []any{c.ID, w.p.ID}},
	} {
		if _, err := tx.Exec(x.sql, x.args...); err != nil {
			return err
		}
	}
	if err = w.room.grow(tx, &c); err != nil {
		return err
	}
	if err = w.room.lookAgain(tx, c.ID); err != nil {
		return err
	}
	if err = w.seekPlaces(tx); err != nil {
		return err
	}
	return w.r.Finish(tx)
}
