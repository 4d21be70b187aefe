package deskweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// agreementRoutes let a series say whether it asks people to agree to what the
// network's members agree to.
func (p *Pages) agreementRoutes() []web.Route {
	return []web.Route{web.Post("/o/s/{slug}/agreement", web.Desk(), web.Steps[bool]{Prepare: readAsking, Do: p.askingDo})}
}

func readAsking(ctx context.Context, r *web.Request) (bool, error) { return r.Value("asks") != "", nil }

func (p *Pages) askingDo(ctx context.Context, tx *store.Tx, r *web.Request, asks bool) (web.Answer, error) {
	s, err := p.editable(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return web.SeeOther(home(s) + "?done=saved"), p.Series.SetAsking(ctx, tx, r.Viewer, s.Slug, asks)
}

// agreementPart is what the overview of a series needs of it; nil where the
// network has no agreement.
type agreementPart struct {
	R      *web.Request
	Action string
	Box    ui.Field
}

func (p *Pages) agreementPart(tx *store.Tx, r *web.Request, s *series.Series) (*agreementPart, error) {
	a, err := p.People.Agreement(tx)
	if err != nil || a.Version == 0 {
		return nil, err
	}
	free, err := p.People.AsksNobody(tx, s.ID)
	part := &agreementPart{R: r, Action: home(s) + "/agreement", Box: ui.Field{Type: ui.Check, Name: "asks",
		Label: r.L.T("org.agreement.asks|Whoever registers agrees to what the network's members agree to")}}
	if !free {
		part.Box.Value = "1"
	}
	return part, err
}
