package jobs

import (
	"encoding/json"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// State is how far a job is.
type State string

// The states of a job, by the names the API uses.
const (
	Queued  State = "queued"
	Active  State = "running"
	Done    State = "done"
	Stopped State = "failed"
)

// Status is what can be seen of a job.
type Status struct {
	ID       string
	Kind     string
	By       string // who asked: only they, or who runs the instance, may look
	State    State
	Progress float64   // 0 to 1
	Text     errs.Text // what it is doing or why it failed, to be shown
	RunAt    time.Time // of a queued job
	Made     time.Time
	Attempts int
	Fault    string // the latest failure, for operators
}

const statusColumns = `id, kind, asked_by, state, progress, note, due_at, made_at, attempts, fault`

// StatusOf looks a job up. A job that is done is found only if it was to be
// kept; otherwise, or if there was none, the error is [store.ErrNoRow].
func StatusOf(tx *store.Tx, id string) (Status, error) {
	all, err := store.All(tx, scanStatus, `SELECT `+statusColumns+` FROM job WHERE id = $1`, id)
	if err == nil && len(all) == 0 {
		err = store.ErrNoRow
	}
	if err != nil {
		return Status{}, err
	}
	return all[0], nil
}

// Failures lists the jobs that failed for good, the newest first.
func Failures(tx *store.Tx) ([]Status, error) {
	return store.All(tx, scanStatus, `SELECT `+statusColumns+` FROM job WHERE state = 'failed' ORDER BY made_at DESC, id`)
}

// Retry has a failed job run again as if it were new. Without one, or if a
// newer job with its unique key waits already, it returns [store.ErrNoRow].
func Retry(tx *store.Tx, id string) error {
	n, err := tx.Exec(`UPDATE job SET state = 'waiting', due_at = $2, attempts = 0, note = '', fault = ''
		WHERE id = $1 AND state = 'failed' AND NOT EXISTS (SELECT 1 FROM job twin
			WHERE twin.kind = job.kind AND twin.unique_key = job.unique_key AND twin.state = 'waiting')`, id, tx.Now())
	if err == nil && n == 0 {
		err = store.ErrNoRow
	}
	if err == nil {
		tx.AfterCommit(func() { tx.DB().Wake(topic) })
	}
	return err
}

// Forget drops a job that failed for good.
func Forget(tx *store.Tx, id string) error {
	n, err := tx.Exec(`DELETE FROM job WHERE id = $1 AND state = 'failed'`, id)
	if err == nil && n == 0 {
		err = store.ErrNoRow
	}
	return err
}

// Cancel drops the waiting job of a kind with the unique key, if there is one.
// A job that is running already is not stopped.
func Cancel(tx *store.Tx, kind, unique string) error {
	_, err := tx.Exec(`DELETE FROM job WHERE kind = $1 AND unique_key = $2 AND state = 'waiting'`, kind, unique)
	return err
}

// Waits tells whether a job of the kind with the unique key is running, or due.
func Waits(tx *store.Tx, kind, unique string) (waits bool, err error) {
	err = tx.Row(`SELECT COUNT(*) > 0 FROM job WHERE kind = $1 AND unique_key = $2 AND (state = 'running' OR state = 'waiting' AND due_at <= $3)`,
		kind, unique, tx.Now()).Scan(&waits)
	return waits, err
}

// Keep reports whether a job of the kind with the unique key is still to be done,
// now or later. Nobody begins it until the transaction ends, so that it finds
// what the transaction changes.
func Keep(tx *store.Tx, kind, unique string) (bool, error) {
	n, err := tx.Exec(`UPDATE job SET kind = kind WHERE kind = $1 AND unique_key = $2 AND state = 'waiting'`, kind, unique)
	return n > 0, err
}

// Backlog tells how many jobs are due or running and since when the oldest due
// one has waited: zero if none does.
func Backlog(tx *store.Tx) (n int, since time.Time, err error) {
	var oldest store.Time
	err = tx.Row(`SELECT COUNT(*), MIN(CASE WHEN state = 'waiting' THEN due_at END) FROM job
		WHERE state = 'running' OR state = 'waiting' AND due_at <= $1`, tx.Now()).Scan(&n, &oldest)
	return n, oldest.Time, err
}

func scanStatus(r *store.Rows) (s Status, err error) {
	var state, note string
	err = r.Scan(&s.ID, &s.Kind, &s.By, &state, &s.Progress, &note, &s.RunAt, &s.Made, &s.Attempts, &s.Fault)
	s.State = State(state)
	if state == "waiting" {
		s.State = Queued
	} else {
		s.RunAt = time.Time{}
	}
	s.Text = readNote(note)
	return s, err
}

// A note is a message with its values, kept as a JSON list.

func writeNote(t errs.Text) string {
	if t.Msg == "" {
		return ""
	}
	b, err := json.Marshal(append([]any{t.Msg}, t.Args...))
	if err != nil {
		b, _ = json.Marshal([]any{t.Msg}) // values that are no JSON are left out
	}
	return string(b)
}

func readNote(note string) errs.Text {
	d := json.NewDecoder(strings.NewReader(note))
	d.UseNumber()
	var list []any
	if note == "" || d.Decode(&list) != nil || len(list) == 0 {
		return errs.Text{}
	}
	msg, _ := list[0].(string)
	for i, v := range list {
		if n, ok := v.(json.Number); ok {
			if whole, err := n.Int64(); err == nil {
				list[i] = int(whole)
			} else {
				list[i], _ = n.Float64()
			}
		}
	}
	return errs.Text{Msg: msg, Args: list[1:]}
}
