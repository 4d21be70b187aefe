package seriesweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// stopRoutes are where the link in the foot of reminders leads. Mail programs
// POST to it by themselves when somebody presses their own button (RFC 8058):
// without cookies, without asking first, as a form of either encoding. So it
// answers with a page and no redirect, and doing it twice is doing it once.
func (p *Pages) stopRoutes() []web.Route {
	return []web.Route{
		web.Get("/u/{key}", web.ByLink(), p.stop),
		web.Post("/u/{key}", web.ByLink(), web.Steps[struct{}]{Do: p.stopDo}),
	}
}

// stopPage is what the page needs.
type stopPage struct {
	R     *web.Request
	Key   string
	Title string
	Stops bool // reminders are sent, and could be stopped
	Done  bool // something was changed just now
}

func (p *Pages) stop(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	st, err := p.Series.Stop(ctx, tx, r.Param("key"))
	return p.stopPage(r, st, false), err
}

// stopDo stops reminders, unless the form's own button asks for them again.
func (p *Pages) stopDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	st, err := p.Series.SetReminders(ctx, tx, r.Param("key"), r.Form.Has("again"))
	return p.stopPage(r, st, true), err
}

func (p *Pages) stopPage(r *web.Request, st series.Stop, done bool) web.Answer {
	if st.S == nil {
		return nil
	}
	r.Suppose(st.Zone, st.Language)
	title, _ := st.S.Title.Pick(r.L)
	page := stopPage{R: r, Key: r.Param("key"), Title: title, Stops: st.Reminders, Done: done}
	return web.Page{Title: r.L.T("series.stop.title|Reminders"), Body: stopBody(page), Hidden: true}
}
