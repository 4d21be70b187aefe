package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Room is this capability with what it stands on.
type Room struct {
	Keys *seal.Keys
	// Find returns the id of the person with an address, or "".
	Find func(tx *store.Tx, address string) (string, error)
	// Prove notes that a person pressed a button reached from their mail.
	Prove func(tx *store.Tx, person string) error
	// Within returns all scopes that a scope of another kind than the network
	// lies in, itself first; none for something that does not exist.
	Within func(tx *store.Tx, s Scope) ([]Scope, error)
	// Rests tells whether somebody's roles rest: what they offered nobody can
	// take until they hold them again. Without it nobody's do.
	Rests func(tx *store.Tx, person string) (bool, error)
	// Addresses is how people are reached.
	Addresses Addresses
	// Trial makes every sign-in worth the highest tier, as --dev does.
	Trial bool
}

// MailSignIn is the mail with the link and the code. Its payload is a Letter.
const MailSignIn = "auth.sign-in"

// Letter is what the sign-in mail says.
type Letter struct {
	Token string `json:"token"`
	Code  string `json:"code"`
}

// Times and counts of signing in.
const (
	TokenFor   = 10 * time.Minute
	signInFor  = 30 * 24 * time.Hour
	idleFor    = 7 * 24 * time.Hour
	mostTries  = 5 // at one code
	mostTokens = 5 // for one person at a time
)

// Ask sends a link and a code to the address, if it belongs to anybody. It
// answers alike in either case. The browser is a secret the asking browser
// keeps: the link works there only, elsewhere the code is needed.
func (room *Room) Ask(ctx context.Context, tx *store.Tx, address, browser, thenTo, lang string) (err error) {
	defer errs.Wrap(&err, "ask for a sign-in")
	person, err := room.Find(tx, address)
	if err != nil || person == "" {
		return err
	}
	return room.send(tx, person, browser, thenTo, lang)
}

// AskFor sends another link and code to somebody who is signed in already, and
// must show that the mailbox is still theirs.
func (room *Room) AskFor(tx *store.Tx, v Viewer, browser, thenTo, lang string) error {
	if v.Kind != Person {
		return errs.NotThere()
	}
	return room.send(tx, v.Person, browser, thenTo, lang)
}

func (room *Room) send(tx *store.Tx, person, browser, thenTo, lang string) error {
	var open int
	err := tx.Row(`SELECT COUNT(*) FROM sign_in_token WHERE person = $1 AND until > $2 AND used_at IS NULL`,
		person, store.At(tx.Now())).Scan(&open)
	if err != nil || open >= mostTokens {
		return err
	}
	letter, err := room.newToken(tx, person, browser, thenTo, Mail, TokenFor)
	if err != nil {
		return err
	}
	payload, err := json.Marshal(letter)
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailSignIn, Person: person, Lang: lang,
		Payload: payload, NotAfter: tx.Now().Add(TokenFor)})
}

// Invite makes a token that signs a person in at a tier from any browser. It
// is for the console and the demo, which hand it over themselves.
func (room *Room) Invite(tx *store.Tx, v Viewer, person, thenTo string, tier Tier, within time.Duration) (token string, err error) {
	if v.Kind != Console && v.Kind != System {
		return "", errs.NotThere()
	}
	letter, err := room.newToken(tx, person, "", thenTo, tier, within)
	return letter.Token, err
}

