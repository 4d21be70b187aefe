package eventdeskweb

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	DB     *store.DB
	Keys   *seal.Keys
	Files  *files.Room
	People *people.Room
	Posts  *posts.Room
	Events *events.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(p.listRoutes(), p.editRoutes(), p.overviewRoutes(), p.pictureRoutes(), p.dateRoutes(), p.peopleRoutes(), p.attendanceRoutes())
}

// worked loads the event that the address names for a viewer who holds the verb
// on it.
func (p *Pages) worked(ctx context.Context, tx *store.Tx, r *web.Request, verb auth.Verb) (*events.Event, error) {
	return p.event(ctx, tx, r, func(e *events.Event) bool { return p.Events.May(r.Viewer, e, verb) })
}

// organised loads it for a viewer who works on it, whatever they do there.
func (p *Pages) organised(ctx context.Context, tx *store.Tx, r *web.Request) (*events.Event, error) {
	return p.event(ctx, tx, r, func(e *events.Event) bool { return p.Events.WorksOn(r.Viewer, e) })
}

func (p *Pages) event(ctx context.Context, tx *store.Tx, r *web.Request, may func(*events.Event) bool) (*events.Event, error) {
	e, err := p.Events.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	if !may(e) {
		return nil, errs.NotThere()
	}
	r.SupposeOrganisers(e.Location())
	return e, nil
}

// home is the address of an event on the desk.
func home(e *events.Event) string { return "/o/e/" + e.Slug }

// thing is what pages about an event lead back to.
func thing(r *web.Request, e *events.Event) desk.Thing {
	return desk.Thing{Title: titleOf(r, e), Home: home(e)}
}

// titleOf is the title of an event; one without a title has a word for that.
func titleOf(r *web.Request, e *events.Event) string { return desk.Title(r.L, e.Title) }
