package auth

import (
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// What somebody typed is held while they show once more who they are.
const (
	heldFor  = 30 * time.Minute
	mostHeld = 64 << 10 // bytes of one form
)

// HeldForm is what somebody was about to send, and where to.
type HeldForm struct {
	To     string     `json:"to"`
	Fields url.Values `json:"fields"`
}

// Hold keeps a form for its person and returns the secret under which they
// find it. A form that is too large is not held: "".
func (room *Room) Hold(tx *store.Tx, v Viewer, f HeldForm) (secret string, err error) {
	defer errs.Wrap(&err, "hold a form")
	text, err := json.Marshal(f)
	if err != nil || len(text) > mostHeld {
		return "", err
	}
	box, err := room.Keys.Box(tx, v.Person)
	if err != nil {
		return "", err
	}
	tx.Quiet()
	secret = store.NewID()
	_, err = tx.Exec(`INSERT INTO held_form (hash, person, form, until) VALUES ($1, $2, $3, $4)`,
		hash(secret), v.Person, box.Seal("held_form", "form", v.Person, string(text)), store.At(tx.Now().Add(heldFor)))
	return secret, err
}

// Held returns a form to the person for whom it is held.
func (room *Room) Held(tx *store.Tx, v Viewer, secret string) (f HeldForm, err error) {
	defer errs.Wrap(&err, "find a form that is held")
	var cell []byte
	err = tx.Row(`SELECT form FROM held_form WHERE hash = $1 AND person = $2 AND until > $3`,
		hash(secret), v.Person, store.At(tx.Now())).Scan(&cell)
	if errors.Is(err, store.ErrNoRow) {
		return f, errs.NotThere()
	}
	if err != nil {
		return f, err
	}
	text, err := room.unseal(tx, v.Person, "held_form", "form", v.Person, cell)
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal([]byte(text), &f)
}

// unseal opens one cell of a person.
func (room *Room) unseal(tx *store.Tx, person, table, column, row string, cell []byte) (string, error) {
	box, err := room.Keys.Box(tx, person)
	if err != nil {
		return "", err
	}
	return box.Open(table, column, row, cell)
}
