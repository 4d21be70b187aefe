package events

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

// The way into a call opens a little before a date, and closes a little after
// it.
const (
	JoinBefore = 15 * time.Minute
	JoinAfter  = 30 * time.Minute
)

// WayIn is what leads the holder of a registration into the call of one date.
type WayIn struct {
	R Registration
	E *Event
	O Occurrence
	V auth.Viewer
}

// Opens is when the way in opens, Closes when it closes.
func (w WayIn) Opens() time.Time  { return w.O.Start.Add(-JoinBefore) }
func (w WayIn) Closes() time.Time { return w.O.End.Add(JoinAfter) }

// WayIn returns the way into a date for who holds a registration's key. A key
// that opens nothing, and a date that the registration is not for, is NotThere.
func (room *Room) WayIn(ctx context.Context, tx *store.Tx, key, date string) (w WayIn, err error) {
	if w.R, w.E, w.V, err = room.Mine(ctx, tx, key); err != nil {
		return w, err
	}
	d := w.E.Date(date)
	if d == nil || d.Status == Skipped || !w.R.Holds(d) {
		return w, errs.NotThere()
	}
	w.O = w.E.Occurrence(d)
	return w, nil
}

// Join notes that somebody comes to a date and returns the address of the call.
// Pressing twice notes it once.
func (room *Room) Join(ctx context.Context, tx *store.Tx, key, date string) (call string, err error) {
	defer errs.Wrap(&err, "join an event")
	w, err := room.WayIn(ctx, tx, key, date)
	if err != nil {
		return "", err
	}
	switch now := tx.Now(); {
	case !w.R.Standing.HasPlace() || w.R.Way != Remote:
		return "", errs.New(errs.Closed, "events.join.no-place|This registration has no place in the call.")
	case w.E.StatusOf(w.O.Date) == CalledOff:
		return "", errs.New(errs.Closed, "events.join.cancelled|This date has been cancelled.")
	case now.Before(w.Opens()):
		return "", errs.New(errs.Closed, "series.join.early|The way in opens {when}.", "when", i18n.Moment{Time: w.Opens()})
	case !now.Before(w.Closes()):
		return "", errs.New(errs.Closed, "events.join.late|It is over.")
	}
	if call = w.E.CallOn(w.O.Date); call == "" {
		return "", errs.New(errs.NotFound, "events.join.no-call|The address of the call is not known yet. Please look again shortly before the start.")
	}
	if w.R.Standing == Offered { // whoever comes takes the place
		err = room.Accept(ctx, tx, w.V, w.E, &w.R)
	} else {
		err = room.Answer(tx, w.V, &w.R)
	}
	if err != nil {
		return "", err
	}
	return call, noteThere(tx, w.O.Date.ID, w.R.ID, true, HowJoined)
}
