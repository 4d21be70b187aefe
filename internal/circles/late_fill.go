package circles

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
)

// FillJob gives the place that fell free in a circle to somebody who waits:
// first, where nobody leads any more, to who could.
func (room *Room) FillJob(ctx context.Context, r *jobs.Running) error {
	var in lateJob
	if err := r.Decode(&in); err != nil {
		return err
	}
	for left := tries; left > 0; {
		state, err := room.fill(ctx, r.DB, in.Circle)
		if err != nil || state == lateGone {
			return err
		}
		if state == lateChanged {
			left--
		}
	}
	return changing()
}

// fill gives one place of a circle to somebody who waits. It returns lateGone if
// there was no place, or is none any more, or nobody for it.
func (room *Room) fill(ctx context.Context, db *store.DB, circle string) (state lateState, err error) {
	var x Circle
	if err = db.Read(ctx, func(tx *store.Tx) error {
		x, err = room.circle(tx, circle)
		return err
	}); err != nil {
		return lateGone, err
	}
	w, err := room.lateBench(ctx, db, x.Cohort, waiting(x.Code))
	if err != nil || w == nil || w.done[x.Code] {
		return lateGone, err
	}
	c := w.circle(x.Code)
	who := w.waitsFor(c)
	if who == "" {
		return lateGone, nil
	}
	err = db.Write(ctx, func(tx *store.Tx) error {
		cohort, in, is, err := room.lockLate(tx, w, who)
		if state = is; is == lateGone { // somebody else may wait
			state = lateChanged
		}
		if err != nil || is != lateSeeks {
			return err
		}
		if w.places(c) == 1 {
			state = lateGone
		}
		return room.join(tx, &cohort, in, x.Code)
	})
	return state, err
}

// waitsFor returns who of those without a circle could join this one and comes
// first: of those who lead where nobody does, and then whoever said yes first.
func (w *workbench) waitsFor(c *form.Circle) string {
	if c == nil || w.places(c) == 0 {
		return ""
	}
	placed, led := seats(w.previous), false
	var list []form.Person
	for _, p := range w.in.People {
		led = led || p.Facilitator && slices.Contains(c.Members, p.ID)
		if placed[p.ID] == "" && slices.Contains(p.Langs, c.Lang) && (p.Track == "" || p.Track == c.Track) {
			list = append(list, p)
		}
	}
	first := func(p form.Person) bool { return !led && p.Facilitator }
	slices.SortStableFunc(list, func(a, b form.Person) int {
		switch {
		case first(a) == first(b):
			return 0
		case first(a):
			return -1
		}
		return 1
	})
	only := &form.Placement{Circles: []form.Circle{*c}}
	for _, p := range list {
		if f := form.Fits(w.problem, only, []string{p.ID}); len(f) > 0 && f[0].OK() {
			return p.ID
		}
	}
	return ""
}

// circle returns a circle that meets, by its code; nil if there is none.
func (w *workbench) circle(code string) *form.Circle {
	i := slices.IndexFunc(w.previous.Circles, func(c form.Circle) bool { return c.ID == code })
	if i < 0 {
		return nil
	}
	return &w.previous.Circles[i]
}

// places counts the places that a circle has left.
func (w *workbench) places(c *form.Circle) int {
	return max(0, w.in.Program.Size.Max-len(c.Members))
}
