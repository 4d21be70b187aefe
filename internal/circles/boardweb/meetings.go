package boardweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// meetingRoutes are what those who lead circles noted of their meetings.
func (p *Pages) meetingRoutes() []web.Route {
	return []web.Route{web.Get("/o/s/{slug}/circles/meetings", web.Desk(), p.meetings).Audited(auth.ReadMeetings)}
}

// reportsOnPage is how many meetings one page lists.
const reportsOnPage = 100

// meetingsPage is what the template needs.
type meetingsPage struct {
	R       *web.Request
	S       *series.Series
	Reports []circles.Report
	From    int
	All     int
}

func (p *Pages) meetings(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	page := meetingsPage{R: r, S: s, From: readLook(r.Query).From}
	if page.Reports, page.All, err = p.Circles.Reports(ctx, tx, r.Viewer, s, page.From, reportsOnPage); err != nil {
		return nil, err
	}
	r.Saw(r.Viewer, auth.ReadMeetings, s.ID, len(page.Reports))
	return web.Page{Title: r.L.T("org.circles.meetings|How meetings went"), Body: meetingsBody(page), Wide: true, Zoned: true, Here: "desk"}, nil
}

// pages leads through the meetings.
func (p meetingsPage) pages() ui.Pagination {
	return paged(p.R.L, p.From, len(p.Reports), p.All, reportsOnPage, func(from int) string {
		return withQuery(home(p.S)+"/meetings", look{From: from}.query())
	})
}

// table lists the meetings, the newest first.
func (p meetingsPage) table() ui.Table {
	l := p.R.L
	t := ui.Table{Caption: l.T("org.circles.meetings|How meetings went"), Hidden: true, Stack: true, Columns: []ui.Column{
		{Label: l.T("org.circles.meetings.circle|Circle")}, {Label: l.T("org.circles.meetings.when|When")},
		{Label: l.T("org.circles.meetings.there|Were there")}, {Label: l.T("org.circles.meetings.pulse|How it went")},
		{Label: l.T("org.circles.meetings.note|What they say")}}}
	for _, x := range p.Reports {
		name := x.Name
		if name == "" {
			name = l.T("circles.called|Circle {n}", "n", x.Number)
		}
		there := ""
		if x.Noted > 0 {
			there = l.T("org.circles.meetings.of|{n} of {all}", "n", x.There, "all", x.Noted)
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: name, Head: true}, {Text: l.DateTime(x.Began.In(p.R.Zone), i18n.Day)}, {Text: there},
			{Text: pulseWord(l, x.Pulse)}, {Text: x.Note}})
	}
	return t
}

// pulseWord says how a meeting went, in the words in which it was asked.
func pulseWord(l *i18n.Locale, pulse int) string {
	switch pulse {
	case 5:
		return l.T("circles.pulse.5|Very well")
	case 4:
		return l.T("circles.pulse.4|Well")
	case 3:
		return l.T("circles.pulse.3|So-so")
	case 2:
		return l.T("circles.pulse.2|Badly")
	case 1:
		return l.T("circles.pulse.1|It fell apart")
	}
	return ""
}
