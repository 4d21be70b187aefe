package events

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// KeptFor is how long registrations and attendance are kept after the date, or
// after the last one of the event, as Labels say. Places that lapsed because
// nobody answered for them are forgotten so long after they did.
const KeptFor = 30 * 24 * time.Hour

// forgetAtOnce is how many registrations one write deletes. Their people may
// all have to be erased.
const forgetAtOnce = 10

// Keeps tells whether a person has a registration. It belongs in the people
// room's KeepsPerson.
func (room *Room) Keeps(tx *store.Tx, person string) (bool, error) {
	return tx.Found(`SELECT 1 FROM event_registration WHERE person = $1 LIMIT 1`, person)
}

// Forget deletes what has been kept for long enough, some of it at a time, and
// reports whether there may be more. Whoever never confirmed that their address
// is theirs, and has nothing else here, is erased with it.
func (room *Room) Forget(ctx context.Context, tx *store.Tx) (more bool, err error) {
	defer errs.Wrap(&err, "forget registrations of events")
	list, err := room.forgettable(tx)
	if err != nil || len(list) == 0 {
		return false, err
	}
	for _, r := range list {
		if err := drop(tx, r.ID); err != nil {
			return false, err
		}
		if err := room.People.EraseStranger(ctx, tx, r.Person); err != nil {
			return false, err
		}
	}
	return true, nil
}

// forgettable returns some registrations that have been kept for long enough.
func (room *Room) forgettable(tx *store.Tx) ([]Registration, error) {
	before := tx.Now().Add(-KeptFor)
	lapsed, err := store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r JOIN person p ON p.id = r.person
		WHERE r.state = 'cancelled' AND r.cancelled_at <= $1 AND p.proven_at IS NULL ORDER BY r.id LIMIT $2`, store.At(before), forgetAtOnce)
	if err != nil || len(lapsed) > 0 {
		return lapsed, err
	}
	ids, err := store.All(tx, store.Column[string], `SELECT DISTINCT event FROM event_registration ORDER BY event`)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		e, err := room.ByID(tx.Context(), tx, auth.Itself(), id)
		if err != nil {
			return nil, err
		}
		if list, err := room.overIn(tx, e, before); err != nil || len(list) > 0 {
			return list, err
		}
	}
	return nil, nil
}

// overIn returns some registrations of an event whose dates were all over by
// then, or are gone.
func (room *Room) overIn(tx *store.Tx, e *Event, then time.Time) ([]Registration, error) {
	over := []string{"-"}
	for i := range e.Dates { // those that were left out of the rule are among them
		if o := e.Occurrence(&e.Dates[i]); !o.End.After(then) {
			over = append(over, o.Date.ID)
		}
	}
	if ends := e.Ends(); !ends.After(then) && (!ends.IsZero() || len(over) > len(e.Dates)) {
		over = append(over, "") // those for all dates; if all were left out, they may come back until the last was to be
	}
	in, args := store.In(tx, "r.date", 3, over)
	return store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r WHERE r.event = $1
		AND (`+in+` OR r.date <> '' AND NOT EXISTS (SELECT 1 FROM event_date d WHERE d.id = r.date)) ORDER BY r.id LIMIT $2`, append([]any{e.ID, forgetAtOnce}, args...)...)
}
