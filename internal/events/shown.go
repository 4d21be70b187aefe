package events

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Shown tells which of these events their visibility alone shows to the viewer:
// what the search may count. It is one query of two columns, for thousands.
func (room *Room) Shown(ctx context.Context, tx *store.Tx, v auth.Viewer, ids []string) (shown map[string]bool, err error) {
	defer errs.Wrap(&err, "ask which events somebody may see")
	in, args := store.In(tx, "id", 2, ids)
	shown = map[string]bool{}
	return shown, tx.Each(func(r *store.Rows) error {
		var id string
		err := r.Scan(&id)
		shown[id] = true
		return err
	}, `SELECT id FROM event WHERE state <> 'draft' AND (visibility = 'public' OR visibility = 'members' AND $1) AND `+in, append([]any{v.Kind == auth.Person}, args...)...)
}
