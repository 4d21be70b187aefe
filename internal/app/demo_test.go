package app

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"

	"codeberg.org/plenary/plenary/internal/app/demo"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestTheMadeUpNetworkHoldsAsManyAsAreAskedFor makes a small one, and one so
// large that its registrations once ran past their closing.
func TestTheMadeUpNetworkHoldsAsManyAsAreAskedFor(t *testing.T) {
	for _, size := range []int{smallestDemo, 6000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			cfg := config.Default()
			cfg.Dev, cfg.BaseURL = true, "http://localhost"
			cfg.Data, cfg.KeyFile = t.TempDir(), filepath.Join(t.TempDir(), "k")
			a, err := Open(t.Context(), cfg, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			began := a.Clock.Now()
			doors, err := demo.Build(t.Context(), a.demoHouse(), size)
			if err != nil {
				t.Fatal(err)
			}
			if doors.Contact == "" || doors.Member == "" || doors.Organiser == "" {
				t.Errorf("no way in: %+v", doors)
			}
			var registered, late int
			if err := a.DB.Read(context.Background(), func(tx *store.Tx) error {
				return tx.Row(`SELECT COUNT(*), COALESCE(SUM(CASE WHEN r.made_at > $1 THEN 1 ELSE 0 END), 0) FROM registration r WHERE r.delegation IS NULL`,
					store.At(began)).Scan(&registered, &late)
			}); err != nil {
				t.Fatal(err)
			}
			if registered != size || late != 0 {
				t.Errorf("%d of %d are registered, %d of them in the future", registered, size, late)
			}
		})
	}
}
