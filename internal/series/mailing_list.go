package series

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// recipient is one who may get a letter of a mailing: somebody registered, or
// the contact person of a group.
type recipient struct {
	id        string // of the registration or the group
	person    string
	lang      string
	track     string
	confirmed time.Time // when they were last told what the next session is
}

func scanRecipient(r *store.Rows) (to recipient, err error) {
	var confirmed store.Time
	err = r.Scan(&to.id, &to.person, &to.lang, &to.track, &confirmed)
	to.confirmed = confirmed.Time
	return to, err
}

// audience is whom a kind of letter is for, as conditions on r (registrations)
// and d (groups).
type audience struct {
	standing string // states, as SQL has them
	wanted   bool   // only those who want reminders
	missed   bool   // only those who are not noted as there
}

// audienceOf says who gets a kind of letter to many. Everyone registered hears
// of changes, those on the waiting list too.
func audienceOf(kind string) audience {
	switch kind {
	case MailChanged:
		return audience{standing: `'registered', 'offered', 'waitlisted'`}
	case MailWriteUp:
		return audience{standing: `'registered', 'offered'`, wanted: true, missed: true}
	}
	return audience{standing: `'registered', 'offered'`, wanted: true}
}

// until returns the person with whom the next part of the mailing ends, in the
// order of ids; "" if the list ends before. Parts are cut before anybody is
// left out, so that each is found at once, however many are.
func (m mailing) until(tx *store.Tx) (person string, err error) {
	query := `SELECT person FROM registration WHERE series = $1 AND person > $2 ORDER BY person LIMIT 1 OFFSET $3`
	if m.List == listGroups {
		query = `SELECT contact FROM delegation WHERE series = $1 AND contact > $2 ORDER BY contact LIMIT 1 OFFSET $3`
	}
	err = tx.Row(query, m.Series, m.Reached, sliceSize-1).Scan(&person)
	if errors.Is(err, store.ErrNoRow) {
		err = nil
	}
	return person, err
}

// recipients returns who gets a letter in the part of the mailing that ends
// with a person.
func (m mailing) recipients(tx *store.Tx, until string) ([]recipient, error) {
	if until == "" {
		until = "\U0010FFFF" // after every id
	}
	if m.List == listGroups {
		return m.contacts(tx, until)
	}
	return m.people(tx, until)
}

// people returns people of a mailing. Members of a group whose contact person
// receives its mail are not among them, nor is a contact person who gets the
// letter to the group, nor anybody without an address.
func (m mailing) people(tx *store.Tx, until string) ([]recipient, error) {
	a := audienceOf(m.Kind)
	query := `SELECT r.id, r.person, r.language, COALESCE(r.track, ''), COALESCE(r.confirmed_at, r.made_at) FROM registration r
		JOIN person p ON p.id = r.person LEFT JOIN delegation d ON d.id = r.delegation
		WHERE r.series = $1 AND r.person > $2 AND r.person <= $5 AND r.made_at <= $3 AND ($4 = '' OR r.track = $4) AND p.address_ix IS NOT NULL
			AND r.state IN (` + a.standing + `) AND (d.id IS NULL OR d.receives <> 'contact' AND (d.receives = 'members' OR d.contact <> r.person))`
	args := []any{m.Series, m.Reached, store.At(m.ChangedAt), m.Track, until}
	if a.wanted {
		query += ` AND r.reminders`
	}
	if a.missed {
		query += ` AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.session = $6 AND a.registration = r.id AND a.there)`
		args = append(args, m.Session)
	}
	return store.All(tx, scanRecipient, query, args...)
}

// contacts returns contact persons of a mailing, for their groups.
func (m mailing) contacts(tx *store.Tx, until string) ([]recipient, error) {
	a := audienceOf(m.Kind)
	query := `SELECT d.id, d.contact, d.language, COALESCE(d.track, ''), COALESCE(d.confirmed_at, d.made_at) FROM delegation d
		JOIN person p ON p.id = d.contact
		WHERE d.series = $1 AND d.contact > $2 AND d.contact <= $5 AND d.made_at <= $3 AND ($4 = '' OR d.track = $4) AND p.address_ix IS NOT NULL
			AND d.state IN (` + a.standing + `) AND d.receives <> 'members'`
	args := []any{m.Series, m.Reached, store.At(m.ChangedAt), m.Track, until}
	if a.wanted {
		query += ` AND d.reminders`
	}
	if a.missed {
		query += ` AND EXISTS (SELECT 1 FROM registration r WHERE r.delegation = d.id AND r.state IN (` + a.standing + `)
			AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.session = $6 AND a.registration = r.id AND a.there))`
		args = append(args, m.Session)
	}
	return store.All(tx, scanRecipient, query, args...)
}

// rowFor is the row of the outbox for one recipient, unless they need no
// letter.
func (m mailing) rowFor(s *Series, to recipient, now time.Time) (mail.Row, bool) {
	row := mail.Row{Kind: m.Kind, Person: to.person, About: to.id, Lang: to.lang, NotAfter: m.NotAfter}
	if m.List == listGroups {
		row.Kind = forGroups(m.Kind)
	}
	if m.Session == "" {
		row.SendAt = m.SendAt // up to when the letter tells of changes
		return row, true
	}
	x := s.sessionByID(m.Session)
	if x == nil {
		return row, false
	}
	row.About = AboutSession(to.id, x.N)
	if m.Kind == MailDayBefore || m.Kind == MailHourBefore {
		o := s.Occurrence(x, s.letter(to.track))
		if s.StatusOf(x) == CalledOff || !o.Start.After(now) || !m.NotAfter.Equal(o.Start) { // moved meanwhile
			return row, false
		}
		return row, !s.justTold(m.Kind, o, to.confirmed, now)
	}
	return row, true
}

// justTold tells whether a confirmation has spoken of this very session so
// lately that a reminder says nothing new.
func (s *Series) justTold(kind string, o Occurrence, confirmed, now time.Time) bool {
	within := freshDay
	if kind == MailHourBefore {
		within = freshHour
	}
	if now.Sub(confirmed) >= within {
		return false
	}
	next, ok := s.Next(o.Track, confirmed)
	return ok && next.Session.ID == o.Session.ID
}

// forGroups is the kind of the letter that says the same to a contact person.
func forGroups(kind string) string {
	return "group." + strings.TrimPrefix(kind, "series.")
}

// AboutSession is what a row of the outbox is about that speaks of one session
// to a registration or a group.
func AboutSession(id string, n int) string { return id + "-" + itoa(n) }

// CutSession takes such an about apart; n is 0 where it names no session.
func CutSession(about string) (id string, n int) {
	id, number, ok := strings.Cut(about, "-")
	if !ok {
		return about, 0
	}
	n, err := strconv.Atoi(number)
	if err != nil {
		return about, 0
	}
	return id, n
}
