package postsweb

import (
	"context"
	"net/http"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// gonePage says that a text was taken back.
type gonePage struct {
	R    *web.Request
	Lead string
	Why  ui.Words
}

// gone answers for an address under which nothing is published: it leads on to
// where the text is now, or says that it was taken back. Of a draft it says
// nothing.
func (p *Pages) gone(ctx context.Context, tx *store.Tx, r *web.Request, slug string) (web.Answer, error) {
	to, err := p.Posts.Moved(tx, slug)
	if err == nil {
		return web.SeeOther("/posts/" + to), nil
	}
	if !errs.Is(err, errs.NotFound) {
		return nil, err
	}
	post, err := p.Posts.TakenBack(ctx, tx, r.Viewer, slug)
	if err != nil {
		return nil, err
	}
	page := gonePage{R: r, Why: ui.Words{Text: post.WithdrawnWhy, Lang: r.Foreign(post.WithdrawnLang)},
		Lead: r.L.T("posts.gone.lead|Who published this text took it back on {date}. This is why:", "date", r.L.Date(post.WithdrawnAt.In(r.Zone), i18n.Long))}
	return web.Page{Status: http.StatusGone, Title: r.L.T("posts.gone.title|This text was taken back"), Body: goneBody(page), Hidden: true}, nil
}
