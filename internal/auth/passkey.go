package auth

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// mostPasskeys is how many one person keeps.
const mostPasskeys = 20

// Passkey is one of a person's passkeys.
type Passkey struct {
	ID     string
	Name   string
	MadeAt time.Time
	UsedOn string // "" if never

	record webauthn.Credential
}

// Site is where passkeys hold: https://host, and what the network is called.
type Site struct{ Base, Name string }

func (s Site) party() (*webauthn.WebAuthn, error) {
	u, err := url.Parse(s.Base)
	if err != nil {
		return nil, err
	}
	return webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: s.Name, RPOrigins: []string{s.Base}})
}

// keyholder is a person as passkeys know them: by a random handle.
type keyholder struct {
	person, name string
	handle       []byte
	keys         []Passkey
}

func (k keyholder) WebAuthnID() []byte          { return k.handle }
func (k keyholder) WebAuthnName() string        { return k.name }
func (k keyholder) WebAuthnDisplayName() string { return k.name }
func (k keyholder) WebAuthnCredentials() (list []webauthn.Credential) {
	for _, p := range k.keys {
		list = append(list, p.record)
	}
	return list
}

// passkeys lists a person's passkeys, the oldest first.
func (room *Room) passkeys(tx *store.Tx, person string) ([]Passkey, error) {
	box, err := room.Keys.Box(tx, person)
	if err != nil {
		return nil, err
	}
	return store.All(tx, func(r *store.Rows) (p Passkey, err error) {
		var made store.Time
		var record, name []byte
		if err = r.Scan(&p.ID, &record, &name, &made, &p.UsedOn); err != nil {
			return p, err
		}
		p.MadeAt = made.Time
		if p.Name, err = box.Open("passkey", "name", p.ID, name); err != nil {
			return p, err
		}
		text, err := box.Open("passkey", "record", p.ID, record)
		if err != nil {
			return p, err
		}
		return p, json.Unmarshal([]byte(text), &p.record)
	}, `SELECT id, record, name, made_at, used_on FROM passkey WHERE person = $1 ORDER BY made_at, id`, person)
}

// Challenge is what a page hands to the browser: options for its passkeys, as
// JSON, and the ceremony they belong to.
type Challenge struct {
	Begun
	Options []byte
}

// NewPasskey begins a passkey for the viewer, whom their devices will show
// under the name.
func (room *Room) NewPasskey(tx *store.Tx, v Viewer, site Site, name string) (c Challenge, err error) {
	defer errs.Wrap(&err, "begin a passkey")
	if err = room.MayAdd(tx, v); err != nil {
		return c, err
	}
	holder := keyholder{person: v.Person, name: name}
	if holder.keys, err = room.passkeys(tx, v.Person); err != nil {
		return c, err
	}
	if len(holder.keys) >= mostPasskeys {
		return c, errs.New(errs.TooMany, "auth.passkeys.many|You have as many passkeys as one person can keep. Remove one first.")
	}
	if holder.handle, err = room.handle(tx, v.Person); err != nil {
		return c, err
	}
	var known []protocol.CredentialDescriptor
	for _, k := range holder.keys {
		known = append(known, k.record.Descriptor())
	}
	party, err := site.party()
	if err != nil {
		return c, err
	}
	asked, state, err := party.BeginRegistration(holder, webauthn.WithExclusions(known), webauthn.WithConveyancePreference(protocol.PreferNoAttestation),
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{RequireResidentKey: protocol.ResidentKeyRequired(),
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}))
	if err != nil {
		return c, err
	}
	return room.challenge(tx, addPasskey, v.Person, asked.Response, state)
}

func (room *Room) challenge(tx *store.Tx, purpose, person string, options, state any) (c Challenge, err error) {
	if c.Options, err = json.Marshal(options); err != nil {
		return c, err
	}
	c.Begun, err = room.begin(tx, purpose, person, state)
	return c, err
}

// handle returns the random name by which a person's passkeys know them.
func (room *Room) handle(tx *store.Tx, person string) (handle []byte, err error) {
	fresh := make([]byte, 32)
	rand.Read(fresh)
	if _, err = tx.Exec(`INSERT INTO passkey_user (person, handle) VALUES ($1, $2) ON CONFLICT (person) DO NOTHING`, person, fresh); err != nil {
		return nil, err
	}
	err = tx.Row(`SELECT handle FROM passkey_user WHERE person = $1`, person).Scan(&handle)
	return handle, err
}

// AddPasskey keeps the passkey that the browser made. One that does not fit is
// answered with ok = false; the write must be kept, since the ceremony is over.
func (room *Room) AddPasskey(tx *store.Tx, v Viewer, site Site, b Begun, name, response string) (ok bool, err error) {
	defer errs.Wrap(&err, "add a passkey")
	if err = room.MayAdd(tx, v); err != nil {
		return false, err
	}
	var state webauthn.SessionData
	if ok, err = room.finish(tx, addPasskey, v.Person, b, &state); !ok || err != nil {
		return false, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(response))
	if err != nil {
		return false, nil
	}
	party, err := site.party()
	if err != nil {
		return false, err
	}
	record, err := party.CreateCredential(keyholder{handle: state.UserID}, state, parsed)
	if err != nil {
		return false, nil // what is wrong with it, the library says with what was sent
	}
	record.Attestation = webauthn.CredentialAttestation{} // nobody asks what device it is
	n, err := room.insertPasskey(tx, v.Person, cleanKeyName(name), *record)
	if err != nil || n == 0 {
		return false, err
	}
	return true, errors.Join(room.raise(tx, v), room.tell(tx, v, ToldPasskeyAdded))
}

