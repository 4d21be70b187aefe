package series

import (
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Listed are the lists in which a person stands here, and since when: of the
// series they are registered for or registered a group for, and of their
// groups. It is told to that person, who sees by it who read these lists.
func (room *Room) Listed(tx *store.Tx, v auth.Viewer, person string) ([]auth.Listed, error) {
	if !v.Is(person) {
		return nil, errs.NotThere()
	}
	return store.All(tx, func(r *store.Rows) (l auth.Listed, err error) {
		err = r.Scan(&l.Object, &l.Since)
		return l, err
	}, `SELECT series, made_at FROM registration WHERE person = $1
		UNION ALL SELECT delegation, made_at FROM registration WHERE person = $1 AND delegation IS NOT NULL
		UNION ALL SELECT a.delegation, r.made_at FROM delegation_also a JOIN registration r ON r.id = a.registration WHERE r.person = $1
		UNION ALL SELECT series, made_at FROM delegation WHERE contact = $1`, person)
}
