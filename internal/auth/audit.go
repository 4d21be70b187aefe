package auth

import "codeberg.org/plenary/plenary/internal/store"

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
