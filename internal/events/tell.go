package events

import (
	"encoding/json"
	"time"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// Kinds of mail of this room. What each says is written when it is sent, from
// what is true then; see package letters.
const (
	MailRegistered = "event.registered" // your place, or your rank
	MailPlaced     = "event.placed"     // your place, after it changed
	MailAlready    = "event.already"    // you were registered before
	MailLink       = "event.link"       // your link once more, because your organiser asks for it
	MailOffered    = "event.offered"    // a place is free for you
	MailCancelled  = "event.cancelled"  // you gave your place up
	MailLapsed     = "event.lapsed"     // nobody answered, the place went on
	MailDayBefore  = "event.day-before"
	MailHourBefore = "event.hour-before"
	MailChanged    = "event.changed"  // a date was moved, cancelled or reinstated
	MailWriteUp    = "event.write-up" // what came of a date, to those who missed it
)

// MailClasses says what each kind of mail is to its receiver; the rules on how
// much mail an address gets go by it.
func MailClasses() map[string]people.MailClass {
	return map[string]people.MailClass{
		MailRegistered: people.Confirmation, MailAlready: people.Answer, MailLink: people.Answer, MailPlaced: people.Notice, MailOffered: people.Notice,
		MailCancelled: people.Notice, MailLapsed: people.Notice, MailChanged: people.Notice,
		MailDayBefore: people.Reminder, MailHourBefore: people.Reminder, MailWriteUp: people.News,
	}
}

// tell puts one mail about a registration into the outbox.
func (room *Room) tell(tx *store.Tx, kind string, r Registration) error {
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: kind, Person: r.Person, About: r.ID, Lang: r.Language})
}

// byTeam says in a letter that the organisers did what it tells of.
type byTeam struct {
	Team bool `json:"team"`
}

// tellTakenAway tells somebody that the organisers have cancelled their place.
func (room *Room) tellTakenAway(tx *store.Tx, r Registration) error {
	payload, err := json.Marshal(byTeam{true})
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailCancelled, Person: r.Person, About: r.ID, Lang: r.Language, Payload: payload})
}

// ByTeam tells of a letter about a cancellation, or about a place that changed,
// whether that was the organisers' doing, and not its receiver's.
func ByTeam(row mail.Row) bool {
	var said byTeam
	return len(row.Payload) > 0 && json.Unmarshal(row.Payload, &said) == nil && said.Team
}

// tellPlaced tells of a place that changed, for which date it was before, and
// whether the organisers changed it.
func (room *Room) tellPlaced(tx *store.Tx, r Registration, before string, team bool) error {
	payload, err := json.Marshal(placedBefore{before, byTeam{team}})
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailPlaced, Person: r.Person, About: r.ID, Lang: r.Language, Payload: payload})
}

// placedBefore is for which date a place was before it changed, "" for all.
type placedBefore struct {
	Date string `json:"date"`
	byTeam
}

// LeftBehind are the dates that a registration was for before a letter that
// tells of its change, and is not for any more. Those that are off are among
// them: who has left them hears of that no other way.
func LeftBehind(row mail.Row, e *Event, r *Registration, now time.Time) (list []Occurrence, err error) {
	var before placedBefore
	if len(row.Payload) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(row.Payload, &before); err != nil {
		return nil, err
	}
	for i := range e.Dates {
		d := &e.Dates[i]
		if o := e.Occurrence(d); (before.Date == "" || before.Date == d.ID) && !r.Holds(d) && o.End.After(now) {
			list = append(list, o)
		}
	}
	return list, nil
}

// Sent notes what a letter that was just sent has told. It belongs in the
// outbox's Sent.
func (room *Room) Sent(tx *store.Tx, row mail.Row) (err error) {
	switch row.Kind {
	case MailRegistered, MailPlaced:
		_, err = tx.Exec(`UPDATE event_registration SET confirmed_at = $1 WHERE id = $2`, store.At(tx.Now()), row.About)
	}
	return err
}

// ConfirmRest sends what was held back while an address had not answered. It
// belongs in the people room's OnProven.
func (room *Room) ConfirmRest(tx *store.Tx, person string) error {
	list, err := store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r WHERE r.person = $1
		AND r.confirmed_at IS NULL AND r.state <> 'cancelled' ORDER BY r.made_at`, person)
	if err != nil {
		return err
	}
	for _, r := range list {
		row := mail.Row{Kind: MailRegistered, Person: r.Person, About: r.ID, Lang: r.Language, Replace: true}
		if err := mail.Enqueue(tx, room.Keys, row); err != nil {
			return err
		}
	}
	return nil
}
