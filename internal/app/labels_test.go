package app

import (
	"context"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func TestEveryColumnHasALabel(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var columns []string
		if err := db.Read(context.Background(), func(tx *store.Tx) (err error) {
			columns, err = store.Columns(tx)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if len(columns) < 100 {
			t.Fatalf("only %d columns were found", len(columns))
		}
		for _, wrong := range store.Unlabelled(Labels(), columns) {
			t.Error(wrong)
		}
	})
}
