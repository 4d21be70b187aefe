package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// MailGroupCode is the code that opens the names of a group. Its payload is a
// GroupCode.
const MailGroupCode = "group.code"

// GroupCode is what the mail with the code says.
type GroupCode struct {
	Code string `json:"code"`
}

// tellGroup puts one mail to the contact person into the outbox: that the group
// was registered, or something that became of it later. What it says is true
// when it is sent, so a newer one takes the place of all that were not sent
// yet.
func (room *Room) tellGroup(tx *store.Tx, d *Delegation, kind string) error {
	for _, earlier := range []string{MailGroup, MailGroupAlready, MailGroupCancelled, MailGroupLapsed, MailGroupMoved} {
		if err := mail.Withdraw(tx, d.Contact, d.ID, earlier); err != nil {
			return err
		}
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: kind, Person: d.Contact, About: d.ID, Lang: d.Language})
}

func (room *Room) tellGroupOffered(tx *store.Tx, d *Delegation) error {
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailGroupOffered, Person: d.Contact, About: d.ID, Lang: d.Language, NotAfter: d.OfferUntil})
}

// tellMembers has a job tell the members who were told that they are in the
// group what became of it, as far as the contact person lets members be
// written to. Former is the track that the group had before, if it moved.
func (room *Room) tellMembers(tx *store.Tx, d *Delegation, kind, former string) error {
	if !d.TellsMembers() {
		return nil
	}
	return jobs.Enqueue(tx, jobs.Job{Kind: JobTellGroup, Payload: groupJob{Delegation: d.ID, Kind: kind, Former: former}})
}

// How many members one slice of a job writes to. New hours are two letters to
// each, with what they were.
const (
	tellAtOnce  = 50
	movesAtOnce = 15
)

// TellGroup is the handler of JobTellGroup: it tells some members and leaves
// the others to a job after it, in one transaction, so that nobody is told
// twice.
func (room *Room) TellGroup(ctx context.Context, job *jobs.Running) error {
	var j groupJob
	if err := job.Decode(&j); err != nil {
		return err
	}
	atOnce := tellAtOnce
	if j.Former != "" {
		atOnce = movesAtOnce
	}
	// Who comes next is looked up outside the write, since it takes longer the
	// larger the group is.
	var ids []string
	if err := job.DB.Read(ctx, func(tx *store.Tx) (err error) {
		ids, err = store.All(tx, store.Column[string], `SELECT r.id FROM registration r WHERE r.delegation = $1 AND r.id > $2 AND `+j.toldNow()+`
			AND r.invited_at IS NOT NULL ORDER BY r.id LIMIT $3`, j.Delegation, j.After, atOnce)
		return err
	}); err != nil {
		return err
	}
	return job.DB.Write(ctx, func(tx *store.Tx) error {
		in, args := store.In(tx, "r.id", 1, ids)
		list, err := store.All(tx, func(r *store.Rows) (Registration, error) { return scanRegistration(r) },
			`SELECT `+registrationColumns+` FROM registration r JOIN person p ON p.id = r.person
				WHERE `+in+` AND `+j.toldNow()+` AND p.address_ix IS NOT NULL ORDER BY r.id`, args...)
		if err != nil {
			return err
		}
		if err := room.tellSome(tx, list, j); err != nil {
			return err
		}
		if err := job.Finish(tx); err != nil || len(ids) < atOnce {
			return err
		}
		j.After = ids[len(ids)-1]
		return jobs.Enqueue(tx, jobs.Job{Kind: JobTellGroup, Payload: j})
	})
}

// toldNow is the condition on who is still to be told: who gave their place up
// before is not told that the group did.
func (j groupJob) toldNow() string {
	if j.Kind == MailCancelled {
		return `r.state = 'cancelled' AND r.left_by = 'group'`
	}
	return `r.state <> 'cancelled'`
}

func (room *Room) tellSome(tx *store.Tx, list []Registration, j groupJob) error {
	if j.Former == "" {
		return tellAll(tx, j.Kind, list)
	}
	for _, r := range list {
		if err := room.tellMoved(tx, r, j.Former); err != nil {
			return err
		}
	}
	return nil
}

// trusted is how many strangers are written to in the name of a contact person
// who has not answered yet. The members of larger groups are told when the
// contact person has.
const trusted = 50

