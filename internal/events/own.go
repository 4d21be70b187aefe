package events

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/store"
)

// Own is one registration of a person with its event.
type Own struct {
	R Registration
	E *Event
}

// Coming are the dates of the registration that are not over at now and not
// cancelled.
func (o Own) Coming(now time.Time) []Occurrence { return o.E.ComingTo(&o.R, now) }

// ComingTo are the dates of a registration that are not over at now and not
// cancelled.
func (e *Event) ComingTo(r *Registration, now time.Time) (list []Occurrence) {
	for _, o := range e.Coming(now) {
		if r.Holds(o.Date) {
			list = append(list, o)
		}
	}
	return list
}

// OffTo are the dates of a registration that were to come, and will not take
// place: calendars may still have them.
func (e *Event) OffTo(r *Registration, now time.Time) (list []Occurrence) {
	for i := range e.Dates { // those that were left out are among them
		d := &e.Dates[i]
		if o := e.Occurrence(d); r.Holds(d) && !e.Expects(d) && o.End.After(now) {
			list = append(list, o)
		}
	}
	return list
}

// Feed are the dates on which the person has a place, as entries of their own
// calendar; cancelled ones are among them.
func (o Own) Feed(in Entrance) (entries []ical.Event) {
	if !o.R.Standing.HasPlace() {
		return nil
	}
	in.Sequence, in.Way = o.R.Sequence, o.R.Way
	for _, date := range o.E.Occurrences() {
		if o.R.Holds(date.Date) {
			entries = append(entries, o.E.Event(date, in))
		}
	}
	return entries
}

// Of returns everything a person is registered for, to that person.
func (room *Room) Of(ctx context.Context, tx *store.Tx, v auth.Viewer, person string) (_ []Own, err error) {
	defer errs.Wrap(&err, "list what somebody is registered for")
	if !v.Is(person) {
		return nil, errs.NotThere()
	}
	list, err := store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r WHERE r.person = $1 ORDER BY r.made_at, r.id`, person)
	if err != nil {
		return nil, err
	}
	all := make([]Own, len(list))
	for i, r := range list {
		e, err := room.ByID(ctx, tx, auth.Itself(), r.Event)
		if err != nil {
			return nil, err
		}
		all[i] = Own{r, e}
	}
	return all, nil
}

// OfEvent returns what a person has at one event and has not given up, to that
// person: one registration for all dates, or some for single ones.
func (room *Room) OfEvent(tx *store.Tx, v auth.Viewer, e *Event, person string) (_ []Registration, err error) {
	defer errs.Wrap(&err, "list somebody's places at an event")
	if !v.Is(person) {
		return nil, errs.NotThere()
	}
	return store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r
		WHERE r.event = $1 AND r.person = $2 AND r.state <> 'cancelled' ORDER BY r.made_at, r.id`, e.ID, person)
}

// RelocateAll notes in which zone and language a person is told of all their
// events from now on.
func (room *Room) RelocateAll(ctx context.Context, tx *store.Tx, v auth.Viewer, person, zone, language string) error {
	if !v.Is(person) {
		return errs.NotThere()
	}
	_, err := tx.Exec(`UPDATE event_registration SET zone = $1, language = $2 WHERE person = $3`, zone, language, person)
	return err
}

// Relink ends the links that a person carried in mails to an address that is
// not theirs any more. The next mail brings new ones, and their own page has
// them at once.
func (room *Room) Relink(tx *store.Tx, person string) error {
	_, err := tx.Exec(`UPDATE event_registration SET generation = generation + 1 WHERE person = $1`, person)
	return err
}

// Remove takes somebody out who did not want to be in: the place goes on, and
// nothing says any more that they were registered. Their name and address are
// forgotten, unless another room still has something of them.
func (room *Room) Remove(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event, r *Registration) (err error) {
	defer errs.Wrap(&err, "remove a person")
	if !v.Is(r.Person) {
		return errs.NotThere()
	}
	if err = tx.Lock("event", r.Event); err != nil {
		return err
	}
	if *r, err = room.registration(tx, r.ID); err != nil {
		return err
	}
	if r.Standing != Withdrawn {
		if err = room.withdraw(tx, e, r, ""); err != nil {
			return err
		}
	}
	if err = errs.Both(room.dropWaiting(tx, r), drop(tx, r.ID)); err != nil {
		return err
	}
	for _, keeps := range room.People.KeepsPerson {
		if kept, err := keeps(tx, r.Person); kept || err != nil {
			return err
		}
	}
	return room.People.Erase(ctx, tx, v, r.Person)
}

// Holds tells whether somebody has a place at an event, or waits for one.
func (room *Room) Holds(tx *store.Tx, person string) (bool, error) {
	return tx.Found(`SELECT 1 FROM event_registration WHERE person = $1 AND state <> 'cancelled' LIMIT 1`, person)
}

// drop deletes a registration that has no place.
func drop(tx *store.Tx, id string) error {
	for _, statement := range []string{`DELETE FROM event_attendance WHERE registration = $1`, `DELETE FROM event_registration WHERE id = $1`} {
		if _, err := tx.Exec(statement, id); err != nil {
			return err
		}
	}
	return nil
}

// LeaveAll gives up all places of a person who leaves the network.
func (room *Room) LeaveAll(ctx context.Context, tx *store.Tx, v auth.Viewer, person string) (err error) {
	defer errs.Wrap(&err, "leave all events")
	own, err := room.Of(ctx, tx, v, person)
	if err != nil {
		return err
	}
	for _, o := range own {
		if o.R.Standing == Withdrawn {
			continue
		}
		if err = tx.Lock("event", o.R.Event); err != nil {
			return err
		}
		if o.R, err = room.registration(tx, o.R.ID); err != nil {
			return err
		}
		if err = room.withdraw(tx, o.E, &o.R, ""); err != nil {
			return err
		}
	}
	return nil
}
