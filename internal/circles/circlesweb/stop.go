package circlesweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// stopRoutes are where the link in the foot of reminders leads. Mail programs
// POST to it by themselves (RFC 8058), so it answers with a page and no
// redirect, and doing it twice is doing it once.
func (p *Pages) stopRoutes() []web.Route {
	return []web.Route{
		web.Get("/u/circle/{key}", web.ByLink(), p.stop),
		web.Post("/u/circle/{key}", web.ByLink(), web.Steps[struct{}]{Do: p.stopDo}),
	}
}

// stopPage is what the page needs.
type stopPage struct {
	R     *web.Request
	Title ui.Words
	On    bool // reminders are sent, and could be stopped
	Done  bool // something was changed just now
}

func (p *Pages) stop(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	st, err := p.Circles.Reminding(ctx, tx, r.Param("key"))
	return stopAnswer(r, st, false), err
}

// stopDo stops reminders, unless the form's own button asks for them again.
func (p *Pages) stopDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	st, err := p.Circles.SetReminders(ctx, tx, r.Param("key"), r.Form.Has("again"))
	return stopAnswer(r, st, true), err
}

func stopAnswer(r *web.Request, st circles.Reminding, done bool) web.Answer {
	if st.S == nil {
		return nil
	}
	r.Suppose(st.In.Zone, st.In.Language)
	page := stopPage{R: r, Title: r.Pick(st.S.Title), On: st.On, Done: done}
	return web.Page{Title: r.L.T("series.stop.title|Reminders"), Body: stopBody(page), Hidden: true}
}
