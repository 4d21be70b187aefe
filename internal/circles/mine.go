package circles

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Own is somebody's circle as they see it.
type Own struct {
	Circle    Circle
	Placement Placement
	Members   []Member
	Named     bool // whether the viewer may see who the others are, and what they write
	Notes     Notes
	Swaps     []Swap // that are asked and not answered
}

// Member is somebody in a circle.
type Member struct {
	Interest string
	Person   string
	Name     string // as they chose it; "" for viewers who may not see it, and for who was erased
	Zone     string
	Language string
	Leads    bool
	Since    time.Time
}

// Notes are what the members of a circle write together. Version grows with
// each change, so that two who write at once do not lose what the other wrote.
type Notes struct {
	Text    string
	Version int
}

// OwnCircle returns the circle of an interest to the person whose it is; placed
// is false if they are in none. Names and notes show to who answered from their
// mail, as a signed-in person or with a code: links are passed on.
func (room *Room) OwnCircle(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest) (o Own, placed bool, err error) {
	defer errs.Wrap(&err, "open a circle")
	if !v.Is(in.Person) {
		return o, false, errs.NotThere()
	}
	if o.Placement, placed, err = room.placement(tx, in.ID); err != nil || !placed {
		return o, false, err
	}
	if o.Circle, err = room.circle(tx, o.Placement.Circle); err != nil {
		return o, false, err
	}
	o.Named = v.Tier >= auth.Mail
	if o.Members, err = room.members(tx, o.Circle.ID, o.Named); err != nil {
		return o, false, err
	}
	if o.Named {
		if o.Notes, err = room.notes(tx, o.Circle.ID); err != nil {
			return o, false, err
		}
	}
	o.Swaps, err = room.openSwaps(tx, o.Circle.ID)
	return o, true, err
}

// Member returns the member with that interest, or nil.
func (o *Own) Member(interest string) *Member {
	for i := range o.Members {
		if o.Members[i].Interest == interest {
			return &o.Members[i]
		}
	}
	return nil
}

// members returns who is in a circle, in the order in which they came; without
// names unless they are asked for.
func (room *Room) members(tx *store.Tx, circle string, named bool) ([]Member, error) {
	list, err := store.All(tx, func(r *store.Rows) (m Member, err error) {
		var since store.Time
		err = r.Scan(&m.Interest, &m.Person, &m.Zone, &m.Language, &m.Leads, &since)
		m.Since = since.Time
		return m, err
	}, `SELECT i.id, i.person, i.zone, i.language, i.leads, p.placed_at FROM placement p JOIN interest i ON i.id = p.interest
		WHERE p.circle = $1 ORDER BY p.placed_at, i.made_at, i.id`, circle)
	if err != nil || !named {
		return list, err
	}
	ids := make([]string, len(list))
	for i, m := range list {
		ids[i] = m.Person
	}
	known, err := room.People.Several(tx, ids)
	for i := range list {
		list[i].Name = known[list[i].Person].Name
	}
	return list, err
}

// MembersOf returns who is in a circle, with their names, to who may form
// circles of its series and to the house.
func (room *Room) MembersOf(ctx context.Context, tx *store.Tx, v auth.Viewer, circle string) (list []Member, err error) {
	defer errs.Wrap(&err, "list a circle")
	c, err := room.circle(tx, circle)
	if err != nil {
		return nil, err
	}
	s, _, err := room.programme(tx, c.Cohort)
	if err != nil {
		return nil, err
	}
	if v.Kind != auth.System && !room.MayForm(v, s) {
		return nil, errs.NotThere()
	}
	return room.members(tx, c.ID, true)
}

// door is what the mailed code opens: the names and notes of a circle.
func (in Interest) door() auth.Door {
	return auth.Door{Purpose: LinkCircle, ID: in.ID, Generation: in.Generation, Person: in.Person}
}

func (room *Room) codes() auth.Codes { return auth.Codes{Keys: room.Keys} }

// Code is the payload of MailCode.
type Code struct {
	Code string `json:"code"`
}

// SendCode mails a code to a member, for the browser that keeps the secret.
func (room *Room) SendCode(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest, browser string) (err error) {
	defer errs.Wrap(&err, "mail a circle's code")
	code, err := room.codes().Make(tx, v, in.door(), browser)
	if err != nil {
		return err
	}
	payload, err := json.Marshal(Code{code})
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailCode, Person: in.Person, About: in.ID, Lang: in.Language,
		Payload: payload, NotAfter: tx.Now().Add(auth.CodeFor), Replace: true})
}

// Unlock spends a code and returns a ticket for the browser that asked for it.
// A wrong code is counted and answered with ok = false; the write must be kept.
func (room *Room) Unlock(ctx context.Context, tx *store.Tx, v auth.Viewer, in *Interest, browser, code string) (ticket string, ok bool, err error) {
	defer errs.Wrap(&err, "unlock a circle")
	if ticket, ok, err = room.codes().Open(tx, v, in.door(), browser, code); err != nil || !ok {
		return "", false, err
	}
	return ticket, true, room.Answered(tx, v, in)
}

