package people

import (
	"context"
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Whoever enters others has them written to. So that no list becomes a weapon,
// the people of one contact person are told in portions, and nobody more is
// once several of them have said that they know nothing of it.
const (
	toldInHour   = 200
	toldInDay    = 1000
	refusedStops = 3 // of at least one in twenty who were told
	refusedShare = 20
)

// Pace is how far somebody got in having others told.
type Pace struct {
	Told     int // in all
	Refused  int // who pressed “This was not me”
	forgiven int
	inHour   int
	inDay    int
	frozen   bool // who entered them
}

// Stopped tells whether nobody more is told before organisers have looked.
func (p Pace) Stopped() bool {
	n := p.Refused - p.forgiven
	return p.frozen || n >= refusedStops && n*refusedShare >= p.Told
}

// Now is how many more may be told at once.
func (p Pace) Now() int {
	if p.Stopped() {
		return 0
	}
	return max(0, min(toldInHour-p.inHour, toldInDay-p.inDay))
}

// PaceOf returns how far somebody who entered others got.
func (room *Room) PaceOf(tx *store.Tx, contact string) (p Pace, err error) {
	var hour int64
	var day string
	if p.frozen, err = room.IsFrozen(tx, contact); err != nil {
		return p, err
	}
	err = tx.Row(`SELECT hour, in_hour, day, in_day, told, refused, forgiven FROM contact_pace WHERE contact = $1`, contact).
		Scan(&hour, &p.inHour, &day, &p.inDay, &p.Told, &p.Refused, &p.forgiven)
	if errors.Is(err, store.ErrNoRow) {
		return p, nil
	}
	if hour != hourOf(tx.Now()) {
		p.inHour = 0
	}
	if day != dayOf(tx.Now()) {
		p.inDay = 0
	}
	return p, err
}

// NextPace is when more may be told again.
func NextPace(now time.Time) time.Time { return now.Truncate(time.Hour).Add(time.Hour) }

func hourOf(t time.Time) int64 { return t.Unix() / 3600 }

// Paced notes that so many more were told in somebody's name.
func (room *Room) Paced(tx *store.Tx, contact string, n int) error {
	if n == 0 {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO contact_pace (contact, hour, in_hour, day, in_day, told) VALUES ($1, $2, $4, $3, $4, $4)
		ON CONFLICT (contact) DO UPDATE SET told = contact_pace.told + $4,
			in_hour = $4 + CASE WHEN contact_pace.hour = $2 THEN contact_pace.in_hour ELSE 0 END, hour = $2,
			in_day = $4 + CASE WHEN contact_pace.day = $3 THEN contact_pace.in_day ELSE 0 END, day = $3`,
		contact, hourOf(tx.Now()), dayOf(tx.Now()), n)
	return err
}

// Refuse stops all mail to the address of somebody who says that they know
// nothing of us, whoever enters it next, and counts it with who entered them.
// The ticket takes it back, should it have been a slip.
func (room *Room) Refuse(ctx context.Context, tx *store.Tx, v auth.Viewer, person string) (ticket string, err error) {
	defer errs.Wrap(&err, "stop all mail to an address")
	p, err := room.Load(ctx, tx, v, person)
	if err != nil || p.Address == "" {
		return "", err
	}
	hash := room.Keys.Suppression(canonical(p.Address))
	n, err := tx.Exec(`INSERT INTO suppressed (hash, at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING`, hash, tx.Now())
	if err == nil && n > 0 && p.EnteredBy != "" {
		_, err = tx.Exec(`INSERT INTO contact_pace (contact, refused) VALUES ($1, 1)
			ON CONFLICT (contact) DO UPDATE SET refused = contact_pace.refused + 1`, p.EnteredBy)
	}
	return room.Keys.Ticket(refusalPurpose, hash), err
}

const refusalPurpose = "people.refusal"

// Unrefuse takes a refusal back. It counts as it did, since it was pressed.
func (room *Room) Unrefuse(tx *store.Tx, ticket string) error {
	hash, ok := room.Keys.OpenTicket(refusalPurpose, ticket)
	if !ok {
		return errs.NotThere()
	}
	_, err := tx.Exec(`DELETE FROM suppressed WHERE hash = $1`, hash)
	return err
}

// Forgive lets the invitations of somebody go on after organisers have looked
// into it. Who may is asked by the rooms above.
func (room *Room) Forgive(tx *store.Tx, contact string) error {
	_, err := tx.Exec(`UPDATE contact_pace SET forgiven = refused WHERE contact = $1`, contact)
	return err
}

// refuses tells whether a person's address gets no mail at all.
func (room *Room) refuses(tx *store.Tx, person string) (bool, error) {
	var any bool
	if err := tx.Row(`SELECT EXISTS (SELECT 1 FROM suppressed)`).Scan(&any); err != nil || !any {
		return false, err
	}
	var cell, wrapped []byte
	err := tx.Row(`SELECT p.address, k.wrapped FROM person p LEFT JOIN keys k ON k.owner = p.id WHERE p.id = $1`, person).Scan(&cell, &wrapped)
	if errors.Is(err, store.ErrNoRow) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	box, err := room.Keys.Unwrap(person, wrapped)
	if errors.Is(err, seal.ErrErased) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	address, err := box.Open("person", "address", person, cell)
	if err != nil || address == "" {
		return false, err
	}
	var no bool
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM suppressed WHERE hash = $1)`, room.Keys.Suppression(canonical(address))).Scan(&no)
	return no, err
}
