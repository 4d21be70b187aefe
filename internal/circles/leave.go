package circles

import (
	"context"
	"errors"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// takeOut takes somebody out of their circle, plans its rota again and has the
// place given to who waits. It returns the circle as they know it, the zero value
// if they had or knew of none. The letters to them are the caller's.
func (room *Room) takeOut(tx *store.Tx, in Interest) (was FormerCircle, err error) {
	p, placed, err := room.placement(tx, in.ID)
	if err != nil || !placed {
		return was, err
	}
	if err = room.grow(tx, &Cohort{ID: in.Cohort}); err != nil {
		return was, err
	}
	if was, err = room.knows(tx, in, p); err == nil {
		err = room.unplace(tx, in.ID)
	}
	if err != nil {
		return was, err
	}
	if was.Circle != p.Circle {
		was = FormerCircle{}
	}
	if err = room.replan(tx, p.Circle); err != nil {
		return was, err
	}
	if err = room.lookAgainFor(tx, in); err != nil {
		return was, err
	}
	return was, room.seekMember(tx, p.Circle)
}

// Remove takes out somebody who did not want to be in. Their name and address
// are forgotten, unless they are registered for something or said yes to
// another circle.
func (room *Room) Remove(ctx context.Context, tx *store.Tx, v auth.Viewer, in *Interest) (forgotten bool, err error) {
	defer errs.Wrap(&err, "remove a person")
	if err = room.Withdraw(ctx, tx, v, in); err != nil {
		return false, err
	}
	others, err := room.InterestsOf(tx, v, in.Person)
	if err != nil {
		return false, err
	}
	for _, other := range others {
		if other.State == Yes {
			return false, nil
		}
	}
	mine, err := room.Series.Of(ctx, tx, v, in.Person)
	if err != nil {
		return false, err
	}
	for _, o := range mine {
		if o.R.Standing != series.Withdrawn {
			return false, nil
		}
	}
	for _, keeps := range room.Series.KeepsElsewhere {
		if kept, err := keeps(tx, in.Person); kept || err != nil {
			return false, err
		}
	}
	return true, room.People.Erase(ctx, tx, v, in.Person)
}

// longestAsk bounds why somebody asks to be moved, in characters.
const longestAsk = 1000

// AskMove notes that somebody asks for another circle, and why; those who form
// circles see it. With why "" they ask without saying why.
func (room *Room) AskMove(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest, why string) (err error) {
	defer errs.Wrap(&err, "ask for another circle")
	if !v.Is(in.Person) {
		return errs.NotThere()
	}
	if why = strings.TrimSpace(why); len([]rune(why)) > longestAsk {
		var form errs.Form
		form.Add("why", "circles.record.note-long|Please keep this shorter than {most} characters.", "most", longestAsk)
		return form.Err()
	}
	box, err := room.Keys.Box(tx, in.Person)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE placement SET ask = $1, asked_at = $2 WHERE interest = $3`,
		box.Seal("placement", "ask", in.ID, why), store.At(tx.Now()), in.ID)
	if err == nil && n == 0 {
		err = errs.NotThere()
	}
	return err
}

// AskNoMove takes that back.
func (room *Room) AskNoMove(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest) error {
	if !v.Is(in.Person) {
		return errs.NotThere()
	}
	_, err := tx.Exec(`UPDATE placement SET ask = NULL, asked_at = NULL WHERE interest = $1`, in.ID)
	return err
}

// Ask is that somebody asks to be moved, and what they say to it.
type Ask struct {
	Placement
	Person string
	Why    string
}

// Asks lists who of a cohort asks for another circle, the oldest first, to who
// may form its circles.
func (room *Room) Asks(ctx context.Context, tx *store.Tx, v auth.Viewer, cohort string) (list []Ask, err error) {
	defer errs.Wrap(&err, "list who asks for another circle")
	s, _, err := room.programme(tx, cohort)
	if err != nil {
		return nil, err
	}
	if !room.MayForm(v, s) {
		return nil, errs.NotThere()
	}
	return store.All(tx, func(r *store.Rows) (a Ask, err error) {
		var why, wrapped []byte
		var asked store.Time
		if err = r.Scan(&a.Interest, &a.Circle, &asked, &why, &a.Person, &wrapped); err != nil {
			return a, err
		}
		a.AskedAt = asked.Time
		box, err := room.Keys.Unwrap(a.Person, wrapped)
		if err == nil {
			a.Why, err = box.Open("placement", "ask", a.Interest, why)
		}
		if errors.Is(err, seal.ErrErased) {
			err = nil
		}
		return a, err
	}, `SELECT p.interest, p.circle, p.asked_at, p.ask, i.person, k.wrapped FROM placement p JOIN interest i ON i.id = p.interest
		LEFT JOIN keys k ON k.owner = i.person WHERE i.cohort = $1 AND p.asked_at IS NOT NULL ORDER BY p.asked_at`, cohort)
}
