package events

import (
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Whoever is registered for all dates goes to those that are added as well, as
// far as there are places there, in the order in which they registered. The
// others keep what they have, are without that date, and wait for it where there
// is a waiting list.

// seatAll gives the places on dates that were added, moved or reinstated.
func (room *Room) seatAll(tx *store.Tx, e *Event, changed []Changed) error {
	for _, c := range changed {
		if !c.Has(Added, Extended, ChangedTime, Reinstated) {
			continue
		}
		if err := recount(tx, e, c.After.ID); err != nil {
			return err
		}
		over, err := tx.Found(`SELECT 1 FROM event_date WHERE id = $1 AND (here_taken > here_places OR online_taken > online_places)`, c.After.ID)
		if err != nil {
			return err
		}
		if !over && !c.Has(Reinstated) { // there is room for all of them
			continue
		}
		list, err := newcomers(tx, e, c)
		if err != nil {
			return err
		}
		for _, way := range []Way{Here, Remote} {
			if err := room.seat(tx, e, c, way, list); err != nil {
				return err
			}
		}
		if err := recount(tx, e, c.After.ID); err != nil {
			return err
		}
	}
	return nil
}

// newcomers are those with all dates who had no place on this one before, in the
// order in which they registered.
func newcomers(tx *store.Tx, e *Event, c Changed) ([]Registration, error) {
	where, args := ``, []any{e.ID}
	switch {
	case c.Has(Added, Extended):
	case c.Has(Reinstated):
		where = ` AND ` + without("r", "$2") + ` AND NOT EXISTS (SELECT 1 FROM event_registration o
			WHERE o.event = r.event AND o.person = r.person AND o.date = $2 AND o.state <> 'cancelled')`
		args = append(args, c.After.ID)
	case !c.Was.End.After(tx.Now()): // it was over
		where = ` AND r.made_at > $2`
		args = append(args, store.At(c.Was.End))
	default:
		return nil, nil
	}
	return store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r
		WHERE r.event = $1 AND r.date = '' AND r.state IN ('registered', 'offered')`+where+` ORDER BY r.made_at, r.id`, args...)
}

// seat lets the newcomers of one way come to a date as far as there are places.
// The places are counted after that.
func (room *Room) seat(tx *store.Tx, e *Event, c Changed, way Way, list []Registration) error {
	d := &c.After
	list = slices.DeleteFunc(slices.Clone(list), func(r Registration) bool { return r.Way != way })
	free := len(list)
	if limit := e.PlacesOn(d).Of(way); limit != nil && len(list) > 0 {
		var taken int
		if err := tx.Row(`SELECT COUNT(*) FROM event_registration r WHERE r.event = $1 AND `+forDate("r", "$2")+`
			AND r.way = $3 AND r.state IN ('registered', 'offered')`, e.ID, d.ID, string(way)).Scan(&taken); err != nil {
			return err
		}
		for _, r := range list {
			if r.Holds(d) { // they are among those counted
				taken--
			}
		}
		free = min(free, max(0, *limit-taken))
	}
	for i := range list {
		r := &list[i]
		switch {
		case i < free && r.Lacks(d):
			if err := room.with(tx, r, d.ID); err != nil {
				return err
			}
		case i >= free:
			if err := room.withoutIt(tx, e, r, d, c.Has(Extended)); err != nil {
				return err
			}
		}
	}
	return nil
}

// with gives a date to who has all others.
func (room *Room) with(tx *store.Tx, r *Registration, date string) error {
	ids := slices.DeleteFunc(strings.Fields(r.Without), func(id string) bool { return id == date })
	r.Without = strings.Join(ids, " ")
	return room.saveStanding(tx, *r)
}

// withoutIt lets somebody with all dates wait for one on which there is no place.
// Of what is told in no letter to all they are told here.
func (room *Room) withoutIt(tx *store.Tx, e *Event, r *Registration, d *Date, tell bool) error {
	if !r.Lacks(d) {
		r.Without = strings.TrimSpace(r.Without + " " + d.ID)
		if err := room.saveStanding(tx, *r); err != nil {
			return err
		}
	}
	if !e.Entry.Waitlist {
		return nil
	}
	one, err := room.waitFor(tx, r, d.ID)
	if err != nil || !tell {
		return err
	}
	return room.tell(tx, MailRegistered, one)
}

// waitFor puts somebody with all dates at the end of the waiting list of one that
// they are without.
func (room *Room) waitFor(tx *store.Tx, r *Registration, date string) (one Registration, err error) {
	before, err := store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r
		WHERE r.event = $1 AND r.person = $2 AND r.date = $3`, r.Event, r.Person, date)
	if err != nil {
		return one, err
	}
	if len(before) > 0 { // they gave it up once
		one = before[0]
		if one.Standing != Withdrawn {
			return one, nil
		}
		one.Way, one.UndoTo, one.CancelledAt = r.Way, "", time.Time{}
		if err = standLast(tx, &one); err == nil {
			err = room.saveStanding(tx, one)
		}
		return one, err
	}
	one = Registration{ID: store.NewID(), Event: r.Event, Date: date, Person: r.Person, Way: r.Way, Zone: r.Zone, Language: r.Language,
		AnsweredAt: r.AnsweredAt, Reminders: r.Reminders, MadeAt: tx.Now()}
	if err = standLast(tx, &one); err != nil {
		return one, err
	}
	return one, room.insert(tx, one, nil)
}

