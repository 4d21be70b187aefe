package community

import (
	"context"
	"errors"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/seal/set"
	"codeberg.org/plenary/plenary/internal/store"
)

// Rename changes what the viewer is called in the group.
func (room *Room) Rename(ctx context.Context, tx *store.Tx, v auth.Viewer, handle, name string) (err error) {
	defer errs.Wrap(&err, "rename a member")
	name = people.CleanName(name)
	var form errs.Form
	if people.CheckName(&form, "name", name); form.Err() != nil {
		return form.Err()
	}
	g, err := room.change(tx, v, handle)
	if err != nil {
		return err
	}
	g.Me.Name = name
	return g.x.Put(tx, g.Me.ID, g.Me)
}

// Leave takes the viewer out of the group. The last steward hands over first,
// unless nobody else is there: then the group is gone.
func (room *Room) Leave(ctx context.Context, tx *store.Tx, v auth.Viewer, handle string) (err error) {
	defer errs.Wrap(&err, "leave what is private")
	g, err := room.change(tx, v, handle)
	if err != nil {
		return err
	}
	if g.Me.Steward && g.Stewards() == 1 && len(g.Members) > 1 {
		return errs.New(errs.Conflict, "group.leave.last|You are the only steward. Make somebody else one first, or dissolve the group.")
	}
	if err := room.takeOff(tx, v.Person, inGroup, g.x.ID); err != nil {
		return err
	}
	return room.part(tx, g, g.Me, Left, g.Me.ID)
}

// Remove takes another member out. A steward cannot be removed by another, who
// would otherwise hold the group alone.
func (room *Room) Remove(ctx context.Context, tx *store.Tx, v auth.Viewer, handle, member string) (err error) {
	defer errs.Wrap(&err, "remove a member")
	g, err := room.steer(tx, v, handle)
	if err != nil {
		return err
	}
	m := g.Member(member)
	if m.ID == "" || m.ID == g.Me.ID || m.Steward {
		return errs.NotThere()
	}
	if err := room.takeOff(tx, m.Person, inGroup, g.x.ID); err != nil {
		return err
	}
	return room.part(tx, g, m, Removed, g.Me.ID)
}

// part drops a member from the set. Where nobody is left the set goes; where no
// steward is left, whoever has been there longest becomes one and is told.
func (room *Room) part(tx *store.Tx, g *Group, m Member, deed Deed, by string) error {
	if err := g.x.Drop(tx, m.ID); err != nil {
		return err
	}
	g.Members = slices.DeleteFunc(g.Members, func(x Member) bool { return x.ID == m.ID })
	if len(g.Members) == 0 {
		return room.dissolve(tx, g)
	}
	if _, waits := g.tells.Value[m.Person]; waits {
		delete(g.tells.Value, m.Person)
		if err := g.putTells(tx); err != nil {
			return err
		}
	}
	if err := g.note(tx, deed, by, m.ID); err != nil {
		return err
	}
	for n, e := range g.Gatherings {
		if i := slices.Index(e.There, m.ID); i >= 0 {
			g.Gatherings[n].There = slices.Delete(slices.Clone(e.There), i, i+1)
			if err := g.x.Put(tx, e.ID, g.Gatherings[n]); err != nil {
				return err
			}
		}
	}
	if g.Stewards() == 0 {
		heir := &g.Members[0]
		heir.Steward = true
		if err := g.x.Put(tx, heir.ID, heir); err != nil {
			return err
		}
		if err := g.note(tx, SteppedUp, heir.ID, heir.ID); err != nil {
			return err
		}
		if err := g.tell(tx, heir.Person); err != nil {
			return err
		}
	}
	return g.settle(tx)
}

