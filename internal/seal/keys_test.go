package seal

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func write(t *testing.T, db *store.DB, fn func(tx *store.Tx) error) error {
	t.Helper()
	return db.Write(context.Background(), fn)
}

func TestAnOwnersKeyIsStoredWrappedAndErased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		k := New(testRoot)
		var cell []byte
		if err := write(t, db, func(tx *store.Tx) error {
			b, err := k.Create(tx, "p1")
			cell = b.Seal("person", "name", "p1", "Asha")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		read := func(keys *Keys, owner string) (string, error) {
			var name string
			err := db.Read(context.Background(), func(tx *store.Tx) error {
				b, err := keys.Box(tx, owner)
				if err != nil {
					return err
				}
				name, err = b.Open("person", "name", "p1", cell)
				return err
			})
			return name, err
		}
		if name, err := read(k, "p1"); err != nil || name != "Asha" {
			t.Errorf("got %q, %v", name, err)
		}
		if name, err := read(New(bytes.Repeat([]byte{8}, keySize)), "p1"); !errors.Is(err, ErrBroken) {
			t.Errorf("under another root: %q, %v", name, err)
		}
		if _, err := read(k, "p2"); !errors.Is(err, ErrErased) {
			t.Errorf("nobody's key: %v", err)
		}
		if err := write(t, db, func(tx *store.Tx) error { _, err := k.Create(tx, "p1"); return err }); !store.IsUnique(err) {
			t.Errorf("a second key: %v", err)
		}
		for range 2 {
			if err := write(t, db, func(tx *store.Tx) error { return k.Erase(tx, "p1") }); err != nil {
				t.Fatal(err)
			}
		}
		if name, err := read(k, "p1"); !errors.Is(err, ErrErased) {
			t.Errorf("after Erase: %q, %v", name, err)
		}
		// A new key for the same owner does not open what was erased.
		if err := write(t, db, func(tx *store.Tx) error { _, err := k.Create(tx, "p1"); return err }); err != nil {
			t.Fatal(err)
		}
		if name, err := read(k, "p1"); !errors.Is(err, ErrBroken) {
			t.Errorf("with a new key: %q, %v", name, err)
		}
	})
}

func TestSwappedWrappedKeysFailClosed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		k := New(testRoot)
		err := write(t, db, func(tx *store.Tx) error {
			for _, owner := range []string{"p1", "p2"} {
				if _, err := k.Create(tx, owner); err != nil {
					return err
				}
			}
			for _, rename := range [][2]string{{"p1", "p3"}, {"p2", "p1"}, {"p3", "p2"}} {
				if _, err := tx.Exec(`UPDATE keys SET owner = $2 WHERE owner = $1`, rename[0], rename[1]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		db.Read(context.Background(), func(tx *store.Tx) error {
			for _, owner := range []string{"p1", "p2"} {
				if _, err := k.Box(tx, owner); !errors.Is(err, ErrBroken) {
					t.Errorf("%s: %v", owner, err)
				}
			}
			return nil
		})
	})
}

func TestAnotherRootKeyIsRefusedByName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		k, other := New(testRoot), New(bytes.Repeat([]byte{8}, keySize))
		for range 2 {
			if err := write(t, db, k.Confirm); err != nil {
				t.Fatal(err)
			}
		}
		err := write(t, db, other.Confirm)
		var wrong *WrongKey
		if !errors.As(err, &wrong) || wrong.Expected != k.KeyID() || wrong.Loaded != other.KeyID() || !strings.Contains(err.Error(), k.KeyID()) {
			t.Errorf("got %v", err)
		}
	})
}

// BenchmarkCreate makes an owner's key and seals two fields, with a write of
// its own.
func BenchmarkCreate(b *testing.B) {
	db := storetest.OpenWith(b, store.SQLite, store.Options{})
	k := New(testRoot)
	b.ReportAllocs()
	for b.Loop() {
		id := store.NewID()
		if err := db.Write(context.Background(), func(tx *store.Tx) error {
			box, err := k.Create(tx, id)
			box.Seal("person", "name", id, "Asha Venkataraman")
			box.Seal("person", "address", id, "asha@mail.example")
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
}
