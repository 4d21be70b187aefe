package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// MemberState is how far a member has come. Each includes those before it.
type MemberState uint8

const (
	NotTold  MemberState = iota // has no address, or is told later
	Told                        // was told that they are in the group
	HasSeen                     // opened their link
	Answered                    // pressed a button reached from their mail
	WasThere                    // came to a session
)

// Member is one person of a group, opened for who may see them.
type Member struct {
	R         Registration
	Name      string // "" if erased
	Address   string
	State     MemberState
	InvitedAt time.Time
	NudgedAt  time.Time
	Attended  int  // sessions
	Also      bool // has a place of their own and takes none of the group's
	Contact   bool // is the contact person
	Owes      bool // has not answered what must be answered
	LeftBy    string
}

// Gone tells whether the member has no place in the group any more.
func (m Member) Gone() bool { return m.R.Standing == Withdrawn }

// Roster returns the people of a group: its members, those who have a place of
// their own, and those who gave theirs up. Whom the contact person took off
// the list is not in it.
func (room *Room) Roster(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (_ []Member, err error) {
	defer errs.Wrap(&err, "read the people of a group")
	if !room.maySeeNames(v, s, d) {
		return nil, errs.NotThere()
	}
	var list []Member
	var ids []string
	err = tx.Each(func(r *store.Rows) error {
		m := Member{}
		var scanErr error
		m.R, scanErr = scanRegistration(andMore{r, []any{&m.InvitedAt, &m.NudgedAt, &m.LeftBy, &m.Owes, &m.Attended}})
		list, ids = append(list, m), append(ids, m.R.Person)
		return scanErr
	}, `SELECT `+registrationColumns+`, r.invited_at, r.nudged_at, r.left_by, `+unasked+`,
			(SELECT COUNT(*) FROM attendance a WHERE a.registration = r.id AND a.there)
		FROM registration r WHERE r.delegation = $1 AND (r.state <> 'cancelled' OR r.left_by <> 'contact')
		UNION ALL
		SELECT `+registrationColumns+`, r.invited_at, r.nudged_at, r.left_by, `+unasked+`,
			(SELECT COUNT(*) FROM attendance a WHERE a.registration = r.id AND a.there)
		FROM delegation_also x JOIN registration r ON r.id = x.registration
		WHERE x.delegation = $1 AND r.state <> 'cancelled' AND COALESCE(r.delegation, '') <> $1`, d.ID)
	if err != nil {
		return nil, err
	}
	known, err := room.People.Several(tx, ids)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].open(known[list[i].R.Person], s, d)
	}
	return list, nil
}

// open adds the person, and says how far they have come.
func (m *Member) open(p people.Person, s *Series, d *Delegation) {
	m.Name, m.Address = p.Name, p.Address
	m.Also, m.Contact = m.R.Delegation != d.ID, p.ID == d.Contact
	m.Owes = m.Owes && s.MustAnswer() && !m.Also && m.Name != ""
	switch {
	case m.Attended > 0:
		m.State = WasThere
	case !m.R.AnsweredAt.IsZero():
		m.State = Answered
	case !m.R.OpenedAt.IsZero():
		m.State = HasSeen
	case !m.InvitedAt.IsZero():
		m.State = Told
	}
}

// Counts are the numbers of a group that name nobody.
type Counts struct {
	Told, Seen, Answered, There, NoAddress, Gone int
	Owing                                        int // have not answered what must be answered
}

