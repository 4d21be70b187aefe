package circles

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
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
	gone     []string        // codes of circles that met once; no other may take them
	previous *form.Placement // what the search begins from: those, or what is kept; nil without
	problem  *form.Problem
	roomy    *roomy            // the circles with room, once they are looked for
	said     map[string]string // of those who were read first, by interest: when they said what they did
	taken    map[string]Hours  // by interest, at which they meet in a circle of another series
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
	return room.benchOf(ctx, tx, cohort, nil)
}

// benchOf makes a workbench of what only some said, if there is no need to open
// what thousands did. Without some it is everybody.
func (room *Room) benchOf(ctx context.Context, tx *store.Tx, cohort string, some whom) (*workbench, error) {
	w := &workbench{read: tx.Now()}
	var err error
	if w.cohort, err = room.cohort(tx, cohort); err != nil {
		return nil, err
	}
	if w.series, err = room.Series.ByID(ctx, tx, auth.Itself(), w.cohort.Subject); err != nil {
		return nil, err
	}
	today := when.DateOf(tx.Now(), w.series.Location())
	seated := w.cohort.Published != ""
	if !seated { // some may be, by a publishing that came to no end
		seated, err = tx.Found(`SELECT 1 FROM placement p JOIN circle c ON c.id = p.circle WHERE c.cohort = $1`, cohort)
	}
	if err != nil {
		return nil, err
	}
	if seated {
		if err = room.meets(tx, w, today); err != nil {
			return nil, err
		}
	}
	list, err := room.saidFor(ctx, tx, w, some)
	if err != nil {
		return nil, err
	}
	return w, w.put(list)
}

// put puts what people said on the workbench.
func (w *workbench) put(list []Said) (err error) {
	if w.said == nil { // what is read later may be newer than what was looked at
		w.said = make(map[string]string, len(list))
		for i := range list {
			w.said[list[i].Interest] = list[i].Mark
		}
	}
	w.leavePast(list)
	w.taken = map[string]Hours{}
	for i := range list {
		if len(list[i].Taken) > 0 {
			w.taken[list[i].Interest] = list[i].Taken
		}
	}
	w.in, err = instance(w.series, w.cohort.Rules, when.DateOf(w.read, w.series.Location()), list)
	return err
}