// waitAgain is waitFor for all dates that somebody is without who takes all
// others back.
func (room *Room) waitAgain(tx *store.Tx, e *Event, r *Registration) error {
	for _, o := range e.Coming(tx.Now()) {
		if !r.Lacks(o.Date) || !r.Standing.HasPlace() || !e.Entry.Waitlist {
			continue
		}
		if _, err := room.waitFor(tx, r, o.Date.ID); err != nil {
			return err
		}
	}
	return nil
}

// waitingBeside are the registrations by which somebody with all dates waits for
// those that they are without.
func waitingBeside(tx *store.Tx, r *Registration) ([]Registration, error) {
	ids := strings.Fields(r.Without)
	if r.Date != "" || len(ids) == 0 {
		return nil, nil
	}
	in, args := store.In(tx, "r.date", 3, ids)
	return store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r
		WHERE r.event = $1 AND r.person = $2 AND r.state = 'waitlisted' AND `+in, append([]any{r.Event, r.Person}, args...)...)
}

// WaitingFor returns the registration by which somebody with all dates waits for
// one that they are without, to them and to who may see the event's
// registrations. Who does not wait for it is NotThere.
func (room *Room) WaitingFor(tx *store.Tx, v auth.Viewer, e *Event, r Registration, date string) (one Registration, err error) {
	defer errs.Wrap(&err, "find who waits for a date")
	if !v.Is(r.Person) && !room.May(v, e, auth.SeeRegistrations) {
		return one, errs.NotThere()
	}
	list, err := waitingBeside(tx, &r)
	for _, one := range list {
		if one.Date == date {
			return one, nil
		}
	}
	return one, errs.Both(err, errs.NotThere())
}

// stopWaiting ends the waiting of who gives all dates up for those that they are
// without.
func (room *Room) stopWaiting(tx *store.Tx, r *Registration) error {
	list, err := waitingBeside(tx, r)
	if err != nil {
		return err
	}
	for _, one := range list {
		if err := room.merge(tx, one); err != nil {
			return err
		}
	}
	return nil
}

// dropWaiting deletes that somebody waited for dates that they were without.
func (room *Room) dropWaiting(tx *store.Tx, r *Registration) error {
	ids := strings.Fields(r.Without)
	if len(ids) == 0 {
		return nil
	}
	in, args := store.In(tx, "date", 3, ids)
	_, err := tx.Exec(`DELETE FROM event_registration WHERE event = $1 AND person = $2 AND state = 'cancelled' AND `+in,
		append([]any{r.Event, r.Person}, args...)...)
	return err
}

// allOf is what somebody has for all dates who waits for one of them, or nothing.
func allOf(tx *store.Tx, r *Registration) ([]Registration, error) {
	return store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r
		WHERE r.event = $1 AND r.person = $2 AND r.date = '' AND r.state = 'registered' AND r.way = $3`, r.Event, r.Person, string(r.Way))
}

// rejoin lets a place on one date, which somebody was just given, become part of
// what they have for all, which r is then, and tells them so. It reports false
// for whom it is not part of anything.
func (room *Room) rejoin(tx *store.Tx, r *Registration) (bool, error) {
	if r.Date == "" || r.Standing != Registered {
		return false, nil
	}
	all, err := allOf(tx, r)
	if err != nil || len(all) == 0 {
		return false, err
	}
	one := *r
	*r = all[0]
	if err := errs.Both(room.merge(tx, one), room.with(tx, r, one.Date)); err != nil {
		return false, err
	}
	return true, room.tellFree(tx, *r, one.Date)
}
