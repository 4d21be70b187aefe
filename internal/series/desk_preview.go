package series

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Consequence is what saving a change leads to, said before it is saved.
type Consequence struct {
	Changed []Changed // of which people are told
	People  int       // how many get a letter about it
}

// Consequences says what would follow if a series became what s says. Both
// stay as they are.
func (room *Room) Consequences(ctx context.Context, tx *store.Tx, v auth.Viewer, old, s *Series) (c Consequence, err error) {
	defer errs.Wrap(&err, "foresee what a change leads to")
	if !room.MayEdit(v, old) {
		return c, errs.NotThere()
	}
	if !old.announced() {
		return c, nil
	}
	s = s.clone()
	s.State = old.State
	s.adopt(old)
	c.Changed = slices.DeleteFunc(s.compare(old), func(x Changed) bool {
		return s.overBothWays(x, tx.Now()) || !x.Carried() && !x.Has(Added)
	})
	if len(c.Changed) > 0 {
		c.People, err = reached(tx, old.ID)
	}
	return c, err
}

// ConsequencesOfState is the same for a series that is cancelled or reinstated.
func (room *Room) ConsequencesOfState(ctx context.Context, tx *store.Tx, v auth.Viewer, old *Series, to State) (Consequence, error) {
	s := old.clone()
	s.State = to
	if !room.MayEdit(v, old) {
		return Consequence{}, errs.NotThere()
	}
	if !old.announced() || !s.announced() {
		return Consequence{}, nil
	}
	c := Consequence{Changed: slices.DeleteFunc(s.compare(old), func(x Changed) bool { return s.overBothWays(x, tx.Now()) })}
	var err error
	if len(c.Changed) > 0 {
		c.People, err = reached(tx, old.ID)
	}
	return c, err
}

// reached counts who gets a letter about changes, as mailing.people and
// mailing.contacts choose them.
func reached(tx *store.Tx, series string) (n int, err error) {
	a := audienceOf(MailChanged)
	err = tx.Row(`SELECT
		(SELECT COUNT(*) FROM registration r JOIN person p ON p.id = r.person LEFT JOIN delegation d ON d.id = r.delegation
			WHERE r.series = $1 AND p.address_ix IS NOT NULL AND r.state IN (`+a.standing+`)
				AND (d.id IS NULL OR d.receives <> 'contact' AND (d.receives = 'members' OR d.contact <> r.person))) +
		(SELECT COUNT(*) FROM delegation d JOIN person p ON p.id = d.contact
			WHERE d.series = $1 AND p.address_ix IS NOT NULL AND d.state IN (`+a.standing+`) AND d.receives <> 'members')`, series).Scan(&n)
	return n, err
}
