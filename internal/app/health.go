package app

import (
	"context"
	"io"
	"net/http"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// stuckAfter is how old the oldest waiting job may be before the house says
// that it is not ready.
const stuckAfter = 10 * time.Minute

// health are the addresses that a supervisor asks: is the process alive, and
// can it do its work.
func (a *App) health() []web.Route {
	return []web.Route{
		web.Unusual("GET", "/healthz", web.Public(), func(*web.Server) web.Raw {
			return func(w http.ResponseWriter, r *http.Request) error {
				_, err := io.WriteString(w, "alive\n")
				return err
			}
		}),
		web.Unusual("GET", "/readyz", web.Public(), func(*web.Server) web.Raw {
			return func(w http.ResponseWriter, r *http.Request) error {
				if err := a.ready(r.Context()); err != nil {
					return err
				}
				_, err := io.WriteString(w, "ready\n")
				return err
			}
		}),
	}
}

func (a *App) ready(ctx context.Context) error {
	return a.DB.Read(ctx, func(tx *store.Tx) error {
		waiting, since, err := jobs.Backlog(tx)
		if err == nil && waiting > 0 && tx.Now().Sub(since) > stuckAfter {
			err = errs.New(errs.Unavailable, "err.busy|There is a lot to do just now. Please try again in a moment.")
		}
		return err
	})
}
