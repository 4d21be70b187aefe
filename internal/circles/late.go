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
	return changing()
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
		if err = room.widen(ctx, db, w.workbench); err != nil {
			return false, err
		}
		if fits = w.fits(in.ID); len(fits) == 0 {
			why = w.why(in.ID)
		}
	}
	err = db.Write(ctx, func(tx *store.Tx) (err error) {
		c, in, state, err := room.lockLate(tx, w, interest)
		if changed = state == lateChanged; err != nil || state != lateSeeks {
			return err
		}
		if len(fits) > 0 {
			return room.join(tx, &c, in, fits[0])
		}
		return room.tellUnplaced(tx, in, why)
	})
	return changed, err
}

// lateState is how somebody for whom a place was looked for stands when it
// comes to writing.
type lateState uint8

const (
	lateChanged lateState = iota // what was looked at is not so any more
	lateSeeks
	lateGone // they have a circle, or want none
)

// lockLate holds what a place was looked for in against what is so now. Nobody
// changes it until the transaction ends.
func (room *Room) lockLate(tx *store.Tx, w *lateWork, interest string) (c Cohort, in Interest, state lateState, err error) {
	if err = tx.Lock("interest", interest); err != nil { // before the cohort, as who withdraws does
		return c, in, state, err
	}
	if err = tx.Lock("cohort", w.cohort.ID); err != nil {
		return c, in, state, err
	}
	if c, err = room.cohort(tx, w.cohort.ID); err == nil {
		err = room.settled(tx, c.ID)
	}
	if err != nil || c.Version != w.cohort.Version {
		return c, in, lateChanged, err
	}
	in, seeks, err := room.seeks(tx, interest)
	if err != nil || !seeks {
		return c, in, lateGone, err
	}
	if err = tx.Lock("person", in.Person); err != nil { // a place may be looked for in another series at the same time
		return c, in, lateChanged, err
	}
	if same, err := room.saysStill(tx, in, w.said[interest]); err != nil || !same {
		return c, in, lateChanged, err
	}
	return c, in, lateSeeks, nil
}

// settled refuses while circles are being published: who came into one now
// would be taken out again by that. The job is tried again later.
func (room *Room) settled(tx *store.Tx, cohort string) error {
	var publishing int
	err := tx.Row(`SELECT COUNT(*) FROM proposal WHERE cohort = $1 AND state = $2`, cohort, string(Publishing)).Scan(&publishing)
	if err == nil && publishing > 0 {
		err = changing()
	}
	return err
}

// changing refuses what cannot be done while circles change.
func changing() error {
	return errs.New(errs.Unavailable, "circles.late.busy|The circles are changing right now. Please try again in a minute.")
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
	circle, err := room.byCode(tx, c.ID, code)
	if err != nil {
		return err
	}
	if err := room.grow(tx, c); err != nil {
		return err
	}
	told := tx.Now() // below: no publishing tells them once more
	if err := room.place(tx, Placement{Interest: in.ID, Circle: circle, ToldAt: told}); err != nil {
		return err
	}
	if err := room.tell(tx, MailPlaced, in); err != nil {
		return err
	}
	if err := room.replan(tx, circle); err != nil {
		return err
	}
	return room.lookAgainFor(tx, in)
}

// byCode returns the id of a circle that meets.
func (room *Room) byCode(tx *store.Tx, cohort, code string) (id string, err error) {
	err = tx.Row(`SELECT id FROM circle WHERE cohort = $1 AND code = $2 AND state = 'meets'`, cohort, code).Scan(&id)
	return id, err
}

// lateWork is a workbench at which places are looked for in circles that meet.
type lateWork struct {
	*workbench
	done map[string]bool // codes of the circles that have met for the last time
}

// lateBench is everything with which a place is looked for; nil if circles are
// not published, or all meetings are over. Some are those to whom it comes down;
// without it, that is everybody.
func (room *Room) lateBench(ctx context.Context, db *store.DB, cohort string, some whom) (w *lateWork, err error) {
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
	w = &lateWork{}
	if err = db.Read(ctx, func(tx *store.Tx) error {
		if w.done, err = room.doneMeeting(tx, cohort); err != nil {
			return err
		}
		w.workbench, err = room.benchOf(ctx, tx, cohort, some)
		return err
	}); err != nil {
		return nil, err
	}
	if w.previous == nil {
		w.previous = &form.Placement{}
	}
	return w, w.ready(nil)
}

// fits are the circles that still meet of those that somebody could join at once.
func (w *lateWork) fits(id string) []string {
	return slices.DeleteFunc(w.workbench.fits(id), func(code string) bool { return w.done[code] })
}

// fits returns the codes of the circles that somebody could join at once, the
// best first: where somebody who leads is missing and they do, and where few are.
func (w *workbench) fits(id string) []string {
	x := w.withRoom()
	if len(x.circles) == 0 {
		return nil
	}
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
		found[u.ID] = WhyOf(u.Reason, w.helps(u.ID, u.Suggest))
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
