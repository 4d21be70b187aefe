package app

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
)

// withinWriteUp returns the scopes that the session lies in which a text is
// about.
func (a *App) withinWriteUp(ctx context.Context, tx *store.Tx, about string) ([]auth.Scope, error) {
	s, _, err := a.Series.OfSession(ctx, tx, auth.Itself(), about)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return a.Series.Scopes(s), nil
}

// seesWriteUp tells whether a viewer sees what a text is about, and so the text.
func (a *App) seesWriteUp(ctx context.Context, tx *store.Tx, v auth.Viewer, about string) (bool, error) {
	_, _, err := a.Series.OfSession(ctx, tx, v, about)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, err
}

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
