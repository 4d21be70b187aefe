package auth

import (
	"encoding/json"
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// ceremonyFor is how long somebody may take to show a passkey, or to come back
// from another house.
const ceremonyFor = 10 * time.Minute

// What a ceremony is for.
const (
	addPasskey  = "passkey.add"
	showPasskey = "passkey.show"
	viaOther    = "elsewhere"
)

// Begun is a ceremony under way: its secret goes into the page, and works in
// the browser alone whose cookie it began with.
type Begun struct {
	Secret  string
	Browser string
}

// begin keeps the state of a ceremony until finish asks for it.
func (room *Room) begin(tx *store.Tx, purpose, person string, state any) (b Begun, err error) {
	text, err := json.Marshal(state)
	if err != nil {
		return b, err
	}
	tx.Quiet()
	b = Begun{store.NewID(), store.NewID()}
	_, err = tx.Exec(`INSERT INTO ceremony (hash, purpose, person, browser, state, until) VALUES ($1, $2, $3, $4, $5, $6)`,
		hash(b.Secret), purpose, person, hash(b.Browser), room.Keys.Ticket("ceremony."+purpose, text), store.At(tx.Now().Add(ceremonyFor)))
	return b, err
}

const thisCeremony = ` WHERE hash = $1 AND purpose = $2 AND person = $3 AND browser = $4 AND until > $5`

// finish spends a ceremony: whatever comes of it, it is gone. It tells whether
// there was one.
func (room *Room) finish(tx *store.Tx, purpose, person string, b Begun, state any) (ok bool, err error) {
	return room.ceremony(tx, `DELETE FROM ceremony`+thisCeremony+` RETURNING state`, purpose, person, b, state)
}

// peek looks at a ceremony that finish will spend.
func (room *Room) peek(tx *store.Tx, purpose, person string, b Begun, state any) (ok bool, err error) {
	return room.ceremony(tx, `SELECT state FROM ceremony`+thisCeremony, purpose, person, b, state)
}

func (room *Room) ceremony(tx *store.Tx, text, purpose, person string, b Begun, state any) (ok bool, err error) {
	var sealed string
	err = tx.Row(text, hash(b.Secret), purpose, person, hash(b.Browser), store.At(tx.Now())).Scan(&sealed)
	if errors.Is(err, store.ErrNoRow) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	plain, ok := room.Keys.OpenTicket("ceremony."+purpose, sealed)
	if !ok {
		return false, nil
	}
	return true, json.Unmarshal(plain, state)
}
