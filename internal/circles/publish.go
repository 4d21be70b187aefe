package circles

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// JobPublish is the job that makes a proposal the circles that meet.
const JobPublish = "circles.publish"

// publishing is what the job is given.
type publishing struct {
	Proposal string `json:"proposal"`
}

// Publish begins to publish a proposal that was just held against what people
// say now: d is its [Draft] of that. If it breaks a rule by now, the draft
// becomes the step that is shown, and ok is false.
func (room *Room) Publish(tx *store.Tx, v auth.Viewer, s *series.Series, d *Draft) (ok bool, err error) {
	defer errs.Wrap(&err, "publish circles")
	if d.Did.What != Rechecked {
		return false, errs.New(errs.Internal, "err.internal|Something broke on our side. It has been noted. Please try again in a moment.")
	}
	if err = Offered(s); err != nil {
		return false, err
	}
	if err = room.Write(tx, v, s, d); err != nil || blocks(d.Breaches) {
		return false, err
	}
	p, err := room.proposal(tx, d.Proposal)
	if err != nil {
		return false, err
	}
	if err = tx.Lock("cohort", p.Cohort); err != nil {
		return false, err
	}
	c, err := room.cohort(tx, p.Cohort)
	if err != nil {
		return false, err
	}
	busy, err := room.busy(tx, c.ID)
	if err == nil && (busy || c.Version != d.Version) {
		err = changedMeanwhile()
	}
	if err != nil {
		return false, err
	}
	job, err := jobs.Add(tx, jobs.Job{Kind: JobPublish, Payload: publishing{p.ID}, By: v.Actor(), Keep: true})
	if err != nil {
		return false, err
	}
	if _, err = tx.Exec(`UPDATE proposal SET state = $2, job = $3 WHERE id = $1`, p.ID, string(Publishing), job); err != nil {
		return false, err
	}
	return true, room.note(tx, v, "circles.publish", c.ID, d.Quality.Placed)
}

// Begun tells whether a proposal is being published, or has been, as it was at a
// step: who presses twice has what they wanted.
func (room *Room) Begun(tx *store.Tx, v auth.Viewer, s *series.Series, id string, step int) (begun bool, err error) {
	defer errs.Wrap(&err, "look whether circles are published")
	p, err := room.mine(tx, v, s, id)
	if err != nil || p.State != Publishing && p.State != Published {
		return false, err
	}
	if p.Step == step {
		return true, nil
	}
	last, err := room.step(tx, p.ID, p.Step)
	if err != nil || last.Did.What != Rechecked {
		return false, err
	}
	return tx.Found(`SELECT 1 FROM proposal_step WHERE proposal = $1 AND n = $2 AND n = (SELECT MAX(n) FROM proposal_step WHERE proposal = $1 AND n < $3)`, p.ID, step, p.Step)
}

// PublishJob writes the circles of a proposal, in small writes: first the
// new circles with their meetings, then who is in which, then the circles that
// meet at another hour, then who leads and who is told. So whoever leaves a
// circle hears of the hour that it had, and whoever stays of both. Each write
// may be done again without harm, so that the job may stop anywhere and begin
// anew. Only what differs from the circles that meet already is changed and
// told.
func (room *Room) PublishJob(ctx context.Context, r *jobs.Running) error {
	var in publishing
	if err := r.Decode(&in); err != nil {
		return err
	}
	w := &publication{room: room, r: r}
	if err := r.DB.Read(ctx, func(tx *store.Tx) error { return w.read(ctx, tx, in.Proposal) }); err != nil {
		if w.p.ID == "" && errs.Is(err, errs.NotFound) {
			return nil // deleted with its series
		}
		return err
	}
	if w.p.State != Publishing {
		return nil
	}
	if !w.may || Offered(w.s) != nil { // since it was asked for
		return w.withdraw(ctx)
	}
	for _, pass := range []func(context.Context) error{w.writeCircles, w.seat, w.rescheduleAll, w.tell, w.lookAround} {
		if err := pass(ctx); err != nil {
			return err
		}
	}
	return r.DB.Write(ctx, w.end)
}

// publication is a proposal on its way.
type publication struct {
	room   *Room
	r      *jobs.Running
	p      Proposal
	s      *series.Series
	rules  Rules
	begun  time.Time
	may    bool // who asked for it may publish still, or has begun
	a      *Arrangement
	known  map[string]Circle   // code → the circle that meets already
	ids    map[string]string   // code → id of the circle
	now    map[string]string   // interest → id of the circle they are in when this begins
	seats  map[string]string   // interest → id of the circle they are to be in, "" for none
	fits   map[string][]string // interest → codes of the circles they could join as soon as this is done; of those without one
	others []Circle            // those that meet already, as they are to meet
	tells  map[string]bool     // ids of the circles of which there is something to tell

	without []Interest // who has no circle when this comes to its end
	looked  time.Time  // since when others may have come
}

// some is how many circles one write is about. That of ten takes a few
// milliseconds.
const some = 10

