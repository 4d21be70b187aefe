package eventsweb

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	Keys   *seal.Keys
	Files  *files.Room
	People *people.Room
	Posts  *posts.Room
	Events *events.Room

	// Whoever changes their city here has changed it there too.
	Series  *series.Room
	Circles *circles.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return slices.Concat([]web.Route{
		web.Get("/e/{slug}", web.Public(), p.show).Cached(),
		web.Get("/e/{slug}/register", web.Public(), p.register),
		web.Post("/e/{slug}/register", web.Public(), web.Steps[registering]{
			Prepare: readRegistering, Do: p.registerDo, Again: p.registerAgain}),
		web.Get("/e/{slug}/registered/{receipt}", web.Public(), p.registered),
	}, p.mineRoutes(), p.joinRoutes(), p.stopRoutes())
}
