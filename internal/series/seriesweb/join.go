package seriesweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// joinRoutes are the way into a session.
func (p *Pages) joinRoutes() []web.Route {
	return []web.Route{
		web.Get("/join/{key}", web.ByLink(), p.join),
		web.Post("/join/{key}", web.ByLink(), web.Steps[struct{}]{Do: p.joinDo, Again: p.joinAgain}),
	}
}

// joinPage is what the page of the way in needs.
type joinPage struct {
	R     *web.Request
	W     series.Way
	Title string
	Lang  string
	Theme string
	Open  bool
	Over  bool
	Off   bool
	Wrong *errs.Error
	Mine  string // address of the person's own page
}

func (p *Pages) join(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.joinPage(ctx, tx, r, nil)
}

func (p *Pages) joinAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.joinPage(ctx, tx, r, wrong)
}

func (p *Pages) joinPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	w, err := p.Series.WayIn(ctx, tx, r.Param("key"))
	if err != nil {
		return web.Page{}, err
	}
	r.Suppose(w.R.Zone, w.R.Language)
	page := joinPage{R: r, W: w, Wrong: wrong, Mine: "/r/" + p.Series.Key(w.R),
		Open: !r.Now.Before(w.Opens()) && r.Now.Before(w.Closes()), Over: !r.Now.Before(w.Closes()),
		Off: w.O.Session.Status == series.CalledOff || w.S.State == series.Cancelled || !w.R.Standing.HasPlace()}
	title, lang := w.S.Title.Pick(r.L)
	page.Title, page.Lang = title, foreign(r, lang)
	page.Theme, _ = w.O.Session.Theme.Pick(r.L)
	return web.Page{Title: title, Body: joinBody(page), Zoned: true, Hidden: true, FormTo: web.Origin(w.S.CallURL(w.O))}, nil
}

// joinDo notes that the person is there, and leads on to the call.
func (p *Pages) joinDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	call, err := p.Series.Join(ctx, tx, r.Param("key"))
	return web.Redirect{To: call}, err
}
