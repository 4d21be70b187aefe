package events

import (
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// Places are counted in the dates' rows. Whoever takes or gives one back has
// locked the event's row before, so that two never count at once.

// datesOf are the dates on which a registration takes a place: its own, or all
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
	full, err := store.All(tx, store.Column[string], `SELECT id FROM event_date WHERE `+in+` AND `+places+` IS NOT NULL AND `+taken+` >= `+places+`
		ORDER BY id`, args...)
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(full, func(id string) bool { return r.Date != "" || e.Date(id).Status != CalledOff }) {
		return false, nil
	}
	// All dates are had without what is off, should that take place after all.
	r.Without = strings.Join(append(strings.Fields(r.Without), full...), " ")
	return true, room.count(tx, e, r, +1)
}

// count counts one more, or one less, on each of the registration's dates.
func (room *Room) count(tx *store.Tx, e *Event, r *Registration, by int) error {
	ids := e.datesOf(r, tx.Now())
	if len(ids) == 0 {
		return nil
	}
	_, taken := r.Way.columns()
	in, args := store.In(tx, "id", 2, ids)
	_, err := tx.Exec(`UPDATE event_date SET `+taken+` = `+taken+` + $1 WHERE `+in, append([]any{by}, args...)...)
	return err
}

// giveBack returns the places of a registration.
func (room *Room) giveBack(tx *store.Tx, e *Event, r *Registration) error {
	return room.count(tx, e, r, -1)
}

