package auth

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Offer is a role that somebody was asked to take. They hold it once they have
// said yes, by the link in their mail; so whoever types an address learns
// nothing about it, and nobody holds a role without knowing.
type Offer struct {
	ID      string
	Person  string
	Scope   Scope
	Verbs   []Verb
	GivenBy string
	MadeAt  time.Time
	Until   time.Time
}

// OfferFor is how long somebody can say yes to a role.
const OfferFor = 14 * 24 * time.Hour

// LinkRole is the purpose of the link in the mail that offers a role.
const LinkRole = "role"

// Mails about roles. Their payload is a RoleLetter.
const (
	MailRole      = "auth.role"       // a role is offered
	MailRoleTaken = "auth.role-taken" // a role was taken away
)

// RoleLetter is what a mail about a role speaks of.
type RoleLetter struct {
	Offer string `json:"offer,omitempty"`
	Kind  string `json:"kind"`
	ID    string `json:"id,omitempty"`
}

// Offer asks a person by mail to take verbs on a scope. Another offer to them
// there takes the place of the one before.
func (room *Room) Offer(ctx context.Context, tx *store.Tx, v Viewer, person, lang string, scope Scope, verbs ...Verb) (err error) {
	defer errs.Wrap(&err, "offer a role")
	if err := room.mayGive(tx, v, scope, verbs...); err != nil {
		return err
	}
	if len(verbs) == 0 {
		return errs.New(errs.Invalid, "role.give.none|Choose what they may do.")
	}
	id, now := store.NewID(), tx.Now()
	if _, err := tx.Exec(`DELETE FROM role_offer WHERE person = $1 AND scope_kind = $2 AND scope_id = $3`, person, scope.Kind, scope.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO role_offer (id, person, scope_kind, scope_id, verbs, given_by, made_at, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, person, scope.Kind, scope.ID, store.JSON(verbs), v.Actor(), store.At(now), store.At(now.Add(OfferFor))); err != nil {
		return err
	}
	if err := room.writeRole(tx, MailRole, person, lang, RoleLetter{Offer: id, Kind: scope.Kind, ID: scope.ID}, now.Add(OfferFor)); err != nil {
		return err
	}
	return room.Note(tx, v, "roles.offer", person, len(verbs))
}

func (room *Room) tellTaken(tx *store.Tx, person string, scope Scope) error {
	return room.writeRole(tx, MailRoleTaken, person, "", RoleLetter{Kind: scope.Kind, ID: scope.ID}, tx.Now().Add(OfferFor))
}

func (room *Room) writeRole(tx *store.Tx, kind, person, lang string, letter RoleLetter, notAfter time.Time) error {
	if room.Keys == nil {
		return nil
	}
	payload, err := json.Marshal(letter)
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: kind, Person: person, About: letter.Offer, Lang: lang, Payload: payload, NotAfter: notAfter})
}

const offerColumns = `id, person, scope_kind, scope_id, verbs, given_by, made_at, until`

func scanOffer(row interface{ Scan(...any) error }) (o Offer, err error) {
	var made, until store.Time
	err = row.Scan(&o.ID, &o.Person, &o.Scope.Kind, &o.Scope.ID, store.JSON(&o.Verbs), &o.GivenBy, &made, &until)
	o.MadeAt, o.Until = made.Time, until.Time
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	SortVerbs(o.Verbs)
	return o, err
}

// Offers lists the roles on a scope that nobody has said yes to yet, to who may
// give roles there.
func (room *Room) Offers(tx *store.Tx, v Viewer, scope Scope) ([]Offer, error) {
	if may, err := room.MayGiveOn(tx, v, scope); err != nil || !may {
		return nil, err
	}
	return store.All(tx, func(r *store.Rows) (Offer, error) { return scanOffer(r) },
		`SELECT `+offerColumns+` FROM role_offer WHERE scope_kind = $1 AND scope_id = $2 AND until > $3 ORDER BY made_at, id`, scope.Kind, scope.ID, store.At(tx.Now()))
}

// OfferByKey returns the offer that a mailed link leads to, and its holder. A
// link that is over, foreign or made up answers alike.
func (room *Room) OfferByKey(tx *store.Tx, key string) (o Offer, v Viewer, err error) {
	id, mac, ok := seal.ParseLink(key)
	if !ok || !room.Keys.CheckLink(LinkRole, id, 0, mac) {
		return o, v, errs.NotThere()
	}
	o, err = scanOffer(tx.Row(`SELECT `+offerColumns+` FROM role_offer WHERE id = $1 AND until > $2`, id, store.At(tx.Now())))
	return o, Holder(LinkRole, o.ID, o.Person), err
}