// inviteSome tells some of those who were entered by another that they were,
// and reports whether there are more. It is done once for each, when the group
// is no draft any more.
func (room *Room) inviteSome(ctx context.Context, tx *store.Tx, s *Series, d *Delegation) (more bool, err error) {
	if d.Standing == InDraft || d.Standing == Withdrawn {
		return false, nil
	}
	if d.AnsweredAt.IsZero() {
		var strangers int
		if err = tx.Row(`SELECT COUNT(*) FROM registration r JOIN person p ON p.id = r.person
			WHERE r.delegation = $1 AND r.state <> 'cancelled' AND p.address_ix IS NOT NULL`, d.ID).Scan(&strangers); err != nil {
			return false, err
		}
		if strangers > trusted || strangers > 0 && wary(tx, d.ID) {
			return false, nil
		}
	}
	pace, err := room.People.PaceOf(tx, d.Contact)
	if err != nil {
		return false, err
	}
	now := min(tellAtOnce, pace.Now())
	// In no order, so that the database stops at the last of them: all are noted
	// at once, and none comes again.
	list, err := store.All(tx, func(r *store.Rows) (Registration, error) { return scanRegistration(r) },
		`SELECT `+registrationColumns+` FROM registration r JOIN person p ON p.id = r.person
			WHERE r.delegation = $1 AND r.state <> 'cancelled' AND r.invited_at IS NULL AND r.person <> $2
			AND p.address_ix IS NOT NULL LIMIT $3`, d.ID, d.Contact, now+1)
	if err != nil {
		return false, err
	}
	if err = room.confirmContact(tx, d); err != nil {
		return false, err
	}
	if more = len(list) > now; more {
		list = list[:now]
	}
	persons := make([]string, len(list))
	for i, r := range list {
		persons[i] = r.Person
	}
	if err = room.People.Told(tx, persons...); err != nil {
		return false, err
	}
	if err = room.People.Paced(tx, d.Contact, len(list)); err != nil {
		return false, err
	}
	if more && now < tellAtOnce {
		if more = false; !pace.Stopped() {
			err = jobs.Enqueue(tx, jobs.Job{Kind: JobGather, Unique: d.ID, Payload: groupJob{Delegation: d.ID}, RunAt: people.NextPace(tx.Now())})
		}
	}
	if err != nil {
		return false, err
	}
	return more, room.tellEach(tx, MailInvited, "invited_at", list)
}

// confirmContact confirms their own place to a contact person who takes part,
// once they have answered: until then their address gets the group's letter
// alone.
func (room *Room) confirmContact(tx *store.Tx, d *Delegation) error {
	if d.AnsweredAt.IsZero() {
		return nil
	}
	own, err := store.All(tx, func(r *store.Rows) (Registration, error) { return scanRegistration(r) },
		`SELECT `+registrationColumns+` FROM registration r WHERE r.delegation = $1 AND r.person = $2
			AND r.state <> 'cancelled' AND r.invited_at IS NULL`, d.ID, d.Contact)
	if err != nil {
		return err
	}
	return room.tellEach(tx, MailRegistered, "invited_at", own)
}

// tellEach writes to each of the list and notes when in the column.
func (room *Room) tellEach(tx *store.Tx, kind, column string, list []Registration) error {
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = r.ID
	}
	if err := tellAll(tx, kind, list); err != nil {
		return err
	}
	in, args := store.In(tx, "id", 2, ids)
	_, err := tx.Exec(`UPDATE registration SET `+column+` = $1 WHERE `+in, append([]any{tx.Now()}, args...)...)
	return err
}

// tellAll puts one mail about each registration into the outbox.
func tellAll(tx *store.Tx, kind string, list []Registration) error {
	rows := make([]mail.Row, len(list))
	for i, r := range list {
		rows[i] = mail.Row{Kind: kind, Person: r.Person, About: r.ID, Lang: r.Language}
	}
	return mail.EnqueueMany(tx, rows)
}

// nudgeable is who may be reminded at a time ($2) and a day before it ($3):
// members with an address who were told and have not answered. An address that
// never answered anything gets one reminder and no more; others one a day.
const nudgeable = `FROM registration r JOIN person p ON p.id = r.person
	WHERE r.delegation = $1 AND r.state IN ('registered', 'offered', 'waitlisted') AND r.answered_at IS NULL
	AND r.invited_at IS NOT NULL AND p.address_ix IS NOT NULL
	AND (r.nudged_at IS NULL OR (p.proven_at IS NOT NULL AND r.nudged_at <= $2))`

const nudgeEvery = 24 * time.Hour

