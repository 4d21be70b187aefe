package auth

import (
	"encoding/json"
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// Times of a change of address.
const (
	answerFor = 24 * time.Hour // the new address
	undoFor   = 48 * time.Hour // the old one
	mostAsked = 5              // new addresses, in that time
	suspect   = time.Hour      // whoever takes over a sign-in sets up a passkey first
)

// Mails of a change of address. Their payload is an AddressLetter.
const (
	MailNewAddress = "auth.address.new"
	MailOldAddress = "auth.address.old"
)

// AddressLetter goes to an address that is not, or not any more, the person's.
type AddressLetter struct {
	Address string `json:"address"`
	Token   string `json:"token"`
}

// Addresses is how people are reached; the people room keeps them.
type Addresses struct {
	// Of returns a person's address.
	Of func(tx *store.Tx, person string) (string, error)
	// Move gives a person another address, which has answered, and ends the
	// links they carried. It fails with errs.Conflict if it is somebody else's.
	Move func(tx *store.Tx, person, address string) error
	// Free takes an address from whoever took it while it could still be asked
	// back, unless it is the person themselves.
	Free func(tx *store.Tx, person, address string) error
}

// AskAddress begins a change: the new address is asked. Whether it is somebody's,
// or wants no mail, only the letter finds out, which then is not sent: here all
// is done, counted and answered alike.
func (room *Room) AskAddress(tx *store.Tx, v Viewer, address string) (err error) {
	defer errs.Wrap(&err, "ask a new address")
	if err = v.Needs(Fresh); err != nil {
		return err
	}
	var busy bool
	if err = tx.Row(`SELECT EXISTS (SELECT 1 FROM address_change WHERE person = $1 AND done_at IS NOT NULL AND until > $2)`,
		v.Person, store.At(tx.Now())).Scan(&busy); err != nil {
		return err
	}
	if busy {
		return errs.New(errs.Conflict, "auth.address.busy|Your address was changed a short time ago. It can be changed again when the old address can no longer undo that, after 48 hours.")
	}
	var open int
	if err = tx.Row(`SELECT COUNT(*) FROM address_change WHERE person = $1 AND until > $2`, v.Person, store.At(tx.Now())).Scan(&open); err != nil {
		return err
	}
	if open >= mostAsked {
		return errs.New(errs.TooMany, "auth.address.many|Too many new addresses were asked today. Please try again tomorrow.")
	}
	box, err := room.Keys.Box(tx, v.Person)
	if err != nil {
		return err
	}
	id, token := store.NewID(), store.NewID()
	_, err = tx.Exec(`INSERT INTO address_change (id, person, new, hash, asked_at, until) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, v.Person, box.Seal("address_change", "new", id, address), hash(token), store.At(tx.Now()), store.At(tx.Now().Add(answerFor)))
	if err != nil {
		return err
	}
	return room.mailAddress(tx, v.Person, MailNewAddress, AddressLetter{address, token}, answerFor)
}

func (room *Room) mailAddress(tx *store.Tx, person, kind string, l AddressLetter, within time.Duration) error {
	payload, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: kind, Person: person, Payload: payload, NotAfter: tx.Now().Add(within)})
}

// TakeAddress is the new address's answer, given where its person is signed in.
// What they were signed in with elsewhere ends, and the old address is told.
func (room *Room) TakeAddress(tx *store.Tx, v Viewer, token string) (err error) {
	defer errs.Wrap(&err, "take a new address")
	var id string
	var cell []byte
	err = tx.Row(`UPDATE address_change SET done_at = $1, until = $2 WHERE hash = $3 AND person = $4 AND done_at IS NULL AND until > $1 RETURNING id, new`,
		store.At(tx.Now()), store.At(tx.Now().Add(undoFor)), hash(token), v.Person).Scan(&id, &cell)
	if errors.Is(err, store.ErrNoRow) || v.Kind != Person {
		return ErrToken()
	}
	if err != nil {
		return err
	}
	address, err := room.unseal(tx, v.Person, "address_change", "new", id, cell)
	if err != nil {
		return err
	}
	if _, err = tx.Exec(`DELETE FROM address_change WHERE person = $1 AND id <> $2`, v.Person, id); err != nil { // the others that were asked
		return err
	}
	old, err := room.Addresses.Of(tx, v.Person)
	if err != nil {
		return err
	}
	if err = room.Addresses.Move(tx, v.Person, address); err != nil {
		if errs.Is(err, errs.Conflict) {
			return ErrToken()
		}
		return err
	}
	if err = room.keepOld(tx, v.Person, id, old); err != nil {
		return err
	}
	if err = room.EndOthers(tx, v); err != nil {
		return err
	}
	return room.Note(tx, v, "signin.address", v.Person, 1)
}

// keepOld remembers the old address for as long as it may ask itself back, and
// tells it how.
func (room *Room) keepOld(tx *store.Tx, person, id, old string) error {
	if old == "" {
		return nil
	}
	box, err := room.Keys.Box(tx, person)
	if err != nil {
		return err
	}
	undo := store.NewID()
	if _, err = tx.Exec(`UPDATE address_change SET old = $1, undo_hash = $2 WHERE id = $3`, box.Seal("address_change", "old", id, old), hash(undo), id); err != nil {
		return err
	}
	return room.mailAddress(tx, person, MailOldAddress, AddressLetter{old, undo}, undoFor)
}

// UndoAddress gives the old address back to its person. Everybody who is signed
// in as them is signed out, and what was set up since the change was asked for
// is removed: it may be a stranger's.
func (room *Room) UndoAddress(tx *store.Tx, token string) (err error) {
	defer errs.Wrap(&err, "undo a change of address")
	var id, person string
	var cell []byte
	var asked store.Time
	err = tx.Row(`DELETE FROM address_change WHERE undo_hash = $1 AND until > $2 RETURNING id, person, old, asked_at`,
		hash(token), store.At(tx.Now())).Scan(&id, &person, &cell, &asked)
	if errors.Is(err, store.ErrNoRow) {
		return ErrToken()
	}
	if err != nil {
		return err
	}
	old, err := room.unseal(tx, person, "address_change", "old", id, cell)
	if err != nil {
		return err
	}
	if err = room.Addresses.Free(tx, person, old); err != nil {
		return err
	}
	if err = room.Addresses.Move(tx, person, old); err != nil {
		return err
	}
	for _, table := range []string{"passkey", "totp", "paper_code", "elsewhere"} {
		if _, err = tx.Exec(`DELETE FROM `+table+` WHERE person = $1 AND made_at >= $2`, person, store.At(asked.Time.Add(-suspect))); err != nil {
			return err
		}
	}
	if err = room.EndOthers(tx, Viewer{Person: person}); err != nil {
		return err
	}
	return room.Note(tx, Viewer{Person: person}, "signin.address.undo", person, 1)
}