func (room *Room) newToken(tx *store.Tx, person, browser, thenTo string, tier Tier, within time.Duration) (Letter, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return Letter{}, err
	}
	l := Letter{Token: store.NewID(), Code: fmt.Sprintf("%06d", n)}
	var bound []byte
	if browser != "" {
		bound = hash(browser)
	}
	_, err = tx.Exec(`INSERT INTO sign_in_token (hash, person, tier, browser, code_hash, then_to, until) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		hash(l.Token), person, int(tier), bound, room.codeHash(browser, l.Code), thenTo, store.At(tx.Now().Add(within)))
	return l, err
}

// codeHash is keyed, since a code alone is short enough to be tried out.
func (room *Room) codeHash(browser, code string) []byte {
	return room.Keys.Index("auth.code", browser+" "+code)
}

func hash(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

// Entrance is what a pressed button or a right code opens.
type Entrance struct {
	Secret string // for the sign-in's cookie
	ThenTo string // an address of ours, "" = the member's page
}

// ErrToken is the one answer to expired, used, forged and foreign tokens.
func ErrToken() error {
	return errs.New(errs.Invalid, "auth.token-over|This link or code is no longer valid, or it was asked for in another browser. Please ask for a new one.")
}

// Enter spends a token from a mailed link. It works once, and only in the
// browser that asked for it.
func (room *Room) Enter(ctx context.Context, tx *store.Tx, token, browser, label string) (Entrance, error) {
	return room.spend(tx, label, `hash = $1 AND (browser IS NULL OR browser = $2)`, hash(token), hash(browser))
}

// EnterCode spends a token by the mailed code, typed in the browser that asked.
// A wrong one is counted against all tokens of the browser, which end when it
// was tried too often, and is answered with ok = false; the write must be kept:
// counted in a write of its own, many at a time would all be looked at first.
func (room *Room) EnterCode(ctx context.Context, tx *store.Tx, code, browser, label string) (e Entrance, ok bool, err error) {
	if browser == "" {
		return e, false, nil
	}
	e, err = room.spend(tx, label, `code_hash = $1 AND browser = $2`, room.codeHash(browser, code), hash(browser))
	if !errs.Is(err, errs.Invalid) {
		return e, err == nil, err
	}
	tx.Quiet()
	_, err = tx.Exec(`UPDATE sign_in_token SET tries = tries + 1 WHERE browser = $1`, hash(browser))
	return e, false, err
}

func (room *Room) spend(tx *store.Tx, label, where string, args ...any) (e Entrance, err error) {
	defer errs.Wrap(&err, "sign in")
	now := store.At(tx.Now())
	var person string
	var tier int
	err = tx.Row(`UPDATE sign_in_token SET used_at = $3 WHERE `+where+` AND used_at IS NULL AND until > $3 AND tries < $4
		RETURNING person, tier, then_to`, append(args, now, mostTries)...).Scan(&person, &tier, &e.ThenTo)
	if errors.Is(err, store.ErrNoRow) {
		return e, ErrToken()
	}
	if err != nil {
		return e, err
	}
	if err = room.Prove(tx, person); err != nil {
		return e, err
	}
	e.Secret, err = room.open(tx, person, Tier(tier), label)
	return e, err
}

// open signs a person in and returns the secret for the browser's cookie. A
// tier above Strong means that they have just shown who they are.
func (room *Room) open(tx *store.Tx, person string, tier Tier, label string) (secret string, err error) {
	var shown store.Time
	if tier >= Fresh {
		tier, shown = Strong, store.Time{Time: tx.Now()}
	}
	secret = store.NewID() + store.NewID()
	_, err = tx.Exec(`INSERT INTO sign_in (id, hash, person, tier, label, made_at, seen_on, until, shown_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		store.NewID(), hash(secret), person, int(tier), label, store.At(tx.Now()), day(tx.Now()), store.At(tx.Now().Add(signInFor)), shown)
	return secret, err
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02") }

// WhoIs returns the viewer whose sign-in the cookie's secret opens. An unknown
// or ended one is an anonymous viewer, not an error.
func (room *Room) WhoIs(tx *store.Tx, secret string) (v Viewer, err error) {
	defer errs.Wrap(&err, "who is signed in")
	var tier int
	var seen string
	var shown store.Time
	err = tx.Row(`SELECT id, person, tier, seen_on, shown_at FROM sign_in WHERE hash = $1 AND until > $2`,
		hash(secret), store.At(tx.Now())).Scan(&v.SignIn, &v.Person, &tier, &seen, &shown)
	if errors.Is(err, store.ErrNoRow) {
		return Viewer{}, nil
	}
	if err != nil {
		return Viewer{}, err
	}
	if seen < day(tx.Now().Add(-idleFor)) {
		return Viewer{}, nil
	}
	if seen < day(tx.Now()) {
		room.seeLater(tx, v.SignIn)
	}
	v.Kind, v.Tier = Person, room.worth(Tier(tier), shown.Time, tx.Now())
	v.Grants, err = room.GrantsOf(tx, v.Person)
	return v, err
}

// seeLater notes, after the transaction, the day on which a sign-in was last
// used: once a day, so that an idle one can end. If that fails, the next
// request notes it.
func (room *Room) seeLater(tx *store.Tx, id string) {
	db := tx.DB()
	tx.AfterCommit(func() {
		_ = db.Write(context.Background(), func(tx *store.Tx) error {
			tx.Quiet()
			_, err := tx.Exec(`UPDATE sign_in SET seen_on = $1 WHERE id = $2 AND seen_on < $1`, day(tx.Now()), id)
			return err
		})
	})
}

// SignIn is one browser in which a person is signed in.
type SignIn struct {
	ID     string
	Label  string
	MadeAt time.Time
	SeenOn string
	Here   bool
}

// SignIns lists the viewer's own sign-ins, the newest first.
func (room *Room) SignIns(tx *store.Tx, v Viewer) ([]SignIn, error) {
	return store.All(tx, func(r *store.Rows) (s SignIn, err error) {
		var made store.Time
		err = r.Scan(&s.ID, &s.Label, &made, &s.SeenOn)
		s.MadeAt, s.Here = made.Time, s.ID == v.SignIn
		return s, err
	}, `SELECT id, label, made_at, seen_on FROM sign_in WHERE person = $1 AND until > $2 ORDER BY made_at DESC`, v.Person, store.At(tx.Now()))
}

// SignOut ends one of the viewer's sign-ins.
func (room *Room) SignOut(tx *store.Tx, v Viewer, id string) error {
	_, err := tx.Exec(`DELETE FROM sign_in WHERE id = $1 AND person = $2`, id, v.Person)
	return err
}

// Sweep deletes what has ended.
func (room *Room) Sweep(tx *store.Tx) error {
	if _, err := tx.Exec(`DELETE FROM sign_in_token WHERE until < $1`, store.At(tx.Now().Add(-time.Hour))); err != nil {
		return err
	}
	for _, table := range []string{"sign_in", "ceremony", "held_form", "address_change", "role_offer"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE until < $1`, store.At(tx.Now())); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`DELETE FROM code_tries WHERE since < $1`, store.At(tx.Now().Add(-tryAgain)))
	return err
}
