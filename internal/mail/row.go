package mail

import (
	"errors"
	"fmt"
	"time"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Row is a message that is to be sent: what kind of message, for whom, about
// what. The words are made when it is sent.
type Row struct {
	ID       string    // "": a new one
	Kind     string    // which Render makes it
	Person   string    // the receiver, whose key seals the payload
	About    string    // the registration, group or event it speaks of
	Lang     string    // the receiver's language
	Payload  []byte    // JSON that the Render needs besides; sealed
	SendAt   time.Time // zero: at once
	NotAfter time.Time // zero: as long as it is tried at all
	Replace  bool      // instead of a row of the same person, about and kind that nobody is sending yet
	Unless   []string  // not if mail of one of these kinds to the same person about the same is still to be sent
	Box      seal.Box  // the receiver's opened key, where the caller has it; saves reading it
	Attempts int       // how often it was tried before; set when it is claimed
}

// Enqueue adds the row in the caller's transaction. It renders nothing: with
// Box, or without a payload, it is one INSERT.
func Enqueue(tx *store.Tx, keys *seal.Keys, r Row) error {
	if told, err := r.toldAnyway(tx); err != nil {
		return fmt.Errorf("enqueue mail: %w", err)
	} else if told {
		return nil
	}
	if r.ID == "" {
		r.ID = store.NewID()
	}
	if r.SendAt.IsZero() {
		r.SendAt = tx.Now()
	}
	var cell []byte
	if len(r.Payload) > 0 {
		if r.Box.Shut() {
			var err error
			if r.Box, err = keys.Box(tx, r.Person); err != nil {
				return fmt.Errorf("enqueue mail: %w", err)
			}
		}
		cell = r.Box.Seal("outbox", "payload", r.ID, string(r.Payload))
	}
	if r.Replace {
		if err := Withdraw(tx, r.Person, r.About, r.Kind); err != nil {
			return fmt.Errorf("enqueue mail: %w", err)
		}
	}
	if _, err := tx.Exec(`INSERT INTO outbox (id, kind, person, about, lang, payload, send_at, not_after, next_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7)`, r.ID, r.Kind, r.Person, r.About, r.Lang, cell,
		store.At(r.SendAt), store.At(r.NotAfter)); err != nil {
		return fmt.Errorf("enqueue mail: %w", err)
	}
	return nil
}

// Forget drops all mail to the person that is still to be sent. Whoever erases
// a person calls it in the same transaction. A message that is on its way to
// the server at that moment arrives.
func Forget(tx *store.Tx, person string) error {
	_, err := tx.Exec(`DELETE FROM outbox WHERE person = $1`, person)
	return err
}

// Withdraw drops the mail of the kind to the person about the thing, if it is
// still to be sent and nobody is sending it yet.
func Withdraw(tx *store.Tx, person, about, kind string) error {
	_, err := tx.Exec(`DELETE FROM outbox WHERE person = $1 AND about = $2 AND kind = $3
		AND (lease IS NULL OR next_at <= $4)`, person, about, kind, store.At(tx.Now()))
	return err
}

// Recall drops mail of these kinds to the person about the thing, or about a part
// of it ("thing-1"), that nobody is sending yet. It returns what it dropped.
func Recall(tx *store.Tx, keys *seal.Keys, person, about string, kinds ...string) ([]Row, error) {
	in, args := store.In(tx, "kind", 6, kinds)
	from, before := store.Prefix(about + "-")
	list, err := store.All(tx, func(r *store.Rows) (row Row, err error) {
		row.Person = person
		return row, r.Scan(&row.ID, &row.Kind, &row.About, &row.Payload)
	}, `DELETE FROM outbox WHERE person = $1 AND (about = $2 OR about >= $3 AND about < $4)
		AND (lease IS NULL OR next_at <= $5) AND `+in+` RETURNING id, kind, about, payload`,
		append([]any{person, about, from, before, store.At(tx.Now())}, args...)...)
	for i := range list {
		if err != nil || list[i].Payload == nil {
			continue
		}
		if err = list[i].open(tx, keys); errors.Is(err, seal.ErrErased) {
			err = nil
		}
	}
	return list, err
}

// open opens the payload as it was read.
func (r *Row) open(tx *store.Tx, keys *seal.Keys) (err error) {
	if r.Box, err = keys.Box(tx, r.Person); err != nil {
		return err
	}
	plain, err := r.Box.Open("outbox", "payload", r.ID, r.Payload)
	r.Payload = []byte(plain)
	return err
}

// toldAnyway reports whether mail of a kind that Unless names is still to be
// sent.
func (r Row) toldAnyway(tx *store.Tx) (bool, error) {
	if len(r.Unless) == 0 {
		return false, nil
	}
	about, err := Unsent(tx, r.Unless, []string{r.Person}, []string{r.About})
	return len(about) > 0, err
}

// Unsent returns about which of the things named mail of one of the kinds to one
// of the people is still to be sent that nobody is sending yet. Nobody begins to
// until the transaction ends, so that it is written after what that changes.
func Unsent(tx *store.Tx, kinds, people, about []string) ([]string, error) {
	if len(people) == 0 {
		return nil, nil
	}
	in, args := store.In(tx, "kind", 2, kinds)
	whom, more := store.In(tx, "person", 2+len(args), people)
	args = append(args, more...)
	what, more := store.In(tx, "about", 2+len(args), about)
	return store.All(tx, store.Column[string], `UPDATE outbox SET about = about WHERE (lease IS NULL OR next_at <= $1)
		AND `+in+` AND `+whom+` AND `+what+` RETURNING about`, append(append([]any{store.At(tx.Now())}, args...), more...)...)
}

// Waiting counts the rows that are due and those that are for later.
func Waiting(tx *store.Tx) (due, later int, err error) {
	err = tx.Row(`SELECT COUNT(CASE WHEN next_at <= $1 THEN 1 END), COUNT(CASE WHEN next_at > $1 THEN 1 END) FROM outbox`,
		store.At(tx.Now())).Scan(&due, &later)
	return due, later, err
}

// Discard drops everything that waits to be sent. It is for made-up networks,
// whose people have no mailboxes.
func Discard(tx *store.Tx) error {
	_, err := tx.Exec(`DELETE FROM outbox`)
	return err
}
