package series

import (
	"encoding/json"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Kinds of mail of this room. What each says is written when it is sent, from
// what is true then; see package letters.
const (
	MailRegistered = "series.registered" // your place, or your rank
	MailAlready    = "series.already"    // you were registered before
	MailOffered    = "series.offered"    // a place is free for you
	MailCancelled  = "series.cancelled"  // you gave your place up
	MailLapsed     = "series.lapsed"     // nobody answered, the place went on
	MailDayBefore  = "series.day-before"
	MailHourBefore = "series.hour-before"
	MailChanged    = "series.changed" // sessions were moved, cancelled or reinstated
	MailWriteUp    = "series.write-up"
	MailTest       = "series.test" // to the organiser who asked for it

	MailGroup        = "group.registered" // to the contact person
	MailGroupOffered = "group.offered"
	MailInvited      = "group.invited" // to a member entered by the contact person
	MailNudge        = "group.nudge"
)

// Moment is an instant that prints itself in the zone in which it stands.
type Moment struct{ time.Time }

// In prints the moment for a reader: weekday, date and hour.
func (m Moment) In(l *i18n.Locale) string { return l.DateTime(m.Time, i18n.Medium) }

// tell puts one mail about a registration into the outbox.
func (room *Room) tell(tx *store.Tx, kind string, r Registration, payload any) error {
	row := mail.Row{Kind: kind, Person: r.Person, About: r.ID, Lang: r.Language}
	if payload != nil {
		var err error
		if row.Payload, err = json.Marshal(payload); err != nil {
			return err
		}
	}
	return mail.Enqueue(tx, room.Keys, row)
}

func (room *Room) tellRegistered(tx *store.Tx, _ *Series, r Registration) error {
	return room.tell(tx, MailRegistered, r, nil)
}

func (room *Room) tellAlready(tx *store.Tx, _ *Series, r Registration) error {
	return room.tell(tx, MailAlready, r, nil)
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

// parseLink takes a carried key apart.
func parseLink(key string) (id string, mac []byte, ok bool) { return seal.ParseLink(key) }
