package mail

import (
	"fmt"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/store"
)

// mostTogether is how many rows one INSERT writes.
const mostTogether = 200

// EnqueueMany adds rows without payload, with one INSERT for every two hundred
// of them. Replace is not looked at; see [WithdrawMany].
func EnqueueMany(tx *store.Tx, rows []Row) error {
	for len(rows) > 0 {
		n := min(len(rows), mostTogether)
		if err := enqueueTogether(tx, rows[:n]); err != nil {
			return fmt.Errorf("enqueue mail: %w", err)
		}
		rows = rows[n:]
	}
	return nil
}

func enqueueTogether(tx *store.Tx, rows []Row) error {
	var b strings.Builder
	b.WriteString(`INSERT INTO outbox (id, kind, person, about, lang, send_at, not_after, next_at) VALUES `)
	args := make([]any, 0, 7*len(rows))
	for i, r := range rows {
		if len(r.Payload) > 0 {
			return fmt.Errorf("mail: a row of many with a payload")
		}
		if r.ID == "" {
			r.ID = store.NewID()
		}
		if r.SendAt.IsZero() {
			r.SendAt = tx.Now()
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('(')
		for j := 1; j <= 7; j++ {
			b.WriteString("$" + strconv.Itoa(7*i+j) + ",")
		}
		b.WriteString("$" + strconv.Itoa(7*i+6) + ")") // next_at is send_at
		args = append(args, r.ID, r.Kind, r.Person, r.About, r.Lang, store.At(r.SendAt), store.At(r.NotAfter))
	}
	_, err := tx.Exec(b.String(), args...)
	return err
}

// WithdrawMany drops the mail of the kind to these people that nobody is
// sending yet, where it is about one of the things named.
func WithdrawMany(tx *store.Tx, kind string, people, about []string) error {
	if len(people) == 0 {
		return nil
	}
	whom, args := store.In(tx, "person", 3, people)
	what, more := store.In(tx, "about", 3+len(args), about)
	_, err := tx.Exec(`DELETE FROM outbox WHERE kind = $1 AND (lease IS NULL OR next_at <= $2) AND `+whom+` AND `+what,
		append(append([]any{kind, store.At(tx.Now())}, args...), more...)...)
	return err
}

// Ahead returns the kinds of the messages to the row's receiver that are being
// sent just now and come before it: what is not counted as sent yet.
func Ahead(tx *store.Tx, r Row) ([]string, error) {
	return store.All(tx, store.Column[string], `SELECT kind FROM outbox WHERE person = $1 AND id < $2 AND lease IS NOT NULL AND next_at > $3`,
		r.Person, r.ID, store.At(tx.Now()))
}
