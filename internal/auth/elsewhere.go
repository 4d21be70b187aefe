package auth

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Elsewhere is another house, an OpenID Connect provider, whose sign-in counts
// here for who has linked it. It is worth Strong and never Fresh.
type Elsewhere struct {
	Issuer   string
	Client   string
	Secret   string
	Name     string   // what people call it
	Requires []string // acr or amr values, one of which it must vouch for; none: any sign-in there counts

	mu       sync.Mutex
	provider *oidc.Provider
}

// answerWithin is how long the other house may take for one answer.
const answerWithin = 10 * time.Second

// Find asks the other house once for its addresses.
func (o *Elsewhere) Find(ctx context.Context) (err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider == nil {
		// The provider keeps the context to fetch keys later: not this request's.
		o.provider, err = oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), otherClient()), o.Issuer)
	}
	if err != nil {
		return ErrElsewhere().Because(errors.New("the OpenID provider does not answer")) // what it said may be anything
	}
	return nil
}

func otherClient() *http.Client { return &http.Client{Timeout: answerWithin} }

// ErrElsewhere answers whatever went wrong with a sign-in at another house.
func ErrElsewhere() *errs.Error {
	return errs.New(errs.Invalid, "auth.elsewhere.wrong|The other sign-in did not work, or it is not linked to anybody here. Please sign in by mail.")
}

func (o *Elsewhere) found() *oidc.Provider {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.provider
}

func (o *Elsewhere) oauth(back string) *oauth2.Config {
	return &oauth2.Config{ClientID: o.Client, ClientSecret: o.Secret, Endpoint: o.found().Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID}}
}

// Trip is what is remembered of somebody who went to the other house.
type Trip struct {
	Nonce    string `json:"n"`
	Verifier string `json:"v"`
	To       string `json:"to"`
	Link     bool   `json:"l"` // to link it, not to sign in
}

// Leave begins a trip to the other house, which Find has found, and returns its
// address.
func (room *Room) Leave(tx *store.Tx, v Viewer, o *Elsewhere, back, to string, link bool) (b Begun, address string, err error) {
	defer errs.Wrap(&err, "leave for another house")
	if link {
		if err = room.MayAdd(tx, v); err != nil {
			return b, "", err
		}
	}
	trip := Trip{store.NewID(), oauth2.GenerateVerifier(), to, link}
	if b, err = room.begin(tx, viaOther, v.Person, trip); err != nil {
		return b, "", err
	}
	return b, o.oauth(back).AuthCodeURL(b.Secret, oidc.Nonce(trip.Nonce), oauth2.S256ChallengeOption(trip.Verifier)), nil
}

// Underway returns the trip from which somebody comes back.
func (room *Room) Underway(tx *store.Tx, v Viewer, b Begun) (t Trip, err error) {
	ok, err := room.peek(tx, viaOther, v.Person, b, &t)
	if err == nil && !ok {
		err = ErrToken()
	}
	return t, err
}

// Redeem asks the other house who came back with the code: it speaks over the
// network, so outside any transaction. The answer is the issuer's name for them.
func (o *Elsewhere) Redeem(ctx context.Context, t Trip, back, code string, now time.Time) (subject string, err error) {
	if err := o.Find(ctx); err != nil {
		return "", err
	}
	token, err := o.oauth(back).Exchange(oidc.ClientContext(ctx, otherClient()), code, oauth2.VerifierOption(t.Verifier))
	if err != nil {
		return "", ErrElsewhere()
	}
	raw, _ := token.Extra("id_token").(string)
	verifier := o.found().Verifier(&oidc.Config{ClientID: o.Client, Now: func() time.Time { return now }})
	id, err := verifier.Verify(ctx, raw)
	if err != nil || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(t.Nonce)) != 1 || id.Subject == "" {
		return "", ErrElsewhere()
	}
	var said struct {
		ACR string   `json:"acr"`
		AMR []string `json:"amr"`
	}
	if err := id.Claims(&said); err != nil || !o.vouches(said.ACR, said.AMR) {
		return "", ErrElsewhere()
	}
	return id.Subject, nil
}

func (o *Elsewhere) vouches(acr string, amr []string) bool {
	return len(o.Requires) == 0 || slices.Contains(o.Requires, acr) ||
		slices.ContainsFunc(amr, func(how string) bool { return slices.Contains(o.Requires, how) })
}

// Arrive ends a trip: it links the other house's person to the viewer, raises
// the viewer's sign-in, or signs in whom it is linked to. Their address there is
// never looked at.
func (room *Room) Arrive(tx *store.Tx, v Viewer, o *Elsewhere, b Begun, subject, label string) (e Entrance, err error) {
	defer errs.Wrap(&err, "come back from another house")
	var t Trip
	ok, err := room.finish(tx, viaOther, v.Person, b, &t)
	if err != nil || !ok {
		return e, orToken(err)
	}
	e.ThenTo = t.To
	who := room.elsewhere(o.Issuer, subject)
	if t.Link {
		return e, room.link(tx, v, who)
	}
	var person string
	err = tx.Row(`SELECT person FROM elsewhere WHERE hash = $1`, who).Scan(&person)
	switch {
	case errors.Is(err, store.ErrNoRow), err == nil && v.Kind == Person && person != v.Person:
		return e, ErrElsewhere()
	case err != nil:
		return e, err
	case v.Kind == Person:
		return e, room.strengthen(tx, v)
	}
	e.Secret, err = room.open(tx, person, Strong, label)
	return e, err
}

func orToken(err error) error {
	if err != nil {
		return err
	}
	return ErrToken()
}

// elsewhere is the keyed hash under which somebody of another house is kept. Its
// key does not rotate, since what it hashes is kept nowhere.
func (room *Room) elsewhere(issuer, subject string) []byte {
	return hash(room.Keys.Link("elsewhere", issuer+"\n"+subject, 0))
}

// strengthen makes a sign-in worth Strong.
func (room *Room) strengthen(tx *store.Tx, v Viewer) error {
	_, err := tx.Exec(`UPDATE sign_in SET tier = $1 WHERE id = $2 AND person = $3`, int(Strong), v.SignIn, v.Person)
	return err
}

func (room *Room) link(tx *store.Tx, v Viewer, who []byte) error {
	if err := room.MayAdd(tx, v); err != nil {
		return err
	}
	n, err := tx.Exec(`INSERT INTO elsewhere (hash, person, made_at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING`,
		who, v.Person, store.At(tx.Now()))
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrElsewhere()
	}
	if err := room.strengthen(tx, v); err != nil {
		return err
	}
	return room.tell(tx, v, ToldLinked)
}

// Unlink ends what the viewer linked.
func (room *Room) Unlink(tx *store.Tx, v Viewer) (err error) {
	defer errs.Wrap(&err, "unlink another house")
	w, err := room.Ways(tx, v)
	switch {
	case err != nil:
		return err
	case w.Elsewhere.IsZero():
		return errs.NotThere()
	case w.HasKey() || w.Paper > 0:
		err = v.Needs(Fresh)
	default:
		err = v.Needs(Strong)
	}
	if err != nil {
		return err
	}
	if _, err = tx.Exec(`DELETE FROM elsewhere WHERE person = $1`, v.Person); err != nil {
		return err
	}
	return room.changed(tx, v, ToldUnlinked)
}
