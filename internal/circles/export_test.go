package circles

import (
	"context"
	"strings"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/store"
)

// Broken holds the circles that meet against what people say, by the engine's
// own rules. That circles are not as good as they could be is not among them.
func (room *Room) Broken(ctx context.Context, db *store.DB, cohort string) ([]form.Broken, error) {
	w, err := room.bench(ctx, db, cohort)
	if err == nil {
		err = w.ready(nil)
	}
	if err != nil {
		return nil, err
	}
	var broken []form.Broken
	_, all := form.Describe(w.problem, nil, w.previous, 0)
	for _, b := range all {
		if !strings.HasPrefix(b.Rule, "lazy") {
			broken = append(broken, b)
		}
	}
	return broken, nil
}
