package web

import (
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// standsStill refuses whatever could change something while the house is
// stopped. A trial house can still be wound on.
func (s *Server) standsStill(tx *store.Tx, route Route) error {
	if route.Method == "GET" || s.Dev && route.Pattern == "/dev/clock" {
		return nil
	}
	if still, err := auth.StandsStill(tx); err != nil || !still {
		return err
	}
	return errs.New(errs.Unavailable, "err.still|This network has been stopped for now, to keep people safe. You can read what is public, but nothing can be changed and no mail is sent until it goes on.")
}
