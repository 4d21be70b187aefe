package seriesweb

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	Keys    *seal.Keys
	People  *people.Room
	Posts   *posts.Room
	Events  *events.Room
	Series  *series.Room
	Circles *circles.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return slices.Concat([]web.Route{
		web.Get("/s/{slug}", web.Public(), p.show).Cached(),
		web.Get("/s/{slug}/register", web.Public(), p.register),
		web.Post("/s/{slug}/register", web.Public(), web.Steps[registering]{
			Prepare: readRegistering, Do: p.registerDo, Again: p.registerAgain}),
		web.Get("/s/{slug}/registered/{receipt}", web.Public(), p.registered),
	}, p.mineRoutes(), p.groupRoutes(), p.joinRoutes(), p.feedRoutes(), p.stopRoutes())
}
