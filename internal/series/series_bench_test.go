package series

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// Each registration loads its series inside the write, so that this must stay
// far below a millisecond.
func BenchmarkBySlug(b *testing.B) {
	bench := newBench(b, storetest.Open(b))
	s := readSample(b, "mass-training.yaml")
	bench.do(func(tx *store.Tx) error {
		_, err := bench.room.Import(tx.Context(), tx, auth.AtConsole(), s)
		return err
	})
	for b.Loop() {
		if err := bench.db.Read(b.Context(), func(tx *store.Tx) error {
			_, err := bench.room.BySlug(tx.Context(), tx, auth.Viewer{}, s.Slug)
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	data := readSample(b, "mass-training.yaml").Write()
	for b.Loop() {
		if _, err := Read("x.yaml", data); err != nil {
			b.Fatal(err)
		}
	}
}
