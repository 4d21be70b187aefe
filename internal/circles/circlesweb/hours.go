package circlesweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// hoursRoutes are what somebody changes of what they said, by their own link.
func (p *Pages) hoursRoutes() []web.Route {
	return []web.Route{
		web.Get("/circle/{key}/hours", web.ByLink(), p.hours),
		web.Post("/circle/{key}/hours", web.ByLink(), web.Steps[answering]{Prepare: readAnswering, Do: p.hoursDo, Again: p.hoursAgain}),
		web.Get("/circle/{key}/withdraw", web.ByLink(), p.withdraw),
		web.Post("/circle/{key}/withdraw", web.ByLink(), web.Steps[struct{}]{Do: p.withdrawDo}),
		web.Post("/circle/{key}/again", web.ByLink(), web.Steps[struct{}]{Do: p.againDo, Again: p.hoursSaid}),
	}
}

// hoursPage is what the form needs.
type hoursPage struct {
	answerFields
	Title   ui.Words
	Home    string
	MailsIn string // the language of their mails, which stays
	Again   bool   // who withdrew says yes again
	Placed  bool   // they are in a circle, which stays as it is
}

func (p *Pages) hours(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.hoursSaid(ctx, tx, r, struct{}{}, nil)
}

// hoursSaid shows what was said, and what is wrong with that by now.
func (p *Pages) hoursSaid(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	values := url.Values{"zone": {m.In.Zone}}
	answerValues(values, m.In)
	if err := p.hoursBefore(tx, m.V, m.In.Person, r.L, values); err != nil {
		return web.Page{}, err
	}
	return p.hoursPage(tx, r, m, values, wrong)
}

func (p *Pages) hoursPage(tx *store.Tx, r *web.Request, m *mine, values url.Values, wrong *errs.Error) (web.Page, error) {
	_, placed, err := p.Circles.OwnCircle(tx.Context(), tx, m.V, m.In)
	page := hoursPage{Placed: placed, answerFields: fieldsOf(r, m.S, values, wrong), Title: r.Pick(m.S.Title), Home: m.href(), MailsIn: m.In.Language, Again: m.In.State == circles.Withdrawn}
	return web.Page{Title: r.L.T("circles.hours.mine|My hours"), Body: hoursBody(page), Zoned: true, Hidden: true, At: m.href() + "/hours"}, err
}

func (p *Pages) hoursDo(ctx context.Context, tx *store.Tx, r *web.Request, in answering) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if aside, err := in.aside(); aside || err != nil {
		if tx.Quiet(); err != nil {
			return nil, err
		}
		in.show(r)
		return p.hoursPage(tx, r, m, in.values, nil)
	}
	done := "hours"
	if m.In.State == circles.Withdrawn {
		done = "again"
	}
	return web.SeeOther(m.href() + "?done=" + done), p.Circles.Change(ctx, tx, m.V, m.S, &m.In, in.Answer)
}

func (p *Pages) hoursAgain(ctx context.Context, tx *store.Tx, r *web.Request, in answering, wrong *errs.Error) (web.Page, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	in.show(r)
	return p.hoursPage(tx, r, m, in.values, wrong)
}

// withdrawPage is what the page before a withdrawal needs.
type withdrawPage struct {
	R     *web.Request
	Title ui.Words
	Home  string
}

func (p *Pages) withdraw(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if m.In.State == circles.Withdrawn {
		return web.SeeOther(m.href()), nil
	}
	page := withdrawPage{R: r, Title: r.Pick(m.S.Title), Home: m.href()}
	return web.Page{Title: r.L.T("circles.withdraw.title|Not coming to a circle"), Body: withdrawBody(page), Hidden: true}, nil
}

func (p *Pages) withdrawDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return web.SeeOther(m.href() + "?done=withdrawn"), p.Circles.Withdraw(ctx, tx, m.V, &m.In)
}

// againDo takes a withdrawal back: what was said before holds again.
func (p *Pages) againDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return web.SeeOther(m.href() + "?done=again"), p.Circles.Return(ctx, tx, m.V, m.S, &m.In)
}
