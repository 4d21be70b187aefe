package people_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func TestPeopleAreFoundUnderANewIndexKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		keys, err := seal.Make(filepath.Join(t.TempDir(), "root.key"))
		if err != nil {
			t.Fatal(err)
		}
		room := &people.Room{Keys: keys}
		var gone string
		write(t, db, func(tx *store.Tx) error {
			if err := keys.Confirm(tx); err != nil {
				return err
			}
			if _, _, err := room.Meet(tx.Context(), tx, auth.Viewer{}, amina); err != nil {
				return err
			}
			p, _, err := room.Meet(tx.Context(), tx, auth.Viewer{}, people.Input{Name: "Bo", Address: "bo@example.org", Zone: "UTC", Language: "en"})
			gone = p.ID
			return err
		})
		// As in data that an old backup brought back: the row is there, the key is not.
		write(t, db, func(tx *store.Tx) error { return keys.Erase(tx, gone) })
		if err := keys.Rotate(context.Background(), db, false, room.Reindex); err != nil {
			t.Fatal(err)
		}
		write(t, db, func(tx *store.Tx) error {
			if id, err := room.Find(tx, "amina@example.ORG"); id == "" || err != nil {
				t.Errorf("found %q, %v", id, err)
			}
			if id, err := room.Find(tx, "bo@example.org"); id != "" || err != nil {
				t.Errorf("erased, and found %q, %v", id, err)
			}
			if _, known, err := room.Meet(tx.Context(), tx, auth.Viewer{}, amina); !known || err != nil {
				t.Errorf("met anew: %v, %v", known, err)
			}
			lost, err := room.Lost(tx)
			if len(lost) != 1 || lost[0] != gone {
				t.Errorf("lost: %v, want %s", lost, gone)
			}
			return err
		})
	})
}

// BenchmarkReindex makes the indexes of 10,000 people anew: writes wait so long.
func BenchmarkReindex(b *testing.B) {
	db := storetest.OpenWith(b, store.SQLite, store.Options{})
	keys := seal.New(make([]byte, 32))
	room := &people.Room{Keys: keys}
	ctx := context.Background()
	if err := db.Write(ctx, func(tx *store.Tx) error {
		for i := range 10_000 {
			in := people.Input{Name: "Amina", Address: fmt.Sprintf("p%d@example.org", i), Zone: "UTC", Language: "en"}
			if _, _, err := room.Meet(ctx, tx, auth.Viewer{}, in); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := db.Write(ctx, func(tx *store.Tx) error { return room.Reindex(tx, keys.Index) }); err != nil {
			b.Fatal(err)
		}
	}
}
