package circlesweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
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
		web.Post("/circle/{key}/again", web.ByLink(), web.Steps[struct{}]{Do: p.againDo}),
	}
}

// own is what somebody's link opens.
type own struct {
	in     circles.Interest
	cohort circles.Cohort
	s      *series.Series
	v      auth.Viewer
	name   string
	home   string // their page
}

// openOwn reads what the key in the address opens, and shows the page in the
// person's own hours and language unless the reader has chosen others.
func (p *Pages) openOwn(ctx context.Context, tx *store.Tx, r *web.Request) (at own, err error) {
	if at.in, at.cohort, at.s, at.v, err = p.Circles.Mine(ctx, tx, r.Param("key")); err != nil {
		return at, err
	}
	person, err := p.person(ctx, tx, at.v)
	at.name, at.home = person.Name, "/circle/"+r.Param("key")
	r.Suppose(at.in.Zone, at.in.Language)
	return at, err
}

// hoursPage is what the form needs.
type hoursPage struct {
	answerFields
	Title   ui.Words
	Home    string
	MailsIn string // the language of their mails, which stays
	Again   bool   // who withdrew says yes again
}

func (p *Pages) hours(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	at, err := p.openOwn(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	values := url.Values{"zone": {at.in.Zone}}
	answerValues(values, at.in)
	if err := p.hoursBefore(tx, at.v, at.in.Person, r.L, values); err != nil {
		return nil, err
	}
	return p.hoursPage(r, at, values, nil), nil
}

func (p *Pages) hoursPage(r *web.Request, at own, values url.Values, wrong *errs.Error) web.Page {
	page := hoursPage{answerFields: fieldsOf(r, at.s, values, wrong), Title: r.Pick(at.s.Title), Home: at.home, MailsIn: at.in.Language, Again: at.in.State == circles.Withdrawn}
	return web.Page{Title: r.L.T("circles.hours.mine|My hours"), Body: hoursBody(page), Zoned: true, Hidden: true, At: at.home + "/hours"}
}

func (p *Pages) hoursDo(ctx context.Context, tx *store.Tx, r *web.Request, in answering) (web.Answer, error) {
	at, err := p.openOwn(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if aside, err := in.aside(); aside || err != nil {
		if tx.Quiet(); err != nil {
			return nil, err
		}
		in.show(r)
		return p.hoursPage(r, at, in.values, nil), nil
	}
	done := "hours"
	if at.in.State == circles.Withdrawn {
		done = "again"
	}
	return web.SeeOther(at.home + "?done=" + done), p.Circles.Change(ctx, tx, at.v, at.s, &at.in, in.Answer)
}

func (p *Pages) hoursAgain(ctx context.Context, tx *store.Tx, r *web.Request, in answering, wrong *errs.Error) (web.Page, error) {
	at, err := p.openOwn(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	in.show(r)
	return p.hoursPage(r, at, in.values, wrong), nil
}

// withdrawPage is what the page before a withdrawal needs.
type withdrawPage struct {
	R     *web.Request
	Title ui.Words
	Home  string
}

func (p *Pages) withdraw(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	at, err := p.openOwn(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if at.in.State == circles.Withdrawn {
		return web.SeeOther(at.home), nil
	}
	page := withdrawPage{R: r, Title: r.Pick(at.s.Title), Home: at.home}
	return web.Page{Title: r.L.T("circles.withdraw.title|Not coming to a circle"), Body: withdrawBody(page), Hidden: true}, nil
}

func (p *Pages) withdrawDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	at, err := p.openOwn(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return web.SeeOther(at.home + "?done=withdrawn"), p.Circles.Withdraw(ctx, tx, at.v, &at.in)
}

// againDo takes a withdrawal back: what was said before holds again.
func (p *Pages) againDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	at, err := p.openOwn(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return web.SeeOther(at.home + "?done=again"), p.Circles.Return(ctx, tx, at.v, at.s, &at.in)
}
