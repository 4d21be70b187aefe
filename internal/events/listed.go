package events

import (
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Listed are the lists in which a person stands here, and since when: of the
// events they are registered for. It is told to that person, who sees by it who
// read these lists.
func (room *Room) Listed(tx *store.Tx, v auth.Viewer, person string) ([]auth.Listed, error) {
	if !v.Is(person) {
		return nil, errs.NotThere()
	}
	return store.All(tx, func(r *store.Rows) (l auth.Listed, err error) {
		err = r.Scan(&l.Object, &l.Since)
		return l, err
	}, `SELECT event, made_at FROM event_registration WHERE person = $1`, person)
}
