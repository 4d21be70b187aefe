package circlesweb

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// leadRoutes are what those who lead a circle note of a meeting.
func (p *Pages) leadRoutes() []web.Route {
	return []web.Route{
		web.Get("/circle/{key}/meeting/{n}", web.ByLink(), p.record),
		web.Post("/circle/{key}/meeting/{n}", web.ByLink(), web.Steps[struct{}]{Do: p.recordDo, Again: p.recordAgain}),
	}
}

// recordPage is what the template needs.
type recordPage struct {
	R       *web.Request
	M       *mine
	Title   ui.Words
	C       circles.Circle
	Meeting circles.Meeting
	Record  circles.Record
	Members []circles.Member
	Form    ui.Form
}

func (p *Pages) record(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if m.linkOnly() {
		return toNames(m), nil
	}
	return p.recordPage(ctx, tx, r, m, nil, nil)
}

func (p *Pages) recordAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	return p.recordPage(ctx, tx, r, m, r.Form, wrong)
}

func (p *Pages) recordPage(ctx context.Context, tx *store.Tx, r *web.Request, m *mine, typed url.Values, wrong *errs.Error) (_ web.Page, err error) {
	page := recordPage{R: r, M: m, Title: r.Pick(m.S.Title)}
	n, _ := strconv.Atoi(r.Param("n"))
	if page.C, page.Meeting, page.Record, err = p.Circles.RecordOf(ctx, tx, m.V, m.In, n); err != nil {
		return web.Page{}, err
	}
	own, _, err := p.Circles.OwnCircle(ctx, tx, m.V, m.In)
	if err != nil {
		return web.Page{}, err
	}
	page.Members = slices.DeleteFunc(own.Members, func(x circles.Member) bool { return !x.CouldCome(&page.C, page.Meeting) })
	i18n.Sort(r.L, page.Members, func(x circles.Member) string { return x.Name })
	values := url.Values{"pulse": {strconv.Itoa(page.Record.Pulse)}, "note": {page.Record.Note}}
	for id, there := range page.Record.There {
		if there {
			values.Add("there", id)
			values.Add("was", id)
		}
	}
	if typed != nil {
		values = typed
	}
	page.Form = ui.Form{L: r.L, Values: values, Err: wrong}
	return web.Page{Title: r.L.T("circles.record.title|Who was there?"), Body: recordBody(page), Zoned: true, Hidden: true}, nil
}

// recordDo keeps who was there and how it went.
func (p *Pages) recordDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if m.linkOnly() {
		return toNames(m), nil
	}
	n, _ := strconv.Atoi(r.Param("n"))
	record := circles.Record{There: ticked(r, "there"), Was: ticked(r, "was"), Note: r.Value("note"), Pulse: r.Number("pulse")}
	return web.SeeOther(m.href() + "?done=recorded#meetings"), p.Circles.Record(ctx, tx, m.V, m.In, n, record)
}

func ticked(r *web.Request, name string) map[string]bool {
	all := map[string]bool{}
	for _, id := range r.Form[name] {
		all[id] = true
	}
	return all
}

// toNames leads who has nothing but the link to where the names can be opened:
// the code may have run out since.
func toNames(m *mine) web.Answer { return web.SeeOther(m.href() + "#who") }

// when is from when to when the meeting went.
func (p recordPage) when() string {
	return p.R.L.Range(p.C.Begins(p.Meeting).In(p.R.Zone), p.C.Ends(p.Meeting).In(p.R.Zone))
}

// people are the boxes of who was there.
func (p recordPage) people() (list []ui.Option) {
	for _, m := range p.Members {
		name := m.Name
		if name == "" {
			name = p.R.L.T("series.roster.erased|(removed themselves)")
		}
		list = append(list, ui.Option{Value: m.Interest, Label: name})
	}
	return list
}

// pulses are the answers to how it went.
func (p recordPage) pulses() []ui.Option {
	l := p.R.L
	return []ui.Option{
		{Value: "5", Label: l.T("circles.pulse.5|Very well")},
		{Value: "4", Label: l.T("circles.pulse.4|Well")},
		{Value: "3", Label: l.T("circles.pulse.3|So-so")},
		{Value: "2", Label: l.T("circles.pulse.2|Badly")},
		{Value: "1", Label: l.T("circles.pulse.1|It fell apart")},
		{Value: "0", Label: l.T("circles.pulse.0|I would rather not say")},
	}
}
