package auth

import (
	"context"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// GrantsOf returns what a person may do. It is read at every request, so that
// a change holds at the next one.
func (room *Room) GrantsOf(tx *store.Tx, person string) ([]Grant, error) {
	return store.All(tx, func(r *store.Rows) (g Grant, err error) {
		err = r.Scan((*string)(&g.Verb), &g.Scope.Kind, &g.Scope.ID)
		return g, err
	}, `SELECT verb, scope_kind, scope_id FROM grants WHERE person = $1`, person)
}

// Keeps tells whether a person may do something here, or has signed in.
func (room *Room) Keeps(tx *store.Tx, person string) (kept bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM grants WHERE person = $1) OR EXISTS (SELECT 1 FROM sign_in WHERE person = $1)`, person).Scan(&kept)
	return kept, err
}

// Give grants verbs on a scope to a person, and writes it into the audit log.
// The giver must hold GiveRoles on the network.
func (room *Room) Give(ctx context.Context, tx *store.Tx, v Viewer, person string, scope Scope, verbs ...Verb) (err error) {
	defer errs.Wrap(&err, "give a role")
	if !v.Can(GiveRoles, TheNetwork()) {
		return errs.NotThere()
	}
	for _, verb := range verbs {
		_, err = tx.Exec(`INSERT INTO grants (person, verb, scope_kind, scope_id, given_by, given_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (person, verb, scope_kind, scope_id) DO NOTHING`,
			person, string(verb), scope.Kind, scope.ID, v.Actor(), store.At(tx.Now()))
		if err != nil {
			return err
		}
	}
	return room.Note(tx, v, "roles.give", person, len(verbs))
}

// Take takes all verbs on a scope from a person.
func (room *Room) Take(ctx context.Context, tx *store.Tx, v Viewer, person string, scope Scope) (err error) {
	defer errs.Wrap(&err, "take a role")
	if !v.Can(GiveRoles, TheNetwork()) {
		return errs.NotThere()
	}
	n, err := tx.Exec(`DELETE FROM grants WHERE person = $1 AND scope_kind = $2 AND scope_id = $3`, person, scope.Kind, scope.ID)
	if err != nil {
		return err
	}
	return room.Note(tx, v, "roles.take", person, int(n))
}
