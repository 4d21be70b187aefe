package circlesweb

import (
	"context"
	"net/http"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// doing and again are the steps of a form that has nothing but the request.
type (
	doing func(context.Context, *store.Tx, *web.Request, struct{}) (web.Answer, error)
	again func(context.Context, *store.Tx, *web.Request, struct{}, *errs.Error) (web.Page, error)
)

// code mails a code for this browser and leads back to the page of the member
// that asks for it.
func (p *Pages) code(page, place string) doing {
	return func(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
		m, err := p.open(ctx, tx, r)
		if err != nil {
			return nil, err
		}
		browser, kept := m.lock().Meet(r)
		if err := p.Circles.SendCode(ctx, tx, m.V, m.In, browser); err != nil {
			return nil, err
		}
		return web.Redirect{To: m.href() + page + "?done=code" + place, Cookies: []*http.Cookie{kept}}, nil
	}
}

// unlock opens what links keep shut for this browser with the mailed code. A
// wrong code is counted, so what was written is kept.
func (p *Pages) unlock(page, place string, wrong again) doing {
	return func(ctx context.Context, tx *store.Tx, r *web.Request, none struct{}) (web.Answer, error) {
		m, err := p.open(ctx, tx, r)
		if err != nil {
			return nil, err
		}
		if !m.linkOnly() { // open already
			return web.SeeOther(m.href() + page + "?done=opened" + place), nil
		}
		ticket, ok, err := p.Circles.Unlock(ctx, tx, m.V, &m.In, m.lock().Browser(r), i18n.Digits(r.Value("code")))
		if err != nil {
			return nil, err
		}
		if !ok {
			var form errs.Form
			form.Add("code", "series.group.code-wrong|This is not the code of the newest mail, or its quarter of an hour is over. Look again, or ask for another code.")
			shown, err := wrong(ctx, tx, r, none, errs.Of(form.Err()))
			shown.Status = http.StatusUnprocessableEntity
			return shown, err
		}
		return web.Redirect{To: m.href() + page + "?done=opened" + place, Cookies: []*http.Cookie{m.lock().Opened(r, ticket)}}, nil
	}
}
