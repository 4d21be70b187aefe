package series

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Relocate notes in which zone and language the holder of a registration is
// told things from now on.
func (room *Room) Relocate(ctx context.Context, tx *store.Tx, v auth.Viewer, r *Registration, zone, language string) error {
	r.Zone, r.Language = zone, language
	return room.RelocateAll(ctx, tx, v, r.Person, zone, language)
}

// RelocateAll does the same for all registrations of a person.
func (room *Room) RelocateAll(ctx context.Context, tx *store.Tx, v auth.Viewer, person, zone, language string) error {
	if !v.Is(person) {
		return errs.NotThere()
	}
	_, err := tx.Exec(`UPDATE registration SET zone = $1, language = $2 WHERE person = $3`, zone, language, person)
	return err
}

// Remove takes somebody out who did not want to be in: the place goes on, and
// their name and address are forgotten, unless they are registered elsewhere.
func (room *Room) Remove(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, r *Registration) (err error) {
	defer errs.Wrap(&err, "remove a person")
	if !v.Is(r.Person) {
		return errs.NotThere()
	}
	if err = room.fresh(tx, r); err != nil {
		return err
	}
	if r.Standing != Withdrawn {
		if err = room.withdraw(ctx, tx, s, r, ""); err != nil {
			return err
		}
	}
	for _, keeps := range room.KeepsElsewhere {
		if kept, err := keeps(tx, r.Person); kept || err != nil {
			return err
		}
	}
	var others int
	err = tx.Row(`SELECT COUNT(*) FROM registration WHERE person = $1 AND id <> $2 AND state <> 'cancelled'`, r.Person, r.ID).Scan(&others)
	if err != nil || others > 0 {
		return err
	}
	return room.People.Erase(ctx, tx, v, r.Person)
}

// Own is one registration of a person with its series.
type Own struct {
	R      Registration
	S      *Series
	Letter string
}

// Of returns everything a person is registered for, to that person.
func (room *Room) Of(ctx context.Context, tx *store.Tx, v auth.Viewer, person string) ([]Own, error) {
	if !v.Is(person) {
		return nil, errs.NotThere()
	}
	list, err := store.All(tx, func(r *store.Rows) (Registration, error) { return scanRegistration(r) },
		`SELECT `+registrationColumns+` FROM registration r WHERE r.person = $1 ORDER BY r.made_at`, person)
	if err != nil {
		return nil, err
	}
	var all []Own
	for _, r := range list {
		s, err := room.ByID(ctx, tx, auth.Itself(), r.Series)
		if err != nil {
			return nil, err
		}
		all = append(all, Own{r, s, s.letterOf(r)})
	}
	return all, nil
}

// LeaveAll gives up all places of a person who leaves the network.
func (room *Room) LeaveAll(ctx context.Context, tx *store.Tx, v auth.Viewer, person string) (err error) {
	defer errs.Wrap(&err, "leave all series")
	own, err := room.Of(ctx, tx, v, person)
	if err != nil {
		return err
	}
	for _, o := range own {
		if o.R.Standing == Withdrawn {
			continue
		}
		if err = room.fresh(tx, &o.R); err != nil {
			return err
		}
		if err = room.withdraw(ctx, tx, o.S, &o.R, ""); err != nil {
			return err
		}
	}
	return nil
}

// RegistrationOf returns the registration of a person in a series to the rooms
// above, which ask it only for that person and for the house.
func (room *Room) RegistrationOf(tx *store.Tx, series, person string) (Registration, error) {
	return room.registrationOf(tx, series, person)
}
