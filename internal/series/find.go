package series

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/store"
)

// Found reads, by their ids, those series that the viewer may see.
func (room *Room) Found(ctx context.Context, tx *store.Tx, v auth.Viewer, ids []string) (_ []*Series, err error) {
	defer errs.Wrap(&err, "read series that were found")
	in, args := store.In(tx, "s.id", 1, ids)
	all, err := load(tx, in, args...)
	if err != nil {
		return nil, err
	}
	var list []*Series
	for _, s := range all {
		ok, err := room.maySee(tx, v, s)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, s)
		}
	}
	return list, nil
}

// MakeFindable puts all series into the search anew, for a house whose search
// is younger than its series.
func (room *Room) MakeFindable(tx *store.Tx) error {
	list, err := load(tx, "s.state <> 'draft'")
	if err != nil {
		return err
	}
	for _, s := range list {
		if err := s.putFindable(tx); err != nil {
			return err
		}
	}
	return nil
}

// putFindable lets a series be found by its words, or no longer: drafts and
// what only invited people may know of are not.
func (s *Series) putFindable(tx *store.Tx) error {
	if s.State == Draft || s.Visibility == Invited {
		return search.Drop(tx, search.Series, s.ID)
	}
	return search.Put(tx, s.findable())
}

func (s *Series) findable() search.Thing {
	t := search.Thing{Kind: search.Series, ID: s.ID, Members: s.Visibility == Members, At: s.Ends(),
		Title: s.Title, Body: []i18n.Text{s.Description, s.Audience}}
	name := func(parties Parties) {
		for _, list := range [][]people.Party{parties.Hosts, parties.Partners, parties.Speakers} {
			for _, p := range list {
				t.Names = append(t.Names, p.Name)
			}
		}
	}
	name(s.Parties)
	for _, x := range s.Sessions {
		t.About, t.Body = append(t.About, x.Theme), append(t.Body, x.Question, x.Activity)
		name(x.Parties)
		if x.Place != nil {
			t.Names = append(t.Names, x.Place.Name)
		}
	}
	return t
}
