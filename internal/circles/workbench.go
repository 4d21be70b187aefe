package circles

import (
	"context"
	"fmt"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// workbench is everything with which a proposal is formed, changed or held
// against what people say: read in one transaction, worked on outside of any.
type workbench struct {
	read     time.Time
	series   *series.Series
	cohort   Cohort
	in       *form.Instance
	present  *form.Placement // the circles that meet already; nil without
	previous *form.Placement // what the search begins from: those, or what is kept; nil without
	problem  *form.Problem
	roomy    *roomy // the circles with room, once they are looked for
}

// bench reads what the people of a cohort said and makes it ready. It takes a
// tenth of a second for thousands of people.
func (room *Room) bench(ctx context.Context, db *store.DB, cohort string) (w *workbench, err error) {
	err = db.Read(ctx, func(tx *store.Tx) error {
		w, err = room.benchIn(ctx, tx, cohort)
		return err
	})
	return w, err
}

func (room *Room) benchIn(ctx context.Context, tx *store.Tx, cohort string) (*workbench, error) {
	w := &workbench{read: tx.Now()}
	var err error
	if w.cohort, err = room.cohort(tx, cohort); err != nil {
		return nil, err
	}
	if w.series, err = room.Series.ByID(ctx, tx, auth.Itself(), w.cohort.Subject); err != nil {
		return nil, err
	}
	list, err := room.said(ctx, tx, cohort)
	if err != nil {
		return nil, err
	}
	if w.in, err = instance(w.series, w.cohort.Rules, when.DateOf(tx.Now(), w.series.Location()), list); err != nil {
		return nil, err
	}
	if w.cohort.Published == "" {
		return w, nil
	}
	now, err := room.present(tx, w.cohort)
	if err != nil {
		return nil, err
	}
	w.present, w.previous = now.placement(w.in.Program.Weeks), now.placement(w.in.Program.Weeks)
	return w, nil
}

// ready makes the problem, with what is kept of an arrangement; that may be nil.
func (w *workbench) ready(keep *Arrangement) (err error) {
	if keep != nil {
		w.dissolve(keep.Gone)
		w.pin(keep)
	}
	if w.problem, err = form.New(w.in, w.previous, when.Load); err != nil {
		return refusal(err)
	}
	return nil
}

// dissolve has the engine begin without the circles that hands dissolved. Only
// their codes stay known, so that no new circle is taken for one of them.
func (w *workbench) dissolve(codes []string) {
	if w.previous == nil {
		return
	}
	for i := range w.previous.Circles {
		if slices.Contains(codes, w.previous.Circles[i].ID) {
			w.previous.Circles[i].Members = nil
		}
	}
}

// pin has the engine keep what is pinned. Circles that do not meet yet are as
// the arrangement has them, and so are those that are kept whole.
func (w *workbench) pin(keep *Arrangement) {
	part, pins := keep.kept()
	for i := range w.in.People {
		w.in.People[i].Pin = pins[w.in.People[i].ID]
	}
	if w.previous == nil && len(part.Circles) > 0 {
		w.previous = &form.Placement{}
	}
	for i, c := range part.placement(w.in.Program.Weeks).Circles {
		at := slices.IndexFunc(w.previous.Circles, func(old form.Circle) bool { return old.ID == c.ID })
		switch {
		case at < 0:
			w.previous.Circles = append(w.previous.Circles, c)
		case part.Circles[i].Kept:
			w.previous.Circles[at] = c
		}
		if part.Circles[i].Kept {
			w.in.Locked = append(w.in.Locked, c.ID)
		}
	}
}

// refusal says why nothing can be formed, in words that tell nothing of
// anybody's wishes.
func refusal(err error) error {
	faults, ok := err.(form.Faults)
	if !ok {
		return err
	}
	for _, f := range faults {
		n := 0
		if _, err := fmt.Sscanf(f.Circle, "C%d", &n); err == nil {
			return errs.New(errs.Invalid, "org.circles.refuse.kept|What is to stay in circle {number} cannot stay there. Let some of it go, then form the rest again.", "number", n)
		}
	}
	return errs.New(errs.Invalid, "org.circles.refuse|The rules of these circles contradict each other. Look at the size, the length and the dates.").Because(err)
}

// describe completes an arrangement: who is without a circle and why, what it
// breaks, how good it is. AtMost is known from when it was formed.
func (w *workbench) describe(a *Arrangement, atMost int) (*Arrangement, Quality) {
	prop, found := form.Describe(w.problem, w.present, a.placement(w.in.Program.Weeks), atMost)
	b := arrange(w.in.Program, prop, a)
	b.Breaches, b.Fitting = breaches(found, b, w.in.Program.Size)
	return b, quality(w.in, prop.Card, len(b.Breaches))
}

// present is the arrangement of the circles that meet.
func (room *Room) present(tx *store.Tx, c Cohort) (*Arrangement, error) {
	list, err := room.circlesOf(tx, c.ID)
	if err != nil {
		return nil, err
	}
	members, err := room.placementsOf(tx, c.ID)
	if err != nil {
		return nil, err
	}
	in := map[string][]string{}
	for _, p := range members {
		in[p.Circle] = append(in[p.Circle], p.Interest)
	}
	a := &Arrangement{}
	for _, x := range list {
		planned := Planned{Code: x.Code, Lang: x.Language, Track: x.Track, Zone: x.Zone, Start: x.Start.String(), Members: in[x.ID]}
		if len(x.Meetings) > 0 {
			planned.Day = dayCodes[(int(x.Meetings[0].Date.Weekday())+6)%7]
		}
		if len(planned.Members) > 0 {
			a.Circles = append(a.Circles, planned)
		}
	}
	return a, nil
}
