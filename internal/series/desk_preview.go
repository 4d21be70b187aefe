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
		c.People, err = reached(tx, old.ID, MailChanged, "")
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
		c.People, err = reached(tx, old.ID, MailChanged, "")
	}
	return c, err
}

// reached counts who gets a letter to many, as peopleOf and contactsOf choose
// them.
func reached(tx *store.Tx, series, kind, session string) (n int, err error) {
	a := audienceOf(kind)
	people := `SELECT COUNT(*) FROM registration r JOIN person p ON p.id = r.person LEFT JOIN delegation d ON d.id = r.delegation
		WHERE r.series = $1 AND p.address_ix IS NOT NULL AND r.state IN (` + a.standing + `) AND (d.id IS NULL OR d.receives <> 'contact')`
	groups := `SELECT COUNT(*) FROM delegation d JOIN person p ON p.id = d.contact
		WHERE d.series = $1 AND p.address_ix IS NOT NULL AND d.state IN (` + a.standing + `) AND d.receives <> 'members'
			AND NOT EXISTS (SELECT 1 FROM registration own LEFT JOIN delegation o ON o.id = own.delegation
				WHERE own.series = d.series AND own.person = d.contact AND own.state IN (` + a.standing + `)
					AND (o.id IS NULL OR o.receives <> 'contact'))`
	args := []any{series}
	if a.wanted {
		people += ` AND r.reminders`
		groups += ` AND d.reminders`
	}
	if a.missed {
		args = append(args, session)
		people += ` AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.session = $2 AND a.registration = r.id AND a.there)`
		groups += ` AND EXISTS (SELECT 1 FROM registration r WHERE r.delegation = d.id AND r.state IN (` + a.standing + `)
			AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.session = $2 AND a.registration = r.id AND a.there))`
	}
	for _, query := range []string{people, groups} {
		var some int
		if err := tx.Row(query, args...).Scan(&some); err != nil {
			return 0, err
		}
		n += some
	}
	return n, nil
}
