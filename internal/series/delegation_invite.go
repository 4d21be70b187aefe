package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// Invitation returns the group that an invitation link leads into, and its
// series. A link that was renewed since opens nothing.
func (room *Room) Invitation(ctx context.Context, tx *store.Tx, key string) (d Delegation, s *Series, err error) {
	defer errs.Wrap(&err, "open an invitation")
	id, mac, ok := parseLink(key)
	if !ok {
		return d, nil, errs.NotThere()
	}
	if d, err = room.delegation(tx, id); err != nil {
		return d, nil, err
	}
	if !room.Keys.CheckLink(LinkInvitation, d.ID, d.Invite, mac) {
		return d, nil, errs.NotThere()
	}
	s, err = room.ByID(ctx, tx, auth.Itself(), d.Series)
	return d, s, err
}

// RenewInvitation makes a new invitation link. The old one opens nothing any
// more.
func (room *Room) RenewInvitation(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (err error) {
	defer errs.Wrap(&err, "renew an invitation")
	if err = room.lead(tx, v, s, d); err != nil {
		return err
	}
	d.Invite++
	return room.saveDelegation(tx, d)
}

// JoinForm is what somebody fills in who joins a group by its link.
type JoinForm struct {
	people.Input // the address may be ""
	Answers      map[string]string
	Agree        string // the version of the agreement that they agree to
}

// Check says, by field, what is wrong with the form for this series.
func (f JoinForm) Check(s *Series) error {
	var form errs.Form
	checkPerson(&form, f.Input)
	events.CheckAnswers(&form, s.Questions, f.Answers)
	return form.Err()
}

// JoinGroup makes somebody a member of the group whose invitation link they
// opened. Who is registered for the series already is left as they are and
// told so by mail; the outcome is in either case that of a stranger.
func (room *Room) JoinGroup(ctx context.Context, tx *store.Tx, key string, f JoinForm) (out Outcome, err error) {
	defer errs.Wrap(&err, "join a group")
	f.Input, f.Answers = f.Input.Clean(), events.CleanAnswers(f.Answers)
	d, s, err := room.Invitation(ctx, tx, key)
	if err != nil {
		return out, err
	}
	consent, err := room.People.Consent(tx, auth.Viewer{}, s.ID)
	if err != nil {
		return out, err
	}
	if err = errs.Both(f.Check(s), consent.Given(f.Agree)); err != nil {
		return out, err
	}
	if err = room.freshGroup(tx, s, &d); err != nil {
		return out, err
	}
	// What may refuse a stranger is asked before anybody is looked up.
	if err = room.MayJoin(d, s, tx.Now()); err != nil {
		return out, err
	}
	if err = room.checkRoomFor(tx, s, &d, 1); errs.Is(err, errs.Invalid) {
		return out, groupIsFull(s)
	} else if err != nil {
		return out, err
	}
	person, known, err := room.People.Meet(ctx, tx, auth.Viewer{}, f.Input)
	if err != nil {
		return out, err
	}
	if err = room.People.Agree(tx, auth.Viewer{}, person.ID, known, consent.Version); err != nil {
		return out, err
	}
	plan := enterPlan{fresh: []people.Person{person}}
	if known {
		r, err := room.registrationOf(tx, s.ID, person.ID)
		switch {
		case err == nil && r.Standing != Withdrawn:
			return room.joined(s, d, f), room.tellAlready(tx, r, d.Track)
		case err == nil:
			plan = enterPlan{again: []Registration{r}}
		case !errs.Is(err, errs.NotFound):
			return out, err
		}
	}
	if err = room.grow(ctx, tx, s, &d, 1); err != nil {
		return out, err
	}
	if err = room.enter(tx, &d, plan); err != nil {
		return out, err
	}
	if err = room.tellJoined(tx, s, person.ID, f.Answers); err != nil {
		return out, err
	}
	return room.joined(s, d, f), room.grown(tx, s, &d)
}

// joined is what the page after joining shows.
func (room *Room) joined(s *Series, d Delegation, f JoinForm) Outcome {
	return Outcome{Standing: d.Standing, Track: s.letter(d.Track), Zone: f.Zone}
}

// tellJoined keeps what somebody answered who entered the group themselves, and
// confirms to them that they are in it.
func (room *Room) tellJoined(tx *store.Tx, s *Series, person string, answers map[string]string) error {
	r, err := room.registrationOf(tx, s.ID, person)
	if err != nil {
		return err
	}
	if len(s.Questions) > 0 {
		if err = room.saveAnswers(tx, r.Person, r.ID, answers); err != nil {
			return err
		}
	}
	if _, err = tx.Exec(`UPDATE registration SET invited_at = $1 WHERE id = $2 AND invited_at IS NULL`, tx.Now(), r.ID); err != nil {
		return err
	}
	return room.tellRegistered(tx, s, r)
}

// MayJoin says why nobody can join the group by its link now, or nil.
func (room *Room) MayJoin(d Delegation, s *Series, now time.Time) error {
	if err := room.mayGrow(auth.Viewer{}, s, &d, now); err != nil {
		return err
	}
	switch {
	case d.Size >= s.Window.GroupMax:
		return groupIsFull(s)
	case d.Standing.HasPlace() && s.Free(s.letter(d.Track)) == 0:
		return tooFewFree(0)
	}
	return nil
}

func groupIsFull(s *Series) error {
	return errs.New(errs.Conflict, "series.invitation.full|This group has {most} people, and there is no room for more. Please ask its contact person.", "most", s.Window.GroupMax)
}