// meets puts the circles that meet on the workbench.
func (room *Room) meets(tx *store.Tx, w *workbench, today when.Date) error {
	g, err := program(w.series, w.cohort.Rules, today)
	if err != nil {
		return err
	}
	now, err := room.present(tx, w.cohort, w.series)
	if err != nil {
		return err
	}
	w.gone = now.Gone
	w.present = now.placement(g.Weeks)
	w.previous = &form.Placement{Circles: slices.Clone(w.present.Circles)}
	return nil
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

// reserve has the engine know the codes of circles that met once, so that it
// calls no new one so.
func (w *workbench) reserve() {
	for _, code := range w.gone {
		w.previous.Circles = append(w.previous.Circles, form.Circle{ID: code})
	}
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
// breaks, how good it is. AtMost is known from when it was formed, and holds for
// as long as nobody says anything else.
func (w *workbench) describe(a *Arrangement, atMost int) (*Arrangement, Quality) {
	mark := w.mark()
	if a.From != mark {
		atMost = 0
	}
	prop, found := form.Describe(w.problem, w.present, a.placement(w.in.Program.Weeks), atMost)
	b := w.arrange(prop, a)
	b.From = mark
	for _, code := range w.gone {
		if !slices.Contains(b.Gone, code) {
			b.Gone = append(slices.Clip(b.Gone), code)
		}
	}
	w.noteMet(b)
	list, fitting := breaches(found, b, w.in.Program.Size)
	b.Breaches, b.Fitting = list, len(fitting)
	for i := range b.Unplaced {
		b.Unplaced[i].Fits = fitting[b.Unplaced[i].Interest]
	}
	standing(b.Breaches, b, w.present)
	q := quality(w.in, prop.Card, len(b.Breaches))
	q.Held = w.read
	return b, q
}

// mark tells apart what people say and the rules ask, whatever is pinned.
func (w *workbench) mark() string {
	sum := sha256.New()
	out := json.NewEncoder(sum)
	err := out.Encode(w.in.Program)
	for _, x := range w.in.People {
		x.Pin = ""
		err = errors.Join(err, out.Encode(x))
	}
	if err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// noteMet notes of those without a circle in which one they meet.
func (w *workbench) noteMet(a *Arrangement) {
	met := seats(w.present)
	for i := range a.Unplaced {
		a.Unplaced[i].Met = met[a.Unplaced[i].Interest]
	}
}

// seats tells who is in which circle of a placement, by their ids; nil holds
// nobody.
func seats(p *form.Placement) map[string]string {
	in := map[string]string{}
	if p == nil {
		return in
	}
	for _, c := range p.Circles {
		for _, m := range c.Members {
			in[m] = c.ID
		}
	}
	return in
}

// joined is the arrangement with those in their circles who got a place in one
// since it was written. Whom hands took out of a circle stays out of that.
func (w *workbench) joined(a *Arrangement) *Arrangement {
	if w.present == nil {
		return a
	}
	seat, out := map[string]bool{}, map[string]string{}
	for i := range a.Circles {
		for _, m := range a.Circles[i].Members {
			seat[m] = true
		}
	}
	for _, l := range a.Unplaced {
		out[l.Interest] = l.Met
	}
	b := a.clone()
	for _, now := range w.present.Circles {
		c := b.Of(now.ID)
		for _, m := range now.Members {
			if c != nil && !seat[m] && out[m] != now.ID {
				c.Members = append(c.Members, m)
			}
		}
	}
	return b
}

// present is the arrangement of the circles that meet, each at the weekday of
// its next meeting. Those that no longer meet, or in which nobody is left, are
// gone for good: what their members wrote and where they met is nobody else's.
func (room *Room) present(tx *store.Tx, c Cohort, s *series.Series) (*Arrangement, error) {
	in := map[string][]string{}
	today := when.DateOf(tx.Now(), s.Location())
	if err := tx.Each(func(r *store.Rows) error {
		var circle, interest string
		err := r.Scan(&circle, &interest)
		in[circle] = append(in[circle], interest)
		return err
	}, `SELECT p.circle, p.interest FROM circle c JOIN placement p ON p.circle = c.id WHERE c.cohort = $1 ORDER BY p.circle, p.placed_at, p.interest`, c.ID); err != nil {
		return nil, err
	}
	a := &Arrangement{}
	return a, tx.Each(func(r *store.Rows) error {
		var id, date string
		var meets bool
		x := Planned{}
		if err := r.Scan(&id, &x.Code, &x.Lang, &x.Track, &x.Zone, &x.Start, &meets, &date); err != nil {
			return err
		}
		if x.Members = in[id]; !meets || len(x.Members) == 0 {
			a.Gone = append(a.Gone, x.Code)
			return nil
		}
		if d, err := when.ParseDate(date); err == nil {
			x.Day = dayCodes[when.SinceMonday(d.Weekday())]
		}
		a.Circles = append(a.Circles, x)
		return nil
	}, `SELECT c.id, c.code, c.language, c.track, c.zone, c.start, c.state = 'meets',
			COALESCE((SELECT MIN(m.date) FROM meeting m WHERE m.circle = c.id AND m.date >= $2 AND m.zone = '' AND m.status <> 'cancelled'),
				(SELECT MAX(m.date) FROM meeting m WHERE m.circle = c.id AND m.zone = ''), (SELECT MAX(m.date) FROM meeting m WHERE m.circle = c.id), '')
		FROM circle c WHERE c.cohort = $1 ORDER BY c.code, c.id`, c.ID, today.String())
}
