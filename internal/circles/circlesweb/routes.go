package circlesweb

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	Keys    *seal.Keys
	People  *people.Room
	Series  *series.Room
	Circles *circles.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(p.yesRoutes(), p.hoursRoutes(), p.wishRoutes(), p.safetyRoutes(), p.mineRoutes(), p.leadRoutes(), p.joinRoutes(), p.stopRoutes())
}
