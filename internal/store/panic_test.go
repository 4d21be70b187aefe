package store_test

import (
	"errors"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// panicky is a value that cannot be read without a panic.
type panicky struct{}

func (panicky) Scan(any) error { panic("scan") }

// TestAPanicWhileARowIsReadHoldsNobodyUp: database/sql holds a lock of its own
// while it scans, which a panic in a Scanner must not leave behind.
func TestAPanicWhileARowIsReadHoldsNobodyUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		read := func(tx *store.Tx) error { return tx.Row("SELECT n FROM store_change").Scan(panicky{}) }
		var p *store.PanicError
		for i, err := range together(db, write{fn: put("a")}, write{fn: read}, write{fn: put("c")}) {
			if i == 1 && !errors.As(err, &p) || i != 1 && err != nil {
				t.Errorf("write %d: %v", i, err)
			}
		}
		for range 40 { // more than there are connections for reading
			func() {
				defer func() {
					if recover() == nil {
						t.Error("the read did not panic")
					}
				}()
				db.Read(bg, read)
			}()
		}
		must(t, db.Write(bg, put("later")))
		if !has(t, db, "later") {
			t.Error("it is not there")
		}
	})
}
