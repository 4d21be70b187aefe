package series

import (
	"context"
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// Register takes a place in the series for the person with the form's address,
// or a place in its waiting list. It takes effect at once.
//
// A person who is registered already is left as they are and told so by mail.
// The outcome returned is in every case the one that a stranger to the house
// would get, so that the page after it tells nobody who is known.
func (room *Room) Register(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, f Form) (out Outcome, err error) {
	defer errs.Wrap(&err, "register")
	s, err := room.forRegistering(tx, v, slug)
	if err != nil {
		return out, err
	}
	consent, err := room.People.Consent(tx, v, s.ID)
	if err != nil {
		return out, err
	}
	if err = errs.Both(f.Check(s), consent.Given(f.Agree)); err != nil {
		return out, err
	}
	person, known, err := room.People.Meet(ctx, tx, auth.Viewer{}, f.Input)
	if err != nil {
		return out, err
	}
	if err = room.People.Agree(tx, v, person.ID, known, consent.Version); err != nil {
		return out, err
	}
	if known {
		old, err := room.lockedOf(tx, s.ID, person.ID)
		if err == nil && old.Standing != Withdrawn {
			return s.outcomeFor(f), room.tellAlready(tx, old, s.trackID(f.Track))
		}
		if err == nil {
			return room.again(ctx, tx, s, old, person, f)
		}
		if !errs.Is(err, errs.NotFound) {
			return out, err
		}
	}
	r := Registration{ID: store.NewID(), Series: s.ID, Person: person.ID, Zone: f.Zone, Language: f.Language}
	if err = room.settle(tx, s, &r, person, f); err != nil {
		return out, err
	}
	if err = room.insertRegistration(tx, r, f.Answers); err != nil {
		return out, err
	}
	return Outcome{r.Standing, f.Track, f.Zone}, room.tellRegistered(tx, s, r)
}

// Outcome is what the page after a registration shows.
type Outcome struct {
	Standing Standing
	Track    string // letter
	Zone     string
}

// outcomeFor is what somebody unknown would get now.
func (s *Series) outcomeFor(f Form) Outcome {
	if s.Free(f.Track) == 0 {
		return Outcome{Waitlisted, f.Track, f.Zone}
	}
	return Outcome{Registered, f.Track, f.Zone}
}

// forRegistering loads a series into which the viewer may register now.
func (room *Room) forRegistering(tx *store.Tx, v auth.Viewer, slug string) (*Series, error) {
	s, err := room.toRegister(tx.Context(), tx, v, slug)
	if err != nil {
		return nil, err
	}
	if err := s.mayRegister(tx.Now()); err != nil {
		return nil, err
	}
	switch {
	case s.Window.For == ForGroups:
		return nil, errs.New(errs.Invalid, "series.register.groups-only|This series is for groups. A contact person registers the whole group.")
	case s.Window.For == ForMembers && v.Kind != auth.Person:
		return nil, errs.New(errs.SignIn, "series.register.members-only|This series is for members. Please sign in first.")
	case s.Window.For == ForInvited && !room.MayEdit(v, s):
		return nil, errs.NotThere()
	}
	return s, nil
}

// settle gives the registration a place, or a rank in the waiting list.
func (room *Room) settle(tx *store.Tx, s *Series, r *Registration, p people.Person, f Form) error {
	track := s.Track(f.Track)
	if track != nil {
		r.Track = track.ID
	}
	r.MadeAt = tx.Now()
	got, err := room.take(tx, s.ID, r.Track, 1)
	switch {
	case err != nil:
		return err
	case got:
		r.Standing, r.Rank = Registered, 0
		if s.Limited(f.Track) && !p.Proven() {
			r.HoldUntil = tx.Now().Add(HoldFor)
		}
		return nil
	case !s.Window.Waitlist:
		return errs.New(errs.Conflict, "series.register.full|All places are taken.")
	}
	r.Standing = Waitlisted
	r.Rank, err = room.nextRank(tx, s.ID)
	return err
}

// again registers somebody who had cancelled.
func (room *Room) again(ctx context.Context, tx *store.Tx, s *Series, r Registration, p people.Person, f Form) (out Outcome, err error) {
	r.Zone, r.Language = f.Zone, f.Language
	r.Delegation, r.UndoTo, r.HoldUntil, r.CancelledAt = "", "", time.Time{}, time.Time{}
	if err = room.settle(tx, s, &r, p, f); err != nil {
		return out, err
	}
	if err = room.saveStanding(tx, r); err != nil {
		return out, err
	}
	if _, err = tx.Exec(`UPDATE registration SET zone = $1, language = $2, delegation = NULL WHERE id = $3`, r.Zone, r.Language, r.ID); err != nil {
		return out, err
	}
	if err = room.saveAnswers(tx, r.Person, r.ID, f.Answers); err != nil {
		return out, err
	}
	return Outcome{r.Standing, f.Track, f.Zone}, room.tellRegistered(tx, s, r)
}

func (room *Room) insertRegistration(tx *store.Tx, r Registration, answers map[string]string) error {
	sealed, err := events.SealAnswers(tx, room.Keys, "registration", r.Person, r.ID, answers)
	if err != nil {
		return err
	}
	return insertRegistrations(tx, []Registration{r}, sealed)
}

// insertRegistrations writes new registrations, all with the same answers: one
// with its own, or several without.
func insertRegistrations(tx *store.Tx, list []Registration, answers []byte) error {
	const columns = 13
	values := make([]any, 0, columns*len(list))
	for _, r := range list {
		values = append(values, r.ID, r.Series, store.OrNull(r.Track), r.Person, store.OrNull(r.Delegation), string(r.Standing), store.OrNull(r.Rank), answers,
			r.Zone, r.Language, store.At(r.AnsweredAt), store.At(r.HoldUntil), store.At(r.MadeAt))
	}
	return tx.InsertMany(`registration (id, series, track, person, delegation, state, rank, answers, zone, language,
		answered_at, hold_until, made_at)`, columns, values, "")
}

const registrationColumns = `r.id, r.series, COALESCE(r.track, ''), r.person, COALESCE(r.delegation, ''), r.state, COALESCE(r.rank, 0),
	r.zone, r.language, r.answered_at, r.opened_at, r.hold_until, r.offer_until, r.undo_state, r.cancelled_at, r.generation, r.made_at,
	r.confirmed_at, r.told_until, r.reminders, r.sequence`

// scanner is what a row and rows have in common.
type scanner interface{ Scan(...any) error }

// andMore reads the columns of one thing and, behind them, some more.
type andMore struct {
	row  scanner
	more []any
}

// Scan implements scanner.
func (s andMore) Scan(to ...any) error { return s.row.Scan(append(to, s.more...)...) }

func scanRegistration(row scanner) (Registration, error) {
	var r Registration
	var answered, opened, hold, offer, cancelled, made, confirmed, told store.Time
	err := row.Scan(&r.ID, &r.Series, &r.Track, &r.Person, &r.Delegation, (*string)(&r.Standing), &r.Rank, &r.Zone, &r.Language,
		&answered, &opened, &hold, &offer, (*string)(&r.UndoTo), &cancelled, &r.Generation, &made,
		&confirmed, &told, &r.Reminders, &r.Sequence)
	r.AnsweredAt, r.OpenedAt, r.HoldUntil, r.OfferUntil = answered.Time, opened.Time, hold.Time, offer.Time
	r.CancelledAt, r.MadeAt, r.ConfirmedAt, r.ToldUntil = cancelled.Time, made.Time, confirmed.Time, told.Time
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	return r, err
}

func (room *Room) registrationOf(tx *store.Tx, series, person string) (Registration, error) {
	return scanRegistration(tx.Row(`SELECT `+registrationColumns+` FROM registration r WHERE r.series = $1 AND r.person = $2`, series, person))
}

// lockedOf is registrationOf for who changes it: of two presses of a button at
// once the second sees what the first did.
func (room *Room) lockedOf(tx *store.Tx, series, person string) (Registration, error) {
	if err := tx.Lock("series", series); err != nil {
		return Registration{}, err
	}
	return room.registrationOf(tx, series, person)
}

func (room *Room) registration(tx *store.Tx, id string) (Registration, error) {
	return scanRegistration(tx.Row(`SELECT `+registrationColumns+` FROM registration r WHERE r.id = $1`, id))
}

// saveStanding writes where a registration stands. Its sequence grows where an
// invitation is withdrawn or made anew, since calendars ignore what does not
// count higher than what they know.
func (room *Room) saveStanding(tx *store.Tx, r Registration) error {
	_, err := tx.Exec(`UPDATE registration SET sequence = sequence + CASE WHEN (state = 'cancelled') <> ($2 = 'cancelled')
			OR COALESCE(track, '') <> COALESCE($1, '') THEN 1 ELSE 0 END,
		track = $1, state = $2, rank = $3, hold_until = $4, offer_until = $5,
		undo_state = $6, cancelled_at = $7, answered_at = $8 WHERE id = $9`,
		store.OrNull(r.Track), string(r.Standing), store.OrNull(r.Rank), store.At(r.HoldUntil), store.At(r.OfferUntil),
		string(r.UndoTo), store.At(r.CancelledAt), store.At(r.AnsweredAt), r.ID)
	return err
}
