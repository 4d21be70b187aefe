package series

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// wary tells whether a group came from a network that had entered many
// strangers that day. What cannot be read counts as yes; the write fails then.
func wary(tx *store.Tx, delegation string) bool {
	var is bool
	err := tx.Row(`SELECT EXISTS (SELECT 1 FROM delegation_wary WHERE delegation = $1)`, delegation).Scan(&is)
	return is || err != nil
}

// mayTell says that nobody of the group is written to for now, or nil.
func (room *Room) mayTell(tx *store.Tx, d *Delegation) error {
	pace, err := room.People.PaceOf(tx, d.Contact)
	if err == nil && pace.Stopped() {
		err = errs.New(errs.Conflict, "series.group.stopped|Several people said that they know nothing of this group, so nobody more is written to for now. Please speak with the organisers.")
	}
	return err
}

// PaceOf returns how the people of a group were told, to who may see it.
func (room *Room) PaceOf(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (people.Pace, error) {
	if !room.mayLead(v, s, d) && !v.Can(auth.SeeRegistrations, room.scopes(s)...) {
		return people.Pace{}, errs.NotThere()
	}
	return room.People.PaceOf(tx, d.Contact)
}

// LetGoOn lets the invitations of a group's contact person go on, after who may
// change registrations has looked into what was said.
func (room *Room) LetGoOn(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (err error) {
	defer errs.Wrap(&err, "let invitations go on")
	if !v.Can(auth.EditRegistrations, room.scopes(s)...) || d.Series != s.ID {
		return errs.NotThere()
	}
	if err = room.People.Forgive(tx, d.Contact); err != nil {
		return err
	}
	groups, err := store.All(tx, func(r *store.Rows) (Delegation, error) { return scanDelegation(r) },
		`SELECT `+delegationColumns+` FROM delegation d WHERE d.contact = $1 AND d.state <> 'cancelled'`, d.Contact)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if err = room.gather(tx, &g); err != nil {
			return err
		}
	}
	return room.note(tx, v, "group.go-on", d.ID)
}
