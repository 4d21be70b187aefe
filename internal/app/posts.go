package app

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
)

// acting is somebody in a job that they asked for, with what they may do by now.
func (a *App) acting(tx *store.Tx, person string) (v auth.Viewer, err error) {
	for _, v := range []auth.Viewer{auth.AtConsole(), auth.Itself()} {
		if person == v.Actor() {
			return v, nil
		}
	}
	v = auth.Viewer{Kind: auth.Person, Person: person, Tier: auth.Strong}
	if v.Frozen, err = a.People.IsFrozen(tx, person); v.Frozen || err != nil {
		return v, err
	}
	v.Grants, err = a.Auth.GrantsOf(tx, person)
	return v, err
}

// publishPlanned publishes a text whose hour has come.
func (a *App) publishPlanned(ctx context.Context, r *jobs.Running) error {
	var id string
	if err := r.Decode(&id); err != nil {
		return err
	}
	return a.DB.Write(ctx, func(tx *store.Tx) error { return a.Posts.PublishPlanned(ctx, tx, id) })
}
