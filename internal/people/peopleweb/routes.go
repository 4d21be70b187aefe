package peopleweb

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	Keys    *seal.Keys
	Auth    *auth.Room
	People  *people.Room
	Posts   *posts.Room
	Events  *events.Room
	Series  *series.Room
	Circles *circles.Room

	Calendar *calendar.Room

	// Labels and Records are those of all rooms: what is kept of people follows
	// from them.
	Labels  []store.Label
	Records []store.Record
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return slices.Concat([]web.Route{
		web.Get("/{$}", web.Public(), p.front).Cached(),
		web.Get("/c/{chapter}", web.Public(), p.chapter).Cached(),
		web.Get("/events", web.Public(), p.events).Cached(),
		web.Get("/logo", web.Public(), p.logo),
	}, p.meRoutes(), p.aboutRoutes(), p.reportRoutes(), p.agreementRoutes())
}
