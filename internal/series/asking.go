package series

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// SetAsking says whether registering for a series asks people to agree to what
// the network's members agree to. Only who may change the series may say it.
func (room *Room) SetAsking(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, asks bool) (err error) {
	defer errs.Wrap(&err, "say whether a series asks people to agree")
	s, err := room.BySlug(ctx, tx, v, slug)
	if err != nil {
		return err
	}
	if !room.MayEdit(v, s) {
		return errs.NotThere()
	}
	return room.People.SetAsking(tx, s.ID, asks)
}
