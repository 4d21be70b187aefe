package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// KeptFor is how long registrations, groups and attendance are kept after a
// series has ended, as Labels say. Places that lapsed because nobody answered
// for them are forgotten so long after they did.
const KeptFor = 30 * 24 * time.Hour

// forgetAtOnce is how many registrations one write deletes. Their people may all
// have to be erased.
const forgetAtOnce = 10

// Forget deletes what has been kept for long enough, some of it at a time, and
// reports whether there may be more. Whoever never confirmed that their address
// is theirs, and has nothing else here, is erased with it.
func (room *Room) Forget(ctx context.Context, tx *store.Tx) (more bool, err error) {
	defer errs.Wrap(&err, "forget registrations")
	over, err := room.keptLongEnough(ctx, tx)
	if err != nil {
		return false, err
	}
	if over != nil {
		return true, room.forgetSome(ctx, tx, over)
	}
	return room.forgetLapsed(ctx, tx)
}

// keptLongEnough returns a series that ended so long ago that what people have
// in it goes, or nil.
func (room *Room) keptLongEnough(ctx context.Context, tx *store.Tx) (*Series, error) {
	ids, err := store.All(tx, store.Column[string], `SELECT s.id FROM series s WHERE EXISTS (SELECT 1 FROM registration r WHERE r.series = s.id)
		OR EXISTS (SELECT 1 FROM delegation d WHERE d.series = s.id) ORDER BY s.id`)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		s, err := room.ByID(ctx, tx, auth.Itself(), id)
		if err != nil {
			return nil, err
		}
		if s.KeptLongEnough(tx.Now()) {
			return s, nil
		}
	}
	return nil, nil
}

// KeptLongEnough tells whether what people have in the series is to be forgotten.
func (s *Series) KeptLongEnough(now time.Time) bool {
	ends := s.lastOfAll()
	return !ends.IsZero() && !now.Before(ends.Add(KeptFor))
}

// lastOfAll is when the last session, or the last day on which circles meet, is
// over; zero without any.
func (s *Series) lastOfAll() time.Time {
	last := s.Ends()
	if s.Circles == nil {
		return last
	}
	for _, m := range s.Circles.Meetings {
		if end, _ := m.Date.AddDays(2).At(0).In(s.Location()); end.After(last) {
			last = end
		}
	}
	return last
}

// held is a registration and whose it is.
type held struct{ id, person string }

func scanHeld(r *store.Rows) (h held, err error) {
	err = r.Scan(&h.id, &h.person)
	return h, err
}

// forgetSome deletes some registrations of a series and, with the last of them,
// its groups and what was noted of its letters.
func (room *Room) forgetSome(ctx context.Context, tx *store.Tx, s *Series) error {
	list, err := store.All(tx, scanHeld, `SELECT id, person FROM registration WHERE series = $1 ORDER BY id LIMIT $2`, s.ID, forgetAtOnce)
	if err != nil {
		return err
	}
	if err = room.forget(ctx, tx, list); err != nil || len(list) == forgetAtOnce {
		return err
	}
	if list, err = store.All(tx, scanHeld, `SELECT id, contact FROM delegation WHERE series = $1 ORDER BY id LIMIT $2`, s.ID, forgetAtOnce); err != nil {
		return err
	}
	if err = room.forgetGroups(ctx, tx, list); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM announced WHERE session IN (SELECT id FROM session WHERE series = $1)`, `DELETE FROM mailing WHERE series = $1`,
		`UPDATE series SET taken = 0 WHERE id = $1`, `UPDATE track SET taken = 0 WHERE series = $1`,
	} {
		if _, err = tx.Exec(statement, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// forgetLapsed deletes registrations and groups that were given up long ago by,
// or for, people whose address never answered.
func (room *Room) forgetLapsed(ctx context.Context, tx *store.Tx) (more bool, err error) {
	before := store.At(tx.Now().Add(-KeptFor))
	list, err := store.All(tx, scanHeld, `SELECT r.id, r.person FROM registration r JOIN person p ON p.id = r.person
		WHERE r.state = 'cancelled' AND r.cancelled_at <= $1 AND p.proven_at IS NULL ORDER BY r.id LIMIT $2`, before, forgetAtOnce)
	if err != nil {
		return false, err
	}
	if len(list) > 0 {
		return true, room.forget(ctx, tx, list)
	}
	if list, err = store.All(tx, scanHeld, `SELECT d.id, d.contact FROM delegation d JOIN person p ON p.id = d.contact
		WHERE d.state = 'cancelled' AND d.cancelled_at <= $1 AND p.proven_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM registration r WHERE r.delegation = d.id) ORDER BY d.id LIMIT $2`, before, forgetAtOnce); err != nil {
		return false, err
	}
	return len(list) > 0, room.forgetGroups(ctx, tx, list)
}

// forget deletes registrations with all that hangs on them.
func (room *Room) forget(ctx context.Context, tx *store.Tx, list []held) error {
	return room.drop(ctx, tx, list, `DELETE FROM attendance WHERE `, "registration", `DELETE FROM delegation_also WHERE `, "registration",
		`DELETE FROM registration WHERE `, "id")
}

// forgetGroups deletes groups that have no members left.
func (room *Room) forgetGroups(ctx context.Context, tx *store.Tx, list []held) error {
	return room.drop(ctx, tx, list, `DELETE FROM delegation_part WHERE `, "delegation", `DELETE FROM delegation_also WHERE `, "delegation",
		`DELETE FROM delegation WHERE `, "id")
}

// drop runs statements, each about a column that holds the ids of the list, and
// erases whoever has nothing left then.
func (room *Room) drop(ctx context.Context, tx *store.Tx, list []held, statements ...string) error {
	if len(list) == 0 {
		return nil
	}
	ids, persons := make([]string, len(list)), map[string]bool{}
	for i, h := range list {
		ids[i], persons[h.person] = h.id, true
	}
	for i := 0; i < len(statements); i += 2 {
		in, args := store.In(tx, statements[i+1], 1, ids)
		if _, err := tx.Exec(statements[i]+in, args...); err != nil {
			return err
		}
	}
	for person := range persons {
		if err := room.People.EraseStranger(ctx, tx, person); err != nil {
			return err
		}
	}
	return nil
}

// Keeps tells whether a person has a registration or a group. It belongs in the
// people room's KeepsPerson.
func (room *Room) Keeps(tx *store.Tx, person string) (bool, error) {
	return tx.Found(`SELECT 1 FROM registration WHERE person = $1 UNION ALL SELECT 1 FROM delegation WHERE contact = $1 LIMIT 1`, person)
}
