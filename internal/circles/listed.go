package circles

import (
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Listed are the lists in which a person stands who said yes to a circle, and
// since when, told to that person: of the cohort, and of its series.
func (room *Room) Listed(tx *store.Tx, v auth.Viewer, person string) ([]auth.Listed, error) {
	if !v.Is(person) {
		return nil, errs.NotThere()
	}
	return store.All(tx, func(r *store.Rows) (l auth.Listed, err error) {
		err = r.Scan(&l.Object, &l.Since)
		return l, err
	}, `SELECT cohort, made_at FROM interest WHERE person = $1
		UNION ALL SELECT c.subject, i.made_at FROM interest i JOIN cohort c ON c.id = i.cohort WHERE i.person = $1`, person)
}
