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
	for range tries {
		for {
			state, err := room.fill(ctx, r.DB, in.Circle)
			if err != nil || state == lateGone {
				return err
			}
			if state == lateChanged {
				break
			}
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
	who := w.waitsFor(x.Code)
	if who == "" {
		return lateGone, nil
	}
	err = db.Write(ctx, func(tx *store.Tx) error {
		c, in, is, err := room.lockLate(tx, w, who)
		if state = is; err != nil {
			return err
		}
		if is == lateGone { // somebody else may wait
			state = lateChanged
			return nil
		}
		if is == lateChanged {
			return nil
		}
		if w.places(x.Code) == 1 {
			state = lateGone
		}
		return room.join(tx, &c, in, x.Code)
	})
	return state, err
}

// waitsFor returns who of those without a circle could join this one and comes
// first: of those who lead where nobody does, and then whoever said yes first.
func (w *workbench) waitsFor(code string) string {
	placed, led := map[string]bool{}, false
	for _, c := range w.previous.Circles {
		for _, m := range c.Members {
			placed[m] = true
		}
	}
	var list []form.Person
	for _, p := range w.in.People {
		led = led || p.Facilitator && w.holds(code, p.ID)
		if !placed[p.ID] {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b form.Person) int {
		switch {
		case led || a.Facilitator == b.Facilitator:
			return 0
		case a.Facilitator:
			return -1
		}
		return 1
	})
	if w.places(code) == 0 {
		return ""
	}
	i := slices.IndexFunc(w.previous.Circles, func(c form.Circle) bool { return c.ID == code })
	only := &form.Placement{Circles: w.previous.Circles[i : i+1]}
	for _, p := range list {
		if c := &only.Circles[0]; !slices.Contains(p.Langs, c.Lang) || p.Track != "" && p.Track != c.Track {
			continue
		}
		if f := form.Fits(w.problem, only, []string{p.ID}); len(f) > 0 && f[0].OK() {
			return p.ID
		}
	}
	return ""
}

// places counts the places that a circle has left.
func (w *workbench) places(code string) int {
	for _, c := range w.previous.Circles {
		if c.ID == code {
			return max(0, w.in.Program.Size.Max-len(c.Members))
		}
	}
	return 0
}

// holds tells whether somebody is in the circle.
func (w *workbench) holds(code, id string) bool {
	for _, c := range w.previous.Circles {
		if c.ID == code {
			return slices.Contains(c.Members, id)
		}
	}
	return false
}
