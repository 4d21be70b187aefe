package series

import (
	"errors"

	"codeberg.org/plenary/plenary/internal/store"
)

// Unreached counts the members of a group with a place who get no mail
// themselves, so that the contact person has to tell them: those without an
// address, and all where the contact person receives the group's mail.
func (room *Room) Unreached(tx *store.Tx, d Delegation) (n int, err error) {
	if !d.TellsMembers() {
		err = tx.Row(`SELECT COUNT(*) FROM registration WHERE delegation = $1 AND state IN ('registered', 'offered') AND person <> $2`, d.ID, d.Contact).Scan(&n)
		return n, err
	}
	err = tx.Row(`SELECT COUNT(*) FROM registration r JOIN person p ON p.id = r.person
		WHERE r.delegation = $1 AND r.state IN ('registered', 'offered') AND p.address_ix IS NULL AND p.name IS NOT NULL`, d.ID).Scan(&n)
	return n, err
}

// LeftWithGroup tells whether a registration was cancelled together with its
// group.
func (room *Room) LeftWithGroup(tx *store.Tx, r Registration) (bool, error) {
	var by string
	err := tx.Row(`SELECT left_by FROM registration WHERE id = $1`, r.ID).Scan(&by)
	if errors.Is(err, store.ErrNoRow) {
		return false, nil
	}
	return by == leftWithGroup, err
}
