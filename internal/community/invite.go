package community

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal/set"
	"codeberg.org/plenary/plenary/internal/store"
)

// Invite is a code that a steward hands over, or a mail to an address.
type Invite struct {
	ID      string    `json:"-"`
	Secret  string    `json:"secret,omitempty"`  // the code, or what a stand-in lies behind
	Address string    `json:"address,omitempty"` // that a mail was asked for to
	Person  string    `json:"person,omitempty"`  // who gets it; of an address that nobody has, nobody
	By      string    `json:"by"`                // the steward's id here
	Until   time.Time `json:"until"`
}

func (g *Group) invite(id string) (Invite, bool) {
	i := slices.IndexFunc(g.Invites, func(x Invite) bool { return x.ID == id })
	if i < 0 {
		return Invite{}, false
	}
	return g.Invites[i], true
}

// A code has a hundred bits, in letters and digits that are not mistaken for
// one another when they are read out.
const codeLetters = "abcdefghijkmnpqrstuvwxyz23456789"

var codes = base32.NewEncoding(codeLetters).WithPadding(base32.NoPadding)

const codeLength = 20

func newCode() string {
	var b [13]byte
	rand.Read(b[:])
	return codes.EncodeToString(b[:])[:codeLength]
}

// ShowCode writes a code in groups of five.
func ShowCode(code string) string {
	return strings.Join([]string{code[:5], code[5:10], code[10:15], code[15:]}, "-")
}

// ReadCode reads a code as somebody typed it, or returns "".
func ReadCode(typed string) string {
	code := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r == '-', r == ' ', r == '\u2011':
			return -1
		}
		return r
	}, strings.TrimSpace(typed))
	if len(code) != codeLength || strings.Trim(code, codeLetters) != "" {
		return ""
	}
	return code
}

// errCode is the one answer to codes that were used, ran out or never were.
func errCode() error {
	var form errs.Form
	form.Add("code", "group.code.wrong|This code is not valid, or no longer. Ask who gave it to you for a new one.")
	return form.Err()
}

// MakeCode makes a code with which one person can ask to come in.
func (room *Room) MakeCode(ctx context.Context, tx *store.Tx, v auth.Viewer, handle string) (err error) {
	defer errs.Wrap(&err, "make a code for what is private")
	g, err := room.steer(tx, v, handle)
	if err != nil {
		return err
	}
	i := Invite{Secret: newCode()}
	behind, err := room.Sets.ChangeSecret(tx, i.Secret)
	if err != nil {
		return err
	}
	return room.addInvite(tx, g, i, behind)
}

// addInvite adds an invitation, and on a shelf what leads to it.
func (room *Room) addInvite(tx *store.Tx, g *Group, i Invite, shelf *set.Set) (err error) {
	if len(g.Invites) >= mostInvites {
		return errs.New(errs.Conflict, "group.most.invites|There are {most} open invitations. Take one back first.", "most", mostInvites)
	}
	i.By, i.Until = g.Me.ID, tx.Now().Add(inviteFor)
	if i.ID, err = g.x.Add(tx, kindInvite, i); err != nil {
		return err
	}
	if _, err := shelf.Add(tx, invited, shelved{g.x.ID, i.ID}); err != nil {
		return err
	}
	g.Invites = append(g.Invites, i)
	if err := g.note(tx, Invited, g.Me.ID, ""); err != nil {
		return err
	}
	return g.settle(tx)
}

// InviteByMail has somebody told, if the address belongs to a person whose
// address has answered, that there is something new for them: the invitation,
// which lies on their shelf. Whoever asks for it does not learn whether it does:
// for an address that nobody has, as much is written to a stand-in, and no mail.
func (room *Room) InviteByMail(ctx context.Context, tx *store.Tx, v auth.Viewer, handle, address string) (err error) {
	defer errs.Wrap(&err, "invite to what is private")
	g, err := room.steer(tx, v, handle)
	if err != nil {
		return err
	}
	address = people.CleanAddress(address)
	var form errs.Form
	if people.CheckAddress(&form, "email", address); form.Has("email") {
		return form.Err()
	}
	person, err := room.People.Find(tx, address)
	if err != nil {
		return err
	}
	i := Invite{Address: address, Person: person}
	shelf, err := room.invitable(tx, g, person)
	if err == nil && shelf == nil {
		i.Secret, i.Person = newCode(), store.NewID()
		shelf, err = room.Sets.ChangeSecret(tx, i.Secret)
	}
	if err != nil {
		return err
	}
	if err := g.tell(tx, i.Person); err != nil {
		return err
	}
	return room.addInvite(tx, g, i, shelf)
}

// invitable returns the person's shelf if there is any sense in inviting them:
// they have answered mail, are not in the group, not invited yet, and have room.
// Otherwise nil: nobody is told which it was.
func (room *Room) invitable(tx *store.Tx, g *Group, person string) (*set.Set, error) {
	if person == "" {
		return nil, nil
	}
	p, err := room.People.Get(tx, person)
	if err != nil {
		return nil, err
	}
	if _, in := g.byPerson(person); in || !p.Proven() {
		return nil, nil
	}
	for _, i := range g.Invites {
		if i.Person == person {
			return nil, nil
		}
	}
	shelf, err := room.roomOnShelf(tx, person)
	if errs.Is(err, errs.Conflict) || errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	return shelf, err
}

// EndInvite takes an open invitation back.
func (room *Room) EndInvite(ctx context.Context, tx *store.Tx, v auth.Viewer, handle, id string) (err error) {
	defer errs.Wrap(&err, "take back an invitation")
	g, err := room.steer(tx, v, handle)
	if err != nil {
		return err
	}
	i, open := g.invite(id)
	if !open {
		return errs.NotThere()
	}
	if err := room.endInvite(tx, g, i); err != nil {
		return err
	}
	return g.settle(tx)
}

func (room *Room) endInvite(tx *store.Tx, g *Group, i Invite) error {
	if err := g.x.Drop(tx, i.ID); err != nil {
		return err
	}
	g.Invites = slices.DeleteFunc(g.Invites, func(x Invite) bool { return x.ID == i.ID })
	if i.Person != "" {
		if err := room.takeOff(tx, i.Person, invited, g.x.ID); err != nil {
			return err
		}
		if _, in := g.byPerson(i.Person); !in && !g.tells.Value[i.Person].IsZero() {
			delete(g.tells.Value, i.Person)
			if err := g.putTells(tx); err != nil {
				return err
			}
		}
	}
	if i.Secret == "" {
		return nil
	}
	return room.dropSecret(tx, i.Secret)
}

func (room *Room) dropSecret(tx *store.Tx, secret string) error {
	behind, err := room.Sets.ChangeSecret(tx, secret)
	if err != nil {
		return err
	}
	return behind.Clear(tx)
}
