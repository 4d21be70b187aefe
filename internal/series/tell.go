package series

import (
	"encoding/json"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Kinds of mail of this room. What each says is written when it is sent, from
// what is true then; see package letters.
const (
	MailRegistered = "series.registered" // your place, or your rank
	MailPlaced     = "series.placed"     // your place, after it changed: other hours, or a group that had waited
	MailAlready    = "series.already"    // you were registered before
	MailLink       = "series.link"       // your link once more, because your organiser asks for it
	MailOffered    = "series.offered"    // a place is free for you
	MailCancelled  = "series.cancelled"  // you gave your place up
	MailLapsed     = "series.lapsed"     // nobody answered, the place went on
	MailMoved      = "series.moved"      // takes the hours of the former track out of the calendar
	MailDayBefore  = "series.day-before"
	MailHourBefore = "series.hour-before"
	MailChanged    = "series.changed" // sessions were moved, cancelled or reinstated
	MailWriteUp    = "series.write-up"
	MailTest       = "series.test" // to the organiser who asked for it

	// To the contact person of a group.
	MailGroup          = "group.registered" // where it stands: gathered, in, waiting
	MailGroupAlready   = "group.already"    // it was registered before
	MailGroupOffered   = "group.offered"    // there are places for all of it
	MailGroupCancelled = "group.cancelled"
	MailGroupLapsed    = "group.lapsed"
	MailGroupMoved     = "group.moved" // to other hours

	// To members who were entered by the contact person.
	MailInvited = "group.invited"
	MailNudge   = "group.nudge"

	// The same as above, to the contact person for the whole group.
	MailGroupDayBefore  = "group.day-before"
	MailGroupHourBefore = "group.hour-before"
	MailGroupChanged    = "group.changed"
	MailGroupWriteUp    = "group.write-up"
)

// MailClasses says what each kind of mail is to its receiver; the rules on how
// much mail an address gets go by it.
func MailClasses() map[string]people.MailClass {
	return map[string]people.MailClass{
		MailRegistered: people.Confirmation, MailGroup: people.Confirmation, MailInvited: people.Confirmation,
		MailAlready: people.Answer, MailLink: people.Answer, MailGroupAlready: people.Answer, MailGroupCode: people.Code,
		MailPlaced: people.Notice, MailOffered: people.Notice, MailGroupOffered: people.Notice, MailCancelled: people.Notice, MailLapsed: people.Notice,
		MailGroupCancelled: people.Notice, MailGroupLapsed: people.Notice, MailGroupMoved: people.Notice, MailMoved: people.Notice, MailChanged: people.Notice, MailGroupChanged: people.Notice,
		MailDayBefore: people.Reminder, MailHourBefore: people.Reminder, MailNudge: people.Reminder,
		MailGroupDayBefore: people.Reminder, MailGroupHourBefore: people.Reminder,
		MailWriteUp: people.News, MailGroupWriteUp: people.News,
		MailTest: people.Answer,
	}
}

// tell puts one mail about a registration into the outbox.
func (room *Room) tell(tx *store.Tx, kind string, r Registration, payload any) error {
	row, err := rowFor(kind, r, payload)
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, row)
}

func rowFor(kind string, r Registration, payload any) (row mail.Row, err error) {
	row = mail.Row{Kind: kind, Person: r.Person, About: r.ID, Lang: r.Language}
	if payload != nil {
		row.Payload, err = json.Marshal(payload)
	}
	return row, err
}

func (room *Room) tellRegistered(tx *store.Tx, _ *Series, r Registration) error {
	return room.tell(tx, MailRegistered, r, nil)
}

// Asked is the payload of MailAlready: what the form asked for that was filled
// in once more.
type Asked struct {
	Track string `json:"track"` // its id
}

func (room *Room) tellAlready(tx *store.Tx, r Registration, track string) error {
	return room.tell(tx, MailAlready, r, Asked{track})
}

func (room *Room) tellOffered(tx *store.Tx, _ *Series, r Registration) error {
	return room.tell(tx, MailOffered, r, nil)
}