// read reads the proposal, and the circles as they are: what is as it is to be
// is not written again.
func (w *publication) read(ctx context.Context, tx *store.Tx, id string) (err error) {
	if w.p, err = w.room.proposal(tx, id); err != nil {
		return err
	}
	w.begun = tx.Now()
	if w.s, w.rules, err = w.room.programme(tx, w.p.Cohort); err != nil {
		return err
	}
	if w.a, err = w.room.arrangement(tx, w.p, w.p.Step); err != nil {
		return err
	}
	if w.may, err = w.mayPublish(tx); err != nil {
		return err
	}
	w.known, w.ids, w.now, w.seats, w.tells = map[string]Circle{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]bool{}
	list, err := w.room.circlesOf(tx, w.p.Cohort)
	if err != nil {
		return err
	}
	for _, c := range list {
		w.known[c.Code] = c
	}
	all, err := w.room.placementsOf(tx, w.p.Cohort)
	for _, p := range all {
		w.now[p.Interest] = p.Circle
		if p.ToldAt.IsZero() {
			w.tells[p.Circle] = true
		}
	}
	return err
}

// writeCircles writes the new circles with their meetings, without anybody in
// them, and finds those that are to meet otherwise.
func (w *publication) writeCircles(ctx context.Context) error {
	var list []*Planned
	for i := range w.a.Circles {
		x := &w.a.Circles[i]
		old, ok := w.known[x.Code]
		want, err := w.circle(x)
		if err != nil {
			return err
		}
		w.ids[x.Code] = old.ID
		switch {
		case !ok:
			list = append(list, x)
		case !old.meetsAs(want, w.begun):
			w.others = append(w.others, want)
		}
	}
	if err := w.each(ctx, 0, len(list), func(tx *store.Tx, i int) error { return w.writeCircle(tx, list[i]) }); err != nil {
		return err
	}
	for _, l := range w.a.Unplaced {
		w.seats[l.Interest] = ""
	}
	for i := range w.a.Circles {
		for _, m := range w.a.Circles[i].Members {
			w.seats[m] = w.ids[w.a.Circles[i].Code]
		}
	}
	return nil
}

// each does something for so many circles, some in each write, and says how far
// it is.
func (w *publication) each(ctx context.Context, pass, n int, do func(tx *store.Tx, i int) error) error {
	for from := 0; from < n; from += some {
		to := min(n, from+some)
		if err := w.r.DB.Write(ctx, func(tx *store.Tx) error {
			for i := from; i < to; i++ {
				if err := do(tx, i); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		w.say(pass, to, n)
	}
	return nil
}

func (w *publication) say(pass, done, of int) {
	w.r.Progress((float64(pass)+float64(done)/float64(max(of, 1)))/4, "org.circles.publish.progress|{n} circle is being published.|{n} circles are being published.", "n", len(w.a.Circles))
}

// circle is how a circle is to meet. What would be over by now does not take
// place.
func (w *publication) circle(x *Planned) (want Circle, err error) {
	want = Circle{Cohort: w.p.Cohort, Code: x.Code, Language: x.Lang, Track: x.Track, Zone: x.Zone, Length: time.Duration(w.a.Length) * time.Minute}
	want.Start, err = when.ParseClock(x.Start)
	want.Meetings = w.meetings(x)
	for i := range want.Meetings {
		if m := &want.Meetings[i]; !want.Ends(*m).After(w.begun) { // earlier in the week in which this is
			m.Status = series.CalledOff
		}
	}
	return want, err
}

// writeCircle makes a circle.
func (w *publication) writeCircle(tx *store.Tx, x *Planned) error {
	want, err := w.circle(x)
	if err != nil {
		return err
	}
	want.Meetings = slices.DeleteFunc(want.Meetings, func(m Meeting) bool { return !m.TakesPlace() })
	err = w.room.insertCircle(tx, &want)
	w.ids[x.Code], w.tells[want.ID] = want.ID, true
	return err
}

// rescheduleAll brings circles that meet already to the hour they are planned at.
func (w *publication) rescheduleAll(ctx context.Context) error {
	return w.each(ctx, 2, len(w.others), func(tx *store.Tx, i int) error {
		old := w.known[w.others[i].Code]
		w.tells[old.ID] = true
		return w.room.reschedule(tx, old.ID, w.others[i])
	})
}

// meetings are the dates of a circle, by the numbers of the series' meetings.
func (w *publication) meetings(x *Planned) (list []Meeting) {
	day := slices.Index(dayCodes[:], x.Day)
	for _, week := range w.a.Weeks {
		first, err := when.ParseDate(week)
		if err != nil || day < 0 {
			continue
		}
		for _, m := range w.s.Circles.Meetings {
			if m.Status != series.CalledOff && m.Date.Monday() == first {
				list = append(list, Meeting{N: m.N, Date: first.AddDays(day), Status: m.Status})
			}
		}
	}
	return list
}
