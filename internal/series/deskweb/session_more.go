package deskweb

import (
	"context"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// editorOf is the form of a session, sent there.
func editorOf(r *web.Request, c change, action string) forms.Editor {
	return forms.Editor{R: r, In: c.Entry, Action: action}
}

// reaches are how many sessions a change may be for.
func (p sessionPage) reaches() []ui.Option {
	l := p.R.L
	return []ui.Option{
		{Value: string(series.ThisOne), Label: l.T("org.reach.one|This session only")},
		{Value: string(series.Following), Label: l.T("org.reach.following|This one and all after it"), Hint: l.T("org.reach.following.hint|A new date moves the others by as many days.")},
		{Value: string(series.All), Label: l.T("org.reach.all|All that are still to come"), Hint: l.T("org.reach.all.hint|Theme, question and practice are this session's own.")},
	}
}

func (p sessionPage) statuses() []ui.Option {
	l := p.R.L
	list := []series.Status{series.Scheduled, series.Tentative, series.CalledOff}
	if p.X.Status == series.Held {
		list = append(list, series.Held)
	}
	return statusOptions(l, list...)
}

func statusOptions(l *i18n.Locale, list ...series.Status) []ui.Option {
	words := map[series.Status]string{series.Scheduled: l.T("org.status.scheduled|Takes place"), series.Tentative: l.T("org.status.tentative|Not yet certain"),
		series.CalledOff: l.T("org.status.cancelled|Cancelled"), series.Held: l.T("org.status.held|Was held")}
	var options []ui.Option
	for _, s := range list {
		options = append(options, ui.Option{Value: string(s), Label: words[s]})
	}
	return options
}

// hours are the fields of its hours, one for each track.
func (p sessionPage) hours() []ui.Field {
	var fields []ui.Field
	for _, letter := range p.S.Letters() {
		label := p.R.L.T("org.tracks.start|Starts at")
		if t := p.S.Track(letter); t != nil {
			label = p.R.L.T("org.session.start-track|Track {track} starts at", "track", t.Letter)
		}
		fields = append(fields, p.Form.Field(ui.Field{Type: ui.Time, Name: hourField(letter), Label: label}))
	}
	return fields
}

// saveLabel says on the button how many people are told.
func (p sessionPage) saveLabel() string {
	if p.New && p.Told > 0 {
		return p.R.L.T("org.session.add-tell|Add it and tell {n} person|Add it and tell {n} people", "n", p.Told)
	}
	return p.SaveLabel(p.R.L.T("org.session.add|Add it"))
}

// newSession is the form to add a session: like the last one, a week later.
func (p *Pages) newSession(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.editable(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	in := change{entry: entryFor(r, s)}
	in.Values = url.Values{"primary": {in.Langs[0]}, "status": {string(series.Scheduled)}}
	if n := len(s.Sessions); n > 0 {
		last := s.Sessions[n-1]
		in.Values.Set("date", last.Date.AddDays(7).String())
		for _, letter := range s.Letters() {
			if c, _ := s.Hour(&last, letter); c != nil {
				in.Values.Set(hourField(letter), c.String())
			}
		}
	}
	return p.newSessionPage(ctx, tx, r, s, in, nil)
}

// added is the session that the form describes.
func (c change) added(s *series.Series) (series.Session, error) {
	var form errs.Form
	x := series.Session{Date: c.Date(&form, "date"), Status: series.Status(c.Get("status")), Online: c.Get("online"),
		Theme: c.Text("theme", nil), Question: c.Text("question", nil), Activity: c.Text("activity", nil)}
	if x.Date.IsZero() {
		form.Add("date", "org.series.date-missing|Enter a date.")
	}
	if d := c.Length(&form, "length"); d > 0 && d != s.Length {
		x.Length = d
	}
	to := series.SessionChange{}
	c.whereabouts(&to, &x)
	x.Place = to.Place
	c.contents(&form, &to, &x)
	x.Assignment = to.Assignment
	c.more(&form, &to, s, &x)
	if to.More != nil {
		to.More.ApplyTo(&x)
	}
	for _, letter := range s.Letters() {
		start := c.Clock(&form, hourField(letter))
		usual, _ := s.Hour(&series.Session{}, letter)
		switch {
		case start == nil || usual != nil && *usual == *start:
		case letter == "":
			x.Start = start
		default:
			if x.Starts == nil {
				x.Starts = map[string]when.Clock{}
			}
			x.Starts[letter] = *start
		}
	}
	return x, form.Err()
}

func (p *Pages) newSessionDo(ctx context.Context, tx *store.Tx, r *web.Request, c change) (web.Answer, error) {
	s, err := p.editable(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	x, err := c.added(s)
	if err != nil {
		return nil, err
	}
	n, err := p.Series.AddSession(ctx, tx, r.Viewer, s.Slug, x)
	return web.SeeOther(home(s) + "/session/" + number(n) + "?done=added"), err
}

func (p *Pages) newSessionAgain(ctx context.Context, tx *store.Tx, r *web.Request, c change, wrong *errs.Error) (web.Page, error) {
	s, err := p.editable(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	c.Langs = forms.Languages(r, c.Get("primary"), s.Title)
	if forms.Looked(wrong) {
		page, err := p.newSessionPage(ctx, tx, r, s, c, nil)
		return forms.Shown(page), err
	}
	return p.newSessionPage(ctx, tx, r, s, c, wrong)
}

func (p *Pages) newSessionPage(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series, c change, wrong *errs.Error) (web.Page, error) {
	page := sessionPage{Editor: editorOf(r, c, home(s)+"/session/new"), S: s, X: &series.Session{}, Once: web.NewOnce(), MayEdit: true}
	page.New = true
	x, unread := c.added(s)
	if wrong == nil {
		wrong = errs.Of(unread)
	}
	if unread == nil {
		after, err := p.Series.ByID(ctx, tx, r.Viewer, s.ID)
		if err != nil {
			return web.Page{}, err
		}
		after.Sessions = append(after.Sessions, x)
		after.Clean()
		if err := after.Check(); err != nil {
			if wrong == nil {
				wrong = errs.Of(err)
			}
		} else {
			consequence, err := p.Series.Consequences(ctx, tx, r.Viewer, s, after)
			if err != nil {
				return web.Page{}, err
			}
			page.Told, page.Changes = consequence.People, true
			also := when.LoadAll(s.ShowZones)
			if len(also) == 0 {
				also = when.LoadAll(exampleZones[:])
			}
			t := sessionTable(r, after, s.Location(), also)
			t.ID, t.Rows = "after", t.Rows[len(t.Rows)-1:]
			page.After = []ui.SessionTable{t}
		}
	}
	page.Form = ui.Form{L: r.L, Values: c.Values, Err: c.besideSession(wrong, s)}
	return web.Page{Title: r.L.T("org.sessions.add|Add a session"), Body: sessionBody(page), Wide: true, Here: "desk", Zoned: true}, nil
}

// readLinks reads the rows of recordings and materials.
func readLinks(ctx context.Context, r *web.Request) ([]series.Link, error) {
	forms.KeepRows(r.Form, "links", func(n int) bool { return !forms.Blank(r.Form, "links", n, "title", "url") })
	var links []series.Link
	for n := 1; n <= min(forms.RowCount(r.Form, "links"), series.MostLinks); n++ {
		at := func(field string) string { return strings.TrimSpace(r.Form.Get(forms.Cell("links", n, field))) }
		links = append(links, series.Link{Title: at("title"), URL: at("url"), Kind: series.LinkKind(at("kind"))})
	}
	if r.Form.Has("more") {
		return links, forms.Look()
	}
	return links, nil
}

func fillLinks(links []series.Link) url.Values {
	v := url.Values{}
	for i, l := range links {
		v.Set(forms.Cell("links", i+1, "title"), l.Title)
		v.Set(forms.Cell("links", i+1, "url"), l.URL)
		v.Set(forms.Cell("links", i+1, "kind"), string(l.Kind))
	}
	return v
}

func (p *Pages) linksDo(ctx context.Context, tx *store.Tx, r *web.Request, links []series.Link) (web.Answer, error) {
	s, x, err := p.ofSession(ctx, tx, r, p.looksAfter(r))
	if err != nil {
		return nil, err
	}
	return web.SeeOther(home(s) + "/session/" + number(x.N) + "?done=linked"), p.Series.SetLinks(ctx, tx, r.Viewer, s.Slug, x.N, links)
}

func (p *Pages) linksAgain(ctx context.Context, tx *store.Tx, r *web.Request, links []series.Link, wrong *errs.Error) (web.Page, error) {
	s, x, err := p.ofSession(ctx, tx, r, p.looksAfter(r))
	if err != nil {
		return web.Page{}, err
	}
	page := linksPage{R: r, S: s, X: x, Rows: len(links) + 1}
	page.Form = ui.Form{L: r.L, Values: r.Form, Err: wrong}
	title := r.L.T("org.sessions.links|Recordings and materials")
	if forms.Looked(wrong) {
		page.Form.Err = nil
		return forms.Shown(web.Page{Title: title, Body: linksBody(page), Wide: true, Here: "desk"}), nil
	}
	return web.Page{Title: title, Body: linksBody(page), Wide: true, Here: "desk"}, nil
}

// linksPage is the form of the links by itself, where something was wrong.
type linksPage struct {
	R    *web.Request
	S    *series.Series
	X    *series.Session
	Form ui.Form
	Rows int
}

func (p linksPage) kinds() []ui.Option {
	return []ui.Option{{Value: string(series.Recording), Label: p.R.L.T("series.held.recording|Recording")},
		{Value: string(series.Material), Label: p.R.L.T("series.held.material|Material")}}
}

// table is the rows of links, one more than are filled.
func (p linksPage) table() ui.Table {
	l := p.R.L
	t := ui.Table{Caption: l.T("org.sessions.links|Recordings and materials"), Hidden: true, Stack: true, Columns: []ui.Column{
		{Label: l.T("org.links.url|Address")}, {Label: l.T("org.links.title|Title")}, {Label: l.T("org.links.kind|Kind")}}}
	for n := 1; n <= min(p.Rows, series.MostLinks); n++ {
		label := func(i int) string { return l.T("org.tracks.of|Row {n}: {label}", "n", n, "label", t.Columns[i].Label) }
		t.Rows = append(t.Rows, []ui.Cell{
			{Body: p.Form.Field(ui.Field{Type: ui.Web, Name: forms.Cell("links", n, "url"), Labelled: label(0)})},
			{Body: p.Form.Field(ui.Field{Name: forms.Cell("links", n, "title"), Labelled: label(1)})},
			{Body: p.Form.Field(ui.Field{Type: ui.Select, Name: forms.Cell("links", n, "kind"), Labelled: label(2), Options: p.kinds(), Short: true})},
		})
	}
	return t
}

func (p *Pages) removeDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, x, err := p.ofSession(ctx, tx, r, func(s *series.Series) bool { return p.Series.MayEdit(r.Viewer, s) })
	if err != nil {
		return nil, err
	}
	return web.SeeOther(home(s) + "?done=saved"), p.Series.RemoveSession(ctx, tx, r.Viewer, s.Slug, x.N)
}

func (p *Pages) removeAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.stateAgain(ctx, tx, r, "", wrong)
}
