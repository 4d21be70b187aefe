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
		ctx := context.Background()
		err := db.Write(ctx, func(tx *store.Tx) error {
			// The second placeholder stands first, and the first stands twice.
			_, err := tx.Exec("INSERT INTO house (value, name) VALUES ($2, $1 || $1)", "a", "b")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var name, value string
		err = db.Read(ctx, func(tx *store.Tx) error {
			return tx.Row("SELECT name, value FROM house").Scan(&name, &value)
		})
		if err != nil || name != "aa" || value != "b" {
			t.Fatalf("got %q, %q, %v", name, value, err)
		}
		err = db.Read(ctx, func(tx *store.Tx) error {
			return tx.Row("SELECT name FROM house WHERE name = $1", "x").Scan(&name)
		})
		if !errors.Is(err, store.ErrNoRow) {
			t.Fatalf("got %v, want ErrNoRow", err)
		}
	})
}
