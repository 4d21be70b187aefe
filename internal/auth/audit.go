package auth

import (
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// AuditFor is how long the audit log is kept.
const AuditFor = 180 * 24 * time.Hour

// Entry is one line of the audit log: who did what to which object, and to how
// many. It holds ids and counts only.
type Entry struct {
	ID     string
	Seq    int64 // place in the chain, 0 until it is linked
	At     time.Time
	Actor  string // a person's id, "console", "system" or "anonymous"
	Verb   string
	Object string
	Count  int
}

// entryColumns are those that scanEntry reads.
const entryColumns = `id, COALESCE(seq, 0), at, actor, verb, object, count`

func (e *Entry) columns() []any {
	return []any{&e.ID, &e.Seq, &e.At, &e.Actor, &e.Verb, &e.Object, &e.Count}
}

func scanEntry(r *store.Rows) (e Entry, err error) {
	err = r.Scan(e.columns()...)
	return e, err
}

// Actor is how the audit log names a viewer: an id, never a name.
func (v Viewer) Actor() string {
	switch {
	case v.Kind == Console:
		return "console"
	case v.Kind == System:
		return "system"
	case v.Person != "":
		return v.Person
	}
	return "anonymous"
}

// Note writes one line into the audit log: who did what to which object, and
// to how many. Ids and counts only.
func (room *Room) Note(tx *store.Tx, v Viewer, verb, object string, count int) error {
	_, err := tx.Exec(`INSERT INTO audit (id, at, actor, verb, object, count) VALUES ($1, $2, $3, $4, $5, $6)`,
		store.NewID(), store.At(tx.Now()), v.Actor(), verb, object, count)
	return err
}
