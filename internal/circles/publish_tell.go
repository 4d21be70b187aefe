package circles

import (
	"context"

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
	if err := w.room.replanWith(tx, id, w.s, w.rules); err != nil {
		return err
	}
	if err := w.tellFresh(tx, id, MailPlaced, `IN ('', p.circle)`); err != nil {
		return err
	}
	if err := w.tellFresh(tx, id, MailMoved, `NOT IN ('', p.circle)`); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE placement SET told_at = $2 WHERE circle = $1 AND told_at IS NULL`, id, store.At(tx.Now()))
	return err
}

// tellFresh tells those of a circle's members who are not told of it yet, by what
// they knew of before.
func (w *publication) tellFresh(tx *store.Tx, circle, kind, former string) error {
	list, err := store.All(tx, scanInterest,
		`SELECT `+interestColumns+` FROM placement p JOIN interest i ON i.id = p.interest
			WHERE p.circle = $1 AND p.told_at IS NULL AND p.former `+former+` ORDER BY i.id`, circle)
	if err != nil {
		return err
	}
	return w.room.tellMany(tx, kind, list)
}
