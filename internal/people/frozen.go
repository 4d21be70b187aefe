package people

import (
	"context"
	"errors"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Somebody who is frozen sees and takes along what is theirs, and may leave.
// They write nothing, hold no role, and nobody is written to in their name. It
// can be undone at any time.

// MailFrozen tells somebody that they are frozen, and MailUnfrozen that they
// are not any more.
const (
	MailFrozen   = "people.frozen"
	MailUnfrozen = "people.unfrozen"
)

// Frozen is somebody who may not write for now.
type Frozen struct {
	Person
	Why string
	At  time.Time
}

// Freeze keeps somebody from writing, and tells them why.
func (room *Room) Freeze(ctx context.Context, tx *store.Tx, v auth.Viewer, person, why string) (err error) {
	defer errs.Wrap(&err, "freeze a person")
	if !v.Can(auth.ModerateReports, auth.TheNetwork()) || v.Is(person) {
		return errs.NotThere()
	}
	var form errs.Form
	if why = strings.TrimSpace(why); why == "" {
		form.Add("why", "org.frozen.why.missing|Say why: they read this in a mail.")
	} else if len([]rune(why)) > longestReason {
		form.Add("why", "report.reason.long|Please say it in fewer than {n} characters.", "n", longestReason)
	}
	if err = form.Err(); err != nil {
		return err
	}
	p, err := room.Get(tx, person)
	if err != nil {
		return err
	}
	box, err := room.Keys.Box(tx, person)
	if errors.Is(err, seal.ErrErased) {
		return errs.NotThere()
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO frozen (person, why, by_whom, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person) DO UPDATE SET why = excluded.why, by_whom = excluded.by_whom, at = excluded.at`,
		person, box.Seal("frozen", "why", person, why), v.Actor(), tx.Now())
	if err != nil {
		return err
	}
	if err = room.note(tx, v, "person.freeze", person); err != nil {
		return err
	}
	return room.tellFrozen(tx, p, MailFrozen)
}

// Unfreeze lets somebody write again.
func (room *Room) Unfreeze(ctx context.Context, tx *store.Tx, v auth.Viewer, person string) (err error) {
	defer errs.Wrap(&err, "undo freezing a person")
	if !v.Can(auth.ModerateReports, auth.TheNetwork()) || v.Is(person) {
		return errs.NotThere()
	}
	n, err := tx.Exec(`DELETE FROM frozen WHERE person = $1`, person)
	if err != nil || n == 0 {
		return err
	}
	p, err := room.Get(tx, person)
	if err != nil {
		return err
	}
	if err = room.note(tx, v, "person.unfreeze", person); err != nil {
		return err
	}
	return room.tellFrozen(tx, p, MailUnfrozen)
}

func (room *Room) tellFrozen(tx *store.Tx, p Person, kind string) error {
	if p.Address == "" {
		return nil
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: kind, Person: p.ID, Lang: p.Language, Replace: true})
}

// IsFrozen tells whether somebody may not write for now.
func (room *Room) IsFrozen(tx *store.Tx, person string) (is bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM frozen WHERE person = $1)`, person).Scan(&is)
	return is, err
}

// WhyFrozen returns what was said to somebody who is frozen, to them and to who
// may undo it; "" if they are not.
func (room *Room) WhyFrozen(tx *store.Tx, v auth.Viewer, person string) (why string, err error) {
	if !v.Is(person) && v.Kind != auth.System && !v.Can(auth.ModerateReports, auth.TheNetwork()) {
		return "", errs.NotThere()
	}
	var cell, wrapped []byte
	err = tx.Row(`SELECT f.why, k.wrapped FROM frozen f LEFT JOIN keys k ON k.owner = f.person WHERE f.person = $1`, person).Scan(&cell, &wrapped)
	if errors.Is(err, store.ErrNoRow) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	box, err := room.Keys.Unwrap(person, wrapped)
	if errors.Is(err, seal.ErrErased) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return box.Open("frozen", "why", person, cell)
}

// AllFrozen lists who is frozen, to who may undo it.
func (room *Room) AllFrozen(ctx context.Context, tx *store.Tx, v auth.Viewer) (list []Frozen, err error) {
	defer errs.Wrap(&err, "list who is frozen")
	if !v.Can(auth.ModerateReports, auth.TheNetwork()) {
		return nil, errs.NotThere()
	}
	type row struct {
		person string
		at     time.Time
	}
	rows, err := store.All(tx, func(r *store.Rows) (x row, err error) {
		var at store.Time
		err = r.Scan(&x.person, &at)
		x.at = at.Time
		return x, err
	}, `SELECT person, at FROM frozen ORDER BY at DESC LIMIT 500`)
	if err != nil {
		return nil, err
	}
	for _, x := range rows {
		f := Frozen{At: x.at}
		if f.Person, err = room.Get(tx, x.person); err != nil {
			return nil, err
		}
		if f.Why, err = room.WhyFrozen(tx, v, x.person); err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}
