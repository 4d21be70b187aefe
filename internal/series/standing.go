package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// The keys of carried links, by purpose.
const (
	LinkRegistration = "r"
	LinkGroup        = "g"
	LinkJoin         = "join"
	LinkFeed         = "feed"
	LinkInvitation   = "in"
)

// Mine returns the registration that a carried key opens, its series, and the
// viewer who holds the key. A key that opens nothing is NotThere.
func (room *Room) Mine(ctx context.Context, tx *store.Tx, key string) (r Registration, s *Series, v auth.Viewer, err error) {
	defer errs.Wrap(&err, "open a registration")
	id, mac, ok := parseLink(key)
	if !ok {
		return r, nil, v, errs.NotThere()
	}
	if r, err = room.registration(tx, id); err != nil {
		return r, nil, v, err
	}
	if !room.Keys.CheckLink(LinkRegistration, r.ID, r.Generation, mac) {
		return r, nil, v, errs.NotThere()
	}
	s, err = room.ByID(ctx, tx, auth.Itself(), r.Series)
	return r, s, auth.Holder(LinkRegistration, r.ID, r.Person), err
}

// Key returns the key under which a registration is carried.
func (room *Room) Key(r Registration) string {
	return room.Keys.Link(LinkRegistration, r.ID, r.Generation)
}

// Answer notes that the person pressed a button reached from their mail: the
// address is proven and the place is theirs for good.
func (room *Room) Answer(ctx context.Context, tx *store.Tx, v auth.Viewer, r *Registration) (err error) {
	defer errs.Wrap(&err, "answer")
	if !v.Is(r.Person) {
		return errs.NotThere()
	}
	if err = room.People.Prove(tx, r.Person); err != nil || !r.AnsweredAt.IsZero() {
		return err
	}
	r.AnsweredAt, r.HoldUntil = tx.Now(), time.Time{}
	_, err = tx.Exec(`UPDATE registration SET answered_at = $1, hold_until = NULL WHERE id = $2`, store.At(r.AnsweredAt), r.ID)
	return err
}

// Cancel gives the place up. It can be undone for a day.
func (room *Room) Cancel(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, r *Registration) (err error) {
	defer errs.Wrap(&err, "cancel a registration")
	if !v.Is(r.Person) && !v.Can(auth.EditRegistrations, room.scopes(s)...) {
		return errs.NotThere()
	}
	if err = room.fresh(tx, r); err != nil || r.Standing == Withdrawn { // pressed twice
		return err
	}
	if v.Is(r.Person) {
		if err = room.Answer(ctx, tx, v, r); err != nil {
			return err
		}
	}
	if err = room.withdraw(ctx, tx, s, r, r.Standing); err != nil {
		return err
	}
	return room.tellCancelled(tx, s, *r)
}

// fresh locks the registration's series and reads the registration again, so
// that of two who change it at once the second sees what the first did.
func (room *Room) fresh(tx *store.Tx, r *Registration) (err error) {
	if err = tx.Lock("series", r.Series); err != nil {
		return err
	}
	*r, err = room.registration(tx, r.ID)
	return err
}

// withdraw takes the place away and offers it on. A group's member leaves the
// group's size with it.
func (room *Room) withdraw(ctx context.Context, tx *store.Tx, s *Series, r *Registration, undoTo Standing) error {
	held := r.Standing.HasPlace()
	r.UndoTo, r.Standing, r.CancelledAt = undoTo, Withdrawn, tx.Now()
	r.HoldUntil, r.OfferUntil = time.Time{}, time.Time{}
	if err := room.saveStanding(tx, *r); err != nil {
		return err
	}
	if r.Delegation != "" {
		if _, err := tx.Exec(`UPDATE delegation SET size = size - 1 WHERE id = $1`, r.Delegation); err != nil {
			return err
		}
	}
	if held {
		if err := room.giveBack(tx, s.ID, r.Track, 1); err != nil {
			return err
		}
	}
	return room.promote(ctx, tx, s)
}

// Undo takes a cancellation back: to a place if one is free, else to the end
// of the waiting list.
func (room *Room) Undo(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, r *Registration) (err error) {
	defer errs.Wrap(&err, "undo a cancellation")
	if !v.Is(r.Person) && !v.Can(auth.EditRegistrations, room.scopes(s)...) {
		return errs.NotThere()
	}
	if err = room.fresh(tx, r); err != nil || r.Standing != Withdrawn {
		return err
	}
	if !r.MayUndo(tx.Now()) {
		return errs.New(errs.Closed, "series.mine.undo-late|This can no longer be undone. You can register again.")
	}
	if r.Delegation != "" { // back into their group
		if err = room.rejoin(ctx, tx, s, r); err != nil {
			return err
		}
		return room.tellRegistered(tx, s, *r)
	}
	if err = room.place(tx, s, r); err != nil {
		return err
	}
	r.UndoTo, r.CancelledAt = "", time.Time{}
	if err = room.saveStanding(tx, *r); err != nil {
		return err
	}
	return room.tellRegistered(tx, s, *r)
}

// place gives a registration without one a place, or a rank.
func (room *Room) place(tx *store.Tx, s *Series, r *Registration) error {
	got, err := room.take(tx, s.ID, r.Track, 1)
	switch {
	case err != nil:
		return err
	case got:
		r.Standing, r.Rank = Registered, 0
		return nil
	case !s.Window.Waitlist:
		return errs.New(errs.Conflict, "series.register.full|All places are taken.")
	}
	r.Standing = Waitlisted
	r.Rank, err = room.nextRank(tx, s.ID)
	return err
}

