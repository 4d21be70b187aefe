package boardweb

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Pages are the pages of this package with the rooms they show. DB is for what
// is worked out outside of any transaction.
type Pages struct {
	DB      *store.DB
	Keys    *seal.Keys
	Series  *series.Room
	Circles *circles.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(p.homeRoutes(), p.rulesRoutes(), p.boardRoutes(), p.changeRoutes(), p.compareRoutes(), p.meetingRoutes(), p.themesRoutes())
}

// formed loads the series that the address names for a viewer who may form its
// circles.
func (p *Pages) formed(ctx context.Context, tx *store.Tx, r *web.Request) (*series.Series, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err == nil && !p.Circles.MayForm(r.Viewer, s) {
		err = errs.NotThere()
	}
	if err == nil {
		r.SupposeOrganisers(s.Location())
	}
	return s, err
}

// outside loads the same for what is worked out outside of any transaction.
func (p *Pages) outside(ctx context.Context, r *web.Request) (s *series.Series, err error) {
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		s, err = p.formed(ctx, tx, r)
		return err
	})
	return s, err
}

// home is the address of the circles of a series on the desk.
func home(s *series.Series) string { return "/o/s/" + s.Slug + "/circles" }

// at is the address of a proposal.
func at(s *series.Series, proposal string) string { return home(s) + "/" + proposal }

// titleOf is the title of a series; one without a title has a word for that.
func titleOf(r *web.Request, s *series.Series) string {
	if t, _ := s.Title.Pick(r.L); t != "" {
		return t
	}
	return r.L.T("org.series.untitled|Without a title")
}

// mayEdit tells whether the viewer changes the series itself.
func (p *Pages) mayEdit(r *web.Request, s *series.Series) bool {
	return p.Series.May(r.Viewer, s, auth.EditSeries)
}

// refused is the notice of what could not be done.
func refused(r *web.Request, e *errs.Error) ui.Notice {
	return ui.Notice{Tone: ui.Bad, Word: r.L.T("org.circles.refused|Not done."), Text: r.L.Text(e.Text), Live: true}
}

// done is the notice of what was done.
func done(r *web.Request, text string) ui.Notice {
	return ui.Notice{Tone: ui.OK, Word: r.L.T("ui.done|Done."), Text: text, Live: true}
}
