package series

import (
	"context"
	"os"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func sample(t testing.TB, name string) *Series {
	t.Helper()
	data, err := os.ReadFile("../../samples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Read(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func testRoom() *Room {
	keys := seal.New(make([]byte, 32))
	return &Room{Keys: keys, People: &people.Room{Keys: keys}}
}

func write(t testing.TB, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func TestAnImportedSeriesIsFoundByItsAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, name := range []string{"learning-series.yaml", "mass-training.yaml"} {
			room, s := testRoom(), sample(t, name)
			want := string(s.Write())
			write(t, db, func(tx *store.Tx) error {
				created, err := room.Import(tx.Context(), tx, auth.AtConsole(), s)
				if err == nil && !created {
					t.Error("not created")
				}
				return err
			})
			var got *Series
			if err := db.Read(context.Background(), func(tx *store.Tx) (err error) {
				got, err = room.BySlug(tx.Context(), tx, auth.Viewer{}, s.Slug)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if string(got.Write()) != want {
				t.Errorf("came back as\n%s", got.Write())
			}
		}
	})
}
