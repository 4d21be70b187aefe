package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// RegisterGroup registers a group: it takes its places whole or waits whole. A
// group that is too small yet is a draft, and takes effect by itself when it
// is complete.
//
// A contact person who has registered a group for this series already is told
// so by mail, and nothing is added. The outcome returned is the one that a
// stranger to the house with as many people would get, so that the page after
// it tells nobody who is known or registered.
func (room *Room) RegisterGroup(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, f GroupForm) (out GroupOutcome, err error) {
	defer errs.Wrap(&err, "register a group")
	s, err := room.BySlug(ctx, tx, v, slug)
	if err != nil {
		return out, err
	}
	if err = room.mayGroup(v, s, tx.Now()); err != nil {
		return out, err
	}
	if f.list == nil {
		f = f.Clean()
	}
	consent, err := room.People.Consent(tx, v, s.ID)
	if err != nil {
		return out, err
	}
	if err = errs.Both(f.Check(s), consent.Given(f.Agree)); err != nil {
		return out, err
	}
	if err = room.recount(tx, s); err != nil {
		return out, err
	}
	if out, err = s.groupOutcome(f, len(f.list)); err != nil {
		return out, err
	}
	contact, known, err := room.People.Meet(ctx, tx, auth.Viewer{}, f.Input)
	if err != nil {
		return out, err
	}
	if err = room.People.Agree(tx, v, contact.ID, known, consent.Version); err != nil {
		return out, err
	}
	d := Delegation{ID: store.NewID(), Series: s.ID, Contact: contact.ID, Standing: InDraft, MadeAt: tx.Now()}
	if known {
		old, err := room.delegationOf(tx, s.ID, contact.ID)
		switch {
		case err == nil && old.Standing != Withdrawn:
			return room.outcomeSeen(v, s, out, old), room.tellGroup(tx, &old, MailGroupAlready)
		case err == nil:
			d = old
			d.Standing, d.UndoTo, d.CancelledAt = InDraft, "", time.Time{}
		case !errs.Is(err, errs.NotFound):
			return out, err
		}
	}
	if err = room.startGroup(ctx, tx, s, &d, contact, f); err != nil {
		return out, err
	}
	return room.outcomeSeen(v, s, out, d), room.tellGroup(tx, &d, MailGroup)
}

// PreviewGroup checks a form without registering anybody, and returns the
// series and what a stranger to the house would get. It tells nothing of who
// is known.
func (room *Room) PreviewGroup(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, f GroupForm) (s *Series, out GroupOutcome, err error) {
	defer errs.Wrap(&err, "check a group's form")
	if s, err = room.BySlug(ctx, tx, v, slug); err != nil {
		return nil, out, err
	}
	if err = room.mayGroup(v, s, tx.Now()); err != nil {
		return s, out, err
	}
	consent, err := room.People.Consent(tx, v, s.ID)
	if err != nil {
		return s, out, err
	}
	if err = errs.Both(f.Check(s), consent.Given(f.Agree)); err != nil {
		return s, out, err
	}
	out, err = s.groupOutcome(f, len(f.list))
	return s, out, err
}

// MayGroup tells whether the viewer may register a group for the series now.
func (room *Room) MayGroup(v auth.Viewer, s *Series, now time.Time) error {
	return room.mayGroup(v, s, now)
}

// outcomeSeen is the outcome as the viewer may see it: what really happened for
// who may change registrations, and what a stranger would get for all others.
func (room *Room) outcomeSeen(v auth.Viewer, s *Series, out GroupOutcome, d Delegation) GroupOutcome {
	if v.Can(auth.EditRegistrations, room.scopes(s)...) {
		out.ID, out.Standing, out.People = d.ID, d.Standing, d.Size
	}
	return out
}

