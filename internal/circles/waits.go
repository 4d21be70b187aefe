package circles

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Waits is what of the circles of a series waits for who forms them.
type Waits struct {
	Yes      int       // people who said yes and of whom no circles are formed yet, once it is time to
	Closes   time.Time // until when others can say yes; zero if nobody can any more
	Proposal string    // the newest that waits to be published; "" if none does, such as one that is how circles meet already
	Failed   bool      // circles could not be formed
	Halfway  bool      // a proposal could not be published, or not all of it
	AskMove  int       // people who ask for another circle
}

// timeToForm is how long before nobody can say yes any more, or circles would
// meet for the first time, it is time to think of forming them.
const timeToForm = 3 * 24 * time.Hour

// WaitsOf tells, by the ids of the series, what of their circles waits for the
// viewer. Of series whose circles the viewer does not form there is nothing in
// it.
func (room *Room) WaitsOf(ctx context.Context, tx *store.Tx, v auth.Viewer, list ...*series.Series) (found map[string]Waits, err error) {
	defer errs.Wrap(&err, "look for circles that wait")
	byID := map[string]*series.Series{}
	var ids []string
	for _, s := range list {
		if s.Circles != nil && room.MayForm(v, s) {
			byID[s.ID] = s
			ids = append(ids, s.ID)
		}
	}
	found = map[string]Waits{}
	if len(ids) == 0 {
		return found, nil
	}
	in, args := store.In(tx, "c.subject", 1, ids)
	inWork := map[string]Proposal{} // series → the one that is being formed or published
	if err = tx.Each(func(r *store.Rows) error {
		var w Waits
		var c Cohort
		var failed int
		var p Proposal
		err := r.Scan(&c.Subject, &c.Published, &w.Yes, &p.Job, (*string)(&p.State), &failed, &w.Proposal, &w.AskMove)
		if s := byID[c.Subject]; err == nil && s != nil {
			if found[c.Subject] = w.due(s, c, tx.Now(), p.State != "", failed > 0); p.State != "" && AskingOf(s, c, tx.Now()) != NotAsking {
				inWork[c.Subject] = p
			}
		}
		return err
	}, `SELECT c.subject, c.published, (SELECT COUNT(*) FROM interest i WHERE i.cohort = c.id AND i.state = 'yes'),
			COALESCE((SELECT MAX(p.job) FROM proposal p WHERE p.cohort = c.id AND p.state IN ('forming', 'stopping', 'publishing')), ''),
			COALESCE((SELECT MAX(p.state) FROM proposal p WHERE p.cohort = c.id AND p.state IN ('forming', 'stopping', 'publishing')), ''),
			(SELECT COUNT(*) FROM proposal p WHERE p.cohort = c.id AND p.state = 'failed'),
			COALESCE((SELECT p.id FROM proposal p WHERE p.cohort = c.id AND p.state = 'ready' AND (p.job <> '' OR p.step > 1) ORDER BY p.made_at DESC, p.id LIMIT 1), ''),
			(SELECT COUNT(*) FROM placement p JOIN interest i ON i.id = p.interest WHERE i.cohort = c.id AND p.asked_at IS NOT NULL)
		FROM cohort c WHERE c.kind = 'series' AND `+in, args...); err != nil {
		return nil, err
	}
	for id, p := range inWork { // one at a time; it may have failed for good
		x, err := room.work(tx, p)
		if err != nil {
			return nil, err
		}
		if w := found[id]; x.Status.State == jobs.Stopped {
			w.Failed, w.Halfway = p.State != Publishing, p.State == Publishing
			found[id] = w
		}
	}
	return found, nil
}

// due leaves of what was counted what somebody is to look at now.
func (w Waits) due(s *series.Series, c Cohort, now time.Time, inWork, failed bool) Waits {
	asking := AskingOf(s, c, now)
	if asking == NotAsking {
		return Waits{}
	}
	w.Failed = failed && !inWork && w.Proposal == ""
	near := asking == Forming
	if asking == Open {
		w.Closes = ClosesAt(s)
		by := w.Closes
		if by.IsZero() {
			by = firstMeeting(s)
		}
		near = by.Sub(now) <= timeToForm
	}
	if !near || inWork || w.Proposal != "" {
		w.Yes = 0
	}
	return w
}

// firstMeeting is the beginning of the day on which circles are to meet first.
func firstMeeting(s *series.Series) time.Time {
	first := s.CirclesEnd()
	for _, m := range s.Circles.Meetings {
		if at, _ := m.Date.At(0).In(s.Location()); m.Status != series.CalledOff && at.Before(first) {
			first = at
		}
	}
	return first
}
