package series

import (
	"context"
	"errors"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// JobMailings is the kind of job that writes letters to many into the outbox.
const JobMailings = "series.mailings"

// sliceSize is how many letters one write puts into the outbox. A write of
// this size takes a few milliseconds, so that people who press a button in
// between do not notice.
const sliceSize = 100

// mailing is a letter to many, on its way into the outbox. It goes through the
// people of a series and then through its groups; where it has got to stands
// in its row, so that it goes on there after the process was killed.
type mailing struct {
	ID        string
	Series    string
	Kind      string
	Session   string // its id
	Track     string // its id, "" = all
	SendAt    time.Time
	NotAfter  time.Time
	ChangedAt time.Time // who registered later knows it already
	List      string
	Reached   string // the person to whom the last letter went
}

// The lists that a mailing goes through.
const (
	listPeople = "people"
	listGroups = "groups"
)

// begin writes a mailing down and has it sent when it is due.
func (room *Room) begin(tx *store.Tx, m mailing, was []Was) error {
	_, err := tx.Exec(`INSERT INTO mailing (id, series, kind, session, track, was, send_at, not_after, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		m.ID, m.Series, m.Kind, m.Session, m.Track, store.JSON(was), store.At(m.SendAt), store.At(m.NotAfter), store.At(tx.Now()))
	if err != nil {
		return err
	}
	return m.enqueue(tx)
}

func (m mailing) enqueue(tx *store.Tx) error {
	return jobs.Enqueue(tx, jobs.Job{Kind: JobMailings, Unique: m.ID, RunAt: m.SendAt})
}

// WriteMailings puts letters to many that are due into the outbox, slice by
// slice, the most urgent first. It is the work of a job; several may do it at
// once. A mailing that fails does not hold up the others.
func (room *Room) WriteMailings(ctx context.Context, db *store.DB) error {
	var failed []error
	var skip []string
	for ctx.Err() == nil {
		var m mailing
		var part slice
		found := false
		err := db.Read(ctx, func(tx *store.Tx) (err error) {
			if m, found, err = dueMailing(tx, skip); !found || err != nil {
				return err
			}
			part, err = room.slice(ctx, tx, m)
			return err
		})
		if err == nil && !found {
			return errors.Join(failed...)
		}
		if err == nil {
			err = db.Write(ctx, func(tx *store.Tx) error { return part.write(tx, m) })
		}
		if err != nil && m.ID == "" {
			return err
		}
		if err != nil {
			failed, skip = append(failed, err), append(skip, m.ID)
		}
	}
	return ctx.Err()
}

const mailingColumns = `id, series, kind, session, track, send_at, not_after, changed_at, list, reached`

func scanMailing(r scanner) (m mailing, err error) {
	var send, until, changed store.Time
	err = r.Scan(&m.ID, &m.Series, &m.Kind, &m.Session, &m.Track, &send, &until, &changed, &m.List, &m.Reached)
	m.SendAt, m.NotAfter, m.ChangedAt = send.Time, until.Time, changed.Time
	return m, err
}

// dueMailing is the one to go on with: of those that are due the one that is
// first too late, and those that never are after them.
func dueMailing(tx *store.Tx, skip []string) (m mailing, found bool, err error) {
	list, err := store.All(tx, func(r *store.Rows) (mailing, error) { return scanMailing(r) },
		`SELECT `+mailingColumns+` FROM mailing WHERE done_at IS NULL AND send_at <= $1
			ORDER BY CASE WHEN not_after IS NULL THEN 1 ELSE 0 END, not_after, send_at, id LIMIT 50`, store.At(tx.Now()))
	if err != nil {
		return m, false, err
	}
	for _, m := range list {
		if !slices.Contains(skip, m.ID) {
			return m, true, nil
		}
	}
	return m, false, nil
}

// slice is a part of a mailing: some letters, and where it has got to after
// them.
type slice struct {
	rows    []mail.Row
	list    string
	reached string
	done    bool
}

// slice reads the next part of a mailing.
func (room *Room) slice(ctx context.Context, tx *store.Tx, m mailing) (slice, error) {
	over := slice{list: m.List, reached: m.Reached, done: true}
	if !m.NotAfter.IsZero() && !tx.Now().Before(m.NotAfter) {
		return over, nil
	}
	s, err := room.ByID(ctx, tx, auth.Itself(), m.Series)
	if errs.Is(err, errs.NotFound) {
		return over, nil
	}
	if err != nil {
		return slice{}, err
	}
	until, err := m.until(tx)
	if err != nil {
		return slice{}, err
	}
	part := slice{list: m.List, reached: until}
	if until == "" { // the end of the list
		part.list, part.done = listGroups, m.List == listGroups
	}
	to, err := m.recipients(tx, until)
	if err != nil {
		return slice{}, err
	}
	for _, r := range to {
		if row, ok := m.rowFor(s, r, tx.Now()); ok {
			part.rows = append(part.rows, row)
		}
	}
	return part, nil
}

// write puts the part into the outbox, unless somebody else has done so.
func (part slice) write(tx *store.Tx, m mailing) error {
	tx.Quiet()
	var done time.Time
	if part.done {
		done = tx.Now()
	}
	n, err := tx.Exec(`UPDATE mailing SET list = $1, reached = $2, done_at = $3 WHERE id = $4 AND list = $5 AND reached = $6 AND done_at IS NULL`,
		part.list, part.reached, store.At(done), m.ID, m.List, m.Reached)
	if err != nil || n == 0 || len(part.rows) == 0 {
		return err
	}
	if m.Kind == MailChanged { // the newer letter says what the older one would have
		people, about := make([]string, len(part.rows)), make([]string, len(part.rows))
		for i, row := range part.rows {
			people[i], about[i] = row.Person, row.About
		}
		if err := mail.WithdrawMany(tx, part.rows[0].Kind, people, about); err != nil {
			return err
		}
	}
	return mail.EnqueueMany(tx, part.rows)
}

// SweepMailings forgets mailings that nobody can still be told of.
func (room *Room) SweepMailings(tx *store.Tx) error {
	_, err := tx.Exec(`DELETE FROM mailing WHERE done_at <= $1`, store.At(tx.Now().Add(-keepMailings)))
	return err
}

// keepMailings is longer than any mail is tried.
const keepMailings = 30 * 24 * time.Hour
