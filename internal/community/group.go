package community

import (
	"context"
	"errors"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/seal/set"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
)

// Mine is what one person has to do with private groups.
type Mine struct {
	Groups  []Listed
	Asked   []string // ids of the requests that wait for a steward
	Invited []Invitation
}

// Listed is a group in the list of its member.
type Listed struct {
	Handle string
	Name   string
	Steward,
	Waiting bool // somebody asks to come in, and this member may let them
}

// Invitation is a steward's, as its receiver sees it.
type Invitation struct {
	ID    string // on their shelf
	Group string // what the group is called
	By    string // what the steward is called there
}

// Mine lists the viewer's groups.
func (room *Room) Mine(ctx context.Context, tx *store.Tx, v auth.Viewer) (m Mine, err error) {
	defer errs.Wrap(&err, "list what is private")
	if err := room.MayCome(v); err != nil {
		return m, err
	}
	shelf, err := room.Sets.Shelf(tx, v.Person)
	if errors.Is(err, seal.ErrErased) {
		return m, errs.NotThere()
	}
	if err != nil {
		return m, err
	}
	err = room.eachOn(tx, shelf, inGroup, func(at set.Item[shelved], g *Group) error {
		if me, in := g.byPerson(v.Person); in {
			m.Groups = append(m.Groups, Listed{at.ID, g.About.Name, me.Steward, me.Steward && len(g.Requests) > 0})
		}
		return nil
	})
	if err != nil {
		return m, err
	}
	err = room.eachOn(tx, shelf, asked, func(at set.Item[shelved], g *Group) error {
		if _, waits := g.request(at.Value.Record); waits {
			m.Asked = append(m.Asked, at.ID)
		}
		return nil
	})
	if err != nil {
		return m, err
	}
	err = room.eachOn(tx, shelf, invited, func(at set.Item[shelved], g *Group) error {
		if i, open := g.invite(at.Value.Record); open && i.Until.After(tx.Now()) {
			m.Invited = append(m.Invited, Invitation{at.ID, g.About.Name, g.Member(i.By).Name})
		}
		return nil
	})
	return m, err
}

// eachOn opens the groups that a kind of record on a shelf leads to. One that is
// gone is left out.
func (room *Room) eachOn(tx *store.Tx, shelf *set.Set, kind string, f func(set.Item[shelved], *Group) error) error {
	list, err := set.List[shelved](shelf, kind)
	if err != nil {
		return err
	}
	for _, item := range list {
		x, err := room.Sets.Open(tx, item.Value.Set)
		if errors.Is(err, seal.ErrErased) {
			continue
		}
		if err != nil {
			return err
		}
		g, err := read(x)
		if err != nil {
			return err
		}
		if err := f(item, g); err != nil {
			return err
		}
	}
	return nil
}

// Founding is what starting a group takes.
type Founding struct {
	About About
	Name  string // of who starts it, in the group
}

// Clean puts it into the form in which it is kept.
func (f Founding) Clean() Founding {
	f.About, f.Name = f.About.clean(), people.CleanName(f.Name)
	return f
}

func (a About) clean() About { return About{typed.Line(a.Name), typed.Lines(a.Text)} }

// Check says what is wrong with it.
func (f Founding) Check() error {
	var form errs.Form
	f.About.check(&form)
	people.CheckName(&form, "name", f.Name)
	return form.Err()
}

func (a About) check(form *errs.Form) {
	switch {
	case a.Name == "":
		form.Add("group", "group.name.missing|Give the group a name.")
	case utf8.RuneCountInString(a.Name) > LongestTitle:
		tooLong(form, "group", LongestTitle)
	}
	if utf8.RuneCountInString(a.Text) > LongestText {
		tooLong(form, "about", LongestText)
	}
}

func tooLong(form *errs.Form, field string, most int) {
	form.Add(field, "group.long|This is longer than {most} characters. Please shorten it.", "most", most)
}

