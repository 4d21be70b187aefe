package people

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// RenewFeed ends the address of the viewer's private calendar; the next one
// made for them is another.
func (room *Room) RenewFeed(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (err error) {
	defer errs.Wrap(&err, "renew a private calendar")
	if !v.Is(id) {
		return errs.NotThere()
	}
	_, err = tx.Exec(`UPDATE person SET generation = generation + 1 WHERE id = $1`, id)
	return err
}
