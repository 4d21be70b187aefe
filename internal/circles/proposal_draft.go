package circles

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Draft is a step that has been worked out and not been written yet.
type Draft struct {
	Proposal string
	From     int       // the step it comes after
	Held     time.Time // when what people say was read; zero = it was not
	Version  int       // the cohort's, then
	Did      Did
	Quality  Quality
	Breaches []Breach
	packed   string
	fresh    *Proposal // it begins a proposal of its own
}

// Draft works out what a proposal becomes by a change, and what that breaks. It
// is to be called outside any transaction.
func (room *Room) Draft(ctx context.Context, db *store.DB, v auth.Viewer, s *series.Series, id string, step int, c Change) (d *Draft, err error) {
	defer errs.Wrap(&err, "change a proposal")
	p, before, q, err := room.open(ctx, db, v, s, id, step)
	if err != nil {
		return nil, err
	}
	if p.State != Ready {
		return nil, errs.New(errs.Conflict, "org.circles.change.not-now|This proposal cannot be changed now.")
	}
	if easy(c.What) { // nothing but what is to stay
		after, did, err := before.made(c, nil)
		if err != nil {
			return nil, err
		}
		return draft(p, did, after, q)
	}
	w, err := room.bench(ctx, db, p.Cohort)
	if err != nil {
		return nil, err
	}
	if err = w.ready(nil); err != nil {
		return nil, err
	}
	before = w.joined(before)
	after, did := before, Did{What: Rechecked}
	if c.What != Rechecked {
		if after, did, err = before.made(c, w.problem); err != nil {
			return nil, err
		}
	}
	if c.What == Rechecked {
		after = w.without(before)
	}
	after, q = w.describe(after, q.AtMost)
	if d, err = draft(p, did, after, q); err != nil {
		return nil, err
	}
	d.Held, d.Version = w.read, w.cohort.Version
	return d, nil
}

// easy tells whether a change leaves everybody where they are.
func easy(what Deed) bool { return what == Pin || what == Unpin || what == Keep || what == Release }

func draft(p Proposal, did Did, a *Arrangement, q Quality) (*Draft, error) {
	packed, err := a.pack()
	return &Draft{Proposal: p.ID, From: p.Step, Did: did, Quality: q, Breaches: a.Breaches, packed: packed}, err
}

// Continue works out a proposal that begins from the circles that meet, to
// change a little about them by hand.
func (room *Room) Continue(ctx context.Context, db *store.DB, v auth.Viewer, s *series.Series) (d *Draft, err error) {
	defer errs.Wrap(&err, "begin a proposal from the circles that meet")
	if !room.MayForm(v, s) {
		return nil, errs.NotThere()
	}
	var a *Arrangement
	var c Cohort
	if err = db.Read(ctx, func(tx *store.Tx) error {
		if c, err = room.cohortOf(tx, s.ID); err != nil {
			return err
		}
		a, err = room.present(tx, c, s)
		return err
	}); err != nil {
		return nil, err
	}
	if c.Published == "" {
		return nil, errs.NotThere()
	}
	w, err := room.bench(ctx, db, c.ID)
	if err == nil {
		err = w.ready(nil)
	}
	if err != nil {
		return nil, err
	}
	a, q := w.describe(a, 0)
	p := Proposal{ID: store.NewID(), Cohort: c.ID, State: Ready, Held: w.read, Base: c.Published, MadeBy: v.Actor(), MadeAt: w.read}
	if d, err = draft(p, Did{What: Continued, N: a.Placed()}, a, q); err == nil {
		d.Held, d.Version, d.fresh = w.read, w.cohort.Version, &p
	}
	return d, err
}

// without is the arrangement without those who do not say yes any more.
func (w *workbench) without(a *Arrangement) *Arrangement {
	here := map[string]bool{}
	for i := range w.in.People {
		here[w.in.People[i].ID] = true
	}
	var gone []string
	for i := range a.Circles {
		for _, m := range a.Circles[i].Members {
			if !here[m] {
				gone = append(gone, m)
			}
		}
	}
	b := a.clone()
	b.takeOut(gone)
	for i := range b.Circles {
		b.Circles[i].Kept = a.Circles[i].Kept // it stays as it is, of those who stay
	}
	b.tidy()
	return b
}

