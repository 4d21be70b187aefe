package circles

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Jobs that bring people into circles which meet already.
const (
	JobLate = "circles.late" // somebody says yes, or can do more, after publishing
	JobFill = "circles.fill" // a place fell free, perhaps that of the last who led
)

// lateJob is what both are given.
type lateJob struct {
	Interest string `json:"interest,omitempty"`
	Circle   string `json:"circle,omitempty"`
}

// seekPlace has a place looked for, for somebody without a circle.
func (room *Room) seekPlace(tx *store.Tx, in Interest) error {
	return jobs.Enqueue(tx, jobs.Job{Kind: JobLate, Unique: in.ID, Payload: lateJob{Interest: in.ID}})
}

// Seeking tells whether a place is being looked for right now, to the person
// for whom.
func (room *Room) Seeking(tx *store.Tx, v auth.Viewer, in Interest) (bool, error) {
	if !v.Is(in.Person) {
		return false, errs.NotThere()
	}
	return jobs.Waits(tx, JobLate, in.ID)
}

// seekMember has a place that fell free in a circle given to somebody who waits.
func (room *Room) seekMember(tx *store.Tx, circle string) error {
	return jobs.Enqueue(tx, jobs.Job{Kind: JobFill, Unique: circle, Payload: lateJob{Circle: circle}})
}

// LateJob does what seekPlace asks for.
func (room *Room) LateJob(ctx context.Context, r *jobs.Running) error {
	var in lateJob
	if err := r.Decode(&in); err != nil {
		return err
	}
	return room.placeLate(ctx, r.DB, in.Interest)
}

// tries is how often a place is looked for anew because circles changed
// meanwhile.
const tries = 5

// placeLate puts somebody who has no circle into one that meets already, if one
// fits: in a language they speak, at hours they can on all dates to come, with
// room, and with nobody they are to be kept apart from. Nobody else is moved.
// If none fits they are told why. It reads, works it out outside any
// transaction, and writes only if nothing has changed.
func (room *Room) placeLate(ctx context.Context, db *store.DB, interest string) error {
	for range tries {
		changed, err := room.tryLate(ctx, db, interest)
		if err != nil || !changed {
			return err
		}
	}
	return errs.New(errs.Unavailable, "circles.late.busy|The circles are changing right now. Please try again in a minute.")
}

// tryLate does so once; changed tells that the circles were not the same any
// more when it came to writing.
func (room *Room) tryLate(ctx context.Context, db *store.DB, interest string) (changed bool, err error) {
	var in Interest
	var seeks bool
	err = db.Read(ctx, func(tx *store.Tx) error {
		in, seeks, err = room.seeks(tx, interest)
		return err
	})
	if err != nil || !seeks {
		return false, err
	}
	w, err := room.lateBench(ctx, db, in.Cohort, besides(in.ID))
	if err != nil || w == nil {
		return false, err
	}
	fits, why := w.fits(in.ID), Why{}
	if len(fits) == 0 { // why not, follows from what all said
		if err = room.widen(ctx, db, w); err != nil {
			return false, err
		}
		if fits = w.fits(in.ID); len(fits) == 0 {
			why = w.why(in.ID)
		}
	}
	err = db.Write(ctx, func(tx *store.Tx) (err error) {
		changed = false
		if err = tx.Lock("cohort", in.Cohort); err != nil {
			return err
		}
		c, err := room.cohort(tx, in.Cohort)
		if err == nil {
			err = room.settled(tx, c.ID)
		}
		if err != nil || c.Version != w.cohort.Version {
			changed = true
			return err
		}
		if in, seeks, err = room.seeks(tx, interest); err != nil || !seeks {
			return err
		}
		if len(fits) > 0 {
			return room.join(tx, &c, in, fits[0])
		}
		return room.tellUnplaced(tx, in, why)
	})
	return changed, err
}

// settled refuses while circles are being published: who came into one now
// would be taken out again by that. The job is tried again later.
func (room *Room) settled(tx *store.Tx, cohort string) error {
	var publishing int
	err := tx.Row(`SELECT COUNT(*) FROM proposal WHERE cohort = $1 AND state = $2`, cohort, string(Publishing)).Scan(&publishing)
	if err == nil && publishing > 0 {
		err = errs.New(errs.Unavailable, "circles.late.busy|The circles are changing right now. Please try again in a minute.")
	}
	return err
}

// seeks tells whether somebody says yes and has no circle. Who is gone seeks
// none.
func (room *Room) seeks(tx *store.Tx, interest string) (in Interest, seeks bool, err error) {
	in, err = room.interest(tx, interest)
	if errs.Is(err, errs.NotFound) {
		return in, false, nil
	}
	if err != nil {
		return in, false, err
	}
	_, placed, err := room.placement(tx, interest)
	return in, err == nil && !placed && in.State == Yes, err
}

// join puts somebody into a circle that was found to fit, and tells them.
func (room *Room) join(tx *store.Tx, c *Cohort, in Interest, code string) error {
	var circle string
	if err := tx.Row(`SELECT id FROM circle WHERE cohort = $1 AND code = $2 AND state = 'meets'`, c.ID, code).Scan(&circle); err != nil {
		return err
	}
	if err := room.grow(tx, c); err != nil {
		return err
	}
	if err := room.place(tx, in.ID, circle); err != nil {
		return err
	}
	if err := room.replan(tx, circle); err != nil {
		return err
	}
	if err := room.lookAgain(tx, c.ID); err != nil {
		return err
	}
	return room.tellPlaced(tx, in)
}

