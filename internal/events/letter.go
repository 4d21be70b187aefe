package events

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// changeAfter is how long a change waits before it is told, so that one that is
// corrected at once is told once.
const changeAfter = 2 * time.Minute

// sliceSize is how many letters one write puts into the outbox.
const sliceSize = 100

// letter is one to all of a date, on its way into the outbox. Where it has got
// to stands in its row, so that it goes on there after the process was killed.
type letter struct {
	Date    string
	Kind    string
	SendAt  time.Time
	Since   time.Time // who registered later knows it already
	Reached string
	Was     json.RawMessage
	Added   bool      // Was says that the date was not there
	Start   time.Time // of what Was says
}

// Was is how a date stood before a change, as the letter about it tells; of a
// reminder, when the date begins as it was made for it.
type Was struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	Place Place     `json:"place"`
	Off   bool      `json:"off,omitempty"` // it was cancelled

	Added bool `json:"added,omitempty"` // it was not there; of interest to who comes to all dates
	Free  bool `json:"free,omitempty"`  // it was full for who comes to all dates
}

// begin writes a letter down. One of its kind that is on its way already stays:
// it knows what the date was before the first of several changes.
func begin(tx *store.Tx, l letter, was *Was) error {
	if l.Since.IsZero() {
		l.Since = tx.Now()
	}
	_, err := tx.Exec(`INSERT INTO event_letter (date, kind, was, since, send_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (date, kind) DO NOTHING`,
		l.Date, l.Kind, store.JSON(was), store.At(l.Since), store.At(l.SendAt))
	return err
}

// NoteChanges has everybody told of dates that were moved, cancelled, reinstated
// or got another place, and who comes to all of those that were added. Several
// changes within two minutes are told as one. It belongs in this room's OnChanged.
func (room *Room) NoteChanges(ctx context.Context, tx *store.Tx, e *Event, changed []Changed) error {
	for _, c := range changed {
		if err := remindAnew(tx, e, c); err != nil {
			return err
		}
		if !c.Has(ChangedTime, ChangedPlace, WasCancelled, Reinstated, Added) {
			continue
		}
		was := &Was{Start: c.Was.Start, End: c.Was.End, Place: placeOf(c.WasVenue), Off: c.Has(Reinstated), Added: c.Has(Added)}
		l := letter{Date: c.After.ID, Kind: MailChanged, SendAt: tx.Now().Add(changeAfter)}
		if err := errs.Both(room.tellLate(tx, e, l, was), begin(tx, l, was)); err != nil {
			return err
		}
	}
	return nil
}

