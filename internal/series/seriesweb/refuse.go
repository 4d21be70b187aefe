package seriesweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// refuse is the button of somebody whom another entered and who knows nothing
// of it: they are out, forgotten, and nobody can have them written to again.
func (p *Pages) refuse(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	ticket, err := p.People.Refuse(ctx, tx, m.V, m.P.ID)
	if err != nil {
		return nil, err
	}
	if err := p.Series.Remove(ctx, tx, m.V, m.S, &m.R); err != nil {
		return nil, err
	}
	return web.SeeOther("/refused?ticket=" + url.QueryEscape(ticket)), nil
}

func (p *Pages) refused(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return web.Page{Title: r.L.T("series.refused.title|We do not write to you any more"), Body: refusedBody(r, r.Query.Get("ticket")), Hidden: true}, nil
}

func (p *Pages) unrefuse(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther("/refused/undone"), p.People.Unrefuse(tx, r.Value("ticket"))
}

func (p *Pages) unrefused(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return web.Page{Title: r.L.T("series.refused.undone.title|Mail may come again"), Body: refusalUndoneBody(r), Hidden: true}, nil
}
