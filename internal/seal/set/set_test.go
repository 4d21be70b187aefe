package set

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"pgregory.net/rapid"
)

type house struct {
	t  testing.TB
	db *store.DB
	Sets
}

func each(t *testing.T, fn func(h *house)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		fn(&house{t, db, Sets{seal.New(bytes.Repeat([]byte{3}, 32))}})
	})
}

func (h *house) write(fn func(tx *store.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) create(notes ...string) (id string) {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		x, err := h.Create(tx)
		if err != nil {
			return err
		}
		id = x.ID
		for _, n := range notes {
			if _, err := x.Add(tx, "note", n); err != nil {
				return err
			}
		}
		return nil
	})
	return id
}

// notes reads a set anew.
func (h *house) notes(id string) (list []string, err error) {
	err = h.db.Read(h.t.Context(), func(tx *store.Tx) error {
		list = nil
		x, err := h.Open(tx, id)
		if err != nil {
			return err
		}
		items, err := List[string](x, "note")
		for _, i := range items {
			list = append(list, i.Value)
		}
		return err
	})
	return list, err
}

func (h *house) rows() (n int) {
	h.t.Helper()
	if err := h.db.Read(h.t.Context(), func(tx *store.Tx) error {
		return tx.Row(`SELECT COUNT(*) FROM sealed_row`).Scan(&n)
	}); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// TestASetHoldsWhatWasPutIntoIt does at random what rooms do, and holds what is
// read anew against a list in memory. However much comes and goes, a set takes
// exactly the rows that its records need, and the head.
func TestASetHoldsWhatWasPutIntoIt(t *testing.T) {
	each(t, func(h *house) {
		rapid.Check(h.t.(*testing.T), func(t *rapid.T) {
			var id string
			before := h.rows()
			want := map[string]string{} // by id
			id = h.create()
			for range rapid.IntRange(1, 8).Draw(t, "writes") {
				h.write(func(tx *store.Tx) error {
					x, err := h.Change(tx, id)
					if err != nil {
						return err
					}
					for range rapid.IntRange(1, 5).Draw(t, "steps") {
						text := strings.Repeat(rapid.SampledFrom([]string{"a", "é", "<"}).Draw(t, "letter"), rapid.IntRange(0, 3*partSize).Draw(t, "length"))
						ids := make([]string, 0, len(want))
						for _, r := range x.order("note") {
							ids = append(ids, letters.EncodeToString(r.id[:]))
						}
						what := rapid.IntRange(0, 2).Draw(t, "what")
						if len(ids) == 0 || what == 0 {
							rec, err := x.Add(tx, "note", text)
							if err != nil {
								return err
							}
							want[rec] = text
							continue
						}
						one := rapid.SampledFrom(ids).Draw(t, "one")
						if what == 1 {
							want[one] = text
							err = x.Put(tx, one, text)
						} else {
							delete(want, one)
							err = x.Drop(tx, one)
						}
						if err != nil {
							return err
						}
					}
					return nil
				})
				needs := 1
				if err := h.db.Read(t.Context(), func(tx *store.Tx) error {
					x, err := h.Open(tx, id)
					if err != nil {
						return err
					}
					got, err := List[string](x, "note")
					if err != nil {
						return err
					}
					if len(got) != len(want) {
						t.Fatalf("%d records, want %d", len(got), len(want))
					}
					for _, g := range got {
						if w, ok := want[g.ID]; !ok || w != g.Value {
							t.Fatalf("%s: %d bytes, want %d", g.ID, len(g.Value), len(w))
						}
					}
					for _, r := range x.records {
						needs += len(r.rows)
					}
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				if n := h.rows() - before; n != needs {
					t.Fatalf("%d rows, want %d", n, needs)
				}
			}
			h.write(func(tx *store.Tx) error {
				x, err := h.Change(tx, id)
				if err != nil {
					return err
				}
				return h.Dissolve(tx, x)
			})
			if n := h.rows(); n != before {
				t.Fatalf("%d rows after it was dissolved, want %d", n, before)
			}
		})
	})
}

func TestWhatIsDissolvedIsErased(t *testing.T) {
	each(t, func(h *house) {
		id, other := h.create("one"), h.create("two")
		h.write(func(tx *store.Tx) error {
			x, err := h.Change(tx, id)
			if err != nil {
				return err
			}
			return h.Dissolve(tx, x)
		})
		if _, err := h.notes(id); !errors.Is(err, seal.ErrErased) {
			h.t.Errorf("a dissolved set: %v", err)
		}
		if got, err := h.notes(other); err != nil || fmt.Sprint(got) != "[two]" {
			h.t.Errorf("the other one: %v, %v", got, err)
		}
	})
}

func TestAShelfTakesNoRowUntilSomethingLiesOnIt(t *testing.T) {
	each(t, func(h *house) {
		h.write(func(tx *store.Tx) error {
			if _, err := h.Keys.Create(tx, "ada"); err != nil {
				return err
			}
			x, err := h.ChangeShelf(tx, "ada")
			if err != nil {
				return err
			}
			if items, err := List[string](x, "in"); err != nil || len(items) > 0 {
				t.Errorf("an empty shelf: %v, %v", items, err)
			}
			return nil
		})
		if n := h.rows(); n != 0 {
			h.t.Fatalf("%d rows", n)
		}
		h.write(func(tx *store.Tx) error {
			x, err := h.ChangeShelf(tx, "ada")
			if err != nil {
				return err
			}
			_, err = x.Add(tx, "in", "somewhere")
			return err
		})
		h.write(func(tx *store.Tx) error {
			x, err := h.Shelf(tx, "ada")
			if err != nil {
				return err
			}
			items, err := List[string](x, "in")
			if err != nil || len(items) != 1 || items[0].Value != "somewhere" {
				t.Errorf("on the shelf: %v, %v", items, err)
			}
			return err
		})
	})
}

// TestRowsAreAllAlike: whatever lies in sets and on shelves, each row has the
// same length, no slot and no cell comes twice, and the number of a set stands
// in none of them.
func TestRowsAreAllAlike(t *testing.T) {
	each(t, func(h *house) {
		ids := []string{h.create("", "x", strings.Repeat("y", 5000)), h.create("", "x"), h.create()}
		seen := map[string]bool{}
		h.write(func(tx *store.Tx) error {
			return tx.Each(func(r *store.Rows) error {
				var slot, cell []byte
				if err := r.Scan(&slot, &cell); err != nil {
					return err
				}
				if len(slot) != 32 || seal.Sealing && len(cell) != 509 || seen[string(slot)] || seen[string(cell)] {
					t.Errorf("a slot of %d bytes, a cell of %d, or one that came before", len(slot), len(cell))
				}
				seen[string(slot)], seen[string(cell)] = true, true
				for _, id := range ids {
					if bytes.Contains(cell, []byte(id)) || bytes.Contains(slot, []byte(id)) {
						t.Error("a row tells its set")
					}
				}
				return nil
			}, `SELECT slot, cell FROM sealed_row`)
		})
	})
}

func TestTheFirstRowSaysWhenASetIsDue(t *testing.T) {
	each(t, func(h *house) {
		due, not, gone := h.create("x"), h.create("y"), h.create("z")
		h.write(func(tx *store.Tx) error {
			x, err := h.Change(tx, due)
			if err != nil {
				return err
			}
			if err := x.SetDue(tx, tx.Now()); err != nil {
				return err
			}
			if x, err = h.Change(tx, gone); err != nil {
				return err
			}
			return h.Dissolve(tx, x)
		})
		h.write(func(tx *store.Tx) error {
			got, err := h.Due(tx, []string{due, not, gone})
			if err == nil && (len(got) != 1 || !got[due].Equal(tx.Now())) {
				t.Errorf("due: %v", got)
			}
			return err
		})
	})
}

func TestWhoReadsDoesNotChange(t *testing.T) {
	each(t, func(h *house) {
		id := h.create("x")
		err := h.db.Write(h.t.Context(), func(tx *store.Tx) error {
			x, err := h.Open(tx, id)
			if err != nil {
				return err
			}
			_, err = x.Add(tx, "note", "y")
			return err
		})
		if !errors.Is(err, errReadOnly) {
			h.t.Errorf("a set that was opened to read: %v", err)
		}
	})
}

func TestMarksDifferBySetAndPurpose(t *testing.T) {
	each(t, func(h *house) {
		h.write(func(tx *store.Tx) error {
			a, err := h.Create(tx)
			if err != nil {
				return err
			}
			b, err := h.Create(tx)
			if err != nil {
				return err
			}
			marks := map[string]bool{a.Mark("code", "x"): true, a.Mark("code", "y"): true, a.Mark("handle", "x"): true, b.Mark("code", "x"): true}
			if len(marks) != 4 || a.Mark("code", "x") != a.Mark("code", "x") {
				t.Error("marks are not what they are for")
			}
			return nil
		})
	})
}
