package circles

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/store"
)

// tell plans who leads, and tells everybody who is not told yet.
func (w *publication) tell(ctx context.Context) error {
	if err := w.r.DB.Read(ctx, func(tx *store.Tx) error {
		ids, err := w.room.outdated(tx, w.p.Cohort, w.s, w.rules)
		for _, id := range ids {
			w.tells[id] = true
		}
		return err
	}); err != nil {
		return err
	}
	var list []string
	for i := range w.a.Circles {
		if id := w.ids[w.a.Circles[i].Code]; w.tells[id] {
			list = append(list, id)
		}
	}
	if err := w.each(ctx, 3, len(list), func(tx *store.Tx, i int) error { return w.tellCircle(tx, list[i]) }); err != nil {
		return err
	}
	return w.tellLeft(ctx)
}

func (w *publication) tellCircle(tx *store.Tx, id string) error {
	plan, err := w.room.planWith(tx, id, w.s, w.rules)
	if err == nil {
		err = w.room.endStale(tx, id)
	}
	if err != nil {
		return err
	}
	fresh, err := store.All(tx, scanInterest,
		`SELECT `+interestColumns+` FROM placement p JOIN interest i ON i.id = p.interest WHERE p.circle = $1 AND p.told_at IS NULL ORDER BY i.id`, id)
	if err != nil {
		return err
	}
	moved, err := store.All(tx, store.Column[string], `SELECT interest FROM placement WHERE circle = $1 AND told_at IS NULL AND former NOT IN ('', circle)`, id)
	if err != nil {
		return err
	}
	var placed []Interest
	var names []string // these read it in the letter with their circle
	for _, in := range fresh {
		names = append(names, in.ID)
		if !slices.Contains(moved, in.ID) {
			placed = append(placed, in)
		} else if err = w.room.tell(tx, MailMoved, in, nil); err != nil {
			return err
		}
	}
	if err = w.room.tellPlaced(tx, placed...); err != nil {
		return err
	}
	if err = w.room.tellTurns(tx, plan, names...); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE placement SET told_at = $2 WHERE circle = $1 AND told_at IS NULL`, id, store.At(tx.Now()))
	return err
}
