package events

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// Outcome is what the page after a registration shows.
type Outcome struct {
	Standing Standing
	Way      Way
	Zone     string
}

// Register takes a place for the person with the form's address, or a place in
// the waiting list. It takes effect at once.
//
// A person who is registered already is left as they are and told so by mail.
// The answer is in every case the one that a stranger to the house would get, so
// that it tells nobody who is known.
func (room *Room) Register(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, f Form) (out Outcome, err error) {
	defer errs.Wrap(&err, "register for an event")
	e, err := room.BySlug(ctx, tx, v, slug)
	if err != nil {
		return out, err
	}
	if err = e.mayRegister(tx.Now()); err != nil {
		return out, err
	}
	consent, err := room.People.Consent(tx, v, e.ID)
	if err != nil {
		return out, err
	}
	if err = errs.Both(f.Check(e, tx.Now()), consent.Given(f.Agree)); err != nil {
		return out, err
	}
	maps.DeleteFunc(f.Answers, func(id, _ string) bool {
		return !slices.ContainsFunc(e.Entry.Questions, func(q Question) bool { return q.ID == id })
	})
	if f.Way == "" {
		if f.Way = Remote; len(e.WaysFor(f.Date, tx.Now())) > 0 {
			f.Way = e.WaysFor(f.Date, tx.Now())[0]
		}
	}
	p, known, err := room.People.Meet(ctx, tx, auth.Viewer{}, f.Input)
	if err != nil {
		return out, err
	}
	if err = room.People.Agree(tx, v, p.ID, known, consent.Version); err != nil {
		return out, err
	}
	if known {
		if out, err = e.outcomeFor(f, tx.Now()); err != nil {
			return Outcome{}, err
		}
		old, err := room.standsFor(tx, e.ID, p.ID, f.Date)
		switch {
		case err == nil && old.Standing != Withdrawn:
			return out, room.tell(tx, MailAlready, old)
		case err == nil:
			return out, room.again(tx, e, old, p, f)
		case !errs.Is(err, errs.NotFound):
			return Outcome{}, err
		}
	}
	r := Registration{ID: store.NewID(), Event: e.ID, Date: f.Date, Person: p.ID, Way: f.Way, Zone: f.Zone, Language: f.Language, Reminders: true, MadeAt: tx.Now()}
	if err = room.settle(tx, e, &r, p); err != nil {
		return out, err
	}
	if err = room.insert(tx, r, f.Answers); err != nil {
		return out, err
	}
	if !known {
		out = Outcome{r.Standing, r.Way, r.Zone}
	}
	return out, room.tell(tx, MailRegistered, r)
}

// outcomeFor is what somebody unknown would get now.
func (e *Event) outcomeFor(f Form, now time.Time) (Outcome, error) {
	switch {
	case e.FreeFor(f.Date, f.Way, now) != 0:
		return Outcome{Registered, f.Way, f.Zone}, nil
	case e.Entry.Waitlist:
		return Outcome{Waitlisted, f.Way, f.Zone}, nil
	}
	return Outcome{}, errAllTaken()
}

func errAllTaken() error {
	return errs.New(errs.Conflict, "series.register.full|All places are taken.")
}

// standsFor returns what somebody has that already says what they ask for: the
// same date, or all dates.
func (room *Room) standsFor(tx *store.Tx, event, person, date string) (Registration, error) {
	return scanRegistration(tx.Row(`SELECT `+registrationColumns+` FROM event_registration r WHERE r.event = $1 AND r.person = $2
		AND (r.date = $3 OR r.state <> 'cancelled' AND `+forDate("r", "$3")+`) ORDER BY r.state = 'cancelled', r.date LIMIT 1`, event, person, date))
}

// settle gives the registration a place, or a rank in the waiting list. Places
// that somebody had on single dates go into one for all.
func (room *Room) settle(tx *store.Tx, e *Event, r *Registration, p people.Person) error {
	if err := tx.Lock("event", e.ID); err != nil {
		return err
	}
	got, err := room.takeInstead(tx, e, r)
	switch {
	case err != nil:
		return err
	case got:
		r.Standing, r.Rank, r.HoldUntil = Registered, 0, e.holdUntil(r, p, tx.Now())
		return nil
	case !e.Entry.Waitlist:
		return errAllTaken()
	}
	return standLast(tx, r)
}

// standLast puts somebody at the end of the waiting list.
func standLast(tx *store.Tx, r *Registration) error {
	r.Standing, r.Without = Waitlisted, ""
	return tx.Row(`SELECT COALESCE(MAX(rank), 0) + 1 FROM event_registration WHERE event = $1`, r.Event).Scan(&r.Rank)
}

