package boardweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) compareRoutes() []web.Route {
	return []web.Route{web.Get("/o/s/{slug}/circles/compare", web.Desk(), p.compare)}
}

// comparePage shows two proposals side by side.
type comparePage struct {
	R    *web.Request
	S    *series.Series
	A, B circles.Board
	Same int // people who are with at least two others in both
	Only [2]int
	Both int // people with a circle in both
}

// compare shows the two proposals that the address names, or the two newest.
func (p *Pages) compare(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	page := comparePage{R: r, S: s}
	a, b := r.Query.Get("a"), r.Query.Get("b")
	if a == "" && b == "" {
		o, err := p.Circles.Overview(ctx, tx, r.Viewer, s)
		if err != nil {
			return nil, err
		}
		if len(o.Proposals) < 2 {
			return web.SeeOther(home(s)), nil
		}
		a, b = o.Proposals[0].ID, o.Proposals[1].ID
	}
	if page.A, err = p.Circles.Board(ctx, tx, r.Viewer, s, a); err != nil {
		return nil, err
	}
	if page.B, err = p.Circles.Board(ctx, tx, r.Viewer, s, b); err != nil {
		return nil, err
	}
	page.count()
	return web.Page{Title: r.L.T("org.circles.compare|Two proposals compared"), Body: compareBody(page), Wide: true, Here: "desk"}, nil
}

// count tells how much the two have in common.
func (p *comparePage) count() {
	in := [2]map[string]string{seats(p.A.A), seats(p.B.A)}
	for who := range in[0] {
		if _, ok := in[1][who]; ok {
			p.Both++
		} else {
			p.Only[0]++
		}
	}
	p.Only[1] = len(in[1]) - p.Both
	for i := range p.A.A.Circles {
		together := map[string]int{}
		for _, m := range p.A.A.Circles[i].Members {
			if c, ok := in[1][m]; ok {
				together[c]++
			}
		}
		for _, n := range together {
			if n > 2 {
				p.Same += n
			}
		}
	}
}

// seats says who is in which circle.
func seats(a *circles.Arrangement) map[string]string {
	in := map[string]string{}
	for i := range a.Circles {
		for _, m := range a.Circles[i].Members {
			in[m] = a.Circles[i].Code
		}
	}
	return in
}

// table puts the numbers of both side by side.
func (p comparePage) table() ui.Table {
	l := p.R.L
	a, b := p.A.Shown.Quality, p.B.Shown.Quality
	t := ui.Table{Caption: l.T("org.circles.compare|Two proposals compared"), Hidden: true, Columns: []ui.Column{
		{Label: l.T("org.circles.compare.what|What")}, {Label: proposalName(p.R, p.A.Proposal), Num: true}, {Label: proposalName(p.R, p.B.Proposal), Num: true}}}
	row := func(label string, x, y int) {
		t.Rows = append(t.Rows, []ui.Cell{{Text: label, Head: true}, {Text: l.Number(x)}, {Text: l.Number(y)}})
	}
	row(l.T("org.circles.compare.placed|People with a circle"), a.Placed, b.Placed)
	row(l.T("org.circles.compare.most|At most possible"), min(a.AtMost, a.People), min(b.AtMost, b.People))
	row(l.T("org.circles.compare.circles|Circles"), a.Circles, b.Circles)
	row(l.T("org.circles.compare.size|People too many or too few against the best size, in all"), a.SizeDeviation, b.SizeDeviation)
	if !p.A.A.Outdated() && !p.B.A.Outdated() {
		row(l.T("org.circles.compare.off|Times somebody meets at an unpleasant hour"), a.OffHours, b.OffHours)
		row(l.T("org.circles.compare.led|Circles with as many ready to lead as wished"), a.WellLed, b.WellLed)
		row(l.T("org.circles.compare.groups|Pairs from one group who meet in the same circle"), a.SameOrg, b.SameOrg)
	}
	row(l.T("org.circles.compare.broken|Problems"), a.Breaches, b.Breaches)
	return t
}
