package circles

import (
	"context"

	"codeberg.org/plenary/plenary/internal/store"
)

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
