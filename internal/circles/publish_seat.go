package circles

import (
	"context"
	"maps"
	"slices"

	"codeberg.org/plenary/plenary/internal/store"
)

// seat puts everybody into their circle and takes out who is in another.
func (w *publication) seat(ctx context.Context) error {
	touched := map[string]bool{}
	for who, to := range w.seats {
		if from := w.now[who]; from != to {
			touched[from], touched[to] = true, true
		}
	}
	for _, c := range w.known { // those that are no longer there
		touched[c.ID] = touched[c.ID] || w.a.Of(c.Code) == nil
	}
	delete(touched, "")
	members := map[string][]string{}
	for m, id := range w.seats { // "" is no circle
		members[id] = append(members[id], m)
	}
	var list []string
	for _, id := range slices.Sorted(maps.Keys(touched)) {
		if touched[id] {
			list = append(list, id)
			w.tells[id] = true
		}
	}
	return w.each(ctx, 1, len(list), func(tx *store.Tx, i int) error { return w.seatCircle(tx, list[i], members[list[i]]) })
}

// seatCircle brings one circle to who is to be in it. Who leaves it goes to
// their new circle at once; who joined it since the proposal was read stays.
func (w *publication) seatCircle(tx *store.Tx, id string, members []string) error {
	now, err := w.room.placementsIn(tx, id)
	if err != nil {
		return err
	}
	here := map[string]bool{}
	for _, p := range now {
		here[p.Interest] = true
		if to, meant := w.seats[p.Interest]; meant && to != id {
			if err = w.leave(tx, p.Interest, id, to); err != nil {
				return err
			}
		}
	}
	members = slices.DeleteFunc(slices.Clone(members), func(m string) bool { return here[m] })
	slices.Sort(members)
	if err = w.seatNew(tx, id, members); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE circle SET state = $2, changed_at = $3 WHERE id = $1 AND state = 'meets'
		AND NOT EXISTS (SELECT 1 FROM placement WHERE circle = $1)`, id, string(Dissolved), store.At(tx.Now()))
	return err
}

// seatNew puts people into a circle who are in another or in none, unless they
// took their yes back since the proposal was read.
func (w *publication) seatNew(tx *store.Tx, circle string, who []string) error {
	if len(who) == 0 {
		return nil
	}
	in, args := store.In(tx, "p.interest", 1, who)
	elsewhere, err := store.All(tx, scanPlacement,
		`SELECT `+placementColumns+` FROM placement p WHERE `+in+` ORDER BY p.interest`, args...)
	if err != nil {
		return err
	}
	for _, p := range elsewhere {
		if err = w.leave(tx, p.Interest, p.Circle, circle); err != nil {
			return err
		}
		who = slices.DeleteFunc(who, func(m string) bool { return m == p.Interest })
	}
	return w.room.placeSeveral(tx, circle, who)
}

// leave takes somebody out of a circle, into another or into none, unless they
// left it by themselves meanwhile. If they know of it, its meetings go out of
// their calendar.
func (w *publication) leave(tx *store.Tx, interest, from, to string) error {
	if err := tx.Lock("interest", interest); err != nil {
		return err
	}
	p, placed, err := w.room.placement(tx, interest)
	if err != nil || !placed || p.Circle != from {
		return err
	}
	in, err := w.room.interest(tx, interest)
	if err != nil {
		return err
	}
	was, err := w.room.knows(tx, in, p)
	if err != nil {
		return err
	}
	if to == "" {
		err = w.takeOut(tx, in)
	} else {
		err = w.room.place(tx, Placement{Interest: interest, Circle: to, Former: was.Circle})
	}
	if err != nil || was.Circle != from {
		return err
	}
	return w.room.tellFormer(tx, MailGone, in, was)
}

// takeOut leaves somebody without a circle, who is to be told why.
func (w *publication) takeOut(tx *store.Tx, in Interest) error {
	if err := w.room.unplace(tx, in.ID); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE interest SET told_at = NULL WHERE id = $1`, in.ID)
	return err
}
