package events

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// The keys of carried links, by purpose.
const (
	LinkMine = "er" // my registration
	LinkStop = "eu" // stops reminders
)

// Key returns the key under which a registration is carried, and StopKey the
// one by which its reminders are stopped.
func (room *Room) Key(r Registration) string { return room.Keys.Link(LinkMine, r.ID, r.Generation) }

// StopKey returns the key by which a registration's reminders are stopped.
func (room *Room) StopKey(r Registration) string { return room.Keys.Link(LinkStop, r.ID, r.Generation) }

// Mine returns the registration that a carried key opens, its event, and the
// viewer who holds the key. A key that opens nothing is NotThere.
func (room *Room) Mine(ctx context.Context, tx *store.Tx, key string) (r Registration, e *Event, v auth.Viewer, err error) {
	defer errs.Wrap(&err, "open a registration")
	return room.byLink(ctx, tx, LinkMine, key)
}

// SetReminders stops the reminders of one event, or lets them come again, for
// who holds a registration's StopKey. It does not prove the address: mail
// programs press this button by themselves.
func (room *Room) SetReminders(ctx context.Context, tx *store.Tx, key string, on bool) (r Registration, e *Event, err error) {
	defer errs.Wrap(&err, "stop reminders")
	if r, e, _, err = room.byLink(ctx, tx, LinkStop, key); err != nil {
		return r, nil, err
	}
	_, err = tx.Exec(`UPDATE event_registration SET reminders = $1 WHERE id = $2 AND reminders <> $1`, on, r.ID)
	r.Reminders = on
	return r, e, err
}

// ByStop returns the registration whose reminders a key stops, and its event.
func (room *Room) ByStop(ctx context.Context, tx *store.Tx, key string) (r Registration, e *Event, err error) {
	defer errs.Wrap(&err, "open the page that stops reminders")
	r, e, _, err = room.byLink(ctx, tx, LinkStop, key)
	return r, e, err
}

func (room *Room) byLink(ctx context.Context, tx *store.Tx, purpose, key string) (r Registration, e *Event, v auth.Viewer, err error) {
	id, mac, ok := seal.ParseLink(key)
	if !ok {
		return r, nil, v, errs.NotThere()
	}
	if r, err = room.registration(tx, id); err != nil {
		return r, nil, v, err
	}
	if !room.Keys.CheckLink(purpose, r.ID, r.Generation, mac) {
		return r, nil, v, errs.NotThere()
	}
	e, err = room.ByID(ctx, tx, auth.Itself(), r.Event)
	return r, e, auth.Holder(purpose, r.ID, r.Person), err
}

