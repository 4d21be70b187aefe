package people

import (
	"errors"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

const addressField = "person.address"

// canonical is the one form in which an address is looked up.
func canonical(address string) string {
	if c, ok := seal.CanonicalAddress(address); ok {
		return c
	}
	return strings.ToLower(address)
}

// Reindex makes the blind index of every address anew, under another key.
func (room *Room) Reindex(tx *store.Tx, index func(field, value string) []byte) (err error) {
	defer errs.Wrap(&err, "make the indexes of addresses anew")
	if err := tx.LockTable("person"); err != nil {
		return err
	}
	type row struct {
		id            string
		cell, wrapped []byte
	}
	rows, err := store.All(tx, func(r *store.Rows) (x row, err error) {
		err = r.Scan(&x.id, &x.cell, &x.wrapped)
		return x, err
	}, `SELECT p.id, p.address, k.wrapped FROM person p LEFT JOIN keys k ON k.owner = p.id WHERE p.address_ix IS NOT NULL`)
	if err != nil {
		return err
	}
	for _, x := range rows {
		var ix []byte // nothing finds who was erased
		box, err := room.Keys.Unwrap(x.id, x.wrapped)
		if err == nil {
			var address string
			if address, err = box.Open("person", "address", x.id, x.cell); err == nil {
				ix = index(addressField, canonical(address))
			}
		}
		if err != nil && !errors.Is(err, seal.ErrErased) {
			return err
		}
		if _, err := tx.Exec(`UPDATE person SET address_ix = $2 WHERE id = $1`, x.id, ix); err != nil {
			return err
		}
	}
	return nil
}

// Lost lists the people whose keys are gone though their rows still hold what
// was sealed with them, as in data that an old backup brought back.
func (room *Room) Lost(tx *store.Tx) ([]string, error) {
	return store.All(tx, store.Column[string], `SELECT p.id FROM person p LEFT JOIN keys k ON k.owner = p.id
		WHERE k.owner IS NULL AND (p.name IS NOT NULL OR p.address IS NOT NULL OR p.address_ix IS NOT NULL)`)
}
