package jobs

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// Job is something to be done.
type Job struct {
	ID      string    // made if empty
	Kind    string    // who handles it: "circles.form"
	Unique  string    // if set, at most one waiting job of the kind has it
	Payload any       // as JSON; in a handler, json.RawMessage: see Running.Decode
	RunAt   time.Time // zero: as soon as possible
	By      string    // who asked, as auth writes it; empty: the system
	Keep    bool      // can be looked up for a day after it is done
}

// topic is what the queue waits for; see store.DB.Wake.
const topic = "jobs"

// Enqueue adds a job in the caller's transaction.
func Enqueue(tx *store.Tx, j Job) error {
	_, err := Add(tx, j)
	return err
}

// Add adds a job in the caller's transaction and returns its id. If a waiting
// job has the same unique key, that one gets the new content and keeps its id.
func Add(tx *store.Tx, j Job) (id string, err error) {
	if j.Kind == "" {
		return "", errors.New("jobs: a job without a kind")
	}
	payload, err := json.Marshal(j.Payload)
	if err != nil {
		return "", fmt.Errorf("jobs: the payload of %s is not JSON", j.Kind)
	}
	if j.ID == "" {
		j.ID = store.NewID()
	}
	if j.RunAt.IsZero() {
		j.RunAt = tx.Now()
	}
	var unique *string
	if j.Unique != "" {
		unique = &j.Unique
	}
	err = tx.Row(`INSERT INTO job (id, kind, unique_key, payload, asked_by, keep, state, due_at, made_at, attempts, lease, progress, note, fault)
		VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, 0, '', 0, '', '')
		ON CONFLICT (kind, unique_key) WHERE state = 'waiting' DO UPDATE
		SET payload = excluded.payload, asked_by = excluded.asked_by, keep = excluded.keep,
		    due_at = excluded.due_at, made_at = excluded.made_at, attempts = 0, note = '', fault = ''
		RETURNING id`,
		j.ID, j.Kind, unique, string(payload), j.By, j.Keep, j.RunAt, tx.Now()).Scan(&id)
	if err != nil {
		return "", fmt.Errorf("jobs: enqueue %s: %w", j.Kind, err)
	}
	if !j.RunAt.After(tx.Now()) {
		tx.AfterCommit(func() { tx.DB().Wake(topic) })
	}
	return id, nil
}
