package circles

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Said is everything that forming circles needs of one yes. It never leaves
// the house: who forms circles sees what came of it, not what was asked for.
type Said struct {
	Interest   string // its id, under which the engine knows the person
	Person     string
	Zone       string   // in which the hours are meant
	Hours      Hours    // less what is taken
	Taken      Hours    // at which they meet in a circle of another series
	Languages  []string // in the order they like
	Track      string   // letter; "" = any
	Leads      bool
	Delegation string // the group they came with
	OwnGroup   OwnGroup
	Together   []string // ids of interests; counts when both name each other
	Apart      []string // ids of interests
	Needs      []string
	Offers     []string

	Mark string // when they said it, and where else they meet: to be held against what is so later
}

// said returns what all who say yes in a cohort said. It reads thousands of
// people in one go, for the engine and nobody else.
func (room *Room) said(ctx context.Context, tx *store.Tx, cohort string) (list []Said, err error) {
	defer errs.Wrap(&err, "read what people said")
	list, wishes, err := room.everything(tx, cohort)
	if err == nil {
		err = room.lessElsewhere(tx, cohort, list)
	}
	if err != nil {
		return nil, err
	}
	return list, room.resolve(tx, list, wishes)
}

// everything opens what all who say yes in a cohort said, and what they asked
// for, by their interests.
func (room *Room) everything(tx *store.Tx, cohort string) (list []Said, wishes map[string]Wishes, err error) {
	wishes = map[string]Wishes{}
	list, err = room.openSaid(tx, wishes, ` ORDER BY i.made_at, i.id`, cohort)
	return list, wishes, err
}

// openSaid opens the words of those whom a condition names, and notes what they
// asked for.
func (room *Room) openSaid(tx *store.Tx, wishes map[string]Wishes, condition string, args ...any) (list []Said, err error) {
	err = tx.Each(func(r *store.Rows) error {
		s, w, ok, err := room.scanSaid(r)
		if err == nil && ok {
			list = append(list, s)
			wishes[s.Interest] = w
		}
		return err
	}, saidQuery+condition, args...)
	return list, err
}

const saidQuery = `SELECT i.id, i.person, i.languages, i.track, i.leads, ` + delegationColumn + `, i.wishes, a.zone, a.hours, k.wrapped, i.changed_at, a.changed_at
	FROM interest i JOIN availability a ON a.person = i.person JOIN keys k ON k.owner = i.person
	WHERE i.cohort = $1 AND i.state = 'yes'`

// scanSaid opens one person's words; ok is false for those who are erased.
func (room *Room) scanSaid(r *store.Rows) (s Said, w Wishes, ok bool, err error) {
	var wishes, hours, wrapped []byte
	var yes, free int64
	err = r.Scan(&s.Interest, &s.Person, store.JSON(&s.Languages), &s.Track, &s.Leads, &s.Delegation, &wishes, &s.Zone, &hours, &wrapped, &yes, &free)
	if err != nil {
		return s, w, false, err
	}
	s.Mark = itoa(int(yes)) + " " + itoa(int(free))
	box, err := room.Keys.Unwrap(s.Person, wrapped)
	if err != nil {
		return s, w, false, ignoreErased(err)
	}
	if s.Hours, err = openHours(box, s.Person, hours); err != nil {
		return s, w, false, ignoreErased(err)
	}
	if w, err = openWishes(box, s.Interest, wishes); err != nil {
		return s, w, false, ignoreErased(err)
	}
	s.OwnGroup, s.Needs, s.Offers = w.OwnGroup, w.Needs, w.Offers
	return s, w, true, nil
}

func ignoreErased(err error) error {
	if err == seal.ErrErased {
		return nil
	}
	return err
}

// changedSince counts who said yes, withdrew or changed their hours in a cohort
// since an instant, such as that at which a proposal was formed.
func (room *Room) changedSince(tx *store.Tx, cohort string, since time.Time) (n int, err error) {
	err = tx.Row(`SELECT COUNT(*) FROM interest i LEFT JOIN availability a ON a.person = i.person
		WHERE i.cohort = $1 AND (i.changed_at > $2 OR i.state = 'yes' AND a.changed_at > $2)`, cohort, store.At(since)).Scan(&n)
	return n, err
}
