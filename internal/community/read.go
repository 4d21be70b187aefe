package community

import (
	"cmp"
	"slices"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/seal/set"
)

// The kinds of records in a group.
const (
	kindAbout     = "about"
	kindMember    = "member"
	kindRequest   = "request"
	kindInvite    = "invite"
	kindGathering = "gathering"
	kindNote      = "note"
	kindLog       = "log"
	kindTells     = "tells"
)

// read takes apart what lies in a set.
func read(x *set.Set) (g *Group, err error) {
	g = &Group{x: x}
	about, err := set.List[About](x, kindAbout)
	if err != nil || len(about) != 1 {
		return nil, cmp.Or(err, error(seal.ErrBroken))
	}
	g.about, g.About = about[0].ID, about[0].Value
	g.Members, err = records(x, kindMember, err, func(m *Member, id string) { m.ID = id })
	g.Requests, err = records(x, kindRequest, err, func(r *Request, id string) { r.ID = id })
	g.Invites, err = records(x, kindInvite, err, func(i *Invite, id string) { i.ID = id })
	g.Gatherings, err = records(x, kindGathering, err, func(e *Gathering, id string) { e.ID = id })
	g.Notes, err = records(x, kindNote, err, func(n *Note, id string) { n.ID = id })
	if err != nil {
		return nil, err
	}
	if err := g.readRest(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(g.Members, func(a, b Member) int { return a.Since.Compare(b.Since) })
	slices.SortStableFunc(g.Requests, func(a, b Request) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(g.Invites, func(a, b Invite) int { return a.Until.Compare(b.Until) })
	slices.SortStableFunc(g.Gatherings, func(a, b Gathering) int { return a.Begins().Compare(b.Begins()) })
	slices.SortStableFunc(g.Notes, func(a, b Note) int { return b.At.Compare(a.At) })
	return g, nil
}

// readRest reads the log and who is to be told, which are one record each.
func (g *Group) readRest() error {
	logs, err := set.List[[]Entry](g.x, kindLog)
	if err != nil {
		return err
	}
	for _, item := range logs {
		g.Log = item.Value
	}
	list, err := set.List[tells](g.x, kindTells)
	if len(list) > 0 {
		g.tells = list[0]
	}
	if g.tells.Value == nil {
		g.tells.Value = tells{}
	}
	return err
}

// records reads all of a kind and notes the id of each in it.
func records[T any](x *set.Set, kind string, before error, name func(*T, string)) ([]T, error) {
	if before != nil {
		return nil, before
	}
	items, err := set.List[T](x, kind)
	if err != nil {
		return nil, err
	}
	list := make([]T, len(items))
	for i, item := range items {
		list[i] = item.Value
		name(&list[i], item.ID)
	}
	return list, nil
}
