package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// A group stands in one of five ways:
//
//	draft       too small yet, or complete and without room; has no places
//	registered  has its places; until its contact person has answered, limited
//	            places are held for two days
//	waitlisted  waits whole, in one line with people on their own
//	offered     places are kept until the deadline to accept them
//	cancelled   by its contact person, or because nobody answered
//
//	draft → registered, waitlisted   by settleGroup, when it is complete
//	waitlisted → offered             by promote, when it fits whole
//	offered → registered             by AcceptGroup
//	any → cancelled                  by CancelGroup and lapseGroups
//	cancelled → draft                by UndoGroup, and on as from a draft
//
// Members stand as their group does, except those who gave their place up.

// AnswerGroup notes that the contact person pressed a button reached from their
// mail. It counts for the whole group: its places are theirs for good.
func (room *Room) AnswerGroup(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (err error) {
	defer errs.Wrap(&err, "answer for a group")
	if !v.Is(d.Contact) {
		return errs.NotThere()
	}
	if err = room.freshGroup(tx, s, d); err != nil {
		return err
	}
	return room.answerGroup(tx, d)
}

func (room *Room) answerGroup(tx *store.Tx, d *Delegation) error {
	if err := room.People.Prove(tx, d.Contact); err != nil || !d.AnsweredAt.IsZero() {
		return err
	}
	d.AnsweredAt, d.HoldUntil = tx.Now(), time.Time{}
	if _, err := tx.Exec(`UPDATE registration SET answered_at = $1 WHERE delegation = $2 AND person = $3 AND answered_at IS NULL`,
		d.AnsweredAt, d.ID, d.Contact); err != nil {
		return err
	}
	if err := room.saveDelegation(tx, d); err != nil {
		return err
	}
	return room.gather(tx, d)
}

// lead locks and reads the group afresh for a viewer who leads it. What the
// contact person does is also their answer.
func (room *Room) lead(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
	if !room.mayLead(v, s, d) {
		return errs.NotThere()
	}
	if err := room.freshGroup(tx, s, d); err != nil {
		return err
	}
	if v.Is(d.Contact) && d.Standing != Withdrawn {
		return room.answerGroup(tx, d)
	}
	return nil
}

// CancelGroup gives the places of the whole group up. It can be undone for a
// day.
func (room *Room) CancelGroup(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (err error) {
	defer errs.Wrap(&err, "cancel a group")
	if err = room.lead(tx, v, s, d); err != nil || d.Standing == Withdrawn { // pressed twice
		return err
	}
	if err = room.withdrawGroup(ctx, tx, s, d, d.Standing); err != nil {
		return err
	}
	if err = room.tellGroup(tx, d, MailGroupCancelled); err != nil {
		return err
	}
	return room.tellMembers(tx, d, MailCancelled, "")
}

// withdrawGroup takes the group's places away and offers them on.
func (room *Room) withdrawGroup(ctx context.Context, tx *store.Tx, s *Series, d *Delegation, undoTo Standing) error {
	if d.Standing.HasPlace() {
		if err := room.giveGroupBack(tx, s, d); err != nil {
			return err
		}
	}
	d.Standing, d.UndoTo, d.CancelledAt, d.Rank = Withdrawn, undoTo, tx.Now(), 0
	d.HoldUntil, d.OfferUntil = time.Time{}, time.Time{}
	if err := room.saveDelegation(tx, d); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE registration SET state = 'cancelled', sequence = sequence + 1, left_by = $1, undo_state = '', cancelled_at = $2
		WHERE delegation = $3 AND state <> 'cancelled'`, leftWithGroup, d.CancelledAt, d.ID); err != nil {
		return err
	}
	return room.promote(ctx, tx, s)
}

// giveGroupBack returns the places of a group in each track: its members may
// have changed theirs by themselves.
func (room *Room) giveGroupBack(tx *store.Tx, s *Series, d *Delegation) error {
	byTrack := map[string]int{d.Track: d.Adding}
	if err := tx.Each(func(r *store.Rows) error {
		var track string
		var n int
		err := r.Scan(&track, &n)
		byTrack[track] += n
		return err
	}, `SELECT COALESCE(track, ''), COUNT(*) FROM registration WHERE delegation = $1 AND state IN ('registered', 'offered')
		GROUP BY COALESCE(track, '')`, d.ID); err != nil {
		return err
	}
	for track, n := range byTrack {
		if n == 0 {
			continue
		}
		if err := room.giveBack(tx, s.ID, track, n); err != nil {
			return err
		}
	}
	return nil
}

// UndoGroup takes the cancellation of a group back: to its places if they are
// free, else to the end of the waiting list. Members who had gone before do
// not come back.
func (room *Room) UndoGroup(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (err error) {
	defer errs.Wrap(&err, "undo the cancellation of a group")
	if err = room.lead(tx, v, s, d); err != nil || d.Standing != Withdrawn {
		return err
	}
	if !d.MayUndo(tx.Now()) {
		return errs.New(errs.Closed, "series.group.undo-late|This can no longer be undone. You can register the group again.")
	}
	if v.Is(d.Contact) {
		if err = room.People.Prove(tx, d.Contact); err != nil {
			return err
		}
		d.AnsweredAt = tx.Now()
	}
	back, err := tx.Exec(`UPDATE registration SET state = 'draft', sequence = sequence + 1, left_by = '', cancelled_at = NULL, track = $1
		WHERE delegation = $2 AND state = 'cancelled' AND left_by = $3 AND EXISTS (SELECT 1 FROM keys k WHERE k.owner = registration.person)`,
		store.OrNull(d.Track), d.ID, leftWithGroup)
	if err != nil {
		return err
	}
	d.Standing, d.UndoTo, d.CancelledAt = InDraft, "", time.Time{}
	d.Size = int(back) + d.Adding
	if err = room.settleGroup(tx, s, d, true); err != nil {
		return err
	}
	if err = room.followGroup(tx, d); err != nil {
		return err
	}
	if err = room.tellGroup(tx, d, MailGroup); err != nil {
		return err
	}
	return room.gather(tx, d)
}

// followGroup lets the members stand as their group does, at its hours.
func (room *Room) followGroup(tx *store.Tx, d *Delegation) error {
	_, err := tx.Exec(`UPDATE registration SET state = $1, track = $2 WHERE delegation = $3 AND state <> 'cancelled'`,
		string(d.Standing), store.OrNull(d.Track), d.ID)
	return err
}

// TakeEffect tries again to give a complete draft its places.
func (room *Room) TakeEffect(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (err error) {
	defer errs.Wrap(&err, "let a group take effect")
	if err = room.lead(tx, v, s, d); err != nil || d.Standing != InDraft {
		return err
	}
	if err = s.mayRegister(tx.Now()); err != nil {
		return err
	}
	if err = room.settleGroup(tx, s, d, true); err != nil {
		return err
	}
	return room.tookEffect(tx, d)
}

// tookEffect does what follows when a draft has become a group: its members
// stand as it does, and all are told.
func (room *Room) tookEffect(tx *store.Tx, d *Delegation) error {
	if d.Standing == InDraft {
		return nil
	}
	if err := room.followGroup(tx, d); err != nil {
		return err
	}
	if err := room.tellGroup(tx, d, MailGroup); err != nil {
		return err
	}
	return room.gather(tx, d)
}

// ChangeGroupTrack moves the whole group to other hours. Where these are full
// it is refused and nothing changes. Members who had chosen other hours
// themselves stay there.
func (room *Room) ChangeGroupTrack(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation, letter string) (err error) {
	defer errs.Wrap(&err, "change the track of a group")
	var form errs.Form
	s.checkTrack(&form, letter)
	if err = form.Err(); err != nil {
		return err
	}
	if err = room.lead(tx, v, s, d); err != nil {
		return err
	}
	track := s.Track(letter)
	if track == nil || track.ID == d.Track || d.Standing == Withdrawn {
		return nil
	}
	former := d.Track
	if err = room.moveGroup(ctx, tx, s, d, track.ID); err != nil {
		return err
	}
	if err = room.tellGroup(tx, d, MailGroupMoved); err != nil {
		return err
	}
	return room.tellMembers(tx, d, MailPlaced, former)
}

func (room *Room) moveGroup(ctx context.Context, tx *store.Tx, s *Series, d *Delegation, track string) error {
	old := d.Track
	if d.Standing.HasPlace() {
		n := d.Adding
		var written int
		if err := tx.Row(`SELECT COUNT(*) FROM registration WHERE delegation = $1 AND state IN ('registered', 'offered')
			AND COALESCE(track, '') = $2`, d.ID, old).Scan(&written); err != nil {
			return err
		}
		n += written
		if err := room.giveBack(tx, s.ID, old, n); err != nil {
			return err
		}
		got, err := room.take(tx, s.ID, track, n)
		if err != nil {
			return err
		}
		if !got {
			return errs.New(errs.Conflict, "series.group.track-full|There are not enough free places at these hours for your group.")
		}
	}
	d.Track = track
	if err := room.saveDelegation(tx, d); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE registration SET track = $1, sequence = sequence + 1 WHERE delegation = $2 AND state <> 'cancelled' AND COALESCE(track, '') = $3`,
		track, d.ID, old); err != nil {
		return err
	}
	return room.promote(ctx, tx, s)
}

// SetReceives decides who gets the group's mail.
func (room *Room) SetReceives(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation, who Receives) (err error) {
	defer errs.Wrap(&err, "set who receives a group's mail")
	if !who.known() {
		return errs.New(errs.Invalid, "series.group.receives-unknown|Choose one of the answers offered.")
	}
	if err = room.lead(tx, v, s, d); err != nil {
		return err
	}
	d.Receives = who
	return room.saveDelegation(tx, d)
}
