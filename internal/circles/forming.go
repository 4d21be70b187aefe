package circles

import (
	"context"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// JobForm is the job that forms circles.
const JobForm = "circles.form"

// forming is what the job is given.
type forming struct {
	Proposal string `json:"proposal"`
	Base     int    `json:"base,omitempty"`  // the step of the proposal before
	Steps    int64  `json:"steps,omitempty"` // of the search; 0 = as long as is usual
}

// Effort says how to search. The zero value searches as long as is usual, from
// a seed drawn by lot.
type Effort struct {
	Seed  uint64
	Steps int64 // search exactly so many steps
	Seen  int   // the step of the base that was seen; 0 = whichever is shown
}

// Usual is how long a search for so many people takes.
func Usual(people int) time.Duration {
	switch {
	case people <= 200:
		return 2 * time.Second
	case people <= 1000:
		return 4 * time.Second
	}
	return 20 * time.Second
}

// Form begins to form circles of everybody who says yes to those of a series.
// Base is the proposal whose pins and kept circles stay, "" for none. It
// answers at once; a job does the work.
func (room *Room) Form(tx *store.Tx, v auth.Viewer, s *series.Series, base string, e Effort) (p Proposal, err error) {
	defer errs.Wrap(&err, "form circles")
	if !room.MayForm(v, s) {
		return p, errs.NotThere()
	}
	c, err := room.cohortOf(tx, s.ID)
	if err != nil {
		return p, err
	}
	if err = Offered(s); err != nil {
		return p, err
	}
	if err = formable(s, c.Rules, when.DateOf(tx.Now(), s.Location())); err != nil {
		return p, err
	}
	if n, err := room.yeses(tx, c.ID); err != nil {
		return p, err
	} else if n == 0 {
		return p, errs.New(errs.Conflict, "org.circles.form.nobody|Nobody has said yes to a circle yet.")
	}
	if err = tx.Lock("cohort", c.ID); err != nil {
		return p, err
	}
	shown := 0
	if base != "" {
		if shown, err = room.shown(tx, v, s, base, e.Seen); err != nil {
			return p, err
		}
	}
	if busy, err := room.busy(tx, c.ID); err != nil {
		return p, err
	} else if busy {
		return p, errs.New(errs.Conflict, "org.circles.form.busy|Circles are being formed already. Wait a moment, or stop that first.")
	}
	if e.Seed == 0 {
		e.Seed = rand.Uint64() >> 1
	}
	p = Proposal{ID: store.NewID(), Cohort: c.ID, State: InWork, Held: tx.Now(), Base: base, Seed: e.Seed, MadeBy: v.Actor(), MadeAt: tx.Now()}
	p.Job, err = jobs.Add(tx, jobs.Job{Kind: JobForm, Payload: forming{p.ID, shown, e.Steps}, By: v.Actor(), Keep: true})
	if err != nil {
		return p, err
	}
	if _, err = tx.Exec(`DELETE FROM proposal WHERE cohort = $1 AND state = 'failed'`, c.ID); err != nil { // they have no steps
		return p, err
	}
	if err = room.insertProposal(tx, p); err != nil {
		return p, err
	}
	return p, room.note(tx, v, "circles.form", c.ID, 1)
}

// shown is the step of a proposal from which circles are formed, if it is the
// one that was seen.
func (room *Room) shown(tx *store.Tx, v auth.Viewer, s *series.Series, id string, seen int) (int, error) {
	p, err := room.mine(tx, v, s, id)
	if err == nil && p.Step == 0 {
		err = errs.NotThere()
	}
	if err == nil && seen != 0 && p.Step != seen {
		err = changedMeanwhile()
	}
	return p.Step, err
}

// busy tells whether circles of the cohort are being formed or published.
func (room *Room) busy(tx *store.Tx, cohort string) (busy bool, err error) {
	err = tx.Row(`SELECT COUNT(*) > 0 FROM proposal WHERE cohort = $1 AND state IN ('forming', 'stopping', 'publishing')`, cohort).Scan(&busy)
	return busy, err
}

// StopForming ends a search: with the best found so far, or with nothing changed.
// stopped tells that it went on until now, and has come to nothing. What has
// failed for good is put away: a proposal whose publishing did is ready again, and
// to publish it once more goes on where that stopped.
func (room *Room) StopForming(tx *store.Tx, v auth.Viewer, s *series.Series, id string, best bool) (stopped bool, err error) {
	defer errs.Wrap(&err, "stop forming circles")
	p, err := room.mine(tx, v, s, id)
	if err != nil {
		return false, err
	}
	if best {
		_, err = room.setState(tx, p.ID, Stopping, InWork)
		return false, err
	}
	w, err := room.work(tx, p)
	if err != nil {
		return false, err
	}
	failed := w.Status.State == jobs.Stopped
	switch {
	case p.State == InWork, p.State == Stopping, p.State == Failed:
		return p.State != Failed && !failed, room.dropProposal(tx, p.ID)
	case p.State == Publishing && failed:
		_, err = room.setState(tx, p.ID, Ready, Publishing)
	}
	return false, err // or it has come to its end meanwhile
}

// FormJob forms circles: it reads, searches outside any transaction, and writes
// the proposal.
func (room *Room) FormJob(ctx context.Context, r *jobs.Running) error {
	var in forming
	if err := r.Decode(&in); err != nil {
		return err
	}
	p, before, err := room.begun(ctx, r.DB, in)
	if errs.Is(err, errs.NotFound) {
		return nil // dropped before it began
	}
	if err == nil {
		err = room.form(ctx, r, in, p, before)
	}
	if errs.Of(err) != nil && !errs.Is(err, errs.Internal) && !errs.Is(err, errs.Unavailable) {
		if failed := r.DB.Write(ctx, func(tx *store.Tx) error {
			_, err := room.setState(tx, p.ID, Failed, InWork, Stopping)
			return err
		}); failed != nil {
			return failed
		}
	}
	return err
}

// begun reads a proposal that is to be formed, and what its base keeps.
func (room *Room) begun(ctx context.Context, db *store.DB, in forming) (p Proposal, before *Arrangement, err error) {
	err = db.Read(ctx, func(tx *store.Tx) error {
		if p, err = room.proposal(tx, in.Proposal); err != nil || p.Base == "" {
			return err
		}
		base, err := room.proposal(tx, p.Base)
		if err == nil {
			before, err = room.arrangement(tx, base, in.Base)
		}
		if errs.Is(err, errs.NotFound) {
			err = changedMeanwhile()
		}
		return err
	})
	if err == nil && p.State != InWork && p.State != Stopping {
		err = errs.NotThere()
	}
	return p, before, err
}

func (room *Room) form(ctx context.Context, r *jobs.Running, in forming, p Proposal, before *Arrangement) error {
	w, err := room.bench(ctx, r.DB, p.Cohort)
	if err == nil {
		w.reserve()
		err = w.ready(before)
	}
	if err != nil {
		return err
	}
	watched, end := context.WithCancel(ctx)
	prop := form.Form(w.problem, w.previous, room.options(watched, r, in, p, len(w.in.People)))
	end()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	a := w.arrange(prop, before)
	a.From = w.mark()
	a, q := w.describe(a, prop.Card.AtMost)
	packed, err := a.pack()
	if err != nil {
		return err
	}
	return r.DB.Write(ctx, func(tx *store.Tx) error {
		may, err := room.mayStill(tx, r.By, w.series)
		if err == nil && !may { // nothing has changed
			err = room.dropProposal(tx, p.ID)
		}
		if err != nil {
			return err
		}
		ours, err := room.setState(tx, p.ID, Ready, InWork, Stopping)
		if err != nil {
			return err
		}
		if ours {
			fresh := p // this may run twice
			if _, err := tx.Exec(`UPDATE proposal SET held_at = $2 WHERE id = $1`, p.ID, store.At(w.read)); err != nil {
				return err
			}
			if err := room.writeStep(tx, &fresh, Did{What: Formed, N: a.Placed()}, q, packed); err != nil {
				return err
			}
		}
		return r.Finish(tx)
	})
}

// options are those of the search: it ends when somebody asks for that, and
// when this process is to end.
func (room *Room) options(ctx context.Context, r *jobs.Running, in forming, p Proposal, people int) form.Options {
	stop := new(atomic.Bool)
	go room.watch(ctx, r.DB, p.ID, stop)
	begun := store.SystemClock()
	return form.Options{Seed: p.Seed, Steps: in.Steps, Until: begun.Add(Usual(people)), Now: store.SystemClock, Threads: runtime.NumCPU(),
		Done: stop.Load,
		Progress: func(x form.Progress) {
			r.Progress(x.Share, "org.circles.form.progress|{placed} of {people} have a circle; at most {most} could.", "placed", x.Placed, "people", x.People, "most", min(x.AtMost, x.People))
		}}
}

// watch sets stop as soon as a proposal is no longer in work.
func (room *Room) watch(ctx context.Context, db *store.DB, id string, stop *atomic.Bool) {
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	for !stop.Load() {
		select {
		case <-ctx.Done():
			stop.Store(true)
			return
		case <-tick.C:
		}
		var p Proposal
		err := db.Read(ctx, func(tx *store.Tx) (err error) {
			p, err = room.proposal(tx, id)
			return err
		})
		if errs.Is(err, errs.NotFound) || err == nil && p.State != InWork {
			stop.Store(true)
		}
	}
}

// yeses counts who says yes in a cohort.
func (room *Room) yeses(tx *store.Tx, cohort string) (n int, err error) {
	err = tx.Row(`SELECT COUNT(*) FROM interest WHERE cohort = $1 AND state = 'yes'`, cohort).Scan(&n)
	return n, err
}
