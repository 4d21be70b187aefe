package people

import (
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// AddressOf returns a person's address, for the change of it.
func (room *Room) AddressOf(tx *store.Tx, id string) (string, error) {
	p, err := room.Get(tx, id)
	return p.Address, err
}

// Move gives a person another address, which has answered. The links that they
// carried open nothing any more: they were mailed to the old one.
func (room *Room) Move(tx *store.Tx, id, address string) (err error) {
	defer errs.Wrap(&err, "move a person to another address")
	address = CleanAddress(address)
	holder, known, err := room.byAddress(tx, address)
	if err != nil {
		return err
	}
	if known && holder.ID != id {
		return errs.New(errs.Conflict, "auth.token-over|This link or code is no longer valid, or it was asked for in another browser. Please ask for a new one.")
	}
	box, err := room.Keys.Box(tx, id)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE person SET address = $1, address_ix = $2, proven_at = $3, generation = generation + 1 WHERE id = $4`,
		box.Seal("person", "address", id, address), room.index(address), store.Time{Time: tx.Now()}, id)
	if err != nil {
		return err
	}
	for _, f := range room.OnMoved {
		if err = f(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// Free takes an address from whoever has taken it since, so that the person who
// had it before can have it back. Who loses it stays without one.
func (room *Room) Free(tx *store.Tx, id, address string) error {
	_, err := tx.Exec(`UPDATE person SET address = NULL, address_ix = NULL, generation = generation + 1 WHERE address_ix = $1 AND id <> $2`,
		room.index(CleanAddress(address)), id)
	return err
}

// RefusesMail tells whether an address has asked never to be written to.
func (room *Room) RefusesMail(tx *store.Tx, address string) (no bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM suppressed WHERE hash = $1)`, room.Keys.Suppression(canonical(CleanAddress(address)))).Scan(&no)
	return no, err
}