func (room *Room) tellCancelled(tx *store.Tx, _ *Series, r Registration) error {
	return room.tell(tx, MailCancelled, r, nil)
}

func (room *Room) tellLapsed(tx *store.Tx, _ *Series, r Registration) error {
	return room.tell(tx, MailLapsed, r, nil)
}

// FormerTrack is the payload of MailMoved, and of MailPlaced after a move.
type FormerTrack struct {
	Track string `json:"track"` // its id
}

// tellMoved confirms new hours, and takes the former ones out of the calendar
// of whoever had a place: an entry there can be withdrawn only by a letter of
// its own.
func (room *Room) tellMoved(tx *store.Tx, r Registration, former string) error {
	if r.Standing.HasPlace() {
		row, err := rowFor(MailMoved, r, FormerTrack{former})
		if err != nil {
			return err
		}
		row.Replace = true
		if err := mail.Enqueue(tx, room.Keys, row); err != nil {
			return err
		}
	}
	row, err := rowFor(MailPlaced, r, FormerTrack{former})
	if err != nil {
		return err
	}
	row.Replace = true
	return mail.Enqueue(tx, room.Keys, row)
}

// Sent notes what a letter that was just sent has told. It belongs in the
// outbox's Sent.
func (room *Room) Sent(tx *store.Tx, row mail.Row) (err error) {
	at := store.At(tx.Now())
	switch row.Kind {
	case MailRegistered, MailPlaced, MailInvited:
		_, err = tx.Exec(`UPDATE registration SET confirmed_at = $1 WHERE id = $2`, at, row.About)
	case MailGroup:
		_, err = tx.Exec(`UPDATE delegation SET confirmed_at = $1 WHERE id = $2`, at, row.About)
	case MailChanged:
		_, err = tx.Exec(`UPDATE registration SET told_until = $1 WHERE id = $2 AND (told_until IS NULL OR told_until < $1)`,
			store.At(row.SendAt), row.About)
	case MailGroupChanged:
		_, err = tx.Exec(`UPDATE delegation SET told_until = $1 WHERE id = $2 AND (told_until IS NULL OR told_until < $1)`,
			store.At(row.SendAt), row.About)
	}
	return err
}

// ConfirmRest sends what was held back while an address had not answered:
// confirmations of what its person was told nothing of, for themselves, as a
// member of a group and as a contact person. It belongs in the people room's
// OnProven.
func (room *Room) ConfirmRest(tx *store.Tx, person string) error {
	list, err := store.All(tx, func(r *store.Rows) (Registration, error) { return scanRegistration(r) },
		`SELECT `+registrationColumns+` FROM registration r WHERE r.person = $1 AND r.confirmed_at IS NULL
			AND r.state IN ('registered', 'offered', 'waitlisted')
			AND NOT EXISTS (SELECT 1 FROM delegation d WHERE d.id = r.delegation AND d.contact = r.person) ORDER BY r.made_at`, person)
	if err != nil {
		return err
	}
	for _, r := range list {
		kind := MailRegistered
		if r.Delegation != "" {
			kind = MailInvited
		}
		row, err := rowFor(kind, r, nil)
		if err != nil {
			return err
		}
		row.Replace = true
		if err := mail.Enqueue(tx, room.Keys, row); err != nil {
			return err
		}
	}
	groups, err := store.All(tx, func(r *store.Rows) (Delegation, error) { return scanDelegation(r) },
		`SELECT `+delegationColumns+` FROM delegation d WHERE d.contact = $1 AND d.confirmed_at IS NULL
			AND d.state IN ('draft', 'registered', 'waitlisted') ORDER BY d.made_at`, person)
	if err != nil {
		return err
	}
	for _, d := range groups {
		if err := room.tellGroup(tx, &d, MailGroup); err != nil {
			return err
		}
	}
	return nil
}

// parseLink takes a carried key apart.
func parseLink(key string) (id string, mac []byte, ok bool) { return seal.ParseLink(key) }
