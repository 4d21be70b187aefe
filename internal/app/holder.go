package app

import (
	"context"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// holders find whose carried link it is, by the first part of its address; a
// calendar's answer comes to an address with a key as well.
func (a *App) holders() map[string]func(ctx context.Context, tx *store.Tx, key string) (auth.Viewer, error) {
	return map[string]func(ctx context.Context, tx *store.Tx, key string) (auth.Viewer, error){
		"r": func(ctx context.Context, tx *store.Tx, key string) (auth.Viewer, error) {
			_, _, v, err := a.Series.Mine(ctx, tx, key)
			return v, err
		},
		"g": func(ctx context.Context, tx *store.Tx, key string) (auth.Viewer, error) {
			_, _, v, err := a.Series.Group(ctx, tx, key)
			return v, err
		},
		"join": func(ctx context.Context, tx *store.Tx, key string) (auth.Viewer, error) {
			w, err := a.Series.WayIn(ctx, tx, key)
			return w.V, err
		},
		"er": func(ctx context.Context, tx *store.Tx, key string) (auth.Viewer, error) {
			_, _, v, err := a.Events.Mine(ctx, tx, key)
			return v, err
		},
		"circle": func(ctx context.Context, tx *store.Tx, key string) (auth.Viewer, error) {
			_, _, _, v, err := a.Circles.Mine(ctx, tx, key)
			return v, err
		},
		"meet": func(ctx context.Context, tx *store.Tx, key string) (auth.Viewer, error) {
			w, err := a.Circles.WayIn(ctx, tx, key)
			return w.V, err
		},
		"cal-e": func(ctx context.Context, tx *store.Tx, key string) (auth.Viewer, error) {
			_, _, v, err := a.Events.ByReplyKey(ctx, tx, key)
			return v, err
		},
		"cal-s": func(ctx context.Context, tx *store.Tx, key string) (auth.Viewer, error) {
			_, _, v, err := a.Series.ByReplyKey(ctx, tx, key)
			return v, err
		},
		"role": func(ctx context.Context, tx *store.Tx, key string) (auth.Viewer, error) {
			_, v, err := a.Auth.OfferByKey(tx, key)
			return v, err
		},
	}
}

// holderRests tells whether the holder of a carried link is frozen. What opens
// nothing is left to the page.
func (a *App) holderRests(ctx context.Context, tx *store.Tx, path, key string) (bool, error) {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	find := a.holders()[first]
	if find == nil {
		return false, nil
	}
	v, err := find(ctx, tx, key)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return a.People.IsFrozen(tx, v.Person)
}
