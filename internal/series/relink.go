package series

import "codeberg.org/plenary/plenary/internal/store"

// Relink ends the links that a person carried in mails to an address that is
// not theirs any more: to registrations, and to groups they lead. The next mail
// brings new ones, and their own page has them at once.
func (room *Room) Relink(tx *store.Tx, person string) error {
	if _, err := tx.Exec(`UPDATE registration SET generation = generation + 1 WHERE person = $1`, person); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE delegation SET generation = generation + 1 WHERE contact = $1`, person)
	return err
}
