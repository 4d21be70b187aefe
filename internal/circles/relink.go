package circles

import "codeberg.org/plenary/plenary/internal/store"

// Relink ends the links that a person carried in mails to an address that is
// not theirs any more.
func (room *Room) Relink(tx *store.Tx, person string) error {
	_, err := tx.Exec(`UPDATE interest SET generation = generation + 1 WHERE person = $1`, person)
	return err
}
