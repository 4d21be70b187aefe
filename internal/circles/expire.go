package circles

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// How much one write deletes: each circle has a key of its own, and with its
// last yes somebody may have to be erased.
const (
	circlesAtOnce   = 10
	interestsAtOnce = 10
)

// Expire deletes the circles of series that have been kept for long enough, as
// Labels say: some at a time, and it reports whether there may be more.
func (room *Room) Expire(ctx context.Context, tx *store.Tx) (more bool, err error) {
	defer errs.Wrap(&err, "forget circles")
	subjects, err := store.All(tx, store.Column[string], `SELECT subject FROM cohort WHERE kind = $1 ORDER BY id`, string(OfSeries))
	if err != nil {
		return false, err
	}
	for _, id := range subjects {
		s, err := room.Series.ByID(ctx, tx, auth.Itself(), id)
		if err != nil {
			return false, err
		}
		if s.KeptLongEnough(tx.Now()) {
			c, err := room.cohortOf(tx, id)
			if err != nil {
				return false, err
			}
			_, err = room.expire(ctx, tx, c.ID)
			return true, err
		}
	}
	return false, nil
}

// ForgetSeries deletes what is left of the circles of a series that is deleted.
// It belongs in the series room's OnDeleted.
func (room *Room) ForgetSeries(ctx context.Context, tx *store.Tx, series string) (err error) {
	defer errs.Wrap(&err, "forget the circles of a series")
	c, err := room.cohortOf(tx, series)
	for more := c.ID != ""; more && err == nil; {
		more, err = room.expire(ctx, tx, c.ID)
	}
	return err
}

// expire deletes some of a cohort: its circles, then who said yes, then itself.
func (room *Room) expire(ctx context.Context, tx *store.Tx, cohort string) (more bool, err error) {
	circles, err := store.All(tx, store.Column[string], `SELECT id FROM circle WHERE cohort = $1 ORDER BY id LIMIT $2`, cohort, circlesAtOnce)
	if err != nil {
		return false, err
	}
	if len(circles) > 0 {
		return true, room.expireCircles(tx, circles)
	}
	people, err := store.All(tx, store.Column[string], `SELECT person FROM interest WHERE cohort = $1 ORDER BY id LIMIT $2`, cohort, interestsAtOnce)
	if err != nil {
		return false, err
	}
	if len(people) > 0 {
		return true, room.expireInterests(ctx, tx, cohort, people)
	}
	for _, statement := range []string{`DELETE FROM proposal_step WHERE proposal IN (SELECT id FROM proposal WHERE cohort = $1)`,
		`DELETE FROM proposal WHERE cohort = $1`, `DELETE FROM cohort WHERE id = $1`} {
		if _, err = tx.Exec(statement, cohort); err != nil {
			return false, err
		}
	}
	return false, room.Keys.Erase(tx, cohort)
}

// expireCircles deletes circles with their meetings and their keys.
func (room *Room) expireCircles(tx *store.Tx, ids []string) error {
	in, args := store.In(tx, "circle", 1, ids)
	meetings := ` WHERE meeting IN (SELECT id FROM meeting WHERE ` + in + `)`
	self, _ := store.In(tx, "id", 1, ids)
	for _, statement := range []string{`DELETE FROM pulse` + meetings, `DELETE FROM presence` + meetings, `DELETE FROM swap` + meetings,
		`DELETE FROM meeting WHERE ` + in, `DELETE FROM placement WHERE ` + in, `DELETE FROM circle WHERE ` + self} {
		if _, err := tx.Exec(statement, args...); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if err := room.Keys.Erase(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// expireInterests deletes what people said to a cohort. The hours of those who
// say yes nowhere else go too, and so does whoever never confirmed their address
// and has nothing else.
func (room *Room) expireInterests(ctx context.Context, tx *store.Tx, cohort string, people []string) error {
	for _, person := range people {
		if _, err := tx.Exec(`DELETE FROM interest WHERE cohort = $1 AND person = $2`, cohort, person); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM availability WHERE person = $1
			AND NOT EXISTS (SELECT 1 FROM interest i WHERE i.person = availability.person)`, person); err != nil {
			return err
		}
		if err := room.People.EraseStranger(ctx, tx, person); err != nil {
			return err
		}
	}
	return nil
}
