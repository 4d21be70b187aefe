package circles

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Forget takes a person who leaves the network out of all circles, with their
// hours and wishes. It belongs in the people room's OnErased.
func (room *Room) Forget(ctx context.Context, tx *store.Tx, person string) (err error) {
	defer errs.Wrap(&err, "forget a person's circles")
	list, err := room.InterestsOf(tx, auth.Itself(), person)
	if err != nil {
		return err
	}
	for _, in := range list {
		if in.State == Yes {
			if _, err = room.takeOut(tx, in); err != nil {
				return err
			}
			if _, err = tx.Exec(`UPDATE interest SET changed_at = $2 WHERE id = $1`, in.ID, store.At(tx.Now())); err != nil { // news to a proposal
				return err
			}
		}
	}
	for _, statement := range []string{
		`UPDATE interest SET state = 'withdrawn', wishes = NULL, generation = generation + 1 WHERE person = $1`,
		`DELETE FROM availability WHERE person = $1`,
		`UPDATE cohort SET safety = '', safety_name = NULL WHERE safety = $1`,
	} {
		if _, err = tx.Exec(statement, person); err != nil {
			return err
		}
	}
	return nil
}

// Keeps tells whether a person says yes to a circle. It belongs in the series
// room's KeepsPerson.
func (room *Room) Keeps(tx *store.Tx, person string) (kept bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM interest WHERE person = $1 AND state = 'yes')`, person).Scan(&kept)
	return kept, err
}

// HasPeople tells whether anybody says yes to the circles of a series. It belongs in
// the series room's HasPeople.
func (room *Room) HasPeople(tx *store.Tx, series string) (asked bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM interest i JOIN cohort c ON c.id = i.cohort
		WHERE c.kind = $1 AND c.subject = $2 AND i.state = 'yes')`, string(OfSeries), series).Scan(&asked)
	return asked, err
}
