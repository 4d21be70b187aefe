package authweb

import (
	"context"
	"strconv"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// paperPage offers codes on paper, or shows them this once.
type paperPage struct {
	R     *web.Request
	To    string
	Codes []string
}

func (p paperPage) day() string { return p.R.L.Date(p.R.Now.In(p.R.Zone), i18n.Medium) }

// toPaper leads on from what was just set up: to codes on paper, where there
// are none, else to where it was needed.
func (p *Pages) toPaper(tx *store.Tx, r *web.Request, to string) (web.Answer, error) {
	w, err := p.Auth.Ways(tx, r.Viewer)
	if w.Paper > 0 {
		return web.SeeOther(after(to)), err
	}
	return web.SeeOther(next("/me/security/paper", to)), err
}

func (p *Pages) offerPaper(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page := paperPage{R: r, To: web.Back(r.Query.Get("to"))}
	return web.Page{Title: r.L.T("auth.first.paper|Print your codes"), Here: "me", Hidden: true, Body: offerPaperBody(page)}, nil
}

func (p *Pages) makePaper(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	codes, err := p.Auth.MakePaper(tx, r.Viewer)
	if err != nil {
		return nil, err
	}
	page := paperPage{R: r, To: web.Back(r.Value("to")), Codes: codes}
	return web.Page{Title: r.L.T("auth.paper.title|Your codes on paper"), Here: "me", Hidden: true, At: "/me/security/paper", Body: paperBody(page)}, nil
}

func itoa(n int) string { return strconv.Itoa(n) }
