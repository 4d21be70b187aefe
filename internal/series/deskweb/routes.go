package deskweb

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	Keys   *seal.Keys
	People *people.Room
	Posts  *posts.Room
	Series *series.Room
	Events *events.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(p.overviewRoutes(), p.editRoutes(), p.peopleRoutes(), p.groupRoutes(), p.sessionRoutes(), p.attendanceRoutes(), p.agreementRoutes())
}

// editable loads the series that the address names for a viewer who may change
// it.
func (p *Pages) editable(ctx context.Context, tx *store.Tx, r *web.Request) (*series.Series, error) {
	return p.worked(ctx, tx, r, auth.EditSeries)
}

// worked loads the series that the address names for a viewer who holds the
// verb on it.
func (p *Pages) worked(ctx context.Context, tx *store.Tx, r *web.Request, verb auth.Verb) (*series.Series, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err == nil && !p.Series.May(r.Viewer, s, verb) {
		err = errs.NotThere()
	}
	if err == nil {
		r.SupposeOrganisers(s.Location())
	}
	return s, err
}

// home is the address of a series on the desk.
func home(s *series.Series) string { return "/o/s/" + s.Slug }

// textOf is a text in the reader's language, or another.
func textOf(r *web.Request, t i18n.Text) string {
	s, _ := t.Pick(r.L)
	return s
}

// titleOf is the title of a series; one without a title has a word for that.
func titleOf(r *web.Request, s *series.Series) string {
	if t := textOf(r, s.Title); t != "" {
		return t
	}
	return r.L.T("org.series.untitled|Without a title")
}

// langOf is the language of a text, where it is another than the page's.
func langOf(r *web.Request, t i18n.Text) string {
	if _, lang := t.Pick(r.L); lang != r.L.Lang {
		return lang
	}
	return ""
}
