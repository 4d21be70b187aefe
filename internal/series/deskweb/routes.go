package deskweb

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	Keys    *seal.Keys
	People  *people.Room
	Posts   *posts.Room
	Series  *series.Room
	Events  *events.Room
	Circles *circles.Room
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

// thing is what pages about a series lead back to.
func thing(r *web.Request, s *series.Series) desk.Thing {
	return desk.Thing{Title: titleOf(r, s), Home: home(s)}
}

// titleOf is the title of a series; one without a title has a word for that.
func titleOf(r *web.Request, s *series.Series) string { return desk.Title(r.L, s.Title) }