// Start makes a group with the viewer as its first member and steward.
func (room *Room) Start(ctx context.Context, tx *store.Tx, v auth.Viewer, f Founding) (handle string, err error) {
	defer errs.Wrap(&err, "start what is private")
	if err := room.MayCome(v); err != nil {
		return "", err
	}
	if err := f.Check(); err != nil {
		return "", err
	}
	tx.Quiet()
	shelf, err := room.roomOnShelf(tx, v.Person)
	if err != nil {
		return "", err
	}
	x, err := room.Sets.Create(tx)
	if err != nil {
		return "", err
	}
	g := &Group{x: x, About: f.About, tells: set.Item[tells]{Value: tells{}}}
	if g.about, err = x.Add(tx, kindAbout, f.About); err != nil {
		return "", err
	}
	me, err := g.add(tx, Member{Person: v.Person, Name: f.Name, Steward: true, Since: tx.Now()})
	if err != nil {
		return "", err
	}
	if err := g.note(tx, Started, me.ID, ""); err != nil {
		return "", err
	}
	return shelf.Add(tx, inGroup, shelved{x.ID, me.ID})
}

// roomOnShelf opens the person's shelf, drops what leads to groups that are
// gone, and refuses more than a shelf is for.
func (room *Room) roomOnShelf(tx *store.Tx, person string) (*set.Set, error) {
	shelf, err := room.Sets.ChangeShelf(tx, person)
	if errors.Is(err, seal.ErrErased) {
		return nil, errs.NotThere()
	}
	if err != nil {
		return nil, err
	}
	n := 0
	for _, kind := range []string{inGroup, asked, invited} {
		list, err := set.List[shelved](shelf, kind)
		if err != nil {
			return nil, err
		}
		for _, item := range list {
			_, err := room.Sets.Keys.Box(tx, item.Value.Set)
			switch {
			case errors.Is(err, seal.ErrErased):
				err = shelf.Drop(tx, item.ID)
			case err == nil:
				n++
			}
			if err != nil {
				return nil, err
			}
		}
	}
	if n >= mostGroups {
		return nil, errs.New(errs.Conflict, "group.most.groups|You are in {most} private groups, ask for them or are invited to them. Leave one first.", "most", mostGroups)
	}
	return shelf, nil
}

// Describe changes what the group says of itself.
func (room *Room) Describe(ctx context.Context, tx *store.Tx, v auth.Viewer, handle string, a About) (err error) {
	defer errs.Wrap(&err, "describe what is private")
	var form errs.Form
	a = a.clean()
	a.check(&form)
	if err := form.Err(); err != nil {
		return err
	}
	g, err := room.steer(tx, v, handle)
	if err != nil {
		return err
	}
	return g.x.Put(tx, g.about, a)
}

// Dissolve ends the group for all, at once and for good.
func (room *Room) Dissolve(ctx context.Context, tx *store.Tx, v auth.Viewer, handle string) (err error) {
	defer errs.Wrap(&err, "dissolve what is private")
	g, err := room.steer(tx, v, handle)
	if err != nil {
		return err
	}
	return room.dissolve(tx, g)
}

// dissolve drops the group, and what leads to it from the shelves of those who
// are in it, ask for it or are invited.
func (room *Room) dissolve(tx *store.Tx, g *Group) error {
	requests, err := records(g.x, kindRequest, nil, func(r *Request, id string) { r.ID = id })
	invites, err := records(g.x, kindInvite, err, func(i *Invite, id string) { i.ID = id })
	if err != nil {
		return err
	}
	for _, m := range g.Members {
		if err := room.takeOff(tx, m.Person, inGroup, g.x.ID); err != nil {
			return err
		}
	}
	for _, r := range requests {
		if err := room.takeOff(tx, r.Person, asked, g.x.ID); err != nil {
			return err
		}
	}
	for _, i := range invites {
		if err := room.forgetInvite(tx, g, i); err != nil {
			return err
		}
	}
	return room.Sets.Dissolve(tx, g.x)
}

// forgetInvite drops what leads to the group by an invitation: a code, or what
// lies on somebody's shelf.
func (room *Room) forgetInvite(tx *store.Tx, g *Group, i Invite) error {
	if i.Secret != "" {
		if err := room.dropSecret(tx, i.Secret); err != nil {
			return err
		}
	}
	if i.Person == "" {
		return nil
	}
	return room.takeOff(tx, i.Person, invited, g.x.ID)
}

// takeOff drops from a person's shelf what leads to a set.
func (room *Room) takeOff(tx *store.Tx, person, kind, id string) error {
	shelf, err := room.Sets.ChangeShelf(tx, person)
	if errors.Is(err, seal.ErrErased) {
		return nil
	}
	if err != nil {
		return err
	}
	list, err := set.List[shelved](shelf, kind)
	if err != nil {
		return err
	}
	for _, item := range list {
		if item.Value.Set == id {
			if err := shelf.Drop(tx, item.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
