package community

import (
	"context"
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/seal/set"
	"codeberg.org/plenary/plenary/internal/store"
)

// Own is what one group holds of one person: what they are given as a file when
// they ask what is kept about them. Others in the group are not in it.
type Own struct {
	Group   string    `json:"group"`
	Name    string    `json:"name"`
	Steward bool      `json:"steward"`
	Since   time.Time `json:"since"`
	Notes   []Note    `json:"notes,omitempty"`
	There   []string  `json:"attended,omitempty"` // titles of gatherings
}

// Data lists what all groups hold of the viewer.
func (room *Room) Data(ctx context.Context, tx *store.Tx, v auth.Viewer) (list []Own, err error) {
	defer errs.Wrap(&err, "list what private groups hold of somebody")
	if err := room.MayCome(v); err != nil {
		return nil, err
	}
	shelf, err := room.Sets.Shelf(tx, v.Person)
	if errors.Is(err, seal.ErrErased) {
		return nil, errs.NotThere()
	}
	if err != nil {
		return nil, err
	}
	err = room.eachOn(tx, shelf, inGroup, func(_ set.Item[shelved], g *Group) error {
		me, in := g.byPerson(v.Person)
		if !in {
			return nil
		}
		own := Own{Group: g.About.Name, Name: me.Name, Steward: me.Steward, Since: me.Since}
		for _, n := range g.Notes {
			if n.By == me.ID {
				own.Notes = append(own.Notes, n)
			}
		}
		for _, e := range g.Gatherings {
			for _, id := range e.There {
				if id == me.ID {
					own.There = append(own.There, e.Title)
				}
			}
		}
		list = append(list, own)
		return nil
	})
	return list, err
}
