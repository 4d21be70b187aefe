package people

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Met is somebody who was met, and whether they were known before.
type Met struct {
	Person
	Known bool
}

// MeetMany meets several people as Meet does, in a few statements for all of
// them. Two with one address are one person.
func (room *Room) MeetMany(ctx context.Context, tx *store.Tx, v auth.Viewer, list []Input) (met []Met, err error) {
	defer errs.Wrap(&err, "meet people")
	known, err := room.byAddresses(tx, list)
	if err != nil {
		return nil, err
	}
	var fresh []Person
	for _, in := range list {
		if in.Address == "" {
			fresh = append(fresh, newPerson(v, in))
			met = append(met, Met{Person: fresh[len(fresh)-1]})
			continue
		}
		index := string(room.index(in.Address))
		if p, ok := known[index]; ok {
			met = append(met, Met{p, true})
			continue
		}
		fresh = append(fresh, newPerson(v, in))
		known[index] = fresh[len(fresh)-1]
		met = append(met, Met{Person: known[index]})
	}
	return met, room.insert(tx, fresh)
}

// byAddresses returns those who are known, by the blind index of their address.
func (room *Room) byAddresses(tx *store.Tx, list []Input) (map[string]Person, error) {
	var indexes []any
	for _, in := range list {
		if in.Address != "" {
			indexes = append(indexes, room.index(in.Address))
		}
	}
	known, byID := map[string]Person{}, map[string]string{}
	var ids []string
	for some := range slices.Chunk(indexes, 64) {
		if err := tx.Each(func(r *store.Rows) error {
			var id string
			var index []byte
			err := r.Scan(&id, &index)
			ids, byID[id] = append(ids, id), string(index)
			return err
		}, oneByOne(len(some)), some...); err != nil {
			return nil, err
		}
	}
	found, err := room.Several(tx, ids)
	for id, p := range found {
		known[byID[id]] = p
	}
	return known, err
}

// oneByOne asks for each of n addresses by itself, in one statement. Asked for
// them as one list, PostgreSQL reads the whole table as long as it believes
// that it is small, which it does for minutes after thousands have come.
func oneByOne(n int) string {
	const one = `SELECT id, address_ix FROM person WHERE address_ix = $`
	text := one + "1"
	for i := 2; i <= n; i++ {
		text += " UNION ALL " + one + strconv.Itoa(i)
	}
	return text
}

// Several returns those of the persons who are still there, by id, to the
// rooms above, which ask it only for viewers whose right they have checked.
func (room *Room) Several(tx *store.Tx, ids []string) (map[string]Person, error) {
	found := make(map[string]Person, len(ids))
	const atOnce = 1000
	for len(ids) > 0 {
		n := min(atOnce, len(ids))
		in, args := store.In(tx, "p.id", 1, ids[:n])
		ids = ids[n:]
		list, err := store.All(tx, func(r *store.Rows) (Person, error) { return room.scan(r) },
			`SELECT `+personColumns+` FROM person p LEFT JOIN keys k ON k.owner = p.id WHERE `+in, args...)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			found[p.ID] = p
		}
	}
	return found, nil
}

// Proven tells whether the person's address has answered. It opens nothing.
func (room *Room) Proven(tx *store.Tx, id string) (proven bool, err error) {
	err = tx.Row(`SELECT proven_at IS NOT NULL FROM person WHERE id = $1`, id).Scan(&proven)
	if errors.Is(err, store.ErrNoRow) {
		return false, nil
	}
	return proven, err
}
