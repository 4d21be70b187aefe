package set

import (
	"errors"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

type rowOf struct{ slot, cell []byte }

// TestWhateverIsMovedInASetFailsClosed (C3) swaps every two cells of two sets
// and a shelf, takes out each row, and puts each into every other place: what
// was touched is never read as something else.
func TestWhateverIsMovedInASetFailsClosed(t *testing.T) {
	if !seal.Sealing {
		return // a program that does not seal notices nothing
	}
	each(t, func(h *house) {
		a, b := h.create("one", strings.Repeat("two", 200), "three"), h.create("four")
		var rows []rowOf
		h.write(func(tx *store.Tx) (err error) {
			rows, err = store.All(tx, func(r *store.Rows) (x rowOf, err error) {
				err = r.Scan(&x.slot, &x.cell)
				return x, err
			}, `SELECT slot, cell FROM sealed_row ORDER BY slot`)
			return err
		})
		broken := func(what string) {
			h.t.Helper()
			_, errA := h.notes(a)
			_, errB := h.notes(b)
			if !errors.Is(errA, seal.ErrBroken) && !errors.Is(errB, seal.ErrBroken) {
				h.t.Errorf("%s: %v, %v", what, errA, errB)
			}
			for _, err := range []error{errA, errB} {
				if err != nil && !errors.Is(err, seal.ErrBroken) {
					h.t.Errorf("%s: %v", what, err)
				}
			}
		}
		set := func(slot, cell []byte) {
			h.t.Helper()
			h.write(func(tx *store.Tx) error {
				n, err := tx.Exec(`UPDATE sealed_row SET cell = $2 WHERE slot = $1`, slot, cell)
				if n != 1 && err == nil {
					h.t.Error("nothing was changed")
				}
				return err
			})
		}
		for i, x := range rows {
			for _, y := range rows[i+1:] {
				set(x.slot, y.cell)
				set(y.slot, x.cell)
				broken("swapped")
				set(x.slot, x.cell)
				set(y.slot, y.cell)
			}
			h.write(func(tx *store.Tx) error {
				_, err := tx.Exec(`DELETE FROM sealed_row WHERE slot = $1`, x.slot)
				return err
			})
			broken("taken out")
			h.write(func(tx *store.Tx) error {
				_, err := tx.Exec(`INSERT INTO sealed_row (slot, cell) VALUES ($1, $2)`, x.slot, x.cell)
				return err
			})
			for _, at := range []int{0, 1, 20, len(x.cell) - 1} {
				changed := append([]byte(nil), x.cell...)
				changed[at] ^= 1
				set(x.slot, changed)
				broken("changed")
			}
			set(x.slot, x.cell[:len(x.cell)-32])
			broken("cut")
			set(x.slot, x.cell)
		}
		for id, want := range map[string]int{a: 3, b: 1} {
			if got, err := h.notes(id); err != nil || len(got) != want {
				h.t.Errorf("put back: %d records, %v", len(got), err)
			}
		}
	})
}

// TestASetDoesNotOpenAsAnother: the key of one set, put under the name of
// another, opens nothing.
func TestASetDoesNotOpenAsAnother(t *testing.T) {
	each(t, func(h *house) {
		a, b := h.create("one"), h.create("two")
		h.write(func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE keys SET wrapped = (SELECT wrapped FROM keys k WHERE k.owner = $1) WHERE owner = $2`, a, b)
			return err
		})
		if got, err := h.notes(b); !errors.Is(err, seal.ErrBroken) {
			h.t.Errorf("under another's key: %v, %v", got, err)
		}
	})
}