// again registers somebody who had cancelled. Where nothing was asked, what they
// answered before stays.
func (room *Room) again(tx *store.Tx, e *Event, r Registration, p people.Person, f Form) (err error) {
	r.Date, r.Way, r.Zone, r.Language = f.Date, f.Way, f.Zone, f.Language
	r.Without, r.UndoTo, r.HoldUntil, r.CancelledAt = "", "", time.Time{}, time.Time{}
	if err = room.settle(tx, e, &r, p); err != nil {
		return err
	}
	if err = room.saveStanding(tx, r); err != nil {
		return err
	}
	if _, err = tx.Exec(`UPDATE event_registration SET zone = $1, language = $2 WHERE id = $3`, r.Zone, r.Language, r.ID); err != nil {
		return err
	}
	if f.Answers != nil {
		sealed, err := SealAnswers(tx, room.Keys, "event_registration", r.Person, r.ID, f.Answers)
		if err != nil {
			return err
		}
		if _, err = tx.Exec(`UPDATE event_registration SET answers = $1 WHERE id = $2`, sealed, r.ID); err != nil {
			return err
		}
	}
	return room.tell(tx, MailRegistered, r)
}

func (room *Room) insert(tx *store.Tx, r Registration, answers map[string]string) error {
	sealed, err := SealAnswers(tx, room.Keys, "event_registration", r.Person, r.ID, answers)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO event_registration (id, event, date, person, way, state, rank, answers, zone, language, hold_until, made_at, without, answered_at, reminders, sequence)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
			(SELECT COALESCE(MAX(o.sequence) + 1, 0) FROM event_registration o WHERE o.event = $2 AND o.person = $4))`,
		r.ID, r.Event, r.Date, r.Person, string(r.Way), string(r.Standing), store.OrNull(r.Rank), sealed, r.Zone, r.Language,
		store.At(r.HoldUntil), store.At(r.MadeAt), r.Without, store.At(r.AnsweredAt), r.Reminders)
	return err
}

// Answers opens what a person answered to the organiser's own questions, for
// that person and for who may see the event's registrations.
func (room *Room) Answers(tx *store.Tx, v auth.Viewer, e *Event, r Registration) (answers map[string]string, err error) {
	defer errs.Wrap(&err, "open answers")
	if !v.Is(r.Person) && !room.May(v, e, auth.SeeRegistrations) {
		return nil, errs.NotThere()
	}
	var cell []byte
	if err := tx.Row(`SELECT answers FROM event_registration WHERE id = $1`, r.ID).Scan(&cell); err != nil {
		return nil, err
	}
	return OpenAnswers(tx, room.Keys, "event_registration", r.Person, r.ID, cell)
}

// forDate is the condition that a registration is for the date of an id, each as
// SQL names it: for that one, or for all and not without it.
func forDate(r, id string) string {
	return `(` + r + `.date = ` + id + ` OR ` + r + `.date = '' AND NOT ` + without(r, id) + `)`
}

// without is the condition that a registration for all dates is not for that one.
func without(r, id string) string { return `(` + r + `.without LIKE '%' || ` + id + ` || '%')` }

const registrationColumns = `r.id, r.event, r.date, r.without, r.person, r.way, r.state, COALESCE(r.rank, 0), r.zone, r.language, r.answered_at,
	r.hold_until, r.offer_until, r.undo_state, r.cancelled_at, r.confirmed_at, r.reminders, r.sequence, r.generation, r.made_at`

// scanner is what a row and rows have in common.
type scanner interface{ Scan(...any) error }

func scanRegistration(row scanner) (Registration, error) {
	var r Registration
	var answered, hold, offer, cancelled, confirmed, made store.Time
	err := row.Scan(&r.ID, &r.Event, &r.Date, &r.Without, &r.Person, (*string)(&r.Way), (*string)(&r.Standing), &r.Rank, &r.Zone, &r.Language, &answered,
		&hold, &offer, (*string)(&r.UndoTo), &cancelled, &confirmed, &r.Reminders, &r.Sequence, &r.Generation, &made)
	r.AnsweredAt, r.HoldUntil, r.OfferUntil, r.CancelledAt = answered.Time, hold.Time, offer.Time, cancelled.Time
	r.ConfirmedAt, r.MadeAt = confirmed.Time, made.Time
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	return r, err
}

func scanRegistrations(r *store.Rows) (Registration, error) { return scanRegistration(r) }

func (room *Room) registration(tx *store.Tx, id string) (Registration, error) {
	return scanRegistration(tx.Row(`SELECT `+registrationColumns+` FROM event_registration r WHERE r.id = $1`, id))
}

// saveStanding writes where a registration stands. Its sequence grows where an
// invitation is withdrawn or made anew, since calendars ignore what does not
// count higher than what they know. It grows over all that a person has at the
// event: for a calendar, one date is one entry, whatever one registered for.
func (room *Room) saveStanding(tx *store.Tx, r Registration) error {
	_, err := tx.Exec(`UPDATE event_registration SET sequence = CASE WHEN (state = 'cancelled') <> ($3 = 'cancelled') OR date <> $1
			THEN (SELECT MAX(o.sequence) + 1 FROM event_registration o WHERE o.event = event_registration.event AND o.person = event_registration.person)
			ELSE sequence END,
		date = $1, way = $2, state = $3, rank = $4, hold_until = $5, offer_until = $6, undo_state = $7, cancelled_at = $8, answered_at = $9,
			without = $10
		WHERE id = $11`,
		r.Date, string(r.Way), string(r.Standing), store.OrNull(r.Rank), store.At(r.HoldUntil), store.At(r.OfferUntil), string(r.UndoTo),
		store.At(r.CancelledAt), store.At(r.AnsweredAt), r.Without, r.ID)
	return err
}
