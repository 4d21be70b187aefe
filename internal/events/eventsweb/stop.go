package eventsweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// stopRoutes are where the link in the foot of reminders leads. Mail programs
// POST to it by themselves when somebody presses their own button (RFC 8058):
// without cookies, without asking first, as a form of either encoding. So it
// answers with a page and no redirect, and doing it twice is doing it once.
func (p *Pages) stopRoutes() []web.Route {
	return []web.Route{
		web.Get("/eu/{key}", web.ByLink(), p.stop),
		web.Post("/eu/{key}", web.ByLink(), web.Steps[struct{}]{Do: p.stopDo}),
	}
}

// stopPage is what the page needs.
type stopPage struct {
	R     *web.Request
	Key   string
	Title ui.Words
	Stops bool // reminders are sent, and could be stopped
	Done  bool // something was changed just now
}

func (p *Pages) stop(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	reg, e, err := p.Events.ByStop(ctx, tx, r.Param("key"))
	if err != nil {
		return nil, err
	}
	return p.stopPage(r, reg, e, false), nil
}

// stopDo stops reminders, unless the form's own button asks for them again.
func (p *Pages) stopDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	reg, e, err := p.Events.SetReminders(ctx, tx, r.Param("key"), r.Form.Has("again"))
	if err != nil {
		return nil, err
	}
	return p.stopPage(r, reg, e, true), nil
}

func (p *Pages) stopPage(r *web.Request, reg events.Registration, e *events.Event, done bool) web.Page {
	r.Suppose(reg.Zone, reg.Language)
	page := stopPage{R: r, Key: r.Param("key"), Title: r.Pick(e.Title), Stops: reg.Reminders, Done: done}
	return web.Page{Title: r.L.T("series.stop.title|Reminders"), Body: stopBody(page), Hidden: true}
}