// MayNudge counts the members who have not answered and may be reminded now.
func (room *Room) MayNudge(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (n int, err error) {
	if !room.mayLead(v, s, d) {
		return 0, errs.NotThere()
	}
	err = tx.Row(`SELECT COUNT(*) `+nudgeable, d.ID, store.At(tx.Now().Add(-nudgeEvery))).Scan(&n)
	return n, err
}

// Nudge has all members reminded who have not answered and may be reminded
// now, and returns how many.
func (room *Room) Nudge(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (n int, err error) {
	defer errs.Wrap(&err, "remind a group")
	if err = room.lead(tx, v, s, d); err != nil {
		return 0, err
	}
	if n, err = room.MayNudge(ctx, tx, v, s, d); err != nil || n == 0 {
		return 0, err
	}
	if err = room.mayTell(tx, d); err != nil {
		return 0, err
	}
	return n, jobs.Enqueue(tx, jobs.Job{Kind: JobNudge, Unique: d.ID, Payload: groupJob{Delegation: d.ID}})
}

// NudgeGroup is the handler of JobNudge.
func (room *Room) NudgeGroup(ctx context.Context, job *jobs.Running) error {
	var j groupJob
	if err := job.Decode(&j); err != nil {
		return err
	}
	for more := true; more; {
		if err := job.DB.Write(ctx, func(tx *store.Tx) error {
			list, err := store.All(tx, func(r *store.Rows) (Registration, error) { return scanRegistration(r) },
				`SELECT `+registrationColumns+` `+nudgeable+` LIMIT $3`, j.Delegation, store.At(tx.Now().Add(-nudgeEvery)), tellAtOnce)
			if err != nil {
				return err
			}
			more = len(list) == tellAtOnce
			return room.tellEach(tx, MailNudge, "nudged_at", list)
		}); err != nil {
			return err
		}
	}
	return nil
}

// GroupFacts is what letters and pages about a group draw on.
type GroupFacts struct {
	D            Delegation
	S            *Series
	Letter       string // of the track
	Organisation string
	Contact      people.Person
	Own          *Registration // the contact person's, if they take part
	Also         int           // people with a place of their own
	Missing      int           // of a draft
	Ahead        int           // people who wait before the group
	Entries      int           // entries of the waiting list before it
	Free         int           // places in its track; -1 without a limit
}

// Count is how many people the group has, with those who have a place of their
// own.
func (f GroupFacts) Count() int { return f.D.Size + f.Also }

// Facts reads what letters and pages need of a group. Whoever shows them has
// checked the right to see them.
func (room *Room) Facts(ctx context.Context, tx *store.Tx, s *Series, d Delegation) (f GroupFacts, err error) {
	defer errs.Wrap(&err, "read what there is to say of a group")
	f = GroupFacts{D: d, S: s, Letter: s.letter(d.Track), Free: s.Free(s.letter(d.Track))}
	if f.Organisation, err = room.Organisation(tx, d); err != nil {
		return f, err
	}
	if f.Contact, err = room.People.Get(tx, d.Contact); err != nil {
		return f, err
	}
	if f.Also, err = room.also(tx, d.ID); err != nil {
		return f, err
	}
	own, err := room.registrationOf(tx, d.Series, d.Contact)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return f, err
	}
	if err == nil && own.Delegation == d.ID && own.Standing != Withdrawn {
		f.Own = &own
	}
	err = nil // most contact persons do not take part
	f.Missing = max(0, s.Window.GroupMin-f.Count())
	if d.Standing == Waitlisted {
		if f.Ahead, err = room.Ahead(tx, d.Series, d.Rank); err != nil {
			return f, err
		}
		f.Entries, err = room.entriesAhead(tx, d)
	}
	return f, err
}

func (room *Room) entriesAhead(tx *store.Tx, d Delegation) (n int, err error) {
	err = tx.Row(`SELECT (SELECT COUNT(*) FROM registration WHERE series = $1 AND state = 'waitlisted' AND rank < $2)
		+ (SELECT COUNT(*) FROM delegation WHERE series = $1 AND state = 'waitlisted' AND rank < $2)`, d.Series, d.Rank).Scan(&n)
	return n, err
}

// GroupLetter reads what a letter about a group needs, by the group's id. A
// group that is gone is NotThere.
func (room *Room) GroupLetter(ctx context.Context, tx *store.Tx, id string) (GroupFacts, error) {
	d, s, err := room.GroupByID(ctx, tx, auth.Itself(), id)
	if err != nil {
		return GroupFacts{}, err
	}
	return room.Facts(ctx, tx, s, d)
}
