package app

import (
	"context"

	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/store"
)

// makeFindable puts all published texts into the search anew, each room's in a
// transaction of its own.
func (a *App) makeFindable(ctx context.Context, r *jobs.Running) error {
	posts := func(tx *store.Tx) error { return a.Posts.MakeFindable(ctx, tx) }
	for _, put := range []func(*store.Tx) error{a.Events.MakeFindable, a.Series.MakeFindable, posts, search.Refilled} {
		if err := a.DB.Write(ctx, put); err != nil {
			return err
		}
	}
	return nil
}