// Tally counts the members by how far they have come, for who leads the group.
// Whoever answered has also seen and been told.
func (room *Room) Tally(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (c Counts, err error) {
	defer errs.Wrap(&err, "count the people of a group")
	if !room.mayLead(v, s, d) && !v.Can(auth.SeeRegistrations, room.scopes(s)...) {
		return c, errs.NotThere()
	}
	err = tx.Row(`SELECT
		COALESCE(SUM(CASE WHEN r.state <> 'cancelled' AND r.invited_at IS NOT NULL THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN r.state <> 'cancelled' AND r.opened_at IS NOT NULL THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN r.state <> 'cancelled' AND r.answered_at IS NOT NULL THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM attendance a WHERE a.registration = r.id AND a.there) THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN r.state <> 'cancelled' AND p.address_ix IS NULL THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN r.state = 'cancelled' AND r.left_by = '' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN `+unasked+` AND p.name IS NOT NULL THEN 1 ELSE 0 END), 0)
		FROM registration r JOIN person p ON p.id = r.person WHERE r.delegation = $1`, d.ID).
		Scan(&c.Told, &c.Seen, &c.Answered, &c.There, &c.NoAddress, &c.Gone, &c.Owing)
	if !s.MustAnswer() {
		c.Owing = 0
	}
	return c, err
}

// MarkIn marks those of a list who are in the group already, for who may see
// its names. It asks nothing else of who is known.
func (room *Room) MarkIn(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation, list *PeopleList) error {
	if !room.maySeeNames(v, s, d) {
		return nil
	}
	members, err := room.Roster(ctx, tx, v, s, d)
	if err != nil {
		return err
	}
	in := make(map[string]bool, len(members))
	for _, m := range members {
		if key, ok := seal.CanonicalAddress(m.Address); ok && !m.Gone() {
			in[key] = true
		}
	}
	for i := range list.People {
		if p := &list.People[i]; p.Status == ListReady && in[p.key] {
			p.Status = ListIn
		}
	}
	return nil
}

// AddOutcome is what became of people who were added.
type AddOutcome struct {
	Added   int // have places now, or wait with the group
	Later   int // have theirs too and are being written down
	Also    int // had a place of their own
	Ignored int // were in the group already, or had left it
}

// AddPeople adds people to a group. A group that has its places takes the
// places of the new ones as well, or nobody is added.
func (room *Room) AddPeople(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation, list []Listed) (out AddOutcome, err error) {
	defer errs.Wrap(&err, "add people to a group")
	if err = room.lead(tx, v, s, d); err != nil {
		return out, err
	}
	if err = room.mayGrow(v, s, d, tx.Now()); err != nil {
		return out, err
	}
	members := membersOf(list)
	if len(members) > inOneWrite {
		return room.addMany(ctx, tx, s, d, members)
	}
	plan, err := room.meetMembers(ctx, tx, s, d, members)
	if err != nil {
		return out, err
	}
	out = AddOutcome{Added: plan.size(), Also: len(plan.also), Ignored: plan.ignore}
	if err = room.grow(ctx, tx, s, d, plan.size()); err != nil {
		return out, err
	}
	if err = room.enter(tx, d, plan); err != nil {
		return out, err
	}
	return out, room.grown(tx, s, d)
}

// addMany takes the places of many people at once and leaves it to a job to
// write them down.
func (room *Room) addMany(ctx context.Context, tx *store.Tx, s *Series, d *Delegation, members []member) (out AddOutcome, err error) {
	out.Later = len(members)
	if err = room.grow(ctx, tx, s, d, len(members)); err != nil {
		return out, err
	}
	if err = room.storeParts(tx, d, members); err != nil {
		return out, err
	}
	return out, room.grown(tx, s, d)
}

// mayGrow says why nobody can be added to the group now, or nil.
func (room *Room) mayGrow(v auth.Viewer, s *Series, d *Delegation, now time.Time) error {
	if d.Standing == Withdrawn {
		return errs.New(errs.Closed, "series.group.gone|Your group has been cancelled.")
	}
	if v.Can(auth.EditRegistrations, room.scopes(s)...) {
		return nil
	}
	return s.mayRegister(now)
}

// grow makes the group larger by n, and takes places for them where it has
// places.
func (room *Room) grow(ctx context.Context, tx *store.Tx, s *Series, d *Delegation, n int) error {
	if err := room.checkRoomFor(tx, s, d, n); err != nil {
		return err
	}
	if d.Standing.HasPlace() && n > 0 {
		got, err := room.take(tx, s.ID, d.Track, n)
		if err != nil {
			return err
		}
		if !got {
			return tooFewFree(s.Free(s.letter(d.Track)))
		}
	}
	d.Size += n
	return nil
}

// checkRoomFor says that a group would become too large by n more, or nil.
func (room *Room) checkRoomFor(tx *store.Tx, s *Series, d *Delegation, n int) error {
	also, err := room.also(tx, d.ID)
	if err != nil {
		return err
	}
	var form errs.Form
	s.checkSize(&form, s.letterOf(Registration{Track: d.Track}), d.Size+also+n)
	return form.Err()
}

// grown writes the new size, and lets a draft take effect that has become
// complete.
func (room *Room) grown(tx *store.Tx, s *Series, d *Delegation) error {
	was := d.Standing
	if err := room.settleGroup(tx, s, d, false); err != nil {
		return err
	}
	if was != d.Standing {
		return room.tookEffect(tx, d)
	}
	return room.gather(tx, d)
}

// leadTo is lead for what a leader who may see names does to one person of the
// group, whose registration it returns.
func (room *Room) leadTo(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation, registration string) (r Registration, err error) {
	if !room.maySeeNames(v, s, d) {
		return r, errs.NotThere()
	}
	if err = room.lead(tx, v, s, d); err != nil {
		return r, err
	}
	return room.registration(tx, registration)
}

// RemoveMember takes somebody off the group's list. Their place goes on, and
// they are told if they had been told that they have one.
func (room *Room) RemoveMember(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation, registration string) (err error) {
	defer errs.Wrap(&err, "remove a member")
	r, err := room.leadTo(tx, v, s, d, registration)
	if err != nil {
		return err
	}
	if r.Delegation != d.ID {
		n, err := tx.Exec(`DELETE FROM delegation_also WHERE delegation = $1 AND registration = $2`, d.ID, registration)
		if err == nil && n == 0 {
			err = errs.NotThere()
		}
		return err
	}
	if r.Standing == Withdrawn {
		return nil
	}
	if err = room.withdraw(ctx, tx, s, &r, ""); err != nil {
		return err
	}
	var invited store.Time
	if err = tx.Row(`UPDATE registration SET left_by = $1 WHERE id = $2 RETURNING invited_at`, leftByContact, r.ID).Scan(&invited); err != nil {
		return err
	}
	if *d, err = room.delegation(tx, d.ID); err != nil || invited.IsZero() || !d.TellsMembers() {
		return err
	}
	return room.tellCancelled(tx, s, r)
}

// RestoreMember puts somebody back whom the contact person took off the list.
func (room *Room) RestoreMember(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation, registration string) (err error) {
	defer errs.Wrap(&err, "restore a member")
	r, err := room.leadTo(tx, v, s, d, registration)
	if err != nil {
		return err
	}
	by, err := leftBy(tx, registration)
	if err != nil {
		return err
	}
	if r.Delegation != d.ID || by != leftByContact {
		return errs.NotThere()
	}
	if r.Standing != Withdrawn {
		return nil
	}
	if err = room.rejoin(ctx, tx, s, &r); err != nil {
		return err
	}
	*d, err = room.delegation(tx, d.ID)
	return err
}