// Registration returns a registration and its event to its person, to who may
// see the event's registrations, and to the house.
func (room *Room) Registration(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (r Registration, e *Event, err error) {
	defer errs.Wrap(&err, "read a registration")
	if r, err = room.registration(tx, id); err != nil {
		return r, nil, err
	}
	if e, err = room.ByID(ctx, tx, auth.Itself(), r.Event); err != nil {
		return r, nil, err
	}
	if !v.Is(r.Person) && !room.May(v, e, auth.SeeRegistrations) {
		return r, nil, errs.NotThere()
	}
	return r, e, nil
}

// Answer notes that the person pressed a button reached from their mail: the
// address is proven and the place is theirs for good.
func (room *Room) Answer(tx *store.Tx, v auth.Viewer, r *Registration) (err error) {
	defer errs.Wrap(&err, "answer")
	if !v.Is(r.Person) {
		return errs.NotThere()
	}
	if err = room.People.Prove(tx, r.Person); err != nil || !r.AnsweredAt.IsZero() {
		return err
	}
	r.AnsweredAt, r.HoldUntil = tx.Now(), time.Time{}
	_, err = tx.Exec(`UPDATE event_registration SET answered_at = $1, hold_until = NULL WHERE id = $2`, store.At(r.AnsweredAt), r.ID)
	return err
}

// begin checks that the viewer may change the registration, locks its event,
// reads it again, so that of two who change it at once the second sees what the
// first did, and takes the change as an answer if it is their own.
func (room *Room) begin(tx *store.Tx, v auth.Viewer, e *Event, r *Registration) (err error) {
	own := v.Is(r.Person)
	if !own && !room.May(v, e, auth.EditRegistrations) {
		return errs.NotThere()
	}
	if err = tx.Lock("event", r.Event); err != nil {
		return err
	}
	if *r, err = room.registration(tx, r.ID); err != nil || !own {
		return err
	}
	return room.Answer(tx, v, r)
}

// Cancel gives the place up. It can be undone for a day.
func (room *Room) Cancel(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event, r *Registration) (err error) {
	defer errs.Wrap(&err, "cancel a registration")
	if err = room.begin(tx, v, e, r); err != nil || r.Standing == Withdrawn { // pressed twice
		return err
	}
	if err = room.withdraw(tx, e, r, r.Standing); err != nil {
		return err
	}
	if v.Is(r.Person) {
		return room.tell(tx, MailCancelled, *r)
	}
	return errs.Both(room.tellTakenAway(tx, *r), room.note(tx, v, "registration.cancel", r.ID))
}

// withdraw takes the place away and offers it on.
func (room *Room) withdraw(tx *store.Tx, e *Event, r *Registration, undoTo Standing) error {
	if r.Standing.HasPlace() {
		if err := room.giveBack(tx, e, r); err != nil {
			return err
		}
	}
	if err := room.stopWaiting(tx, r); err != nil {
		return err
	}
	r.UndoTo, r.Standing, r.CancelledAt = undoTo, Withdrawn, tx.Now()
	r.HoldUntil, r.OfferUntil = time.Time{}, time.Time{}
	if err := room.saveStanding(tx, *r); err != nil {
		return err
	}
	return room.promote(tx, e)
}

// Undo takes a cancellation back: to a place if one is free, else to the end of
// the waiting list.
func (room *Room) Undo(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event, r *Registration) (err error) {
	defer errs.Wrap(&err, "undo a cancellation")
	if err = room.begin(tx, v, e, r); err != nil || r.Standing != Withdrawn {
		return err
	}
	if !r.MayUndo(tx.Now()) {
		return errs.New(errs.Closed, "series.mine.undo-late|This can no longer be undone. You can register again.")
	}
	if other, err := room.standsFor(tx, e.ID, r.Person, r.Date); err != nil || other.Standing != Withdrawn {
		return errs.Both(err, errs.New(errs.Conflict, "events.mine.date-twice|You are registered for this date already."))
	}
	p, err := room.People.Get(tx, r.Person)
	if err != nil {
		return err
	}
	if err = room.settle(tx, e, r, p); err != nil {
		return err
	}
	r.UndoTo, r.CancelledAt = "", time.Time{}
	if err = errs.Both(room.saveStanding(tx, *r), room.waitAgain(tx, e, r)); err != nil {
		return err
	}
	if !v.Is(r.Person) {
		if err = room.note(tx, v, "registration.undo", r.ID); err != nil {
			return err
		}
	}
	return room.tell(tx, MailRegistered, *r)
}

// Change moves the registration to another date or another way to come. Where
// these are full it is refused and nothing changes; who only waits goes to the
// end of that list.
func (room *Room) Change(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event, r *Registration, date string, way Way) (err error) {
	defer errs.Wrap(&err, "change a registration")
	if v.Is(r.Person) {
		if err = e.mayRegister(tx.Now()); err != nil {
			return err
		}
	}
	var form errs.Form
	if date == r.Date { // whether or not it could be chosen now
		e.checkWay(&form, date, way, tx.Now())
	} else {
		e.checkChoice(&form, date, way, tx.Now())
	}
	if err = form.Err(); err != nil {
		return err
	}
	if way == "" { // there is only one
		way = r.Way
		if ways := e.WaysFor(date, tx.Now()); len(ways) > 0 {
			way = ways[0]
		}
	}
	if err = room.begin(tx, v, e, r); err != nil || r.Standing == Withdrawn || date == r.Date && way == r.Way {
		return err
	}
	if other, err := room.standsFor(tx, e.ID, r.Person, date); err == nil && other.ID != r.ID && other.Standing != Withdrawn {
		form.Add("date", "events.mine.date-twice|You are registered for this date already.")
		return form.Err()
	} else if err == nil && other.ID != r.ID {
		if err = replaced(tx, other, r); err != nil { // one for a date is enough
			return err
		}
	}
	if r.Standing.HasPlace() {
		if err = room.giveBack(tx, e, r); err != nil {
			return err
		}
	}
	had, before := r.Standing.HasPlace(), r.Date
	if date != before {
		if err = room.stopWaiting(tx, r); err != nil {
			return err
		}
		r.Without = ""
	}
	r.Date, r.Way = date, way
	if had {
		got, err := room.takeInstead(tx, e, r)
		if err != nil {
			return err
		}
		if !got {
			return errFull("date")
		}
	} else if err = standLast(tx, r); err != nil { // who asked for it before comes before
		return err
	}
	if err = room.saveStanding(tx, *r); err != nil {
		return err
	}
	if err = room.promote(tx, e); err != nil {
		return err
	}
	if v.Is(r.Person) {
		return room.tellPlaced(tx, *r, before, false)
	}
	return errs.Both(room.tellPlaced(tx, *r, before, true), room.note(tx, v, "registration.change", r.ID))
}

// replaced deletes a registration that was cancelled, in whose place another
// one comes; invitations go on counting where it stopped.
func replaced(tx *store.Tx, old Registration, by *Registration) error {
	_, err := tx.Exec(`UPDATE event_registration SET sequence = $1 WHERE id = $2 AND sequence < $1`, old.Sequence, by.ID)
	if err != nil {
		return err
	}
	return drop(tx, old.ID)
}

// Resend sends somebody their link once more, because their organiser asks for
// it. How often an address is written to is for the rules of mail to decide.
func (room *Room) Resend(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event, r Registration) (err error) {
	defer errs.Wrap(&err, "send a link again")
	if r.Event != e.ID || !room.May(v, e, auth.EditRegistrations) {
		return errs.NotThere()
	}
	return errs.Both(room.tell(tx, MailLink, r), room.note(tx, v, "registration.resend", r.ID))
}

// Accept takes the place that was offered from the waiting list.
func (room *Room) Accept(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event, r *Registration) (err error) {
	defer errs.Wrap(&err, "accept a place")
	if !v.Is(r.Person) {
		return errs.NotThere()
	}
	if err = room.begin(tx, v, e, r); err != nil || r.Standing == Registered {
		return err
	}
	if r.Standing != Offered || !tx.Now().Before(r.OfferUntil) {
		return errs.New(errs.Closed, "series.mine.offer-over|The time to accept this place is over.")
	}
	r.Standing, r.Rank, r.OfferUntil = Registered, 0, time.Time{}
	if err = errs.Both(room.saveStanding(tx, *r), room.mergeSingles(tx, e, r)); err != nil {
		return err
	}
	return room.tell(tx, MailRegistered, *r)
}

// Lapse lets go of places whose hold or offer has run out, at most some of them
// at a time, and reports whether there may be more.
func (room *Room) Lapse(ctx context.Context, tx *store.Tx) (more bool, err error) {
	defer errs.Wrap(&err, "let places lapse")
	const some = 50
	over, err := store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r
		WHERE (r.state = 'registered' AND r.hold_until <= $1) OR (r.state = 'offered' AND r.offer_until <= $1)
		ORDER BY r.made_at LIMIT $2`, store.At(tx.Now()), some)
	if err != nil {
		return false, err
	}
	for _, r := range over {
		if err = room.lapse(ctx, tx, r); err != nil {
			return false, err
		}
	}
	return len(over) == some, nil
}

// lapse lets go of one place, unless its person has answered until their event
// and they were locked. Who answers takes no lock on the event.
func (room *Room) lapse(ctx context.Context, tx *store.Tx, r Registration) error {
	if err := errs.Both(tx.Lock("event", r.Event), tx.Lock("event_registration", r.ID)); err != nil {
		return err
	}
	e, err := room.ByID(ctx, tx, auth.Itself(), r.Event)
	if err != nil {
		return err
	}
	if r, err = room.registration(tx, r.ID); err != nil || !r.lapses(tx.Now()) {
		return err
	}
	if r.Standing == Registered && len(e.ComingTo(&r, tx.Now())) == 0 { // nobody is kept out by it any more
		r.HoldUntil = time.Time{}
		return room.saveStanding(tx, r)
	}
	if err = room.withdraw(tx, e, &r, ""); err != nil {
		return err
	}
	return room.tell(tx, MailLapsed, r)
}

// lapses tells whether the time is over for which a place was held or offered.
func (r Registration) lapses(now time.Time) bool {
	return r.Standing == Registered && !r.HoldUntil.IsZero() && !r.HoldUntil.After(now) || r.Standing == Offered && !r.OfferUntil.After(now)
}
