package auth

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// GrantsOf returns what a person may do. It is read at every request, so that
// a change holds at the next one.
func (room *Room) GrantsOf(tx *store.Tx, person string) ([]Grant, error) {
	return store.All(tx, func(r *store.Rows) (g Grant, err error) {
		err = r.Scan((*string)(&g.Verb), &g.Scope.Kind, &g.Scope.ID)
		return g, err
	}, `SELECT verb, scope_kind, scope_id FROM grants WHERE person = $1 ORDER BY scope_kind, scope_id, verb`, person)
}

// Keeps tells whether a person may do something here, or has signed in.
func (room *Room) Keeps(tx *store.Tx, person string) (kept bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM grants WHERE person = $1) OR EXISTS (SELECT 1 FROM sign_in WHERE person = $1)
		OR EXISTS (SELECT 1 FROM role_offer WHERE person = $1)`, person).Scan(&kept)
	return kept, err
}

// Scopes are all scopes that a scope lies in, itself first; none for one of
// something that does not exist.
func (room *Room) Scopes(tx *store.Tx, s Scope) ([]Scope, error) {
	switch {
	case s == TheNetwork():
		return []Scope{s}, nil
	case room.Within == nil:
		return []Scope{s, TheNetwork()}, nil
	}
	return room.Within(tx, s)
}

// mayGive refuses whoever may not give these verbs on the scope: they must hold
// the verb for giving there, and what they give, since giving implies nothing
// else. It answers NotThere to whoever gives no roles there at all.
func (room *Room) mayGive(tx *store.Tx, v Viewer, scope Scope, verbs ...Verb) error {
	in, err := room.Scopes(tx, scope)
	if err != nil {
		return err
	}
	if len(in) == 0 || !v.Can(GiveRoles, in...) {
		return errs.NotThere()
	}
	if err := v.Needs(Fresh); err != nil {
		return err
	}
	return checkGift(v, in, verbs)
}

// checkGift refuses verbs that the giver does not hold, or that mean nothing on
// such a scope.
func checkGift(v Viewer, in []Scope, verbs []Verb) error {
	for _, verb := range verbs {
		if !v.Can(verb, in...) || v.Kind == Person && !slices.Contains(VerbsOn(in[0].Kind), verb) {
			return errs.New(errs.Invalid, "role.give.not-yours|You can only give what you may do yourself.")
		}
	}
	return nil
}

// Give grants verbs on a scope to a person, and writes it into the audit log.
// The giver must hold GiveRoles there, and the verbs themselves.
func (room *Room) Give(ctx context.Context, tx *store.Tx, v Viewer, person string, scope Scope, verbs ...Verb) (err error) {
	defer errs.Wrap(&err, "give a role")
	if err := room.mayGive(tx, v, scope, verbs...); err != nil {
		return err
	}
	if err := room.grant(tx, v.Actor(), person, scope, verbs); err != nil {
		return err
	}
	return room.Note(tx, v, "roles.give", person, len(verbs))
}

func (room *Room) grant(tx *store.Tx, by, person string, scope Scope, verbs []Verb) error {
	for _, verb := range verbs {
		_, err := tx.Exec(`INSERT INTO grants (person, verb, scope_kind, scope_id, given_by, given_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (person, verb, scope_kind, scope_id) DO NOTHING`,
			person, string(verb), scope.Kind, scope.ID, by, store.At(tx.Now()))
		if err != nil {
			return err
		}
	}
	return nil
}

// Take takes all verbs on a scope from a person, but for that of the operator,
// which only the console takes, and tells them so. Somebody must stay who may
// give roles there.
func (room *Room) Take(ctx context.Context, tx *store.Tx, v Viewer, person string, scope Scope) (err error) {
	defer errs.Wrap(&err, "take a role")
	if err := room.mayGive(tx, v, scope); err != nil {
		return err
	}
	if err := room.lockGivers(tx, scope); err != nil {
		return err
	}
	var gave bool
	if err := tx.Row(`SELECT EXISTS (SELECT 1 FROM grants WHERE person = $1 AND verb = $2 AND scope_kind = $3 AND scope_id = $4)`,
		person, string(GiveRoles), scope.Kind, scope.ID).Scan(&gave); err != nil {
		return err
	}
	operators := RunHouse
	if v.Kind == Console {
		operators = ""
	}
	n, err := tx.Exec(`DELETE FROM grants WHERE person = $1 AND scope_kind = $2 AND scope_id = $3 AND verb <> $4`, person, scope.Kind, scope.ID, string(operators))
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.NotThere()
	}
	if gave {
		if err := room.somebodyGives(tx, scope); err != nil {
			return err
		}
	}
	if err := room.dropOffers(tx, v, person); err != nil {
		return err
	}
	if err := room.tellTaken(tx, person, scope); err != nil {
		return err
	}
	return room.Note(tx, v, "roles.take", person, int(n))
}

// lockGivers makes whoever takes the role of another giver at the same moment
// wait, so that two do not take each other's.
func (room *Room) lockGivers(tx *store.Tx, scope Scope) error {
	in, err := room.Scopes(tx, scope)
	for i := len(in) - 1; i >= 0 && err == nil; i-- { // always in the same order, the network first
		_, err = tx.Exec(`UPDATE grants SET given_at = given_at WHERE verb = $1 AND scope_kind = $2 AND scope_id = $3`, string(GiveRoles), in[i].Kind, in[i].ID)
	}
	return err
}

// somebodyGives refuses to leave a scope without anybody who may give roles on
// it, or on something that it lies in.
func (room *Room) somebodyGives(tx *store.Tx, scope Scope) error {
	in, err := room.Scopes(tx, scope)
	if err != nil {
		return err
	}
	for _, s := range in {
		var left int
		err := tx.Row(`SELECT COUNT(*) FROM grants WHERE verb = $1 AND scope_kind = $2 AND scope_id = $3`, string(GiveRoles), s.Kind, s.ID).Scan(&left)
		if left > 0 || err != nil {
			return err
		}
	}
	return errs.New(errs.Conflict, "role.take.last|Nobody else here may give roles. Give that to somebody else first.")
}

// Worker is somebody who works on a scope.
type Worker struct {
	Person string
	Scope  Scope // on which they hold the verbs: the one asked for, or one that it lies in
	Verbs  []Verb
}

// Workers lists who works on a scope, to whoever works there too: those of the
// scope itself, and to who may give roles there also those of what it lies in.
func (room *Room) Workers(tx *store.Tx, v Viewer, scope Scope) (list []Worker, err error) {
	defer errs.Wrap(&err, "list who works on something")
	in, err := room.Scopes(tx, scope)
	if err != nil {
		return nil, err
	}
	if len(in) == 0 || !v.WorksOn(in...) {
		return nil, errs.NotThere()
	}
	if !v.Can(GiveRoles, in...) {
		in = in[:1]
	}
	for _, s := range in {
		err := tx.Each(func(r *store.Rows) error {
			var person string
			var verb Verb
			err := r.Scan(&person, (*string)(&verb))
			if n := len(list); n == 0 || list[n-1].Person != person || list[n-1].Scope != s {
				list = append(list, Worker{Person: person, Scope: s})
			}
			list[len(list)-1].Verbs = append(list[len(list)-1].Verbs, verb)
			return err
		}, `SELECT person, verb FROM grants WHERE scope_kind = $1 AND scope_id = $2 AND verb <> $3 ORDER BY person, given_at, verb`, s.Kind, s.ID, string(RunHouse))
		if err != nil {
			return nil, err
		}
	}
	for _, w := range list {
		SortVerbs(w.Verbs)
	}
	return list, nil
}

// WorksOn tells whether the viewer holds any verb but the operator's on one of
// the scopes.
func (v Viewer) WorksOn(in ...Scope) bool {
	return slices.ContainsFunc(Verbs(), func(verb Verb) bool { return v.Can(verb, in...) })
}

// MayGiveOn tells whether the viewer may give roles on a scope.
func (room *Room) MayGiveOn(tx *store.Tx, v Viewer, scope Scope) (bool, error) {
	in, err := room.Scopes(tx, scope)
	return len(in) > 0 && v.Can(GiveRoles, in...), err
}

// Holders lists who holds a verb on one of the scopes, for rooms that ask it for
// viewers who may know.
func Holders(tx *store.Tx, verb Verb, scopes ...Scope) (people []string, err error) {
	for _, s := range scopes {
		some, err := store.All(tx, store.Column[string], `SELECT person FROM grants WHERE verb = $1 AND scope_kind = $2 AND scope_id = $3 ORDER BY person`,
			string(verb), s.Kind, s.ID)
		if err != nil {
			return nil, err
		}
		people = append(people, some...)
	}
	slices.Sort(people)
	return slices.Compact(people), nil
}

// Work is what somebody does on a scope.
type Work struct {
	Verbs []Verb
	Since time.Time // they have done something there without a break
}

// WorkOn is what people do on a scope itself, by their ids, without the
// operator's verb: for rooms that ask it for viewers who may know.
func WorkOn(tx *store.Tx, s Scope) (map[string]Work, error) {
	work := map[string]Work{}
	err := tx.Each(func(r *store.Rows) error {
		var person string
		var verb Verb
		var since store.Time
		err := r.Scan(&person, (*string)(&verb), &since)
		w, known := work[person]
		if w.Verbs = append(w.Verbs, verb); !known {
			w.Since = since.Time
		}
		work[person] = w
		return err
	}, `SELECT person, verb, given_at FROM grants WHERE scope_kind = $1 AND scope_id = $2 AND verb <> $3 ORDER BY given_at, verb`, s.Kind, s.ID, string(RunHouse))
	return work, err
}
