package communityweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/community"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func readNote(ctx context.Context, r *web.Request) (community.Note, error) {
	return community.Note{ID: r.Param("id"), Title: r.Value("title"), Text: r.Value("text")}, nil
}

func (p *Pages) write(ctx context.Context, tx *store.Tx, r *web.Request, n community.Note) (web.Answer, error) {
	return to(r, "", "saved"), p.Groups.Write(ctx, tx, r.Viewer, r.Param("group"), n)
}

// notePage is where who wrote a note changes it.
type notePage struct {
	R    *web.Request
	G    *community.Group
	Form ui.Form
}

func (p *Pages) note(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.notePage(tx, r, nil)
}

func (p *Pages) rewriteAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ community.Note, wrong *errs.Error) (web.Page, error) {
	return p.notePage(tx, r, wrong)
}

func (p *Pages) notePage(tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	g, err := p.open(tx, r)
	if err != nil {
		return web.Page{}, err
	}
	n, err := g.Note(r.Param("id"))
	if err != nil {
		return web.Page{}, err
	}
	if n.By != g.Me.ID {
		return web.Page{}, errs.NotThere()
	}
	form := formFor(r, wrong != nil, wrong, url.Values{"title": {n.Title}, "text": {n.Text}})
	return page(r, web.Page{Body: noteBody(notePage{r, g, form}), At: at(r, "/note/"+n.ID)}), nil
}

func (p *Pages) rewrite(ctx context.Context, tx *store.Tx, r *web.Request, n community.Note) (web.Answer, error) {
	return to(r, "", "saved"), p.Groups.Write(ctx, tx, r.Viewer, r.Param("group"), n)
}

func (p *Pages) dropNote(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "", "deleted"), p.Groups.DropNote(ctx, tx, r.Viewer, r.Param("group"), r.Param("id"))
}
