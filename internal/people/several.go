package people

import (
	"errors"

	"codeberg.org/plenary/plenary/internal/store"
)

// Several returns those of the persons who are still there, by id, to the
// rooms above, which ask it only for viewers whose right they have checked.
func (room *Room) Several(tx *store.Tx, ids []string) (map[string]Person, error) {
	found := make(map[string]Person, len(ids))
	const atOnce = 1000
	for len(ids) > 0 {
		n := min(atOnce, len(ids))
		in, args := store.In(tx, "p.id", 1, ids[:n])
		ids = ids[n:]
		list, err := store.All(tx, func(r *store.Rows) (Person, error) { return room.scan(r) },
			`SELECT `+personColumns+` FROM person p LEFT JOIN keys k ON k.owner = p.id WHERE `+in, args...)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			found[p.ID] = p
		}
	}
	return found, nil
}

// Proven tells whether the person's address has answered. It opens nothing.
func (room *Room) Proven(tx *store.Tx, id string) (proven bool, err error) {
	err = tx.Row(`SELECT proven_at IS NOT NULL FROM person WHERE id = $1`, id).Scan(&proven)
	if errors.Is(err, store.ErrNoRow) {
		return false, nil
	}
	return proven, err
}
