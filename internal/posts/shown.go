package posts

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Shown tells which of these posts are published, not hidden, and about nothing
// that the viewer may not see: what the search may count. Their texts are not
// read.
func (room *Room) Shown(ctx context.Context, tx *store.Tx, v auth.Viewer, ids []string) (_ map[string]bool, err error) {
	defer errs.Wrap(&err, "ask which texts somebody may see")
	in, args := store.In(tx, "id", 1, ids)
	list, err := store.All(tx, func(r *store.Rows) (p Post, err error) {
		return p, r.Scan(&p.ID, (*string)(&p.About.Kind), &p.About.ID)
	}, `SELECT id, about_kind, about FROM post WHERE state = 'published' AND hidden_at IS NULL AND `+in, args...)
	if err != nil {
		return nil, err
	}
	return room.ids(ctx, tx, v, list)
}
