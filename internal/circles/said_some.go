package circles

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// whom names those whose words a workbench is made of, in the order in which
// they said yes as far as that counts.
type whom func(tx *store.Tx, w *workbench) ([]string, error)

// besides names those with whom somebody would meet if they joined a circle: who
// is in one that has room, and they themselves.
func besides(interest string) whom {
	return func(_ *store.Tx, w *workbench) ([]string, error) {
		ids := []string{interest}
		for _, c := range w.previous.Circles {
			if len(c.Members) < w.series.Circles.Size.Max {
				ids = append(ids, slices.DeleteFunc(slices.Clone(c.Members), func(m string) bool { return m == interest })...)
			}
		}
		return ids, nil
	}
}

// waiting names those between whom it lies who joins a circle: who is in it, and
// who has none.
func waiting(code string) whom {
	return func(tx *store.Tx, w *workbench) ([]string, error) {
		ids, err := store.All(tx, store.Column[string], `SELECT i.id FROM interest i WHERE i.cohort = $1 AND i.state = 'yes'
			AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.interest = i.id) ORDER BY i.made_at, i.id`, w.cohort.ID)
		for _, c := range w.previous.Circles {
			if c.ID == code {
				ids = append(ids, c.Members...)
			}
		}
		return ids, err
	}
}

// saidFor reads what those said of whom a workbench is made.
func (room *Room) saidFor(ctx context.Context, tx *store.Tx, w *workbench, some whom) ([]Said, error) {
	if some == nil || w.previous == nil {
		return room.said(ctx, tx, w.cohort.ID)
	}
	ids, err := some(tx, w)
	if err != nil {
		return nil, err
	}
	return room.saidBy(tx, w.cohort.ID, ids)
}

// widen puts what everybody said on a workbench that was made of what some did.
// The circles stay as they were read.
func (room *Room) widen(ctx context.Context, db *store.DB, w *workbench) error {
	if err := db.Read(ctx, func(tx *store.Tx) error {
		list, err := room.said(ctx, tx, w.cohort.ID)
		if err == nil {
			err = w.put(list)
		}
		return err
	}); err != nil {
		return err
	}
	w.roomy = nil
	return w.ready(nil)
}

// saidBy returns what some of those who say yes in a cohort said, in the order
// of their interests. Whom they wish for besides these is not among it.
func (room *Room) saidBy(tx *store.Tx, cohort string, interests []string) (list []Said, err error) {
	defer errs.Wrap(&err, "read what some people said")
	wishes, place := map[string]Wishes{}, make(map[string]int, len(interests))
	for i, id := range interests {
		place[id] = i
	}
	const atOnce = 1000
	for part := range slices.Chunk(interests, atOnce) {
		in, args := store.In(tx, "i.id", 2, part)
		few, err := room.openSaid(tx, wishes, ` AND `+in, append([]any{cohort}, args...)...)
		if err != nil {
			return nil, err
		}
		list = append(list, few...)
	}
	if err = room.lessElsewhere(tx, cohort, list); err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b Said) int { return place[a.Interest] - place[b.Interest] })
	return list, room.resolve(tx, list, wishes)
}

// saysStill tells whether somebody has said nothing new since then, and has come
// into no circle of another series.
func (room *Room) saysStill(tx *store.Tx, in Interest, since string) (same bool, err error) {
	list, err := room.openSaid(tx, map[string]Wishes{}, ` AND i.id = $2`, in.Cohort, in.ID)
	if err == nil {
		err = room.lessElsewhere(tx, in.Cohort, list)
	}
	return len(list) == 1 && list[0].Mark == since, err
}

// doneMeeting returns the codes of the circles of a cohort that have met for the
// last time.
func (room *Room) doneMeeting(tx *store.Tx, cohort string) (map[string]bool, error) {
	list, err := room.circlesWhere(tx, `c.cohort = $1 AND c.state = 'meets'
		AND NOT EXISTS (SELECT 1 FROM meeting later WHERE later.circle = c.id AND later.status <> 'cancelled' AND later.date > $2)`, cohort, soon(tx))
	done := map[string]bool{}
	for i := range list {
		if _, more := list[i].Next(tx.Now()); !more {
			done[list[i].Code] = true
		}
	}
	return done, err
}

// soon is tomorrow: a meeting after that is still to come wherever its clocks are.
func soon(tx *store.Tx) string { return when.DateOf(tx.Now(), time.UTC).AddDays(1).String() }
