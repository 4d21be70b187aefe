package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// offerGroup keeps the places just taken for a group until the deadline, and
// tells its contact person.
func (room *Room) offerGroup(ctx context.Context, tx *store.Tx, s *Series, delegation string, until time.Time) error {
	d, err := room.delegation(tx, delegation)
	if err != nil {
		return err
	}
	d.Standing, d.OfferUntil = Offered, until
	if err = room.saveDelegation(tx, &d); err != nil {
		return err
	}
	// The places were taken in the group's track; a member who wished for
	// another while it waited comes with the others.
	if err = room.followGroup(tx, &d); err != nil {
		return err
	}
	return room.tellGroupOffered(tx, &d)
}

// AcceptGroup takes the places that were offered to a group.
func (room *Room) AcceptGroup(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (err error) {
	defer errs.Wrap(&err, "accept a group's places")
	if err = room.lead(tx, v, s, d); err != nil || d.Standing == Registered {
		return err
	}
	if d.Standing != Offered || !tx.Now().Before(d.OfferUntil) {
		return errs.New(errs.Closed, "series.group.offer-over|The time to accept these places is over.")
	}
	d.Standing, d.Rank, d.OfferUntil = Registered, 0, time.Time{}
	if err = room.saveDelegation(tx, d); err != nil {
		return err
	}
	if _, err = tx.Exec(`UPDATE registration SET state = 'registered' WHERE delegation = $1 AND state = 'offered'`, d.ID); err != nil {
		return err
	}
	if err = room.tellGroup(tx, d, MailGroup); err != nil {
		return err
	}
	return room.tellMembers(tx, d, MailPlaced, "")
}

// lapseGroups lets go of groups whose hold or offer has run out, some of them
// at a time, and reports whether there may be more.
func (room *Room) lapseGroups(ctx context.Context, tx *store.Tx) (more bool, err error) {
	const some = 5
	over, err := store.All(tx, func(r *store.Rows) (Delegation, error) { return scanDelegation(r) },
		`SELECT `+delegationColumns+` FROM delegation d WHERE (d.state = 'registered' AND d.hold_until <= $1)
			OR (d.state = 'offered' AND d.offer_until <= $1) ORDER BY d.made_at, d.id LIMIT $2`, tx.Now(), some)
	if err != nil {
		return false, err
	}
	for _, d := range over {
		if err := room.lapseGroup(ctx, tx, d); err != nil {
			return false, err
		}
	}
	return len(over) == some, nil
}

// lapseGroup cancels a group that nobody answered for. Its contact person can
// bring it back for a day, as far as there is room then.
func (room *Room) lapseGroup(ctx context.Context, tx *store.Tx, d Delegation) error {
	s, err := room.ByID(ctx, tx, auth.Itself(), d.Series)
	if err != nil {
		return err
	}
	if err = room.freshGroup(tx, s, &d); err != nil {
		return err
	}
	now := tx.Now()
	held := d.Standing == Registered && !d.HoldUntil.IsZero() && !now.Before(d.HoldUntil)
	offered := d.Standing == Offered && !now.Before(d.OfferUntil)
	if !held && !offered { // answered meanwhile
		return nil
	}
	if err = room.withdrawGroup(ctx, tx, s, &d, Waitlisted); err != nil {
		return err
	}
	if err = room.tellGroup(tx, &d, MailGroupLapsed); err != nil {
		return err
	}
	return room.tellMembers(tx, &d, MailCancelled, "")
}

// rejoin lets a member who had gone come back to their group: to a place if it
// has places and one more is free, else to where the group stands.
func (room *Room) rejoin(ctx context.Context, tx *store.Tx, s *Series, r *Registration) error {
	d, err := room.delegation(tx, r.Delegation)
	if err != nil {
		return err
	}
	switch {
	case d.Standing == Withdrawn:
		return errs.New(errs.Closed, "series.group.gone|Your group has been cancelled.")
	case d.Standing.HasPlace():
		got, err := room.take(tx, s.ID, d.Track, 1)
		if err != nil {
			return err
		}
		if !got {
			return errs.New(errs.Conflict, "series.register.full|All places are taken.")
		}
	}
	if err = room.reenter(tx, &d, r); err != nil {
		return err
	}
	d.Size++
	if err = room.settleGroup(tx, s, &d, false); err != nil {
		return err
	}
	if d.Standing == r.Standing {
		return nil
	}
	r.Standing = d.Standing
	return room.tookEffect(tx, &d)
}
