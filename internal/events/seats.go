package events

import (
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Places are counted in the dates' rows. Whoever takes or gives one back has
// locked the event's row before, so that two never count at once.

// dates are the dates on which a registration takes a place: its own, or all
// that are not over. Cancelled ones count too, for they may be reinstated.
func (e *Event) datesOf(r *Registration, now time.Time) []string {
	var ids []string
	for _, o := range e.Occurrences() {
		if r.Holds(o.Date) && (r.Date != "" || o.End.After(now)) {
			ids = append(ids, o.Date.ID)
		}
	}
	return ids
}

// columns of the places of a way.
func (w Way) columns() (places, taken string) {
	if w == Here {
		return "here_places", "here_taken"
	}
	return "online_places", "online_taken"
}

// take takes a place on each of the registration's dates. It reports false and
// takes none if one of them has none left.
func (room *Room) take(tx *store.Tx, e *Event, r *Registration) (bool, error) {
	ids := e.datesOf(r, tx.Now())
	if len(ids) == 0 {
		return false, nil
	}
	places, taken := r.Way.columns()
	in, args := store.In(tx, "id", 1, ids)
	full, err := tx.Found(`SELECT 1 FROM event_date WHERE `+in+` AND `+places+` IS NOT NULL AND `+taken+` >= `+places+`
		AND status <> 'cancelled' LIMIT 1`, args...)
	if full || err != nil {
		return false, err
	}
	_, err = tx.Exec(`UPDATE event_date SET `+taken+` = `+taken+` + 1 WHERE `+in, args...)
	return err == nil, err
}

// giveBack returns the places of a registration.
func (room *Room) giveBack(tx *store.Tx, e *Event, r *Registration) error {
	ids := e.datesOf(r, tx.Now())
	if len(ids) == 0 {
		return nil
	}
	_, taken := r.Way.columns()
	in, args := store.In(tx, "id", 1, ids)
	_, err := tx.Exec(`UPDATE event_date SET `+taken+` = `+taken+` - 1 WHERE `+in, args...)
	return err
}

// takeInstead is take; who asks for all dates gives the places up that they have
// on single ones, if there is one for them on each.
func (room *Room) takeInstead(tx *store.Tx, e *Event, r *Registration) (bool, error) {
	if r.Date != "" {
		return room.take(tx, e, r)
	}
	single, err := store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r
		WHERE r.event = $1 AND r.person = $2 AND r.date <> '' AND r.state <> 'cancelled'`, e.ID, r.Person)
	if err != nil {
		return false, err
	}
	for i := range single {
		if single[i].Standing.HasPlace() {
			if err := room.giveBack(tx, e, &single[i]); err != nil {
				return false, err
			}
		}
	}
	got, err := room.take(tx, e, r)
	if err != nil {
		return false, err
	}
	for i := range single {
		one := &single[i]
		switch {
		case got:
			one.Standing, one.CancelledAt, one.HoldUntil, one.OfferUntil, one.UndoTo = Withdrawn, tx.Now(), time.Time{}, time.Time{}, ""
			err = room.saveStanding(tx, *one)
		case one.Standing.HasPlace():
			_, err = room.take(tx, e, one) // the place that was just given back
		}
		if err != nil {
			return false, err
		}
	}
	return got, nil
}

// seatAll counts the places of dates anew that were added, moved or reinstated:
// who is registered for all dates has a place on them too.
func (room *Room) seatAll(tx *store.Tx, e *Event, changed []Changed) error {
	for _, c := range changed {
		if !c.Has(Added, ChangedTime, Reinstated) {
			continue
		}
		for _, w := range []Way{Here, Remote} {
			_, taken := w.columns()
			if _, err := tx.Exec(`UPDATE event_date SET `+taken+` = (SELECT COUNT(*) FROM event_registration
				WHERE event = $1 AND (date = '' OR date = $2) AND way = $3 AND state IN ('registered', 'offered')) WHERE id = $2`,
				e.ID, c.After.ID, string(w)); err != nil {
				return err
			}
		}
	}
	return nil
}

// promote offers free places to who waits, in the order of their ranks: to the
// first for whom there is one on each of their dates, then to the next. Who is
// passed over keeps their rank.
func (room *Room) promote(tx *store.Tx, e *Event) error {
	if err := tx.Lock("event", e.ID); err != nil {
		return err
	}
	line, err := store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r
		WHERE r.event = $1 AND r.state = 'waitlisted' ORDER BY r.rank`, e.ID)
	if err != nil {
		return err
	}
	type wanted struct {
		date string
		way  Way
	}
	full := map[wanted]bool{}
	for _, r := range line {
		if full[wanted{r.Date, r.Way}] {
			continue
		}
		got, err := room.take(tx, e, &r)
		if err != nil {
			return err
		}
		if !got {
			full[wanted{r.Date, r.Way}] = true
			continue
		}
		r.Standing, r.OfferUntil = Offered, OfferUntil(tx.Now(), e.firstOf(&r, tx.Now()))
		if err := room.saveStanding(tx, r); err != nil {
			return err
		}
		if err := room.tell(tx, MailOffered, r); err != nil {
			return err
		}
	}
	return nil
}

// firstOf is when the first of a registration's dates to come begins.
func (e *Event) firstOf(r *Registration, now time.Time) time.Time {
	for _, o := range e.Coming(now) {
		if r.Holds(o.Date) {
			return o.Start
		}
	}
	return e.Begins()
}

// Ahead returns how many people wait before a registration for what it is for.
func (room *Room) Ahead(tx *store.Tx, r Registration) (n int, err error) {
	err = tx.Row(`SELECT COUNT(*) FROM event_registration WHERE event = $1 AND state = 'waitlisted' AND rank < $2 AND way = $3
		AND (date = '' OR $4 = '' OR date = $4)`, r.Event, r.Rank, string(r.Way), r.Date).Scan(&n)
	return n, err
}

// errFull is for who wants to change into something that is full.
func errFull(field string) error {
	var form errs.Form
	form.Add(field, "events.mine.full|There is no free place there.")
	return form.Err()
}
