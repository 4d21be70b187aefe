package events

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

// SetState publishes, cancels or takes back an event. Publishing checks it once
// more. Cancelling and reinstating tell everyone registered, as a change of all
// its dates. Back to a draft goes only what nobody has registered for.
func (room *Room) SetState(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, to State) (err error) {
	defer errs.Wrap(&err, "set the state of an event")
	return room.setState(ctx, tx, v, slug, to, nil)
}

// CallOff is SetState to Cancelled with a word to those registered: why, and
// what now.
func (room *Room) CallOff(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, word i18n.Text) (err error) {
	defer errs.Wrap(&err, "cancel an event")
	return room.setState(ctx, tx, v, slug, Cancelled, word)
}

func (room *Room) setState(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, to State, word i18n.Text) error {
	old, err := room.mine(tx, v, "e.slug = $1", slug)
	if err != nil || old.State == to {
		return err
	}
	if !slices.Contains([]State{Draft, Published, Cancelled}, to) {
		return errs.NotThere()
	}
	e := old.clone()
	e.State = to
	if old.State != Draft { // what a draft says to those who will register is no word about a change
		e.say(word, tx.Now())
	}
	e.Clean()
	if to == Published {
		if err := e.Check(); err != nil {
			return err
		}
	}
	if to == Draft {
		if err := nobody(tx, old); err != nil {
			return err
		}
	}
	if err := room.become(ctx, tx, e, old); err != nil {
		return err
	}
	return room.note(tx, v, "event."+string(to), e.ID)
}

// say puts a word on all dates to come, in place of what was said with their
// last change.
func (e *Event) say(word i18n.Text, now time.Time) {
	for i := range e.Dates {
		if d := &e.Dates[i]; e.Occurrence(d).End.After(now) {
			d.Word = word
		}
	}
}

// settleHeld keeps what has taken place from being cancelled with its event: of
// the dates that were over then it is written that they were held.
func (e *Event) settleHeld(old *Event, now time.Time) {
	if e.State != Cancelled || old == nil || old.State != Published {
		return
	}
	for i := range e.Dates {
		d := &e.Dates[i]
		if was := old.Date(d.ID); was != nil && old.Expects(was) && !old.Occurrence(was).End.After(now) && d.Status != CalledOff {
			d.Status = Held
		}
	}
}
