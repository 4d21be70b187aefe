package auth

import (
	"context"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// frozenFact is the fact about the house that says that it stands still.
const frozenFact = "frozen"

// StandStill stops the house in an emergency: everybody is signed out, no form
// changes anything and no mail leaves, until the console lets it go on. Who
// holds the verb for it, or sits at the console, may.
func (room *Room) StandStill(ctx context.Context, tx *store.Tx, v Viewer) (err error) {
	defer errs.Wrap(&err, "freeze the house")
	if !v.Can(Freeze, TheNetwork()) {
		return errs.NotThere()
	}
	if err := v.Needs(Fresh); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO house (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, frozenFact, v.Actor()); err != nil {
		return err
	}
	for _, table := range []string{"sign_in", "sign_in_token", "link_code", "ceremony", "held_form"} {
		if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
			return err
		}
	}
	return room.Note(tx, v, "house.freeze", "house", 1)
}

// GoOn ends that. Only the console does: there is nobody else signed in.
func (room *Room) GoOn(ctx context.Context, tx *store.Tx, v Viewer) (err error) {
	defer errs.Wrap(&err, "let the house go on")
	if v.Kind != Console {
		return errs.NotThere()
	}
	n, err := tx.Exec(`DELETE FROM house WHERE name = $1`, frozenFact)
	if err != nil || n == 0 {
		return err
	}
	return room.Note(tx, v, "house.go-on", "house", 1)
}

// StandsStill tells whether the house is stopped.
func StandsStill(tx *store.Tx) (still bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM house WHERE name = $1)`, frozenFact).Scan(&still)
	return still, err
}