// tellLate tells of a second change those who registered after the first one,
// whose letter is still waiting: what they know is how the date stood between
// the two. What waits for them already stays: it knows how the date stood before
// the first of several changes.
func (room *Room) tellLate(tx *store.Tx, e *Event, l letter, was *Was) error {
	var since store.Time
	err := tx.Row(`SELECT since FROM event_letter WHERE date = $1 AND kind = $2`, l.Date, l.Kind).Scan(&since)
	if errors.Is(err, store.ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	late, err := store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r
		WHERE r.event = $1 AND r.made_at > $2 AND r.state <> 'cancelled' AND `+forDate("r", "$3"), e.ID, since, l.Date)
	if err != nil {
		return err
	}
	if l.Was, err = json.Marshal(was); err != nil {
		return err
	}
	for _, r := range late {
		row, err := rowOf(r, []letter{l})
		if err != nil {
			return err
		}
		row.Unless = []string{row.Kind}
		if err := mail.Enqueue(tx, room.Keys, row); err != nil {
			return err
		}
	}
	return nil
}

// tellFree tells somebody with all dates that they have a place on one that was
// full for them.
func (room *Room) tellFree(tx *store.Tx, r Registration, date string) error {
	was, err := json.Marshal(Was{Added: true, Free: true})
	if err != nil {
		return err
	}
	return room.enqueue(tx, r, []letter{{Date: date, Kind: MailChanged, Was: was}})
}

// WriteLetters puts letters to many that are due into the outbox, one slice at
// a time, and reports whether there may be more. Changes of several dates of one
// event reach each person as one letter.
func (room *Room) WriteLetters(ctx context.Context, tx *store.Tx) (more bool, err error) {
	defer errs.Wrap(&err, "write letters about dates")
	l, err := dueLetter(tx)
	if errors.Is(err, store.ErrNoRow) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	all, err := besides(tx, l)
	if err != nil {
		return false, err
	}
	list, err := store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r JOIN event_date d ON d.event = r.event
		WHERE d.id = $1 AND r.state <> 'cancelled' AND r.id > $2 ORDER BY r.id LIMIT $3`, l.Date, l.Reached, sliceSize)
	if err != nil {
		return false, err
	}
	for _, r := range list {
		if err := room.enqueue(tx, r, lettersFor(r, all)); err != nil {
			return false, err
		}
		l.Reached = r.ID
	}
	for _, one := range all {
		if len(list) < sliceSize {
			_, err = tx.Exec(`DELETE FROM event_letter WHERE date = $1 AND kind = $2`, one.Date, one.Kind)
		} else {
			_, err = tx.Exec(`UPDATE event_letter SET reached = $1 WHERE date = $2 AND kind = $3`, l.Reached, one.Date, one.Kind)
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// besides returns the letter with those that are written in one with it: the
// changes of other dates of its event that have got as far.
func besides(tx *store.Tx, l letter) ([]letter, error) {
	if l.Kind != MailChanged {
		return []letter{l}, nil
	}
	return store.All(tx, func(r *store.Rows) (letter, error) { return scanLetter(r) }, `SELECT `+letterColumns+` FROM event_letter l
		JOIN event_date d ON d.id = l.date WHERE l.kind = $1 AND l.reached = $2 AND l.send_at <= $3
		AND d.event = (SELECT event FROM event_date WHERE id = $4) ORDER BY d.date, l.date`, l.Kind, l.Reached, store.At(tx.Now()), l.Date)
}

// lettersFor are those of the letters that concern a registration.
func lettersFor(r Registration, all []letter) (mine []letter) {
	for _, l := range all {
		if (r.Date == "" || r.Date == l.Date && !l.Added) && !r.MadeAt.After(l.Since) {
			mine = append(mine, l)
		}
	}
	return mine
}

// enqueue puts one mail with all of the letters into the outbox.
func (room *Room) enqueue(tx *store.Tx, r Registration, list []letter) error {
	if len(list) == 0 {
		return nil
	}
	row, err := rowOf(r, list)
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, row)
}

// rowOf is the mail to one person with all of the letters.
func rowOf(r Registration, list []letter) (row mail.Row, err error) {
	row = mail.Row{Kind: list[0].Kind, Person: r.Person, About: r.ID + aboutMark + list[0].Date, Lang: r.Language, Payload: list[0].Was, SendAt: list[0].SendAt}
	if row.Kind == MailDayBefore || row.Kind == MailHourBefore {
		row.Payload, row.NotAfter = nil, list[0].Start
	}
	if len(list) > 1 {
		several := map[string]json.RawMessage{}
		for _, l := range list {
			several[l.Date] = l.Was
		}
		row.About = r.ID
		row.Payload, err = json.Marshal(several)
	}
	return row, err
}

const letterColumns = `l.date, l.kind, l.send_at, l.since, l.reached, l.was`

func scanLetter(row scanner) (l letter, err error) {
	var sendAt, since store.Time
	var was string
	err = row.Scan(&l.Date, &l.Kind, &sendAt, &since, &l.Reached, &was)
	l.SendAt, l.Since = sendAt.Time, since.Time
	if was != "" {
		var said Was
		l.Was = json.RawMessage(was)
		err = errs.Both(err, json.Unmarshal(l.Was, &said))
		l.Added, l.Start = said.Added, said.Start
	}
	return l, err
}

func dueLetter(tx *store.Tx) (letter, error) {
	return scanLetter(tx.Row(`SELECT `+letterColumns+` FROM event_letter l WHERE l.send_at <= $1 ORDER BY l.send_at, l.date LIMIT 1`, store.At(tx.Now())))
}

// aboutMark parts a registration's id from a date's in what a mail is about.
const aboutMark = "."

// CutDate takes apart what a mail is about: a registration and, of letters about
// one date, that date.
func CutDate(about string) (registration, date string) {
	registration, date, _ = strings.Cut(about, aboutMark)
	return registration, date
}

// Difference is how a date stood before the change that a letter is about; nil
// if it stands again as it did.
func Difference(row mail.Row, e *Event, o *Occurrence) (*Was, error) {
	return difference(row.Payload, e, o)
}

func difference(payload []byte, e *Event, o *Occurrence) (*Was, error) {
	var was Was
	if err := json.Unmarshal(payload, &was); err != nil {
		return nil, err
	}
	off := !e.Expects(o.Date)
	if was.Added && off { // nobody has heard of it
		return nil, nil
	}
	if !was.Added && off == was.Off && was.Start.Equal(o.Start) && was.End.Equal(o.End) && was.Place == placeOf(e.VenueOn(o.Date)) {
		return nil, nil
	}
	return &was, nil
}

// Differing is one of several dates that changed, with how it stood before.
type Differing struct {
	Occurrence
	Was Was
}

// Differences are the dates of which a letter about several tells, in the order
// of their times, without those that stand again as they did.
func Differences(row mail.Row, e *Event) (list []Differing, err error) {
	var several map[string]json.RawMessage
	if err := json.Unmarshal(row.Payload, &several); err != nil {
		return nil, err
	}
	for i := range e.Dates { // those that were left out are among them
		o := e.Occurrence(&e.Dates[i])
		payload, ok := several[o.Date.ID]
		if !ok {
			continue
		}
		was, err := difference(payload, e, &o)
		if err != nil {
			return nil, err
		}
		if was != nil {
			list = append(list, Differing{o, *was})
		}
	}
	return list, nil
}
