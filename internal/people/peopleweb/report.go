package peopleweb

import (
	"context"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// reportRoutes are the pages on which anybody reports a text or a person.
func (p *Pages) reportRoutes() []web.Route {
	return []web.Route{
		web.Get("/report", web.Public(), p.report),
		web.Post("/report", web.Public(), web.Steps[people.Report]{Prepare: readReport, Do: p.reportDo, Again: p.reportAgain}),
		web.Get("/report/sent", web.Public(), p.reportSent),
	}
}

// reportPage is what the form needs. What it is about stands in its address and
// is not looked up: the page is alike whether it is there or not.
type reportPage struct {
	R     *web.Request
	About string
	Kind  string
	Form  ui.Form
	Once  string
}

func readReport(ctx context.Context, r *web.Request) (people.Report, error) {
	in := people.Report{Reason: strings.TrimSpace(r.Value("reason")), AnswerTo: people.CleanAddress(r.Value("email")), Language: r.L.Lang}
	in.Kind, in.About = people.AboutFrom(r.Value("about"))
	return in, in.Check()
}

func (p *Pages) report(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.reportPage(r, url.Values{"about": {r.Query.Get("about")}}, nil), nil
}

func (p *Pages) reportPage(r *web.Request, values url.Values, wrong *errs.Error) web.Page {
	page := reportPage{R: r, About: values.Get("about"), Form: ui.Form{L: r.L, Values: values, Err: wrong}, Once: web.NewOnce()}
	page.Kind, _ = people.AboutFrom(page.About)
	return web.Page{Title: r.L.T("report.title|Report something"), Body: reportBody(page), Hidden: true, At: "/report"}
}

// lead says what the report is about, as far as the address says.
func (p reportPage) lead() string {
	switch l := p.R.L; p.Kind {
	case people.AboutPost:
		return l.T("report.lead.post|You report a text that is published here.")
	case people.AboutPerson:
		return l.T("report.lead.person|You report a person.")
	case people.AboutMessage:
		return l.T("report.lead.message|You report a message.")
	default:
		return l.T("report.lead|Something here is wrong, or somebody does harm? Tell those who look after it.")
	}
}

func (p reportPage) reasonHint() string {
	if p.Kind == people.AboutOther {
		return p.R.L.T("report.reason.where|Say where you saw it and whom it is about. A copied address of a page helps.")
	}
	return p.R.L.T("report.reason.hint|In your own words. You need not prove anything.")
}

func (p *Pages) reportDo(ctx context.Context, tx *store.Tx, r *web.Request, in people.Report) (web.Answer, error) {
	return web.SeeOther("/report/sent"), p.People.Tell(ctx, tx, r.Viewer, in)
}

func (p *Pages) reportAgain(ctx context.Context, tx *store.Tx, r *web.Request, in people.Report, wrong *errs.Error) (web.Page, error) {
	return p.reportPage(r, r.Form, wrong), nil
}

func (p *Pages) reportSent(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return web.Page{Title: r.L.T("report.sent|Thank you for telling us"), Body: reportSentBody(r), Hidden: true}, nil
}
