package community

import (
	"context"
	"errors"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/seal/set"
	"codeberg.org/plenary/plenary/internal/store"
)

// Request is somebody who asks to come in.
type Request struct {
	ID     string    `json:"-"`
	Person string    `json:"person"`
	Name   string    `json:"name"`
	At     time.Time `json:"at"`
}

func (g *Group) request(id string) (Request, bool) {
	i := slices.IndexFunc(g.Requests, func(r Request) bool { return r.ID == id })
	if i < 0 {
		return Request{}, false
	}
	return g.Requests[i], true
}

// Ask asks with a code to come into a group, under a name. The code is spent.
func (room *Room) Ask(ctx context.Context, tx *store.Tx, v auth.Viewer, code, name string) (err error) {
	defer errs.Wrap(&err, "ask for what is private")
	if err := room.MayCome(v); err != nil {
		return err
	}
	name = people.CleanName(name)
	var form errs.Form
	if people.CheckName(&form, "name", name); form.Err() != nil {
		return form.Err()
	}
	if code = ReadCode(code); code == "" {
		return errCode()
	}
	tx.Quiet()
	shelf, err := room.roomOnShelf(tx, v.Person)
	if err != nil {
		return err
	}
	g, i, err := room.behind(tx, code)
	if err != nil {
		return err
	}
	if err := room.endInvite(tx, g, i); err != nil {
		return err
	}
	if _, in := g.byPerson(v.Person); in || slices.ContainsFunc(g.Requests, func(r Request) bool { return r.Person == v.Person }) {
		return g.settle(tx) // they are there already, or ask already: the code is spent all the same
	}
	if len(g.Requests) >= mostRequests {
		return errCode()
	}
	id, err := g.x.Add(tx, kindRequest, Request{Person: v.Person, Name: name, At: tx.Now()})
	if err != nil {
		return err
	}
	if _, err := shelf.Add(tx, asked, shelved{g.x.ID, id}); err != nil {
		return err
	}
	if err := g.tellStewards(tx, v.Person); err != nil {
		return err
	}
	return g.settle(tx)
}

// behind opens the group that a code leads to.
func (room *Room) behind(tx *store.Tx, code string) (g *Group, i Invite, err error) {
	secret, err := room.Sets.Secret(tx, code)
	if err != nil {
		return nil, i, err
	}
	list, err := set.List[shelved](secret, invited)
	if err != nil {
		return nil, i, err
	}
	if len(list) != 1 {
		return nil, i, errCode()
	}
	x, err := room.Sets.Change(tx, list[0].Value.Set)
	if errors.Is(err, seal.ErrErased) {
		return nil, i, errCode()
	}
	if err != nil {
		return nil, i, err
	}
	if g, err = read(x); err != nil {
		return nil, i, err
	}
	i, open := g.invite(list[0].Value.Record)
	if !open || i.Address != "" || !i.Until.After(tx.Now()) {
		return nil, i, errCode()
	}
	return g, i, nil
}

