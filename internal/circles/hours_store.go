package circles

import (
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Availability is when somebody can, entered once and used for every circle.
type Availability struct {
	Zone      string // in which the hours are meant; "" if nothing was entered
	Hours     Hours
	ChangedAt time.Time
}

// HoursOf returns when a person can, to that person and to the house. Whoever
// has said nothing yet has no hours.
func (room *Room) HoursOf(tx *store.Tx, v auth.Viewer, person string) (a Availability, err error) {
	defer errs.Wrap(&err, "read somebody's hours")
	if !v.Is(person) && v.Kind != auth.System {
		return a, errs.NotThere()
	}
	var cell, wrapped []byte
	var changed store.Time
	err = tx.Row(`SELECT a.zone, a.hours, a.changed_at, k.wrapped FROM availability a LEFT JOIN keys k ON k.owner = a.person WHERE a.person = $1`, person).
		Scan(&a.Zone, &cell, &changed, &wrapped)
	if errors.Is(err, store.ErrNoRow) {
		return Availability{}, nil
	}
	if err != nil {
		return a, err
	}
	a.ChangedAt = changed.Time
	box, err := room.Keys.Unwrap(person, wrapped)
	if errors.Is(err, seal.ErrErased) {
		return Availability{}, nil
	}
	if err != nil {
		return a, err
	}
	a.Hours, err = openHours(box, person, cell)
	return a, err
}

func openHours(box seal.Box, person string, cell []byte) (Hours, error) {
	plain, err := box.Open("availability", "hours", person, cell)
	if err != nil {
		return nil, err
	}
	return ReadHours(plain)
}

// saveHours keeps when a person can.
func (room *Room) saveHours(tx *store.Tx, person, zone string, h Hours) error {
	box, err := room.Keys.Box(tx, person)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO availability (person, zone, hours, changed_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person) DO UPDATE SET zone = excluded.zone, hours = excluded.hours, changed_at = excluded.changed_at`,
		person, zone, box.Seal("availability", "hours", person, h.String()), store.At(tx.Now()))
	return err
}

// AddHours adds hours to those a person has entered, when they take up what was
// suggested to them.
func (room *Room) AddHours(tx *store.Tx, v auth.Viewer, person string, more Hours) error {
	a, err := room.HoursOf(tx, v, person)
	if err != nil {
		return err
	}
	if a.Zone == "" {
		return errs.NotThere()
	}
	return room.saveHours(tx, person, a.Zone, Unite(a.Hours, more))
}
