package circles

import (
	"context"
	"strings"
	"time"

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

// Said is what the engine is told of a cohort.
func (room *Room) Said(ctx context.Context, tx *store.Tx, cohort string) ([]Said, error) {
	return room.said(ctx, tx, cohort)
}

// ChangedSince counts who of a cohort said something new.
func (room *Room) ChangedSince(tx *store.Tx, cohort string, since time.Time) (int, error) {
	return room.changedSince(tx, cohort, since)
}

// Secret is what of a circle's call only its members know.
func (room *Room) Secret(tx *store.Tx, circle string) (string, error) { return room.secret(tx, circle) }

// HoldsAfter tells whether what a place was looked for in still holds, after
// something happened between looking and writing.
func (room *Room) HoldsAfter(ctx context.Context, db *store.DB, in Interest, between func()) (holds bool, err error) {
	w, err := room.lateBench(ctx, db, in.Cohort, besides(in.ID))
	if err != nil {
		return false, err
	}
	between()
	err = db.Write(ctx, func(tx *store.Tx) error {
		_, _, state, err := room.lockLate(tx, w, in.ID)
		holds = state == lateSeeks
		return err
	})
	return holds, err
}

// RemindAfter sends the reminders that are due, after something happened between
// looking and writing.
func (room *Room) RemindAfter(ctx context.Context, db *store.DB, between func()) error {
	var list []due
	if err := db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = room.dueReminders(tx)
		return err
	}); err != nil {
		return err
	}
	between()
	return db.Write(ctx, func(tx *store.Tx) error { return room.remind(tx, list) })
}