// OfferKey is what stands in the link of an offer.
func (room *Room) OfferKey(id string) string { return room.Keys.Link(LinkRole, id, 0) }

// Accept gives what was offered to the viewer, who came by the mailed link, if
// whoever offered it may still give it.
func (room *Room) Accept(ctx context.Context, tx *store.Tx, v Viewer, o Offer) (err error) {
	defer errs.Wrap(&err, "accept a role")
	if !v.Is(o.Person) || v.Link.ID != o.ID {
		return errs.NotThere()
	}
	if err := room.stillGives(tx, o); err != nil {
		return err
	}
	if n, err := tx.Exec(`DELETE FROM role_offer WHERE id = $1`, o.ID); err != nil || n == 0 {
		return orNotThere(err)
	}
	if err := room.Prove(tx, o.Person); err != nil {
		return err
	}
	if err := room.grant(tx, o.GivenBy, o.Person, o.Scope, o.Verbs); err != nil {
		return err
	}
	return room.Note(tx, v, "roles.accept", o.Person, len(o.Verbs))
}

// stillGives asks again, at the moment in which an offer is accepted, whether
// its giver holds what they offered.
func (room *Room) stillGives(tx *store.Tx, o Offer) error {
	if rests, err := room.rests(tx, o.GivenBy); err != nil || rests {
		return orNotThere(err)
	}
	return room.holdsOffered(tx, o)
}

// holdsOffered refuses if the giver of an offer may not give it any more.
func (room *Room) holdsOffered(tx *store.Tx, o Offer) (err error) {
	giver := AtConsole()
	if o.GivenBy != giver.Actor() {
		giver = Viewer{Kind: Person, Person: o.GivenBy, Tier: Fresh}
		if giver.Grants, err = room.GrantsOf(tx, o.GivenBy); err != nil {
			return err
		}
	}
	if err := room.mayGive(tx, giver, o.Scope, o.Verbs...); err != nil {
		return errs.NotThere().Because(err)
	}
	return nil
}

// dropOffers ends what somebody offered and may not give any more, when a role of
// theirs ends.
func (room *Room) dropOffers(tx *store.Tx, v Viewer, giver string) error {
	list, err := store.All(tx, func(r *store.Rows) (Offer, error) { return scanOffer(r) }, `SELECT `+offerColumns+` FROM role_offer WHERE given_by = $1`, giver)
	if err != nil {
		return err
	}
	for _, o := range list {
		switch err := room.holdsOffered(tx, o); {
		case errs.Is(err, errs.NotFound):
			if err := room.dropOffer(tx, v, o, "roles.withdraw"); err != nil {
				return err
			}
		case err != nil:
			return err
		}
	}
	return nil
}

func (room *Room) rests(tx *store.Tx, person string) (bool, error) {
	if room.Rests == nil {
		return false, nil
	}
	return room.Rests(tx, person)
}

// Decline says no to an offer, by the mailed link.
func (room *Room) Decline(ctx context.Context, tx *store.Tx, v Viewer, o Offer) error {
	if !v.Is(o.Person) || v.Link.ID != o.ID {
		return errs.NotThere()
	}
	return room.dropOffer(tx, v, o, "roles.decline")
}

// Withdraw takes back an offer that was not accepted yet.
func (room *Room) Withdraw(ctx context.Context, tx *store.Tx, v Viewer, scope Scope, id string) (err error) {
	defer errs.Wrap(&err, "withdraw a role")
	if err := room.mayGive(tx, v, scope); err != nil {
		return err
	}
	list, err := room.Offers(tx, v, scope)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(o Offer) bool { return o.ID == id })
	if i < 0 {
		return errs.NotThere()
	}
	return room.dropOffer(tx, v, list[i], "roles.withdraw")
}

func (room *Room) dropOffer(tx *store.Tx, v Viewer, o Offer, verb string) error {
	if n, err := tx.Exec(`DELETE FROM role_offer WHERE id = $1`, o.ID); err != nil || n == 0 {
		return orNotThere(err)
	}
	return room.Note(tx, v, verb, o.Person, len(o.Verbs))
}

func orNotThere(err error) error {
	if err != nil {
		return err
	}
	return errs.NotThere()
}

// ForgetScope forgets who works on something that is deleted.
func (room *Room) ForgetScope(tx *store.Tx, scope Scope) error {
	for _, statement := range []string{`DELETE FROM grants WHERE scope_kind = $1 AND scope_id = $2`, `DELETE FROM role_offer WHERE scope_kind = $1 AND scope_id = $2`} {
		if _, err := tx.Exec(statement, scope.Kind, scope.ID); err != nil {
			return err
		}
	}
	return nil
}
