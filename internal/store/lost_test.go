package store_test

import (
	"fmt"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// TestAConnectionThatDiesBeforeItsFirstStatementIsReplaced ends the writer's
// connection while it prepares the first statement of a transaction: nothing of
// the transaction has gone out then, so there is nothing to roll back.
func TestAConnectionThatDiesBeforeItsFirstStatementIsReplaced(t *testing.T) {
	for name, with := range map[string][]string{"alone": nil, "in a group": {"before", "after"}} {
		t.Run(name, func(t *testing.T) {
			b := newBetween(t, storetest.URL(t, store.Postgres))
			db := storetest.Reopen(t, store.Options{URL: b.address, Careless: true})
			text := "INSERT INTO house (name, value) VALUES ($1, 'never prepared before')"
			doomed := func(tx *store.Tx) error { _, err := tx.Exec(text, "doomed"); return err }
			b.doomed.Store(&text)
			writes := []write{{fn: doomed}}
			for _, name := range with {
				writes = append(writes, write{fn: put(name)})
			}
			for i, err := range together(db, writes...) {
				if err != nil {
					t.Errorf("write %d: %v", i, err)
				}
			}
			if b.doomed.Load() != nil {
				t.Error("no connection was ended")
			}
			for i := range 3 {
				must(t, db.Write(bg, put(fmt.Sprint(i))))
			}
			for _, name := range append(with, "doomed") {
				if !has(t, db, name) {
					t.Errorf("%s is not there", name)
				}
			}
		})
	}
}

// TestAReadWhoseConnectionDiesGetsAnother does the same to a read, as often as
// there are connections.
func TestAReadWhoseConnectionDiesGetsAnother(t *testing.T) {
	b := newBetween(t, storetest.URL(t, store.Postgres))
	db := storetest.Reopen(t, store.Options{URL: b.address, Careless: true, Readers: 2})
	for i := range 5 {
		text := fmt.Sprintf("SELECT %d FROM store_change", i)
		b.doomed.Store(&text)
		var n int
		must(t, db.Read(bg, func(tx *store.Tx) error { return tx.Row(text).Scan(&n) }))
		if n != i || b.doomed.Load() != nil {
			t.Errorf("got %d, want %d", n, i)
		}
	}
}
