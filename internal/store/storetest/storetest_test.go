//go:build unix

package storetest

import (
	"context"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
)

func TestEachTestHasAnEmptyDatabase(t *testing.T) {
	for _, own := range []string{"", "CREATE TABLE own (a TEXT)", ""} {
		Each(t, func(t *testing.T, db *store.DB) {
			err := db.Write(context.Background(), func(tx *store.Tx) error {
				var rows, version int
				if err := tx.Row("SELECT (SELECT COUNT(*) FROM house), n FROM store_change").Scan(&rows, &version); err != nil {
					return err
				}
				if rows != 0 || version != 1 {
					t.Errorf("%d rows, version %d", rows, version)
				}
				if _, err := tx.Exec("INSERT INTO house (name, value) VALUES ('a', 'b')"); err != nil {
					return err
				}
				if own != "" {
					_, err := tx.Exec(own)
					return err
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
