package auth

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Resign ends what the viewer does on a scope, by themselves. Somebody must stay
// who may give roles there.
func (room *Room) Resign(ctx context.Context, tx *store.Tx, v Viewer, scope Scope) (err error) {
	defer errs.Wrap(&err, "resign a role")
	if v.Kind != Person {
		return errs.NotThere()
	}
	if err := room.lockGivers(tx, scope); err != nil {
		return err
	}
	n, err := tx.Exec(`DELETE FROM grants WHERE person = $1 AND scope_kind = $2 AND scope_id = $3 AND verb <> $4`, v.Person, scope.Kind, scope.ID, string(RunHouse))
	if err != nil || n == 0 {
		return orNotThere(err)
	}
	if slices.Contains(v.Grants, Grant{GiveRoles, scope}) {
		if err := room.somebodyGives(tx, scope); err != nil {
			return err
		}
	}
	if err := room.dropOffers(tx, v, v.Person); err != nil {
		return err
	}
	return room.Note(tx, v, "roles.resign", v.Person, int(n))
}

// GoAway ends all that the viewer does and is signed in with: they leave the
// network. Somebody must stay who may give roles. Who is frozen can hand nothing
// on, and may go all the same: the console gives roles to somebody else.
func (room *Room) GoAway(ctx context.Context, tx *store.Tx, v Viewer) (err error) {
	defer errs.Wrap(&err, "leave all roles")
	given, err := room.givesOn(tx, v.Person)
	if err != nil {
		return err
	}
	for _, scope := range given {
		if err := room.lockGivers(tx, scope); err != nil {
			return err
		}
	}
	if alone, err := room.GivesAlone(tx, v); err != nil || len(alone) > 0 && !v.Frozen {
		if err == nil {
			err = errs.New(errs.Conflict, "role.leave.last|You are the only one who may give roles here. Ask somebody else to take that role first, and wait until they have said yes.")
		}
		return err
	}
	return room.EndAll(tx, v)
}

// GivesAlone lists the scopes on which nobody but the viewer may give roles, and
// nobody on what they lie in. Those whose roles rest give none.
func (room *Room) GivesAlone(tx *store.Tx, v Viewer) (alone []Scope, err error) {
	given, err := room.givesOn(tx, v.Person)
	if err != nil {
		return nil, err
	}
	for _, scope := range given {
		in, err := room.Scopes(tx, scope)
		if err != nil {
			return nil, err
		}
		others, err := room.othersGive(tx, v.Person, in)
		if err != nil {
			return nil, err
		}
		if len(in) > 0 && !others {
			alone = append(alone, scope)
		}
	}
	return alone, nil
}

// givesOn lists the scopes on which somebody may give roles.
func (room *Room) givesOn(tx *store.Tx, person string) ([]Scope, error) {
	return store.All(tx, func(r *store.Rows) (s Scope, err error) {
		err = r.Scan(&s.Kind, &s.ID)
		return s, err
	}, `SELECT scope_kind, scope_id FROM grants WHERE person = $1 AND verb = $2 ORDER BY scope_kind, scope_id`, person, string(GiveRoles))
}

func (room *Room) othersGive(tx *store.Tx, person string, in []Scope) (bool, error) {
	for _, s := range in {
		others, err := store.All(tx, store.Column[string], `SELECT person FROM grants WHERE verb = $1 AND scope_kind = $2 AND scope_id = $3 AND person <> $4`,
			string(GiveRoles), s.Kind, s.ID, person)
		if err != nil {
			return false, err
		}
		for _, other := range others {
			if rests, err := room.rests(tx, other); err != nil || !rests {
				return err == nil, err
			}
		}
	}
	return false, nil
}

// HoldsRole tells whether somebody may do anything for the network.
func (room *Room) HoldsRole(tx *store.Tx, person string) (bool, error) {
	return tx.Found(`SELECT 1 FROM grants WHERE person = $1`, person)
}

// EndAll ends all sign-ins of the viewer and takes their roles away: they leave.
func (room *Room) EndAll(tx *store.Tx, v Viewer) error {
	if _, err := tx.Exec(`DELETE FROM sign_in_token WHERE person = $1`, v.Person); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM grants WHERE person = $1`, v.Person); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM role_offer WHERE person = $1 OR given_by = $1`, v.Person); err != nil {
		return err
	}
	if err := room.forgetKeys(tx, v.Person); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM address_change WHERE person = $1`, v.Person); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM sign_in WHERE person = $1`, v.Person)
	return err
}

// Forget takes all roles and sign-ins from somebody who leaves the network. It
// belongs in the people room's OnErased.
func (room *Room) Forget(ctx context.Context, tx *store.Tx, person string) error {
	return room.EndAll(tx, Viewer{Person: person})
}