// Withdraw takes the viewer's own request back.
func (room *Room) Withdraw(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (err error) {
	defer errs.Wrap(&err, "withdraw a request")
	g, at, err := room.fromShelf(tx, v, asked, id)
	if err != nil || g == nil {
		return err
	}
	return g.x.Drop(tx, at.Record)
}

// fromShelf takes a record off the viewer's shelf and opens what it led to, nil
// if that is gone.
func (room *Room) fromShelf(tx *store.Tx, v auth.Viewer, kind, id string) (*Group, shelved, error) {
	if err := room.MayCome(v); err != nil {
		return nil, shelved{}, err
	}
	tx.Quiet()
	shelf, err := room.Sets.ChangeShelf(tx, v.Person)
	if errors.Is(err, seal.ErrErased) {
		return nil, shelved{}, errs.NotThere()
	}
	if err != nil {
		return nil, shelved{}, err
	}
	list, err := set.List[shelved](shelf, kind)
	if err != nil {
		return nil, shelved{}, err
	}
	for _, item := range list {
		if item.ID != id {
			continue
		}
		if err := shelf.Drop(tx, id); err != nil {
			return nil, shelved{}, err
		}
		g, err := room.within(tx, item.Value.Set)
		return g, item.Value, err
	}
	return nil, shelved{}, errs.NotThere()
}

// Accept says yes to a steward's invitation.
func (room *Room) Accept(ctx context.Context, tx *store.Tx, v auth.Viewer, id, name string) (handle string, err error) {
	defer errs.Wrap(&err, "accept an invitation")
	name = people.CleanName(name)
	var form errs.Form
	if people.CheckName(&form, "name-"+id, name); form.Err() != nil {
		return "", form.Err()
	}
	g, at, err := room.fromShelf(tx, v, invited, id)
	if err != nil {
		return "", err
	}
	if g == nil {
		return "", errs.NotThere()
	}
	i, open := g.invite(at.Record)
	if !open || i.Person != v.Person || !i.Until.After(tx.Now()) {
		return "", errs.NotThere()
	}
	if err := room.endInvite(tx, g, i); err != nil {
		return "", err
	}
	return room.enter(tx, g, Member{Person: v.Person, Name: name}, Accepted, "")
}

// Decline says no to it. Nobody is told.
func (room *Room) Decline(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (err error) {
	defer errs.Wrap(&err, "decline an invitation")
	g, at, err := room.fromShelf(tx, v, invited, id)
	if err != nil || g == nil {
		return err
	}
	if i, open := g.invite(at.Record); open {
		if err := room.endInvite(tx, g, i); err != nil {
			return err
		}
	}
	return g.settle(tx)
}

// Confirm lets somebody in who asked.
func (room *Room) Confirm(ctx context.Context, tx *store.Tx, v auth.Viewer, handle, id string) (err error) {
	defer errs.Wrap(&err, "confirm a member")
	g, r, err := room.answer(tx, v, handle, id)
	if err != nil {
		return err
	}
	if _, err := room.enter(tx, g, Member{Person: r.Person, Name: r.Name}, Joined, g.Me.ID); err != nil {
		return err
	}
	if err := g.tell(tx, r.Person); err != nil {
		return err
	}
	return g.settle(tx)
}

// Refuse says no to somebody who asked. They are not told.
func (room *Room) Refuse(ctx context.Context, tx *store.Tx, v auth.Viewer, handle, id string) (err error) {
	defer errs.Wrap(&err, "refuse a request")
	_, _, err = room.answer(tx, v, handle, id)
	return err
}

// answer takes a request out of the group and off its person's shelf.
func (room *Room) answer(tx *store.Tx, v auth.Viewer, handle, id string) (*Group, Request, error) {
	g, err := room.steer(tx, v, handle)
	if err != nil {
		return nil, Request{}, err
	}
	r, waits := g.request(id)
	if !waits {
		return nil, r, errs.NotThere()
	}
	if err := g.x.Drop(tx, id); err != nil {
		return nil, r, err
	}
	return g, r, room.takeOff(tx, r.Person, asked, g.x.ID)
}

// enter makes somebody a member, and tells the others.
func (room *Room) enter(tx *store.Tx, g *Group, m Member, deed Deed, by string) (handle string, err error) {
	if len(g.Members) >= mostMembers {
		return "", errs.New(errs.Conflict, "group.most.members|A private group has at most {most} members.", "most", mostMembers)
	}
	if err := room.forgetPending(tx, g, m.Person); err != nil {
		return "", err
	}
	m.Since = tx.Now()
	if m, err = g.add(tx, m); err != nil {
		return "", err
	}
	shelf, err := room.Sets.ChangeShelf(tx, m.Person)
	if err != nil {
		return "", err
	}
	if handle, err = shelf.Add(tx, inGroup, shelved{g.x.ID, m.ID}); err != nil {
		return "", err
	}
	if by == "" {
		by = m.ID
	}
	if err := g.note(tx, deed, by, m.ID); err != nil {
		return "", err
	}
	return handle, g.settle(tx)
}

// forgetPending drops the other ways in that somebody has not used: they are in.
func (room *Room) forgetPending(tx *store.Tx, g *Group, person string) error {
	for _, r := range g.Requests {
		if r.Person == person {
			if err := g.x.Drop(tx, r.ID); err != nil {
				return err
			}
			if err := room.takeOff(tx, person, asked, g.x.ID); err != nil {
				return err
			}
		}
	}
	for _, i := range slices.Clone(g.Invites) {
		if i.Person == person {
			if err := room.endInvite(tx, g, i); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *Group) add(tx *store.Tx, m Member) (_ Member, err error) {
	m.ID, err = g.x.Add(tx, kindMember, m)
	g.Members = append(g.Members, m)
	return m, err
}
