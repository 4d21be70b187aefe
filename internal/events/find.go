package events

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/store"
)

// Found reads, by their ids, those events that the viewer may see.
func (room *Room) Found(ctx context.Context, tx *store.Tx, v auth.Viewer, ids []string) (_ []*Event, err error) {
	defer errs.Wrap(&err, "read events that were found")
	in, args := store.In(tx, "e.id", 1, ids)
	all, err := load(tx, in, args...)
	if err != nil {
		return nil, err
	}
	var list []*Event
	for _, e := range all {
		ok, err := room.maySee(tx, v, e)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, e)
		}
	}
	return list, nil
}

// MakeFindable puts all events into the search anew, for a house whose search
// is younger than its events.
func (room *Room) MakeFindable(tx *store.Tx) error {
	list, err := load(tx, "e.state <> 'draft'")
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := e.putFindable(tx); err != nil {
			return err
		}
	}
	return nil
}

// putFindable lets an event be found by its words, or no longer: drafts and
// what only invited people may know of are not.
func (e *Event) putFindable(tx *store.Tx) error {
	if e.State == Draft || e.Visibility == Invited {
		return search.Drop(tx, search.Event, e.ID)
	}
	return search.Put(tx, e.findable())
}

func (e *Event) findable() search.Thing {
	t := search.Thing{Kind: search.Event, ID: e.ID, Members: e.Visibility == Members, At: e.Ends(), Title: e.Title, Body: []i18n.Text{e.Description}}
	name := func(parties []people.Party) {
		for _, p := range parties {
			t.Names = append(t.Names, p.Name)
		}
	}
	for _, list := range e.Parties.lists() {
		name(*list.list)
	}
	if e.Venue != nil {
		t.Names = append(t.Names, e.Venue.Name, e.Venue.City)
	}
	for _, d := range e.Dates {
		t.About = append(t.About, d.Theme)
		name(d.Speakers)
	}
	for _, part := range e.Agenda {
		t.About, t.Body = append(t.About, part.Title), append(t.Body, part.Text)
		name(part.Speakers)
	}
	return t
}