// startGroup writes a new group, or one that had been cancelled anew, with its
// people, and gives it its places.
func (room *Room) startGroup(ctx context.Context, tx *store.Tx, s *Series, d *Delegation, contact people.Person, f GroupForm) error {
	d.Zone, d.Language, d.Receives = f.Zone, f.Language, f.Receives
	d.Track, d.Size, d.Adding = s.trackID(f.Track), 0, 0
	if err := room.sealOrganisation(tx, d, f.Organisation); err != nil {
		return err
	}
	if err := room.insertDelegation(tx, *d); err != nil {
		return err
	}
	if err := room.clearGroup(tx, d.ID); err != nil {
		return err
	}
	if f.Wary {
		if _, err := tx.Exec(`INSERT INTO delegation_wary (delegation) VALUES ($1) ON CONFLICT DO NOTHING`, d.ID); err != nil {
			return err
		}
	}
	if contact.Proven() {
		d.AnsweredAt = tx.Now()
	}
	list := f.list
	if len(list) > inOneWrite {
		if err := room.storeParts(tx, d, list); err != nil {
			return err
		}
		list = nil
	}
	plan, err := room.meetMembers(ctx, tx, s, d, list)
	if err != nil {
		return err
	}
	d.Size = plan.size() + d.Adding
	if err = room.settleGroup(tx, s, d, true); err != nil {
		return err
	}
	if err = room.enter(tx, d, plan); err != nil {
		return err
	}
	return room.gather(tx, d)
}

