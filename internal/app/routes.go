package app

import "codeberg.org/plenary/plenary/internal/web"

// Routes are all that the house answers to.
func (a *App) Routes() []web.Route { return a.server().Routes }