// ChangeTrack moves the registration to other hours. Where these are full it is
// refused and nothing changes.
func (room *Room) ChangeTrack(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, r *Registration, letter string) (err error) {
	defer errs.Wrap(&err, "change the track")
	if !v.Is(r.Person) && !v.Can(auth.EditRegistrations, room.scopes(s)...) {
		return errs.NotThere()
	}
	var form errs.Form
	s.checkTrack(&form, letter)
	if err = form.Err(); err != nil {
		return err
	}
	if err = room.fresh(tx, r); err != nil {
		return err
	}
	track := s.Track(letter)
	if track == nil || track.ID == r.Track || r.Standing == Withdrawn {
		return nil
	}
	if r.Delegation != "" && !r.Standing.HasPlace() {
		return errs.New(errs.Closed, "series.mine.group-track|Until your group has its places, its contact person chooses the hours for all of you.")
	}
	if v.Is(r.Person) {
		if err = room.Answer(ctx, tx, v, r); err != nil {
			return err
		}
	}
	former := r.Track
	if err = room.moveTo(ctx, tx, s, r, track.ID); err != nil {
		return err
	}
	return room.tellMoved(tx, *r, former)
}

func (room *Room) moveTo(ctx context.Context, tx *store.Tx, s *Series, r *Registration, track string) error {
	old := r.Track
	if r.Standing.HasPlace() {
		if err := room.giveBack(tx, s.ID, old, 1); err != nil {
			return err
		}
		got, err := room.take(tx, s.ID, track, 1)
		if err != nil {
			return err
		}
		if !got {
			var form errs.Form
			form.Add("track", "series.mine.track-full|There is no free place at these hours.")
			return form.Err()
		}
	}
	r.Track = track
	if err := room.saveStanding(tx, *r); err != nil {
		return err
	}
	return room.promote(ctx, tx, s)
}

// Accept takes the place that was offered from the waiting list.
func (room *Room) Accept(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, r *Registration) (err error) {
	defer errs.Wrap(&err, "accept a place")
	if !v.Is(r.Person) {
		return errs.NotThere()
	}
	if err = room.fresh(tx, r); err != nil || r.Standing == Registered {
		return err
	}
	if r.Delegation != "" {
		return errs.New(errs.Closed, "series.mine.group-accepts|The contact person of your group answers for all of you.")
	}
	if r.Standing != Offered || !tx.Now().Before(r.OfferUntil) {
		return errs.New(errs.Closed, "series.mine.offer-over|The time to accept this place is over.")
	}
	if err = room.Answer(ctx, tx, v, r); err != nil {
		return err
	}
	r.Standing, r.Rank, r.OfferUntil = Registered, 0, time.Time{}
	if err = room.saveStanding(tx, *r); err != nil {
		return err
	}
	return room.tellRegistered(tx, s, *r)
}

// Lapse lets go of places whose hold or offer has run out, at most some of them
// at a time, and reports whether there may be more.
func (room *Room) Lapse(ctx context.Context, tx *store.Tx) (more bool, err error) {
	defer errs.Wrap(&err, "let places lapse")
	const some = 50
	over, err := store.All(tx, func(r *store.Rows) (Registration, error) { return scanRegistration(r) },
		`SELECT `+registrationColumns+` FROM registration r WHERE (r.state = 'registered' AND r.hold_until <= $1)
			OR (r.state = 'offered' AND r.delegation IS NULL AND r.offer_until <= $1) ORDER BY r.made_at LIMIT $2`, store.At(tx.Now()), some)
	if err != nil {
		return false, err
	}
	for _, r := range over {
		if err = room.lapse(ctx, tx, r); err != nil {
			return false, err
		}
	}
	groups, err := room.lapseGroups(ctx, tx)
	return len(over) == some || groups, err
}

// lapse lets go of one place, unless its person has answered until their series
// and they were locked. Who answers takes no lock on the series.
func (room *Room) lapse(ctx context.Context, tx *store.Tx, r Registration) error {
	s, err := room.ByID(ctx, tx, auth.Itself(), r.Series)
	if err != nil {
		return err
	}
	if err = tx.Lock("series", s.ID); err != nil {
		return err
	}
	if err = tx.Lock("registration", r.ID); err != nil {
		return err
	}
	if r, err = room.registration(tx, r.ID); err != nil || !r.lapses(tx.Now()) {
		return err
	}
	if err = room.withdraw(ctx, tx, s, &r, ""); err != nil {
		return err
	}
	return room.tellLapsed(tx, s, r)
}

// Registration returns a registration and its series to its person, to who may
// see the series' registrations, and to the house.
func (room *Room) Registration(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (r Registration, s *Series, err error) {
	defer errs.Wrap(&err, "read a registration")
	if r, err = room.registration(tx, id); err != nil {
		return r, nil, err
	}
	if s, err = room.ByID(ctx, tx, auth.Itself(), r.Series); err != nil {
		return r, nil, err
	}
	if !v.Is(r.Person) && !v.Can(auth.SeeRegistrations, room.scopes(s)...) {
		return r, nil, errs.NotThere()
	}
	return r, s, nil
}
