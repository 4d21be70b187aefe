package store_test

import (
	"context"
	"errors"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func TestWhatWasWrittenIsRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db.Write(bg, func(tx *store.Tx) error {
			// The second placeholder stands first, and the first stands twice.
			_, err := tx.Exec("INSERT INTO house (value, name) VALUES ($2, $1 || $1)", "a", "b")
			return err
		}))
		must(t, db.Read(bg, func(tx *store.Tx) error {
			var name, value string
			if err := tx.Row("SELECT name, value FROM house").Scan(&name, &value); err != nil || name != "aa" || value != "b" {
				t.Errorf("got %q, %q, %v", name, value, err)
			}
			if err := tx.Row("SELECT name FROM house WHERE name = $1", "x").Scan(&name); !errors.Is(err, store.ErrNoRow) {
				t.Errorf("no row: %v", err)
			}
			all, err := store.All(tx, store.Column[string], "SELECT name FROM house WHERE name > $1 ORDER BY name", "x")
			if err != nil || len(all) != 0 {
				t.Errorf("no rows: %v, %v", all, err)
			}
			return nil
		}))
	})
}

func TestAReadSeesOneState(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db.Write(bg, put("a")))
		must(t, db.Read(bg, func(tx *store.Tx) error {
			n := func() (n int) {
				must(t, tx.Row("SELECT COUNT(*) FROM house").Scan(&n))
				return n
			}
			first := n()
			written := make(chan error)
			go func() { written <- db.Write(bg, put("b")) }()
			must(t, <-written)
			if again := n(); first != 1 || again != 1 {
				t.Errorf("%d rows, then %d", first, again)
			}
			return nil
		}))
		if !has(t, db, "b") {
			t.Error("the next read does not see the write")
		}
	})
}

func TestAReadCannotWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if err := db.Read(bg, put("a")); err == nil {
			t.Error("Exec in a read")
		}
		err := db.Read(bg, func(tx *store.Tx) error {
			var name string
			return tx.Row("INSERT INTO house (name, value) VALUES ('a', 'x') RETURNING name").Scan(&name)
		})
		if err == nil || has(t, db, "a") {
			t.Errorf("RETURNING in a read: %v", err)
		}
	})
}

func TestAReadEndsWithItsCaller(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, cancel := context.WithCancel(bg)
		rows := 0
		err := db.Read(ctx, func(tx *store.Tx) error {
			return tx.Each(func(*store.Rows) error {
				rows++
				cancel()
				return nil
			}, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n")
		})
		if !errors.Is(err, context.Canceled) || rows != 1 {
			t.Errorf("%d rows, %v", rows, err)
		}
		if err := db.Read(ctx, func(*store.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		must(t, db.Read(bg, func(*store.Tx) error { return nil })) // the connection is not harmed
	})
}

func TestRowsAreReadBeforeTheNextStatement(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db.Write(bg, put("a")))
		err := db.Read(bg, func(tx *store.Tx) error {
			return tx.Each(func(*store.Rows) error {
				var n int
				return tx.Row("SELECT COUNT(*) FROM house").Scan(&n)
			}, "SELECT name FROM house")
		})
		if err == nil {
			t.Error("a statement ran while rows were being read")
		}
	})
}

func TestATransactionEndsWithItsFunction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var kept *store.Tx
		must(t, db.Write(bg, func(tx *store.Tx) error { kept = tx; return nil }))
		if _, err := kept.Exec("DELETE FROM house"); err == nil {
			t.Error("a statement after the end")
		}
		must(t, db.Read(bg, func(tx *store.Tx) error { kept = tx; return nil }))
		var n int
		if err := kept.Row("SELECT 1").Scan(&n); err == nil {
			t.Error("a query after the end")
		}
	})
}

func TestAPanicInAReadGoesOnAndLeavesTheDatabaseUsable(t *testing.T) {
	storetest.EachWith(t, store.Options{Readers: 1}, func(t *testing.T, db *store.DB) {
		func() {
			defer func() {
				if recover() != "oops" {
					t.Error("the panic did not arrive")
				}
			}()
			db.Read(bg, func(*store.Tx) error { panic("oops") })
		}()
		must(t, db.Read(bg, func(*store.Tx) error { return nil }))
	})
}

func TestMoreReadsThanReadersWait(t *testing.T) {
	storetest.EachWith(t, store.Options{Readers: 2}, func(t *testing.T, db *store.DB) {
		must(t, db.Write(bg, put("a")))
		results := make(chan error)
		for range 50 {
			go func() {
				results <- db.Read(bg, func(tx *store.Tx) error {
					var n int
					return tx.Row("SELECT COUNT(*) FROM house").Scan(&n)
				})
			}()
		}
		for range 50 {
			must(t, <-results)
		}
	})
}
