package app

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// within returns all scopes that one lies in, itself first: a series lies in its
// chapter, that in those above it, and all in the network.
func (a *App) within(tx *store.Tx, s auth.Scope) ([]auth.Scope, error) {
	switch s.Kind {
	case "chapter":
		tree, err := people.ReadTree(tx)
		if _, is := tree[s.ID]; !is || err != nil {
			return nil, err
		}
		return tree.Scopes(s.ID), nil
	case "series":
		return a.Series.ScopesOf(tx, s.ID)
	}
	return nil, nil
}

// nameOf is what a scope is called; empty if it does not exist.
func (a *App) nameOf(tx *store.Tx, scope auth.Scope) (i18n.Text, error) {
	switch scope.Kind {
	case "network":
		n, err := a.People.Network(tx)
		return n.Name, err
	case "chapter":
		list, err := a.People.Chapters(tx)
		for _, c := range list {
			if c.ID == scope.ID {
				return c.Name, err
			}
		}
		return nil, err
	case "series":
		s, err := a.Series.ByID(tx.Context(), tx, auth.Itself(), scope.ID)
		if errs.Is(err, errs.NotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return s.Title, nil
	}
	return nil, nil
}

// forgetSeriesRoles ends the roles on a series that is deleted.
func (a *App) forgetSeriesRoles(ctx context.Context, tx *store.Tx, series string) error {
	return a.Auth.ForgetScope(tx, auth.SeriesScope(series))
}