// lateBench is everything with which a place is looked for; nil if circles are
// not published, or all meetings are over. Some are those to whom it comes down;
// without it, that is everybody.
func (room *Room) lateBench(ctx context.Context, db *store.DB, cohort string, some whom) (w *workbench, err error) {
	over := false
	if err := db.Read(ctx, func(tx *store.Tx) error {
		c, err := room.cohort(tx, cohort)
		if err != nil {
			return err
		}
		s, _, err := room.programme(tx, cohort)
		over = err == nil && (c.Published == "" || s.State != series.Published || s.Circles == nil ||
			len(ToCome(s, when.DateOf(tx.Now(), s.Location()))) == 0)
		return err
	}); err != nil || over {
		return nil, err
	}
	if err = db.Read(ctx, func(tx *store.Tx) error {
		w, err = room.benchOf(ctx, tx, cohort, some)
		return err
	}); err != nil {
		return nil, err
	}
	if w.previous == nil {
		w.previous = &form.Placement{}
	}
	return w, w.ready(nil)
}

// fits returns the codes of the circles that somebody could join at once, the
// best first: where somebody who leads is missing and they do, and where few are.
func (w *workbench) fits(id string) []string {
	x := w.withRoom()
	var list []string
	for _, f := range form.Fits(w.problem, &form.Placement{Circles: x.circles}, []string{id}) {
		if f.OK() {
			list = append(list, f.Circle)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int {
		if x.ready[id] && x.led[a] != x.led[b] {
			if x.led[b] {
				return -1
			}
			return 1
		}
		return x.size[a] - x.size[b]
	})
	return list
}

// roomy are the circles that have room, and who is ready to lead: what is looked
// at for everybody who seeks a place.
type roomy struct {
	circles []form.Circle
	size    map[string]int  // by their codes
	led     map[string]bool // somebody in it is ready to lead
	ready   map[string]bool // by interest
}

// withRoom looks for them once.
func (w *workbench) withRoom() *roomy {
	if w.roomy != nil {
		return w.roomy
	}
	x := &roomy{size: map[string]int{}, led: map[string]bool{}, ready: map[string]bool{}}
	for i := range w.in.People {
		if p := &w.in.People[i]; p.Facilitator {
			x.ready[p.ID] = true
		}
	}
	for _, c := range w.previous.Circles {
		if len(c.Members) >= w.in.Program.Size.Max {
			continue
		}
		x.circles = append(x.circles, c)
		x.size[c.ID] = len(c.Members)
		x.led[c.ID] = slices.ContainsFunc(c.Members, func(m string) bool { return x.ready[m] })
	}
	w.roomy = x
	return x
}

// why says why the engine has no place for somebody.
func (w *workbench) why(id string) Why {
	why, _ := w.whys()
	if known, ok := why[id]; ok {
		return known
	}
	return Why{Reason: form.ReasonCapacity}
}

// whys says the same of everybody without a circle, and who of them could join
// one at once.
func (w *workbench) whys() (found map[string]Why, fitting map[string]bool) {
	prop, broken := form.Describe(w.problem, w.previous, w.previous, w.atMost())
	found, fitting = make(map[string]Why, len(prop.Unplaced)), map[string]bool{}
	for _, u := range prop.Unplaced {
		found[u.ID] = WhyOf(u.Reason, u.Suggest)
	}
	for _, b := range broken {
		if b.Rule == "lazy" {
			fitting[b.Person] = true
		}
	}
	return found, fitting
}

// atMost stands for the bound of how many could be placed, which takes its time
// to work out and is told to nobody here.
func (w *workbench) atMost() int { return len(w.in.People) }

// FillJob gives the place that fell free in a circle to somebody who waits:
// first, where nobody leads any more, to who could.
func (room *Room) FillJob(ctx context.Context, r *jobs.Running) error {
	var in lateJob
	if err := r.Decode(&in); err != nil {
		return err
	}
	for range tries {
		again, err := room.fill(ctx, r.DB, in.Circle)
		if err != nil || !again {
			return err
		}
	}
	return nil
}

func (room *Room) fill(ctx context.Context, db *store.DB, circle string) (again bool, err error) {
	var x Circle
	if err = db.Read(ctx, func(tx *store.Tx) error {
		x, err = room.circle(tx, circle)
		return err
	}); err != nil {
		return false, err
	}
	w, err := room.lateBench(ctx, db, x.Cohort, waiting(x.Code))
	if err != nil || w == nil {
		return false, err
	}
	who := w.waitsFor(x.Code)
	if who == "" {
		return false, nil
	}
	err = db.Write(ctx, func(tx *store.Tx) error {
		again = true
		if err := tx.Lock("cohort", x.Cohort); err != nil {
			return err
		}
		c, err := room.cohort(tx, x.Cohort)
		if err == nil {
			err = room.settled(tx, c.ID)
		}
		if err != nil || c.Version != w.cohort.Version {
			return err
		}
		in, seeks, err := room.seeks(tx, who)
		if err != nil || !seeks {
			return err
		}
		again = w.places(x.Code) > 1
		return room.join(tx, &c, in, x.Code)
	})
	return again, err
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
