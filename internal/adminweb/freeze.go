package adminweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// freezeRoutes are the page that stops the house in an emergency.
func (p *Pages) freezeRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/freeze", web.Desk(), p.freeze),
		web.Post("/o/freeze", web.Desk(), web.Steps[struct{}]{Prepare: readFreeze, Do: p.freezeDo, Again: p.freezeAgain}),
	}
}

func (p *Pages) freeze(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.freezePage(r, nil, nil)
}

func (p *Pages) freezePage(r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	if !r.Viewer.Can(auth.Freeze, auth.TheNetwork()) {
		return web.Page{}, errs.NotThere()
	}
	return web.Page{Title: r.L.T("org.freeze.title|Stop everything"), Body: freezeBody(r, ui.Form{L: r.L, Values: values, Err: wrong}), Wide: true, Here: "desk", At: "/o/freeze"}, nil
}

func readFreeze(ctx context.Context, r *web.Request) (in struct{}, err error) {
	var form errs.Form
	if r.Value("sure") == "" {
		form.Add("sure", "org.freeze.sure-missing|Tick this box if you mean it: only the console can undo it.")
	}
	return in, form.Err()
}

func (p *Pages) freezeAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.freezePage(r, r.Form, wrong)
}

func (p *Pages) freezeDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.Redirect{To: "/", Forget: true}, p.Auth.StandStill(ctx, tx, r.Viewer)
}