// Raise returns the viewer of a circle's link at the tier that the browser has
// reached.
func (room *Room) Raise(v auth.Viewer, in Interest, browser, ticket string, now time.Time) auth.Viewer {
	return room.codes().Raise(v, in.door(), browser, ticket, now)
}

// Answered notes that the person pressed a button reached from their mail.
func (room *Room) Answered(tx *store.Tx, v auth.Viewer, in *Interest) error {
	if !v.Is(in.Person) {
		return errs.NotThere()
	}
	if in.AnsweredAt.IsZero() {
		in.AnsweredAt = tx.Now()
		if _, err := tx.Exec(`UPDATE interest SET answered_at = $1 WHERE id = $2`, store.At(tx.Now()), in.ID); err != nil {
			return err
		}
	}
	return room.People.Prove(tx, in.Person)
}

// LongestNotes bounds what a circle writes together, in characters.
const LongestNotes = 20000

// longestName bounds the name of a circle, in characters.
const longestName = 80

func (room *Room) notes(tx *store.Tx, circle string) (n Notes, err error) {
	var cell []byte
	if err = tx.Row(`SELECT notes, notes_version FROM circle WHERE id = $1`, circle).Scan(&cell, &n.Version); err != nil || cell == nil {
		return n, err
	}
	box, err := room.Keys.Box(tx, circle)
	if err != nil {
		return n, err
	}
	n.Text, err = box.Open("circle", "notes", circle, cell)
	return n, err
}

// toChange returns the circle that a member may change: one that they may see.
func (room *Room) toChange(tx *store.Tx, v auth.Viewer, in Interest) (Circle, error) {
	if !v.Is(in.Person) || v.Tier < auth.Mail {
		return Circle{}, errs.NotThere()
	}
	p, placed, err := room.placement(tx, in.ID)
	if err == nil && !placed {
		err = errs.NotThere()
	}
	if err != nil {
		return Circle{}, err
	}
	return room.circle(tx, p.Circle)
}

// WriteNotes keeps what a member wrote into the circle's notes. Version is that
// of the notes they began with.
func (room *Room) WriteNotes(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest, n Notes) (err error) {
	defer errs.Wrap(&err, "write a circle's notes")
	c, err := room.toChange(tx, v, in)
	if err != nil {
		return err
	}
	n.Text = strings.TrimSpace(strings.ReplaceAll(n.Text, "\r\n", "\n"))
	if utf8.RuneCountInString(n.Text) > LongestNotes {
		var form errs.Form
		form.Add("notes", "circles.notes.long|This is longer than {most} characters. Please shorten it.", "most", LongestNotes)
		return form.Err()
	}
	box, err := room.Keys.Box(tx, c.ID)
	if err != nil {
		return err
	}
	changed, err := tx.Exec(`UPDATE circle SET notes = $1, notes_version = notes_version + 1, changed_at = $2 WHERE id = $3 AND notes_version = $4`,
		box.Seal("circle", "notes", c.ID, n.Text), store.At(tx.Now()), c.ID, n.Version)
	if err == nil && changed == 0 {
		if now, err := room.notes(tx, c.ID); err != nil || now.Text == n.Text { // pressed twice
			return err
		}
		var form errs.Form
		form.Add("notes", "circles.notes.changed|Somebody else changed the notes meanwhile. What you wrote stands here still: copy it, open the page anew and put it in.")
		err = form.Err()
	}
	return err
}

// Rename gives the circle the name that a member chose for it.
func (room *Room) Rename(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest, name string) (err error) {
	defer errs.Wrap(&err, "name a circle")
	c, err := room.toChange(tx, v, in)
	if err != nil {
		return err
	}
	if name = people.CleanName(name); utf8.RuneCountInString(name) > longestName {
		var form errs.Form
		form.Add("name", "circles.name.long|This name is longer than {most} characters. Please shorten it.", "most", longestName)
		return form.Err()
	}
	box, err := room.Keys.Box(tx, c.ID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE circle SET name = $1, changed_at = $2 WHERE id = $3`, box.Seal("circle", "name", c.ID, name), store.At(tx.Now()), c.ID)
	return err
}

// Called is what a circle is called: its members' name for it, or its number.
func (c *Circle) Called(l *i18n.Locale) string {
	if c.Name != "" {
		return c.Name
	}
	return l.T("circles.called|Circle {n}", "n", c.Number())
}

// Number is the circle's number within its cohort.
func (c *Circle) Number() (n int) {
	for _, r := range c.Code {
		if r >= '0' && r <= '9' {
			n = n*10 + int(r-'0')
		}
	}
	return n
}

// Theme returns what the series says of a circle's meeting: its theme,
// questions and activity; nil if it says nothing any more.
func Theme(s *series.Series, m Meeting) *series.Session {
	if s.Circles == nil {
		return nil
	}
	for i := range s.Circles.Meetings {
		if s.Circles.Meetings[i].N == m.N {
			return &s.Circles.Meetings[i]
		}
	}
	return nil
}
