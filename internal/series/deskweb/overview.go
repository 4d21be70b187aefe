package deskweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// overviewPage is a series at a glance.
type overviewPage struct {
	R     *web.Request
	S     *series.Series
	Facts facts
	N     series.Numbers
	Todos []todo
	Stats []ui.Stat
	Pictures
	Sessions ui.Table
	Once     string
	Undo     *ui.Undo

	MayEdit, MaySee, MayTest, MayForm bool
	Agreement                         *agreementPart // what it asks people to agree to; nil for nothing
}

func (p *Pages) overview(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.organised(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return p.overviewPage(ctx, tx, r, s)
}

// organised loads the series that the address names for a viewer who works on
// it.
func (p *Pages) organised(ctx context.Context, tx *store.Tx, r *web.Request) (*series.Series, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err == nil && !p.Series.WorksOn(r.Viewer, s) {
		err = errs.NotThere()
	}
	if err == nil {
		r.SupposeOrganisers(s.Location())
	}
	return s, err
}

func (p *Pages) overviewPage(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series) (web.Page, error) {
	f, err := p.facts(ctx, tx, r, s)
	if err != nil {
		return web.Page{}, err
	}
	page := overviewPage{R: r, S: s, Facts: f, N: f.numbers[s.ID], Todos: p.todos(r, s, f), Once: web.NewOnce(),
		MayEdit: p.Series.MayEdit(r.Viewer, s), MaySee: p.Series.May(r.Viewer, s, auth.SeeRegistrations)}
	page.MayForm = p.Series.May(r.Viewer, s, auth.FormCircles)
	page.MayTest = page.MayEdit || p.Series.May(r.Viewer, s, auth.SendMail)
	if page.MayEdit {
		if page.Agreement, err = p.agreementPart(tx, r, s); err != nil {
			return web.Page{}, err
		}
	}
	page.Stats = page.stats()
	page.Sessions = p.sessionsOverview(r, s, f)
	if page.N.Placed > 0 {
		picture, err := p.Series.Picture(ctx, tx, r.Viewer, s)
		if err != nil {
			return web.Page{}, err
		}
		page.Pictures = pictures(r, s, picture)
	}
	if r.Query.Get("done") == "cancelled" && s.State == series.Cancelled {
		page.Undo = desk.UndoCancelled(r.L, thing(r, s))
	}
	return web.Page{Title: titleOf(r, s), Body: overviewBody(page), Wide: true, Here: "desk", Zoned: true, Notices: overviewNews(r)}, nil
}

func overviewNews(r *web.Request) []ui.Notice {
	return r.News(map[string]string{
		"made":      r.L.T("org.made|Saved as a draft. Have a look, then publish it."),
		"saved":     r.L.T("org.saved|Saved."),
		"imported":  r.L.T("org.import.done|The file is imported."),
		"unchanged": r.L.T("org.import.unchanged|The file says what was there already, so nothing has changed."),
		"changed":   r.L.T("org.import.replaced|The file is imported in place of what was there."),
		"published": r.L.T("org.published|It is published. Whoever may see its page can now register."),
		"archived":  r.L.T("org.archived|It is archived: its page stays, and your list is shorter."),
		"draft":     r.L.T("org.drafted|It is a draft again, and nobody else sees it."),
		"tested":    r.L.T("org.test.done|The message is on its way to you."),
	})
}

// groups tells whether groups can register, or have.
func (p overviewPage) groups() bool {
	return p.N.Groups+p.N.GroupsSmall+p.N.GroupsWaiting > 0 || p.S.Window.For == series.ForAnyone || p.S.Window.For == series.ForGroups
}

// stats are the counts at the top.
func (p overviewPage) stats() []ui.Stat {
	l, n := p.R.L, p.N
	people, groups := "", ""
	if p.MaySee {
		people, groups = home(p.S)+"/people", home(p.S)+"/groups"
	}
	link := func(query string) string {
		if people == "" {
			return ""
		}
		return people + query
	}
	list := []ui.Stat{{N: n.Placed, Label: l.T("org.stat.placed|registered|registered", "n", n.Placed), Href: link("")}}
	if n.Placed > 0 {
		list = append(list, ui.Stat{N: n.Unanswered, Label: l.T("org.stat.unanswered|not answered yet|not answered yet", "n", n.Unanswered),
			Href: link("?answered=no"), Tone: toneOf(n.Unanswered, ui.Warn)})
	}
	if n.Waiting > 0 || p.S.Window.Waitlist && p.S.Limited(p.S.Letters()[0]) {
		list = append(list, ui.Stat{N: n.Waiting, Label: l.T("org.stat.waiting|on the waiting list|on the waiting list", "n", n.Waiting), Href: link("?state=waitlisted"), Tone: toneOf(n.Waiting, ui.Warn)})
	}
	if n.Groups+n.GroupsSmall+n.GroupsWaiting > 0 || p.S.Window.For == series.ForGroups {
		all := n.Groups + n.GroupsSmall + n.GroupsWaiting
		list = append(list, ui.Stat{N: all, Label: l.T("org.stat.groups|group|groups", "n", all), Href: groups})
	}
	for _, letter := range p.S.Letters() {
		free := p.S.Free(letter)
		if free < 0 {
			continue
		}
		label := l.T("org.stat.free|place left|places left", "n", free)
		if letter != "" {
			label = l.T("org.stat.free-track|place left in track {track}|places left in track {track}", "n", free, "track", letter)
		}
		list = append(list, ui.Stat{N: free, Label: label, Tone: toneOf(1-min(free, 1), ui.Warn)})
	}
	return list
}

// toneOf is the tone of a count that is good at zero.
func toneOf(n int, tone ui.Tone) ui.Tone {
	if n == 0 {
		return ui.Plain
	}
	return tone
}

// lead says in one line when it is and how far off.
func (p overviewPage) lead() string {
	l, s := p.R.L, p.S
	begins, ends := s.Begins(), s.Ends()
	if begins.IsZero() {
		return ""
	}
	dates := l.DateRange(begins.In(p.R.Zone), ends.In(p.R.Zone))
	switch left := begins.Sub(p.R.Now); {
	case left > 0:
		return l.T("org.lead.before|{dates}, begins {in}", "dates", dates, "in", l.Relative(left.Round(time.Hour)))
	case ends.After(p.R.Now):
		return l.T("org.lead.running|{dates}, running", "dates", dates)
	}
	return dates // the tag above says that it is over
}

// sessionsOverview is the table of sessions with what is done about each.
func (p *Pages) sessionsOverview(r *web.Request, s *series.Series, f facts) ui.Table {
	l := r.L
	t := ui.Table{Caption: l.T("series.sessions|Sessions"), Hidden: true, Stack: true, Columns: []ui.Column{
		{Label: l.T("ui.sessions.session|Session")}, {Label: l.T("org.sessions.when|When")}, {Label: l.T("org.sessions.there|Who was there")},
		{Label: l.T("org.sessions.write-up|Write-up")}, {Label: l.T("org.sessions.links|Recordings and materials")}}}
	for i := range s.Sessions {
		x := &s.Sessions[i]
		at := home(s) + "/session/" + number(x.N)
		row := []ui.Cell{{Head: true, Body: sessionCell(r, s, x, at)}, {Body: timesCell(r, s, x)}}
		row = append(row, hallCell(p, r, s, x, f, at), writeUpCell(p, r, s, x, f, at))
		links := ui.Cell{Text: l.T("org.sessions.links.none|None")}
		if n := len(x.Links); n > 0 {
			links.Text = l.T("org.sessions.links.n|{n} link|{n} links", "n", n)
		}
		if p.Series.MayEdit(r.Viewer, s) || p.Series.May(r.Viewer, s, auth.WritePosts) {
			links.Href = at + "#links"
		}
		t.Rows = append(t.Rows, append(row, links))
	}
	return t
}

func hallCell(p *Pages, r *web.Request, s *series.Series, x *series.Session, f facts, at string) ui.Cell {
	start, _ := spanOf(s, x)
	h := f.halls[x.ID]
	switch {
	case x.Status == series.CalledOff, s.State == series.Draft, !p.Series.May(r.Viewer, s, auth.TakeAttendance):
		return ui.Cell{Text: "–"}
	case h.There+h.Not > 0:
		return ui.Cell{Text: r.L.T("org.sessions.there.n|{n} of {m}", "n", h.There, "m", f.numbers[s.ID].Placed), Href: at + "/attendance"}
	case start.Sub(r.Now) > 24*time.Hour:
		return ui.Cell{Text: r.L.T("org.sessions.there.later|Later"), Href: at + "/attendance"}
	}
	return ui.Cell{Text: r.L.T("org.sessions.there.take|Take attendance"), Href: at + "/attendance"}
}

func writeUpCell(p *Pages, r *web.Request, s *series.Series, x *series.Session, f facts, at string) ui.Cell {
	h := f.heads[x.ID]
	may := p.Series.May(r.Viewer, s, auth.WritePosts)
	switch {
	case h.State == posts.Published && !may:
		return ui.Cell{Text: r.L.T("org.sessions.write-up.published|Published"), Href: "/posts/" + h.Slug}
	case h.State == posts.Published:
		return ui.Cell{Text: r.L.T("org.sessions.write-up.published|Published"), Href: at + "/write-up"}
	case !may || x.Status == series.CalledOff || s.State == series.Draft:
		return ui.Cell{Text: "–"}
	case h.State == posts.Draft:
		return ui.Cell{Text: r.L.T("org.sessions.write-up.draft|A draft"), Href: at + "/write-up"}
	}
	if start, _ := spanOf(s, x); start.After(r.Now) {
		return ui.Cell{Text: r.L.T("org.sessions.there.later|Later"), Href: at + "/write-up"}
	}
	return ui.Cell{Text: r.L.T("org.sessions.write-up.write|Write"), Href: at + "/write-up"}
}

// hourLine is one track's time of a session.
type hourLine struct {
	Track ui.Track
	Text  string
}

func hourLines(r *web.Request, s *series.Series, x *series.Session) []hourLine {
	var lines []hourLine
	for _, letter := range s.Letters() {
		o := s.Occurrence(x, letter)
		title := ""
		if t := s.Track(letter); t != nil {
			title = t.Title.In(r.L)
		}
		lines = append(lines, hourLine{Track: ui.Track{L: r.L, ID: letter, Title: title},
			Text: r.L.RangeStyle(o.Start.In(r.Zone), o.End.In(r.Zone), i18n.Day)})
	}
	return lines
}

// sessionTags are what is to be said of a session beside its name.
func sessionTags(r *web.Request, s *series.Series, x *series.Session) []ui.Tag {
	start, end := spanOf(s, x)
	return ui.StateAt(r.Now, start, end, s.StatusOf(x) == series.CalledOff, x.Status == series.Tentative).Tags(r.L)
}
