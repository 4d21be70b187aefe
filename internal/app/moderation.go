package app

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// subjects find what reports are about in the rooms that the people room does
// not know.
func (a *App) subjects() []func(ctx context.Context, tx *store.Tx, kind, about string) (people.Subject, error) {
	return []func(ctx context.Context, tx *store.Tx, kind, about string) (people.Subject, error){
		func(ctx context.Context, tx *store.Tx, kind, about string) (people.Subject, error) {
			if kind != people.AboutPost {
				return people.Subject{}, nil
			}
			p, err := a.Posts.Titled(ctx, tx, auth.Itself(), about)
			if errs.Is(err, errs.NotFound) {
				return people.Subject{}, nil
			}
			title, _ := p.Title.Pick(i18n.For("en"))
			return people.Subject{Title: title, Href: "/posts/" + p.Slug, Person: p.WrittenBy}, err
		},
	}
}

// hiders hide what was reported, and show it again.
func (a *App) hiders() []func(ctx context.Context, tx *store.Tx, v auth.Viewer, kind, about, why string) (bool, error) {
	return []func(ctx context.Context, tx *store.Tx, v auth.Viewer, kind, about, why string) (bool, error){
		func(ctx context.Context, tx *store.Tx, v auth.Viewer, kind, about, why string) (bool, error) {
			if kind != people.AboutPost {
				return false, nil
			}
			if why == "" {
				return true, a.Posts.Unhide(ctx, tx, v, about)
			}
			return a.Posts.Hide(ctx, tx, v, about, why)
		},
	}
}
