package seal

import (
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// InUse returns which root key and which index key the data says are in use.
func InUse(tx *store.Tx) (root string, index int, err error) {
	s, err := readState(tx)
	return s.root, s.index, err
}

// Holds tells whether the key file holds these keys.
func (k *Keys) Holds(root string, index int) bool {
	return k.ring.Load().with(state{root, index}) != nil
}

// Restored brings data that came out of a backup under the keys that are in use
// now: the root that the keys were wrapped under since, and the index key that
// has taken over since.
func (k *Keys) Restored(tx *store.Tx, root string, index int, reindex Reindex) error {
	to := state{root, index}
	next := k.ring.Load().with(to)
	if next == nil {
		return &WrongKey{Loaded: k.KeyID(), Expected: root}
	}
	now, err := readState(tx)
	if err != nil {
		return err
	}
	if now.root != root {
		if err := nameRoot(tx, root); err != nil {
			return err
		}
	}
	k.ring.Store(next)
	if now.index == index {
		return nil
	}
	return changeIndex(tx, next.index, reindex)
}

// nameRoot makes the root the newest, whatever the clock says: the newest is
// the one in use.
func nameRoot(tx *store.Tx, id string) error {
	var newest store.Time
	if err := tx.Row(`SELECT MAX(made) FROM root_key`).Scan(&newest); err != nil {
		return err
	}
	made := tx.Now()
	if !made.After(newest.Time) {
		made = newest.Add(time.Microsecond)
	}
	_, err := tx.Exec(`INSERT INTO root_key (id, made) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET made = excluded.made`, id, store.At(made))
	return err
}

func changeIndex(tx *store.Tx, to secret, reindex Reindex) error {
	if err := reindex(tx, func(field, value string) []byte { return keyed(to.key, field, value, indexSize) }); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO house (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
		indexFact, strconv.Itoa(to.number))
	return err
}