func (room *Room) insertPasskey(tx *store.Tx, person, name string, record webauthn.Credential) (n int64, err error) {
	box, err := room.Keys.Box(tx, person)
	if err != nil {
		return 0, err
	}
	text, err := json.Marshal(record)
	if err != nil {
		return 0, err
	}
	id := store.NewID()
	return tx.Exec(`INSERT INTO passkey (id, person, credential, record, name, made_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential) DO NOTHING`,
		id, person, hash(string(record.ID)), box.Seal("passkey", "record", id, string(text)), box.Seal("passkey", "name", id, name), store.At(tx.Now()))
}

// cleanKeyName is a name of at most forty letters.
func cleanKeyName(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for utf8.RuneCountInString(s) > 40 {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

// AskPasskey begins the showing of a passkey: by the viewer, or by somebody who
// is not signed in. The browser offers what it has for this site; nobody types
// a name, so that none can be tried out.
func (room *Room) AskPasskey(tx *store.Tx, v Viewer, site Site) (c Challenge, err error) {
	defer errs.Wrap(&err, "ask for a passkey")
	party, err := site.party()
	if err != nil {
		return c, err
	}
	asked, state, err := party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return c, err
	}
	return room.challenge(tx, showPasskey, v.Person, asked.Response, state)
}

// ShowPasskey makes the viewer's sign-in fresh by one of their passkeys, or
// signs in who has none yet. What does not fit is answered with ok = false; the
// write must be kept.
func (room *Room) ShowPasskey(tx *store.Tx, v Viewer, site Site, b Begun, response, label string) (e Entrance, ok bool, err error) {
	defer errs.Wrap(&err, "show a passkey")
	var state webauthn.SessionData
	if ok, err = room.finish(tx, showPasskey, v.Person, b, &state); !ok || err != nil {
		return e, false, err
	}
	person, ok, err := room.checkPasskey(tx, site, state, response)
	if err != nil || !ok || v.Kind == Person && person != v.Person {
		return e, false, err
	}
	if v.Kind == Person {
		return e, true, room.raise(tx, v)
	}
	e.Secret, err = room.open(tx, person, Fresh, label)
	return e, true, err
}

// checkPasskey tells whose passkey signed the challenge.
func (room *Room) checkPasskey(tx *store.Tx, site Site, state webauthn.SessionData, response string) (person string, ok bool, err error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(response))
	if err != nil {
		return "", false, nil
	}
	party, err := site.party()
	if err != nil {
		return "", false, err
	}
	var holder keyholder
	var failed error // of ours, not of what was sent
	_, record, err := party.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		holder, failed = room.keyholder(tx, handle)
		return holder, failed
	}, state, parsed)
	switch {
	case failed != nil && !errors.Is(failed, store.ErrNoRow):
		return "", false, failed
	case err != nil || record.Authenticator.CloneWarning:
		return "", false, nil
	}
	at := slices.IndexFunc(holder.keys, func(p Passkey) bool { return string(p.record.ID) == string(record.ID) })
	if at < 0 {
		return "", false, nil
	}
	return holder.person, true, room.usedPasskey(tx, holder.person, holder.keys[at].ID, *record)
}

func (room *Room) keyholder(tx *store.Tx, handle []byte) (k keyholder, err error) {
	k.handle = handle
	if err = tx.Row(`SELECT person FROM passkey_user WHERE handle = $1`, handle).Scan(&k.person); err != nil {
		return k, err
	}
	k.keys, err = room.passkeys(tx, k.person)
	return k, err
}

// usedPasskey keeps the counter of a passkey, by which a copy shows itself.
func (room *Room) usedPasskey(tx *store.Tx, person, id string, record webauthn.Credential) error {
	box, err := room.Keys.Box(tx, person)
	if err != nil {
		return err
	}
	text, err := json.Marshal(record)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE passkey SET record = $1, used_on = $2 WHERE id = $3`, box.Seal("passkey", "record", id, string(text)), day(tx.Now()), id)
	return err
}

// RenamePasskey gives one of the viewer's passkeys another name.
func (room *Room) RenamePasskey(tx *store.Tx, v Viewer, id, name string) (err error) {
	defer errs.Wrap(&err, "rename a passkey")
	box, err := room.Keys.Box(tx, v.Person)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE passkey SET name = $1 WHERE id = $2 AND person = $3`, box.Seal("passkey", "name", id, cleanKeyName(name)), id, v.Person)
	if err == nil && n == 0 {
		err = errs.NotThere()
	}
	return err
}

// RemovePasskey makes one of the viewer's passkeys worth nothing.
func (room *Room) RemovePasskey(tx *store.Tx, v Viewer, id string) (err error) {
	defer errs.Wrap(&err, "remove a passkey")
	if err = v.Needs(Fresh); err != nil {
		return err
	}
	w, err := room.Ways(tx, v)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(w.Passkeys, func(p Passkey) bool { return p.ID == id }) {
		return errs.NotThere()
	}
	if err = w.mayRemove(); err != nil {
		return err
	}
	if _, err = tx.Exec(`DELETE FROM passkey WHERE id = $1 AND person = $2`, id, v.Person); err != nil {
		return err
	}
	return room.changed(tx, v, ToldPasskeyRemoved)
}
