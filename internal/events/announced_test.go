package events

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestAnEventIsNewsFromTheDayItIsFirstPublished(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		becomes := func(to State) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { return b.room.SetState(tx.Context(), tx, auth.AtConsole(), "assembly", to) }
		}
		made := b.clock.Now()
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Save(tx.Context(), tx, auth.AtConsole(), assembly())
			return err
		})
		if e := b.event("assembly"); !e.Announced.IsZero() || !e.Changed.Equal(made) {
			t.Errorf("a draft was announced %s and changed %s", e.Announced, e.Changed)
		}
		b.clock.Add(24 * time.Hour)
		published := b.clock.Now()
		for _, to := range []State{Published, Draft, Published, Cancelled} {
			b.do(becomes(to))
			if e := b.event("assembly"); !e.Announced.Equal(published) || !e.Changed.Equal(b.clock.Now()) {
				t.Errorf("%s: announced %s, want %s; changed %s", to, e.Announced, published, e.Changed)
			}
			b.clock.Add(time.Hour)
		}
	})
}
