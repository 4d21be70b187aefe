package store_test

import (
	"context"
	"fmt"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func TestManyRowsAreInsertedTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var values []any
		for i := range 450 {
			values = append(values, fmt.Sprintf("n%d", i), fmt.Sprintf("v%d", i))
		}
		for range 2 { // the second time all are there
			if err := db.Write(context.Background(), func(tx *store.Tx) error {
				if err := tx.InsertMany("house (name, value)", 2, nil, ""); err != nil {
					return err
				}
				return tx.InsertMany("house (name, value)", 2, values, "ON CONFLICT DO NOTHING")
			}); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Read(context.Background(), func(tx *store.Tx) error {
			var n int
			err := tx.Row(`SELECT COUNT(*) FROM house WHERE value = 'v' || substr(name, 2) AND name LIKE 'n%'`).Scan(&n)
			if n != 450 {
				t.Errorf("%d rows", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