// singles are what somebody who asks for all dates has on single ones, but for
// those that all are had without.
func singles(tx *store.Tx, r *Registration) ([]Registration, error) {
	if r.Date != "" {
		return nil, nil
	}
	list, err := store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r
		WHERE r.event = $1 AND r.person = $2 AND r.date <> '' AND r.id <> $3 AND r.state <> 'cancelled'`, r.Event, r.Person, r.ID)
	return slices.DeleteFunc(list, func(one Registration) bool { return r.lacks(one.Date) }), err
}

// takeInstead is take; who asks for all dates gives the places up that they have
// on single ones, if there is one for them on each.
func (room *Room) takeInstead(tx *store.Tx, e *Event, r *Registration) (bool, error) {
	single, err := singles(tx, r)
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
			err = room.merge(tx, *one)
		case one.Standing.HasPlace():
			err = room.count(tx, e, one, +1) // the place that was just given back
		}
		if err != nil {
			return false, err
		}
	}
	return got, nil
}

// merge ends what somebody had on a single date, which is now part of what they
// have for all.
func (room *Room) merge(tx *store.Tx, one Registration) error {
	one.Standing, one.CancelledAt, one.HoldUntil, one.OfferUntil, one.UndoTo = Withdrawn, tx.Now(), time.Time{}, time.Time{}, ""
	return room.saveStanding(tx, one)
}

// mergeSingles is merge for all that somebody has on single dates, once a place
// for all is theirs.
func (room *Room) mergeSingles(tx *store.Tx, e *Event, r *Registration) error {
	single, err := singles(tx, r)
	if err != nil || len(single) == 0 {
		return err
	}
	for i := range single {
		if single[i].Standing.HasPlace() {
			err = room.giveBack(tx, e, &single[i])
		}
		if err = errs.Both(err, room.merge(tx, single[i])); err != nil {
			return err
		}
	}
	return room.promote(tx, e)
}

// recount counts the places that are taken on a date anew.
func recount(tx *store.Tx, e *Event, date string) error {
	for _, w := range []Way{Here, Remote} {
		_, taken := w.columns()
		if _, err := tx.Exec(`UPDATE event_date SET `+taken+` = (SELECT COUNT(*) FROM event_registration r
			WHERE r.event = $1 AND `+forDate("r", "$2")+` AND r.way = $3 AND r.state IN ('registered', 'offered')) WHERE id = $2`,
			e.ID, date, string(w)); err != nil {
			return err
		}
	}
	return nil
}

// settleWays lets those who are registered follow dates to come that can be come
// to in one way only since they were changed: from a hall that fell through to
// the call, and to a hall if nobody knew of any way before. Who calls in is not
// taken along to a hall: not everyone can come there.
func (room *Room) settleWays(tx *store.Tx, e, old *Event) error {
	coming := e.Coming(tx.Now())
	for _, to := range []struct {
		way, from Way
		lost      func(before []Way) bool
	}{
		{Remote, Here, func(before []Way) bool { return slices.Contains(before, Here) }},
		{Here, Remote, func(before []Way) bool { return len(before) == 0 }},
	} {
		only := func(o Occurrence) bool { return slices.Equal(e.Ways(o.Date), []Way{to.way}) }
		var dates []string
		for _, o := range coming {
			if was := old.Date(o.Date.ID); was != nil && only(o) && to.lost(old.Ways(was)) {
				dates = append(dates, o.Date.ID)
			}
		}
		if len(dates) == 0 {
			continue
		}
		if !slices.ContainsFunc(coming, func(o Occurrence) bool { return !only(o) }) {
			dates = append(dates, "") // those for all dates
		}
		in, args := store.In(tx, "date", 4, dates)
		if _, err := tx.Exec(`UPDATE event_registration SET way = $1 WHERE event = $2 AND way = $3 AND `+in,
			append([]any{string(to.way), e.ID, string(to.from)}, args...)...); err != nil {
			return err
		}
		for _, o := range coming {
			if err := recount(tx, e, o.Date.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// promote offers free places to who waits, in the order of their ranks: to the
// first for whom there is one on each of their dates, then to the next. Who is
// passed over keeps their rank. Of what is cancelled or over nothing is offered.
func (room *Room) promote(tx *store.Tx, e *Event) error {
	if e.State != Published {
		return nil
	}
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
		if len(e.ComingTo(&r, tx.Now())) == 0 {
			continue
		}
		some, err := hasSome(tx, &r)
		if err != nil {
			return err
		}
		if full[wanted{r.Date, r.Way}] && (!some || r.Date != "") {
			continue
		}
		take := room.take
		if some && r.Date == "" {
			take = room.takeInstead
		}
		got, err := take(tx, e, &r)
		if err != nil {
			return err
		}
		if !got {
			full[wanted{r.Date, r.Way}] = true
			continue
		}
		p, err := room.People.Get(tx, r.Person)
		if err != nil {
			return err
		}
		kind := MailOffered
		if some || p.Address == "" { // who comes already, or could not answer, is not asked
			kind, r.Standing, r.Rank, r.HoldUntil = MailRegistered, Registered, 0, e.holdUntil(&r, p, tx.Now())
		} else {
			r.Standing, r.OfferUntil = Offered, OfferUntil(tx.Now(), e.firstOf(&r, tx.Now()))
		}
		if err := room.saveStanding(tx, r); err != nil {
			return err
		}
		if joined, err := room.rejoin(tx, &r); joined || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		if err := room.tell(tx, kind, r); err != nil {
			return err
		}
	}
	return nil
}

// hasSome tells whether somebody who waits for all dates has places on some of
// them, or who waits for one has all the others.
func hasSome(tx *store.Tx, r *Registration) (bool, error) {
	if r.Date != "" {
		all, err := allOf(tx, r)
		return len(all) > 0, err
	}
	single, err := singles(tx, r)
	return slices.ContainsFunc(single, func(one Registration) bool { return one.Standing == Registered }), err
}

// holdUntil is until when a limited place is kept for an address that has not
// answered; zero for good, as for who has none at which they could.
func (e *Event) holdUntil(r *Registration, p people.Person, now time.Time) time.Time {
	if p.Proven() || p.Address == "" || e.FreeFor(r.Date, r.Way, now) < 0 {
		return time.Time{}
	}
	return now.Add(HoldFor)
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
