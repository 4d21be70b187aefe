package series

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// SetState publishes, cancels, archives or takes back a series. Publishing
// checks it once more. Cancelling and reinstating tell everyone registered, as
// a change of all its sessions. Back to a draft goes only what nobody has
// registered for; archived is only what is over.
func (room *Room) SetState(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, to State) (err error) {
	defer errs.Wrap(&err, "set the state of a series")
	old, err := room.mine(tx, v, "slug", slug)
	if err != nil {
		return err
	}
	if old.State == to {
		return nil
	}
	s := old.clone()
	s.State = to
	c := &checker{s: s}
	if c.state(); to == Published {
		c = s.check()
	}
	if err := c.err(); err != nil {
		return err
	}
	if _, err := room.become(ctx, tx, s, old); err != nil {
		return err
	}
	return room.note(tx, v, "series."+string(to), s.ID)
}

// settleHeld keeps what has taken place from being cancelled with its series:
// of the sessions that were over then it is written that they were held, and of
// the circles, which meet each at its own hour, until when they met.
func (s *Series) settleHeld(old *Series, now time.Time) {
	if s.Circles != nil {
		s.Circles.Ended = s.circlesEnded(old, now)
	}
	if s.State != Cancelled || old == nil || old.State == Draft {
		return
	}
	for i := range s.Sessions {
		x := &s.Sessions[i]
		was := old.sessionByID(x.ID)
		if was == nil || x.Status == CalledOff {
			continue
		}
		if was.Status == Held || old.State != Cancelled && was.Status != CalledOff && s.over(x, now) {
			x.Status = Held
		}
	}
}

// circlesEnded is when a series was cancelled; zero if it takes place, or was put
// away after it had.
func (s *Series) circlesEnded(old *Series, now time.Time) time.Time {
	switch {
	case old == nil || s.State != Cancelled && s.State != Archived:
		return time.Time{}
	case old.Circles != nil && !old.Circles.Ended.IsZero():
		return old.Circles.Ended
	case old.State == Cancelled:
		return old.Changed
	case s.State == Cancelled:
		return now
	}
	return time.Time{}
}

// over tells whether a session has ended in all tracks.
func (s *Series) over(x *Session, now time.Time) bool {
	return !slices.ContainsFunc(s.Letters(), func(letter string) bool { return s.Occurrence(x, letter).End.After(now) })
}

// checkState refuses a step from one state to another that leaves people
// without an answer.
func (room *Room) checkState(tx *store.Tx, s, old *Series) error {
	if old == nil || old.State == s.State {
		return nil
	}
	switch {
	case s.State == Draft:
		return room.nobody(tx, old)
	case s.State == Archived && s.Ends().After(tx.Now()):
		return errs.New(errs.Conflict, "org.series.archive-early|Sessions are still to come. Cancel the series, or archive it when it is over.")
	case s.State == Archived && !old.Over(tx.Now()):
		return errs.New(errs.Conflict, "org.series.archive-early.circles|Circles are still to meet. Cancel the series, or archive it when that is over.")
	}
	return nil
}