// clearGroup forgets what is left of a group that was cancelled, so that it can
// begin anew with another list.
func (room *Room) clearGroup(tx *store.Tx, id string) error {
	if err := room.dropParts(tx, id); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM delegation_also WHERE delegation = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE registration SET left_by = $1 WHERE delegation = $2 AND left_by = $3`, leftByContact, id, leftWithGroup)
	return err
}

// settleGroup lets a draft take effect if it is complete: it takes its places
// whole, or a rank in the waiting list. Where neither is to be had it stays a
// draft, or, if it must, the whole is refused.
func (room *Room) settleGroup(tx *store.Tx, s *Series, d *Delegation, must bool) error {
	if d.Standing != InDraft {
		return room.saveDelegation(tx, d)
	}
	also, err := room.also(tx, d.ID)
	if err != nil {
		return err
	}
	if d.Size+also < s.Window.GroupMin {
		return room.saveDelegation(tx, d)
	}
	got, err := room.take(tx, s.ID, d.Track, d.Size)
	switch letter := s.letter(d.Track); {
	case err != nil:
		return err
	case got:
		d.Standing, d.Rank = Registered, 0
		if s.Limited(letter) && d.AnsweredAt.IsZero() {
			d.HoldUntil = tx.Now().Add(HoldFor)
		}
	case s.Window.Waitlist:
		d.Standing = Waitlisted
		if d.Rank, err = room.nextRank(tx, s.ID); err != nil {
			return err
		}
	case must:
		return tooFewFree(s.Free(letter))
	}
	return room.saveDelegation(tx, d)
}

// trackID returns the id of a track's letter; "" in a series without tracks.
func (s *Series) trackID(letter string) string {
	if t := s.Track(letter); t != nil {
		return t.ID
	}
	return ""
}

// letter returns the letter of a track's id.
func (s *Series) letter(track string) string {
	if t := s.TrackByID(track); t != nil {
		return t.Letter
	}
	return ""
}

// found again: what is to be done with people of a list.
type enterPlan struct {
	fresh  []people.Person // have no registration in the series yet
	again  []Registration  // had one and gave it up
	also   []Registration  // have a place of their own
	ignore int             // are in the group already, or left it of their own will
}

// size is how many places the plan needs.
func (p enterPlan) size() int { return len(p.fresh) + len(p.again) }

// meetMembers finds out who of the list is known, and makes persons of the
// others, in a few statements for all. It registers nobody yet.
func (room *Room) meetMembers(ctx context.Context, tx *store.Tx, s *Series, d *Delegation, list []member) (plan enterPlan, err error) {
	inputs := make([]people.Input, len(list))
	for i, m := range list {
		inputs[i] = people.Input{Name: m.Name, Address: m.Address, Zone: d.Zone, Language: d.Language}
	}
	met, err := room.People.MeetMany(ctx, tx, auth.Holder(LinkGroup, d.ID, d.Contact), inputs)
	if err != nil {
		return plan, err
	}
	there, err := room.registrationsOf(tx, s.ID, met)
	if err != nil {
		return plan, err
	}
	seen := map[string]bool{}
	for _, m := range met {
		r, registered := there[m.ID]
		switch {
		case seen[m.ID]:
			plan.ignore++
		case registered:
			plan.sortKnown(d, r)
		default:
			plan.fresh = append(plan.fresh, m.Person)
		}
		seen[m.ID] = true
	}
	return plan, room.noteAlso(tx, d, plan.also)
}

// formerly is a registration of somebody on a list, with why they gave it up if
// they did.
type formerly struct {
	Registration
	leftBy string
}

// registrationsOf returns the registrations of those who were known before, by
// person.
func (room *Room) registrationsOf(tx *store.Tx, series string, met []people.Met) (map[string]formerly, error) {
	var known []string
	for _, m := range met {
		if m.Known {
			known = append(known, m.ID)
		}
	}
	in, args := store.In(tx, "r.person", 2, known)
	list, err := store.All(tx, func(r *store.Rows) (f formerly, err error) {
		f.Registration, err = scanRegistration(andMore{r, []any{&f.leftBy}})
		return f, err
	}, `SELECT `+registrationColumns+`, r.left_by FROM registration r WHERE r.series = $1 AND `+in, append([]any{series}, args...)...)
	by := make(map[string]formerly, len(list))
	for _, f := range list {
		by[f.Person] = f
	}
	return by, err
}

// sortKnown decides what becomes of somebody on the list who is, or was,
// registered for the series.
func (p *enterPlan) sortKnown(d *Delegation, r formerly) {
	switch gone, ours := r.Standing == Withdrawn, r.Delegation == d.ID; {
	case !gone && ours:
		p.ignore++
	case !gone:
		p.also = append(p.also, r.Registration)
	case ours && r.leftBy == leftThemselves: // their contact person does not bring them back
		p.ignore++
	default:
		p.again = append(p.again, r.Registration)
	}
}

// noteAlso notes who of the list has a place of their own.
func (room *Room) noteAlso(tx *store.Tx, d *Delegation, list []Registration) error {
	var values []any
	for _, r := range list {
		values = append(values, d.ID, r.ID)
	}
	return tx.InsertMany("delegation_also (delegation, registration)", 2, values, "ON CONFLICT DO NOTHING")
}

// Why a member has no place any more.
const (
	leftThemselves = ""
	leftByContact  = "contact" // taken off the list
	leftWithGroup  = "group"   // the group was cancelled as a whole
)

func leftBy(tx *store.Tx, registration string) (by string, err error) {
	err = tx.Row(`SELECT left_by FROM registration WHERE id = $1`, registration).Scan(&by)
	return by, err
}

// enter registers the people of a plan in the standing of their group.
func (room *Room) enter(tx *store.Tx, d *Delegation, plan enterPlan) error {
	list := make([]Registration, len(plan.fresh))
	for i, p := range plan.fresh {
		list[i] = Registration{ID: store.NewID(), Series: d.Series, Track: d.Track, Person: p.ID, Delegation: d.ID,
			Standing: d.Standing, Zone: p.Zone, Language: p.Language, MadeAt: tx.Now()}
		if p.ID == d.Contact {
			list[i].AnsweredAt = d.AnsweredAt
		}
	}
	if err := insertRegistrations(tx, list, nil); err != nil {
		return err
	}
	for _, r := range plan.again {
		if err := room.reenter(tx, d, &r); err != nil {
			return err
		}
	}
	return nil
}

// reenter makes a registration that was given up a member's again.
func (room *Room) reenter(tx *store.Tx, d *Delegation, r *Registration) error {
	r.Delegation, r.Track, r.Standing, r.Rank = d.ID, d.Track, d.Standing, 0
	r.UndoTo, r.CancelledAt, r.HoldUntil, r.OfferUntil = "", time.Time{}, time.Time{}, time.Time{}
	if err := room.saveStanding(tx, *r); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE registration SET delegation = $1, left_by = '' WHERE id = $2`, d.ID, r.ID)
	return err
}
