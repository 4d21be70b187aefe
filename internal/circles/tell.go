package circles

import (
	"encoding/json"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// Kinds of mail of this room. What each says is written when it is sent, from
// what is true then; see package letters.
const (
	MailYes        = "circles.yes"        // your yes counts, and how you change it
	MailAlready    = "circles.already"    // somebody said yes with your address once more
	MailPlaced     = "circles.placed"     // your circle, with its meetings for the calendar
	MailMoved      = "circles.moved"      // you are in another circle, or yours meets at another hour
	MailGone       = "circles.gone"       // takes the meetings of a former circle out of the calendar
	MailUnplaced   = "circles.unplaced"   // why you have no circle, and what would help
	MailWithdrawn  = "circles.withdrawn"  // you took your yes back, or left your circle
	MailSwapAsked  = "circles.swap-asked" // would you take a meeting?
	MailSwapped    = "circles.swapped"    // somebody else leads a meeting
	MailLeaderless = "circles.leaderless" // nobody leads your circle any more
	MailChanged    = "circles.changed"    // a meeting of your circle is cancelled, takes place after all, or is on another day
	MailCode       = "circles.code"       // opens the names of the others
	MailDayBefore  = "circles.day-before"
	MailHourBefore = "circles.hour-before"
)

// MailClasses says what each kind of mail is to its receiver.
func MailClasses() map[string]people.MailClass {
	return map[string]people.MailClass{
		MailYes: people.Confirmation, MailAlready: people.Answer, MailCode: people.Code,
		MailPlaced: people.Notice, MailMoved: people.Notice, MailGone: people.Notice, MailUnplaced: people.Notice,
		MailWithdrawn: people.Notice, MailChanged: people.Notice,
		// what members ask of each other, as often as they like, comes to those
		// whose address has answered
		MailSwapAsked: people.News, MailSwapped: people.News, MailLeaderless: people.News,
		MailDayBefore: people.Reminder, MailHourBefore: people.Reminder,
	}
}

// tell puts one mail about an interest into the outbox.
func (room *Room) tell(tx *store.Tx, kind string, in Interest, payload any) error {
	row := mail.Row{Kind: kind, Person: in.Person, About: in.ID, Lang: in.Language, Replace: true}
	if payload != nil {
		var err error
		if row.Payload, err = json.Marshal(payload); err != nil {
			return err
		}
	}
	return mail.Enqueue(tx, room.Keys, row)
}

// tellMany puts the same mail to several people into the outbox.
func (room *Room) tellMany(tx *store.Tx, kind string, list []Interest) error {
	rows := make([]mail.Row, len(list))
	for i, in := range list {
		rows[i] = mail.Row{Kind: kind, Person: in.Person, About: in.ID, Lang: in.Language}
	}
	return mail.EnqueueMany(tx, rows)
}

// tellYes confirms somebody's yes, with the link that changes it.
func (room *Room) tellYes(tx *store.Tx, in Interest) error { return room.tell(tx, MailYes, in, nil) }

// tellAlready answers somebody who said yes once more: it brings their link.
func (room *Room) tellAlready(tx *store.Tx, in Interest) error {
	return room.tell(tx, MailAlready, in, nil)
}

// tellPlaced tells people who have a circle for the first time, or again, which
// it is. Their placements are written before.
func (room *Room) tellPlaced(tx *store.Tx, list ...Interest) error {
	return room.tellMany(tx, MailPlaced, list)
}

// tellUnplaced tells people why they have no circle and what would help. What
// it says is worked out when it is sent.
func (room *Room) tellUnplaced(tx *store.Tx, list ...Interest) error {
	return room.tellMany(tx, MailUnplaced, list)
}

// FormerCircle is the payload of letters about a circle that somebody was in.
type FormerCircle struct {
	Circle string `json:"circle"` // its id
}

// tellMoved tells somebody that they are in another circle than before, and
// takes the former one out of their calendar: an entry there can be withdrawn
// only by a letter of its own.
func (room *Room) tellMoved(tx *store.Tx, in Interest, former string) error {
	if err := room.tell(tx, MailGone, in, FormerCircle{former}); err != nil {
		return err
	}
	return room.tell(tx, MailMoved, in, FormerCircle{former})
}

// tellWithdrawn confirms that somebody took their yes back, or left their
// circle; former is its id, "" if they had none.
func (room *Room) tellWithdrawn(tx *store.Tx, in Interest, former string) error {
	return room.tell(tx, MailWithdrawn, in, FormerCircle{former})
}