// Raise makes a member a steward too.
func (room *Room) Raise(ctx context.Context, tx *store.Tx, v auth.Viewer, handle, member string) (err error) {
	defer errs.Wrap(&err, "make a steward")
	g, err := room.steer(tx, v, handle)
	if err != nil {
		return err
	}
	m := g.Member(member)
	if m.ID == "" || m.Steward {
		return errs.NotThere()
	}
	m.Steward = true
	if err := g.x.Put(tx, m.ID, m); err != nil {
		return err
	}
	if err := g.note(tx, Raised, g.Me.ID, m.ID); err != nil {
		return err
	}
	if err := g.tell(tx, m.Person); err != nil {
		return err
	}
	return g.settle(tx)
}

// StepDown makes the viewer a member like others, if another steward is there.
func (room *Room) StepDown(ctx context.Context, tx *store.Tx, v auth.Viewer, handle string) (err error) {
	defer errs.Wrap(&err, "step down as a steward")
	g, err := room.steer(tx, v, handle)
	if err != nil {
		return err
	}
	if g.Stewards() == 1 {
		return errs.New(errs.Conflict, "group.leave.last|You are the only steward. Make somebody else one first, or dissolve the group.")
	}
	g.Me.Steward = false
	if err := g.x.Put(tx, g.Me.ID, g.Me); err != nil {
		return err
	}
	return g.note(tx, Stepped, g.Me.ID, g.Me.ID)
}

// Forget takes a person who is being erased out of all groups, and withdraws
// what they asked for. It does the same for everybody: who is in no group has an
// empty shelf.
func (room *Room) Forget(ctx context.Context, tx *store.Tx, person string) (err error) {
	defer errs.Wrap(&err, "forget who was in what is private")
	shelf, err := room.Sets.ChangeShelf(tx, person)
	if errors.Is(err, seal.ErrErased) {
		return nil // their key is gone already; see Tidy
	}
	if err != nil {
		return err
	}
	for _, kind := range []string{inGroup, asked, invited} {
		list, err := set.List[shelved](shelf, kind)
		if err != nil {
			return err
		}
		for _, item := range list {
			if err := room.forgetIn(tx, item.Value.Set, person); err != nil {
				return err
			}
		}
	}
	// It is read anew: letting go of invitations has changed it.
	if shelf, err = room.Sets.ChangeShelf(tx, person); err != nil {
		return err
	}
	return shelf.Clear(tx)
}

// forgetIn takes a person out of one group.
func (room *Room) forgetIn(tx *store.Tx, id, person string) error {
	g, err := room.within(tx, id)
	if err != nil || g == nil {
		return err
	}
	if err := room.forgetPending(tx, g, person); err != nil {
		return err
	}
	if m, in := g.byPerson(person); in {
		return room.part(tx, g, m, Left, m.ID)
	}
	return g.settle(tx)
}

// Tidy brings groups that came out of an old backup up to date: members whose
// keys are gone were erased since, groups whose keys are gone were dissolved,
// and rows that no key leads to belong to nobody any more.
func (room *Room) Tidy(ctx context.Context, tx *store.Tx) (err error) {
	defer errs.Wrap(&err, "tidy what is private")
	ids, err := room.Sets.IDs(tx)
	if err != nil {
		return err
	}
	var secrets []string
	for _, id := range ids {
		if err := room.tidyOne(tx, id); err != nil {
			return err
		}
		g, err := room.within(tx, id)
		if err != nil {
			return err
		}
		if g == nil {
			continue
		}
		for _, i := range g.Invites {
			if i.Secret != "" {
				secrets = append(secrets, i.Secret)
			}
		}
	}
	return room.Sets.Sweep(tx, secrets)
}

func (room *Room) tidyOne(tx *store.Tx, id string) error {
	g, err := room.within(tx, id)
	if err != nil || g == nil {
		return err
	}
	known := map[string]bool{}
	for _, m := range g.Members {
		known[m.Person] = true
	}
	for _, r := range g.Requests {
		known[r.Person] = true
	}
	for _, i := range g.Invites {
		known[i.Person] = i.Person != ""
	}
	for person, named := range known {
		if _, err := room.Sets.Keys.Box(tx, person); !named || !errors.Is(err, seal.ErrErased) {
			continue
		}
		if err := room.forgetIn(tx, id, person); err != nil {
			return err
		}
	}
	return nil
}