// Write makes a draft the step that is shown, unless somebody was faster.
func (room *Room) Write(tx *store.Tx, v auth.Viewer, s *series.Series, d *Draft) (err error) {
	defer errs.Wrap(&err, "write a step of a proposal")
	if d.fresh != nil && room.MayForm(v, s) {
		if err = room.insertProposal(tx, *d.fresh); err != nil {
			return err
		}
	}
	p, err := room.mine(tx, v, s, d.Proposal)
	if err != nil {
		return err
	}
	if err = tx.Lock("proposal", p.ID); err != nil {
		return err
	}
	if p, err = room.proposal(tx, p.ID); err != nil {
		return err
	}
	if p.State != Ready || p.Step != d.From {
		return changedMeanwhile()
	}
	if err = room.writeStep(tx, &p, d.Did, d.Quality, d.packed); err != nil {
		return err
	}
	if !d.Held.IsZero() {
		if _, err = tx.Exec(`UPDATE proposal SET held_at = $2 WHERE id = $1`, p.ID, store.At(d.Held)); err != nil {
			return err
		}
	}
	return room.note(tx, v, "circles.change", p.ID, d.Did.N)
}

func changedMeanwhile() error {
	return errs.New(errs.Conflict, "org.circles.change.meanwhile|Somebody changed this proposal meanwhile. Look at it as it is now, and try again.")
}

// GoTo shows another step of a proposal than the one that the viewer saw: to
// undo, or to undo that.
func (room *Room) GoTo(tx *store.Tx, v auth.Viewer, s *series.Series, id string, from, step int) (err error) {
	defer errs.Wrap(&err, "undo a step of a proposal")
	p, err := room.mine(tx, v, s, id)
	if err != nil {
		return err
	}
	if err = tx.Lock("proposal", p.ID); err != nil {
		return err
	}
	if p, err = room.proposal(tx, p.ID); err != nil {
		return err
	}
	if p.State != Ready || p.Step != from {
		return changedMeanwhile()
	}
	to, err := room.step(tx, p.ID, step)
	if err != nil {
		return err
	}
	held := to.Quality.Held
	if held.IsZero() { // written before steps knew
		held = to.At
	}
	_, err = tx.Exec(`UPDATE proposal SET step = $2, held_at = $3 WHERE id = $1`, p.ID, step, store.At(held))
	return err
}

// mine returns a proposal for the series to who may form its circles.
func (room *Room) mine(tx *store.Tx, v auth.Viewer, s *series.Series, id string) (Proposal, error) {
	if !room.MayForm(v, s) {
		return Proposal{}, errs.NotThere()
	}
	p, err := room.proposal(tx, id)
	if err != nil {
		return p, err
	}
	c, err := room.cohort(tx, p.Cohort)
	if err == nil && (c.Kind != OfSeries || c.Subject != s.ID) {
		err = errs.NotThere()
	}
	return p, err
}

// open reads a proposal with what one of its steps holds. Another step than the
// one that is shown is a conflict.
func (room *Room) open(ctx context.Context, db *store.DB, v auth.Viewer, s *series.Series, id string, step int) (p Proposal, a *Arrangement, q Quality, err error) {
	err = db.Read(ctx, func(tx *store.Tx) error {
		if p, err = room.mine(tx, v, s, id); err != nil {
			return err
		}
		if p.Step != step {
			return changedMeanwhile()
		}
		if a, err = room.arrangement(tx, p, p.Step); err != nil {
			return err
		}
		shown, err := room.step(tx, p.ID, p.Step)
		q = shown.Quality
		return err
	})
	return p, a, q, err
}

// FitsOf tells of every circle of a board how people would fit it. It works out
// what everybody can, and takes as long as that takes.
func (room *Room) FitsOf(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, b Board, who []string) (list []form.Fit, err error) {
	defer errs.Wrap(&err, "look where people fit")
	if _, err = room.mine(tx, v, s, b.Proposal.ID); err != nil {
		return nil, err
	}
	w, err := room.benchIn(ctx, tx, b.Cohort.ID)
	if err == nil {
		err = w.ready(nil)
	}
	if err != nil {
		return nil, err
	}
	return form.Fits(w.problem, b.A.placement(w.in.Program.Weeks), who), nil
}
