package set

import (
	"errors"
	"fmt"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Sweep drops the rows that no key leads to any more, neither one of the table
// keys nor one of these secrets, and the sets whose keys are gone. Only data
// from an old backup has any. It opens every key there is, so it is nothing for
// a house at work.
func (s Sets) Sweep(tx *store.Tx, secrets []string) (err error) {
	if err := tx.LockTable(table); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM sealed_set WHERE NOT EXISTS (SELECT 1 FROM keys WHERE keys.owner = sealed_set.id)`); err != nil {
		return fmt.Errorf("sweep sealed sets: %w", err)
	}
	lost := map[string]bool{}
	slots, err := store.All(tx, store.Column[[]byte], `SELECT slot FROM sealed_row`)
	if err != nil || len(slots) == 0 {
		return err
	}
	for _, slot := range slots {
		lost[string(slot)] = true
	}
	owners, err := store.All(tx, store.Column[string], `SELECT owner FROM keys`)
	if err != nil {
		return err
	}
	found := func(x *Set) error {
		if err := x.loadHead(tx); err != nil && !errors.Is(err, seal.ErrBroken) {
			return err
		}
		for n := 0; x.made && n <= x.head.rows; n++ {
			delete(lost, string(x.slot(n)))
		}
		return nil
	}
	for _, owner := range owners {
		box, err := s.Keys.Box(tx, owner)
		if err != nil {
			return err
		}
		if err := found(newSet("", box)); err != nil {
			return err
		}
	}
	for _, secret := range secrets {
		if err := found(newSet("", s.Keys.BoxOf("set", secret))); err != nil {
			return err
		}
	}
	for slot := range lost {
		if _, err := tx.Exec(`DELETE FROM sealed_row WHERE slot = $1`, []byte(slot)); err != nil {
			return err
		}
	}
	return nil
}
