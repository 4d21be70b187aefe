package series

import (
	"context"
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

const delegationColumns = `d.id, d.series, COALESCE(d.track, ''), d.contact, d.organisation, d.state, d.size, d.adding, COALESCE(d.rank, 0),
	d.receives, d.zone, d.language, d.answered_at, d.hold_until, d.offer_until, d.undo_state, d.cancelled_at, d.generation, d.invite, d.made_at,
	d.told_until, d.reminders`

func scanDelegation(row scanner) (d Delegation, err error) {
	err = row.Scan(&d.ID, &d.Series, &d.Track, &d.Contact, &d.organisation, (*string)(&d.Standing), &d.Size, &d.Adding, &d.Rank,
		(*string)(&d.Receives), &d.Zone, &d.Language, &d.AnsweredAt, &d.HoldUntil, &d.OfferUntil, (*string)(&d.UndoTo), &d.CancelledAt,
		&d.Generation, &d.Invite, &d.MadeAt, &d.ToldUntil, &d.Reminders)
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	return d, err
}

func (room *Room) delegation(tx *store.Tx, id string) (Delegation, error) {
	return scanDelegation(tx.Row(`SELECT `+delegationColumns+` FROM delegation d WHERE d.id = $1`, id))
}

// delegationOf returns the group that the person is the contact person of.
func (room *Room) delegationOf(tx *store.Tx, series, contact string) (Delegation, error) {
	return scanDelegation(tx.Row(`SELECT `+delegationColumns+` FROM delegation d WHERE d.series = $1 AND d.contact = $2`, series, contact))
}

// insertDelegation writes a new group, or, again, one that had been cancelled.
func (room *Room) insertDelegation(tx *store.Tx, d Delegation) error {
	_, err := tx.Exec(`INSERT INTO delegation (id, series, track, contact, organisation, state, size, adding, rank, receives, zone, language,
		answered_at, hold_until, invite, generation, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
		ON CONFLICT (id) DO UPDATE SET organisation = excluded.organisation, receives = excluded.receives, zone = excluded.zone,
			language = excluded.language`,
		d.ID, d.Series, store.OrNull(d.Track), d.Contact, d.organisation, string(d.Standing), d.Size, d.Adding, store.OrNull(d.Rank), string(d.Receives),
		d.Zone, d.Language, d.AnsweredAt, d.HoldUntil, d.Invite, d.Generation, d.MadeAt)
	return err
}

// saveDelegation writes where a group stands and how large it is.
func (room *Room) saveDelegation(tx *store.Tx, d *Delegation) error {
	_, err := tx.Exec(`UPDATE delegation SET track = $1, state = $2, size = $3, adding = $4, rank = $5, answered_at = $6, hold_until = $7,
		offer_until = $8, undo_state = $9, cancelled_at = $10, invite = $11, receives = $12 WHERE id = $13`,
		store.OrNull(d.Track), string(d.Standing), d.Size, d.Adding, store.OrNull(d.Rank), d.AnsweredAt, d.HoldUntil,
		d.OfferUntil, string(d.UndoTo), d.CancelledAt, d.Invite, string(d.Receives), d.ID)
	return err
}

// freshGroup locks the group's series and reads the group again, so that of
// two who change it at once the second sees what the first did. The counts of
// the series are read again as well.
func (room *Room) freshGroup(tx *store.Tx, s *Series, d *Delegation) (err error) {
	if err = room.recount(tx, s); err != nil {
		return err
	}
	*d, err = room.delegation(tx, d.ID)
	return err
}

// recount locks the series and reads how many places are taken now.
func (room *Room) recount(tx *store.Tx, s *Series) error {
	if err := tx.Lock("series", s.ID); err != nil {
		return err
	}
	if err := tx.Row(`SELECT taken FROM series WHERE id = $1`, s.ID).Scan(&s.Taken); err != nil {
		return err
	}
	return tx.Each(func(r *store.Rows) error {
		var id string
		var taken int
		err := r.Scan(&id, &taken)
		if t := s.TrackByID(id); t != nil {
			t.Taken = taken
		}
		return err
	}, `SELECT id, taken FROM track WHERE series = $1`, s.ID)
}

// Group returns the group that a carried key opens, its series, and the viewer
// who holds the key. A key that opens nothing is NotThere.
func (room *Room) Group(ctx context.Context, tx *store.Tx, key string) (d Delegation, s *Series, v auth.Viewer, err error) {
	defer errs.Wrap(&err, "open a group")
	id, mac, ok := parseLink(key)
	if !ok {
		return d, nil, v, errs.NotThere()
	}
	if d, err = room.delegation(tx, id); err != nil {
		return d, nil, v, err
	}
	if !room.Keys.CheckLink(LinkGroup, d.ID, d.Generation, mac) {
		return d, nil, v, errs.NotThere()
	}
	s, err = room.ByID(ctx, tx, auth.Itself(), d.Series)
	return d, s, auth.Holder(LinkGroup, d.ID, d.Contact), err
}

// GroupByID returns a group and its series to its contact person, to who may
// see the series' registrations, and to the house.
func (room *Room) GroupByID(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (d Delegation, s *Series, err error) {
	defer errs.Wrap(&err, "read a group")
	if d, err = room.delegation(tx, id); err != nil {
		return d, nil, err
	}
	if s, err = room.ByID(ctx, tx, auth.Itself(), d.Series); err != nil {
		return d, nil, err
	}
	if !v.Is(d.Contact) && !v.Can(auth.SeeRegistrations, room.scopes(s)...) {
		return d, nil, errs.NotThere()
	}
	return d, s, nil
}

// Groups returns the groups of a series to who may see its registrations, the
// oldest first. Cancelled ones are among them.
func (room *Room) Groups(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series) ([]Delegation, error) {
	if !v.Can(auth.SeeRegistrations, room.scopes(s)...) {
		return nil, errs.NotThere()
	}
	return store.All(tx, func(r *store.Rows) (Delegation, error) { return scanDelegation(r) },
		`SELECT `+delegationColumns+` FROM delegation d WHERE d.series = $1 ORDER BY d.made_at, d.id`, s.ID)
}

// GroupsOf returns the groups that a person is the contact person of, to that
// person.
func (room *Room) GroupsOf(ctx context.Context, tx *store.Tx, v auth.Viewer, person string) ([]Delegation, error) {
	if !v.Is(person) {
		return nil, errs.NotThere()
	}
	return store.All(tx, func(r *store.Rows) (Delegation, error) { return scanDelegation(r) },
		`SELECT `+delegationColumns+` FROM delegation d WHERE d.contact = $1 ORDER BY d.made_at, d.id`, person)
}

// GroupKey returns the key under which the contact person carries the group.
func (room *Room) GroupKey(d Delegation) string {
	return room.Keys.Link(LinkGroup, d.ID, d.Generation)
}

// InviteKey returns the key by which people join the group.
func (room *Room) InviteKey(d Delegation) string {
	return room.Keys.Link(LinkInvitation, d.ID, d.Invite)
}

// Organisation opens the name of the group's organisation; "" if none was
// given, or if its contact person was erased. Callers have checked the right
// to see it.
func (room *Room) Organisation(tx *store.Tx, d Delegation) (string, error) {
	if d.organisation == nil {
		return "", nil
	}
	box, err := room.Keys.Box(tx, d.Contact)
	if errors.Is(err, seal.ErrErased) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return box.Open("delegation", "organisation", d.ID, d.organisation)
}

func (room *Room) sealOrganisation(tx *store.Tx, d *Delegation, name string) error {
	box, err := room.Keys.Box(tx, d.Contact)
	if err == nil {
		d.organisation = box.Seal("delegation", "organisation", d.ID, name)
	}
	return err
}

// also counts the people of the group's list who have a place of their own.
// They count towards the least size of a group and take none of its places.
func (room *Room) also(tx *store.Tx, delegation string) (n int, err error) {
	err = tx.Row(`SELECT COUNT(*) FROM delegation_also a JOIN registration r ON r.id = a.registration
		WHERE a.delegation = $1 AND r.state <> 'cancelled'`, delegation).Scan(&n)
	return n, err
}
