package series

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// GroupLine is a group as organisers see it in a list.
type GroupLine struct {
	D            Delegation
	Organisation string
	Contact      people.Person
	Also         int         // people with a place of their own
	Owing        int         // have not answered a question that must be answered
	Missing      int         // of a draft: how many it is too small by
	Place        int         // in the waiting list, from 1; 0 if it does not wait
	Pace         people.Pace // how far its contact person got in having others told
}

// Name is what the group is called: by its organisation, or else by its contact
// person; "" if both are gone.
func (g GroupLine) Name() string {
	if g.Organisation != "" {
		return g.Organisation
	}
	return g.Contact.Name
}

// Count is how many people the group has, with those who have a place of their
// own.
func (g GroupLine) Count() int { return g.D.Size + g.Also }

// GroupLines returns the groups of a series to who may see its registrations:
// the oldest first, cancelled ones last.
func (room *Room) GroupLines(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series) (lines []GroupLine, err error) {
	defer errs.Wrap(&err, "list the groups of a series")
	list, err := room.Groups(ctx, tx, v, s)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	contacts := make([]string, len(list))
	for i, d := range list {
		contacts[i] = d.Contact
	}
	known, err := room.People.Several(tx, contacts)
	if err != nil {
		return nil, err
	}
	also, err := countBy(tx, `SELECT a.delegation, COUNT(*) FROM delegation_also a JOIN registration r ON r.id = a.registration
		WHERE r.series = $1 AND r.state <> 'cancelled' GROUP BY a.delegation`, s.ID)
	if err != nil {
		return nil, err
	}
	owing, err := countBy(tx, `SELECT r.delegation, COUNT(*) FROM registration r JOIN person p ON p.id = r.person
		WHERE r.series = $1 AND r.delegation IS NOT NULL AND `+unasked+` AND p.name IS NOT NULL GROUP BY r.delegation`, s.ID)
	if err != nil {
		return nil, err
	}
	ranks, err := waitingRanks(tx, s.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		g := GroupLine{D: d, Contact: known[d.Contact], Also: also[d.ID]}
		if g.Organisation, err = room.Organisation(tx, d); err != nil {
			return nil, err
		}
		if g.Pace, err = room.People.PaceOf(tx, d.Contact); err != nil {
			return nil, err
		}
		if s.MustAnswer() {
			g.Owing = owing[d.ID]
		}
		switch d.Standing {
		case InDraft:
			g.Missing = max(0, s.Window.GroupMin-g.Count())
		case Waitlisted:
			before, _ := slices.BinarySearch(ranks, d.Rank)
			g.Place = before + 1
		}
		lines = append(lines, g)
	}
	slices.SortStableFunc(lines, func(a, b GroupLine) int { return goneLast(a.D) - goneLast(b.D) })
	return lines, nil
}

func goneLast(d Delegation) int {
	if d.Standing == Withdrawn {
		return 1
	}
	return 0
}

// waitingRanks are the ranks of all who wait, people and groups, in order.
func waitingRanks(tx *store.Tx, series string) ([]int64, error) {
	return store.All(tx, store.Column[int64], `SELECT rank FROM registration WHERE series = $1 AND state = 'waitlisted' AND rank IS NOT NULL
		UNION ALL SELECT rank FROM delegation WHERE series = $1 AND state = 'waitlisted' AND rank IS NOT NULL ORDER BY 1`, series)
}

func countBy(tx *store.Tx, query string, args ...any) (map[string]int, error) {
	counts := map[string]int{}
	return counts, tx.Each(func(r *store.Rows) error {
		var key string
		var n int
		err := r.Scan(&key, &n)
		counts[key] = n
		return err
	}, query, args...)
}
