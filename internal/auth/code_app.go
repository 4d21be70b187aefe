package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// Codes of an app, as RFC 6238 has them: six digits, a new one every thirty
// seconds; the one before and the one after count as well.
const (
	step      = 30
	appSecret = 20 // bytes
	appFor    = 30 * time.Minute
	tryAgain  = 15 * time.Minute // after mostTries wrong codes
)

// NewApp is an app that is being set up. The ticket goes along in the form.
type NewApp struct {
	Secret string // to type in
	URL    string // for a picture that the app's camera reads
	Ticket string
}

// newAppState is what the ticket holds.
type newAppState struct {
	SignIn string    `json:"s"`
	Secret string    `json:"k"`
	Until  time.Time `json:"u"`
}

// NewApp makes a secret for the viewer's app, or shows the ticket's again. It
// counts for nothing until AddApp sees a code of it.
func (room *Room) NewApp(v Viewer, ticket, issuer, name string, now time.Time) (a NewApp, err error) {
	state, ok := room.appState(v, ticket, now)
	if !ok {
		raw := make([]byte, appSecret)
		rand.Read(raw)
		state = newAppState{v.SignIn, base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw), now.Add(appFor)}
		text, err := json.Marshal(state)
		if err != nil {
			return a, err
		}
		ticket = room.Keys.Ticket("totp.new", text)
	}
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(state.Secret)
	if err != nil {
		return a, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: name, Secret: raw})
	if err != nil {
		return a, err
	}
	return NewApp{state.Secret, key.URL(), ticket}, nil
}

func (room *Room) appState(v Viewer, ticket string, now time.Time) (s newAppState, ok bool) {
	plain, ok := room.Keys.OpenTicket("totp.new", ticket)
	ok = ok && json.Unmarshal(plain, &s) == nil && s.SignIn == v.SignIn && now.Before(s.Until)
	return s, ok
}

// AddApp sets the app up if the code is its own, in place of another. The
// sign-in is fresh from then on.
func (room *Room) AddApp(tx *store.Tx, v Viewer, ticket, code string) (ok bool, err error) {
	defer errs.Wrap(&err, "set up an app")
	if err = room.MayAdd(tx, v); err != nil {
		return false, err
	}
	state, ok := room.appState(v, ticket, tx.Now())
	if !ok {
		return false, ErrToken()
	}
	if err = room.countTry(tx, v.Person); err != nil {
		return false, err
	}
	at, ok := stepOf(state.Secret, code, tx.Now(), 0)
	if !ok {
		return false, nil
	}
	box, err := room.Keys.Box(tx, v.Person)
	if err != nil {
		return false, err
	}
	_, err = tx.Exec(`INSERT INTO totp (person, secret, last_step, made_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step, made_at = excluded.made_at`,
		v.Person, box.Seal("totp", "secret", v.Person, state.Secret), at, store.At(tx.Now()))
	if err != nil {
		return false, err
	}
	return true, errors.Join(room.right(tx, v), room.tell(tx, v, ToldAppAdded))
}

// ShowCode makes the sign-in fresh by a code of the app, or of paper. A wrong
// one is counted and answered with ok = false; the write must be kept.
func (room *Room) ShowCode(tx *store.Tx, v Viewer, code string) (ok bool, err error) {
	defer errs.Wrap(&err, "show a code")
	if v.Kind != Person {
		return false, errs.NotThere()
	}
	if err = room.countTry(tx, v.Person); err != nil {
		return false, err
	}
	if Digits(code) != "" {
		ok, err = room.appCode(tx, v.Person, Digits(code))
	} else {
		ok, err = room.paperCode(tx, v, code)
	}
	if err != nil || !ok {
		return false, err
	}
	return true, room.right(tx, v)
}

// right follows a right code: those that were wrong are forgotten.
func (room *Room) right(tx *store.Tx, v Viewer) error {
	if _, err := tx.Exec(`DELETE FROM code_tries WHERE person = $1`, v.Person); err != nil {
		return err
	}
	return room.raise(tx, v)
}

func (room *Room) appCode(tx *store.Tx, person, code string) (ok bool, err error) {
	var cell []byte
	var last int64
	err = tx.Row(`SELECT secret, last_step FROM totp WHERE person = $1`, person).Scan(&cell, &last)
	if errors.Is(err, store.ErrNoRow) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	secret, err := room.unseal(tx, person, "totp", "secret", person, cell)
	if err != nil {
		return false, err
	}
	at, ok := stepOf(secret, code, tx.Now(), last)
	if !ok {
		return false, nil
	}
	n, err := tx.Exec(`UPDATE totp SET last_step = $1 WHERE person = $2 AND last_step < $1`, at, person)
	return n == 1, err
}

// stepOf returns the step whose code it is, among those after the last.
func stepOf(secret, code string, now time.Time, last int64) (at int64, ok bool) {
	here := now.Unix() / step
	for _, s := range []int64{here, here - 1, here + 1} {
		want, err := hotp.GenerateCode(secret, uint64(s))
		if err == nil && s > last && hmac.Equal([]byte(want), []byte(Digits(code))) {
			return s, true
		}
	}
	return 0, false
}

// Digits reads six digits, in any script we speak; "" if it is something else.
func Digits(s string) string {
	var out []rune
	for _, c := range s {
		switch d := digit(c); {
		case d >= 0:
			out = append(out, '0'+d)
		case c != ' ' && c != '-' && c != '\u00a0' && c != '\u202f':
			return ""
		}
	}
	if len(out) != 6 {
		return ""
	}
	return string(out)
}

func digit(c rune) rune {
	for _, zero := range []rune{'0', '٠', '۰', '०'} {
		if c >= zero && c <= zero+9 {
			return c - zero
		}
	}
	return -1
}

// countTry counts a code that is about to be looked at, and refuses it where too
// many were wrong.
func (room *Room) countTry(tx *store.Tx, person string) error {
	n, err := tx.Exec(`INSERT INTO code_tries (person, tries, since) VALUES ($1, 1, $2)
		ON CONFLICT (person) DO UPDATE SET
			tries = CASE WHEN code_tries.since <= $3 THEN 1 ELSE code_tries.tries + 1 END,
			since = CASE WHEN code_tries.since <= $3 THEN excluded.since ELSE code_tries.since END
		WHERE code_tries.since <= $3 OR code_tries.tries < $4`,
		person, store.At(tx.Now()), store.At(tx.Now().Add(-tryAgain)), mostTries)
	if err == nil && n == 0 {
		err = errs.New(errs.TooMany, "auth.codes.wait|Too many wrong codes. Please wait a quarter of an hour.")
	}
	return err
}

// RemoveApp makes the viewer's app worth nothing.
func (room *Room) RemoveApp(tx *store.Tx, v Viewer) (err error) {
	defer errs.Wrap(&err, "remove an app")
	if err = v.Needs(Fresh); err != nil {
		return err
	}
	w, err := room.Ways(tx, v)
	if err != nil {
		return err
	}
	if w.App.IsZero() {
		return errs.NotThere()
	}
	if err = w.mayRemove(); err != nil {
		return err
	}
	if _, err = tx.Exec(`DELETE FROM totp WHERE person = $1`, v.Person); err != nil {
		return err
	}
	return room.changed(tx, v, ToldAppRemoved)
}
