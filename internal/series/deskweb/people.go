package deskweb

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) peopleRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/s/{slug}/people", web.Desk(), p.people).Audited(auth.ReadPeople),
		web.Post("/o/s/{slug}/people/search", web.Desk(), web.Steps[struct{}]{Do: p.searchDo}),
		web.Post("/o/s/{slug}/people/export", web.Desk(), web.Steps[struct{}]{Do: p.exportDo}).Audited(auth.ReadExport), // the room notes it
		web.Get("/o/s/{slug}/people/new", web.Desk(), p.enter),
		web.Post("/o/s/{slug}/people/new", web.Desk(), web.Steps[series.Form]{Prepare: readEntered, Do: p.enterDo, Again: p.enterAgain}),
		web.Get("/o/s/{slug}/people/{id}", web.Desk(), p.person).Audited(auth.ReadPerson),
		web.Post("/o/s/{slug}/people/{id}/{what}", web.Desk(), web.Steps[struct{}]{Do: p.personDo, Again: p.personAgain}).Audited(auth.ReadPerson),
	}
}

// pageSize is how many people stand on one page.
const pageSize = 50

// peoplePage is the list of who registered.
type peoplePage struct {
	R      *web.Request
	S      *series.Series
	Search forms.Search // by name
	Filter ui.Filter    // by everything else
	Folded bool         // nothing but the name narrows the list
	Rows   []ui.PersonRow
	Total  int
	Pages  ui.Pagination
	Any    bool // something is filtered

	MayEdit, MayExport bool
	Query              url.Values
}

// amongOf reads the filter from the address.
func (p *Pages) amongOf(slug string, q url.Values) series.Among {
	a := series.Among{Track: q.Get("track"), Standing: series.Standing(q.Get("state")), Language: q.Get("language"), Zone: q.Get("zone"),
		Answered: q.Get("answered"), Owes: q.Get("owes") != "", Group: q.Get("group"), Text: p.words(slug, q.Get("q"))}
	if n, err := strconv.Atoi(q.Get("from")); err == nil && n > 0 {
		a.From = n
	}
	return a
}

func (p *Pages) people(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.worked(ctx, tx, r, auth.SeeRegistrations)
	if err != nil {
		return nil, err
	}
	a := p.amongOf(s.Slug, r.Query)
	a.Most = pageSize
	list, total, err := p.Series.Entrants(ctx, tx, r.Viewer, s, a)
	if err != nil {
		return nil, err
	}
	r.Saw(r.Viewer, auth.ReadPeople, s.ID, total)
	groups, err := p.Series.GroupLines(ctx, tx, r.Viewer, s)
	if err != nil {
		return nil, err
	}
	picture, err := p.Series.Picture(ctx, tx, r.Viewer, s)
	if err != nil {
		return nil, err
	}
	page := peoplePage{R: r, S: s, Total: total, Query: withoutPage(r.Query), MayEdit: p.Series.May(r.Viewer, s, auth.EditRegistrations),
		MayExport: p.Series.May(r.Viewer, s, auth.ExportPeople)}
	page.Any = len(page.Query) > 0
	page.Filter = peopleFilter(r, s, a, groups, picture)
	page.Search = searchIn(r, home(s)+"/people", a.Text)
	page.Search.Keep, page.Search.Found = keepOf(page.Query, "q"), r.L.T("org.people.found|{n} person|{n} people", "n", total)
	if page.Any {
		page.Search.Clear = home(s) + "/people"
	}
	page.Folded = len(keepOf(page.Query, "q")) == 0
	names := map[string]string{}
	for _, g := range groups {
		names[g.D.ID] = g.Name()
	}
	for _, e := range list {
		page.Rows = append(page.Rows, entrantRow(r, s, e, names[e.R.Delegation]))
	}
	page.Pages = pages(r, home(s)+"/people", page.Query, a.From, len(list), total)
	return web.Page{Title: r.L.T("org.people.title|People of {series}", "series", titleOf(r, s)), Body: peopleBody(page), Wide: true, Here: "desk"}, nil
}

// withoutPage is the filter without what is empty and without the place in the
// list.
func withoutPage(q url.Values) url.Values {
	kept := url.Values{}
	for _, name := range []string{"q", "state", "track", "answered", "owes", "group", "language", "zone"} {
		if v := strings.TrimSpace(q.Get(name)); v != "" {
			kept.Set(name, v)
		}
	}
	return kept
}

// keepOf is a filter without one of its fields, to be sent along unseen.
func keepOf(q url.Values, without string) map[string]string {
	keep := map[string]string{}
	for name := range q {
		if name != without {
			keep[name] = q.Get(name)
		}
	}
	return keep
}

// pages leads through a long list.
func pages(r *web.Request, at string, q url.Values, from, shown, total int) ui.Pagination {
	to := func(from int) string {
		c := url.Values{}
		for k, v := range q {
			c[k] = v
		}
		if from > 0 {
			c.Set("from", strconv.Itoa(from))
		}
		if len(c) == 0 {
			return at
		}
		return at + "?" + c.Encode()
	}
	p := ui.Pagination{L: r.L, Where: r.L.T("org.pages.where|{from}–{to} of {n}", "from", from+1, "to", from+shown, "n", total)}
	if from > 0 {
		p.Prev = to(max(0, from-pageSize))
	}
	if from+shown < total {
		p.Next = to(from + pageSize)
	}
	return p
}

func peopleFilter(r *web.Request, s *series.Series, a series.Among, groups []series.GroupLine, picture series.Picture) ui.Filter {
	l := r.L
	f := ui.Filter{L: l, Action: home(s) + "/people", Label: l.T("org.people.filter|Show only some"), Keep: map[string]string{}}
	if ticket := r.Query.Get("q"); a.Text != "" {
		f.Keep["q"] = ticket
	}
	add := func(name, label, value string, options []ui.Option) {
		all := ui.Option{Label: l.T("org.filter.all|All")}
		f.Fields = append(f.Fields, ui.Field{Type: ui.Select, Name: name, Label: label, Value: value, Options: append([]ui.Option{all}, options...)})
	}
	add("state", l.T("org.filter.state|Place"), string(a.Standing), standings(l))
	if len(s.Tracks) > 1 {
		var options []ui.Option
		for _, t := range s.Tracks {
			options = append(options, ui.Option{Value: t.Letter, Label: t.Name(r.L)})
		}
		add("track", l.T("ui.sessions.track|Track"), a.Track, options)
	}
	add("answered", l.T("org.filter.answered|Answered"), a.Answered, []ui.Option{{Value: "yes", Label: l.T("form.yes|Yes")}, {Value: "no", Label: l.T("form.no|No")}})
	if s.MustAnswer() || a.Owes {
		value := map[bool]string{true: "1"}[a.Owes]
		add("owes", l.T("org.filter.owes|Your questions"), value, []ui.Option{{Value: "1", Label: l.T("org.filter.owes.yes|Not answered yet")}})
	}
	if len(groups) > 0 {
		options := []ui.Option{{Value: series.AnyGroup, Label: l.T("org.filter.any-group|In any group")}, {Value: series.NoGroup, Label: l.T("org.filter.no-group|By themselves")}}
		for _, g := range groups {
			if g.D.Standing != series.Withdrawn || g.D.ID == a.Group {
				options = append(options, ui.Option{Value: g.D.ID, Label: groupName(r.L, g)})
			}
		}
		add("group", l.T("org.filter.group|Group"), a.Group, options)
	}
	if len(picture.Languages) > 1 || a.Language != "" {
		var options []ui.Option
		for _, code := range sortedBy(l, picture.Languages, l.LangTitle) {
			options = append(options, ui.Option{Value: code, Label: l.LangTitle(code)})
		}
		add("language", l.T("org.filter.language|Language"), a.Language, options)
	}
	if len(picture.Zones) > 1 || a.Zone != "" {
		var options []ui.Option
		for _, zone := range sortedBy(l, picture.Zones, l.City) {
			options = append(options, ui.Option{Value: zone, Label: l.City(zone)})
		}
		add("zone", l.T("org.filter.zone|City"), a.Zone, options)
	}
	return f
}

// sortedBy sorts keys by what they are called in the reader's language.
func sortedBy(l *i18n.Locale, counts map[string]int, name func(string) string) []string {
	keys := make([]string, 0, len(counts))
	for key := range counts {
		keys = append(keys, key)
	}
	i18n.Sort(l, keys, name)
	return keys
}

func standings(l *i18n.Locale) []ui.Option {
	var options []ui.Option
	for _, s := range []series.Standing{series.Registered, series.Offered, series.Waitlisted, series.InDraft, series.Withdrawn} {
		options = append(options, ui.Option{Value: string(s), Label: standingName(l, s)})
	}
	return options
}

func standingName(l *i18n.Locale, s series.Standing) string {
	switch s {
	case series.Registered:
		return l.T("org.standing.registered|Has a place")
	case series.Offered:
		return l.T("org.standing.offered|A place is offered")
	case series.Waitlisted:
		return l.T("org.standing.waitlisted|Waits for a place")
	case series.InDraft:
		return l.T("org.standing.draft|In a group that is too small")
	}
	return l.T("org.standing.cancelled|Cancelled")
}

// nameOf is somebody's name, or a word for who has been forgotten.
func nameOf(r *web.Request, name string) string {
	if name == "" {
		return r.L.T("org.people.forgotten|Forgotten")
	}
	return name
}

func entrantRow(r *web.Request, s *series.Series, e series.Entrant, group string) ui.PersonRow {
	row := ui.PersonRow{Name: nameOf(r, e.P.Name), Href: home(s) + "/people/" + e.R.ID, Tags: entrantTags(r.L, e)}
	if t := s.Track(e.Letter); t != nil {
		row.Details = append(row.Details, t.Name(r.L))
	}
	row.Details = append(row.Details, r.L.City(e.R.Zone), r.L.LangTitle(e.R.Language))
	if group != "" {
		row.Details = append(row.Details, group)
	}
	row.Details = append(row.Details, r.L.Date(e.R.MadeAt.In(r.Zone), i18n.Short))
	return row
}

// entrantTags say what is out of the ordinary; who has a place and has answered
// needs no word.
func entrantTags(l *i18n.Locale, e series.Entrant) []ui.Tag {
	var tags []ui.Tag
	switch e.R.Standing {
	case series.Offered, series.Waitlisted, series.InDraft:
		tags = append(tags, ui.Tag{Tone: ui.Info, Word: standingName(l, e.R.Standing)})
	case series.Withdrawn:
		return []ui.Tag{{Tone: ui.Bad, Word: standingName(l, e.R.Standing)}}
	}
	if e.Owes {
		tags = append(tags, ui.Tag{Tone: ui.Warn, Word: l.T("org.people.owes|Questions not answered")})
	}
	switch {
	case e.Silent():
		tags = append(tags, ui.Tag{Tone: ui.Warn, Word: l.T("org.people.silent|Not answered yet")})
	case e.P.Address == "":
		tags = append(tags, ui.Tag{Word: l.T("org.people.no-address|No address")})
	}
	return tags
}

func (p *Pages) exportDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, err := p.worked(ctx, tx, r, auth.ExportPeople)
	if err != nil {
		return nil, err
	}
	data, err := p.Series.ExportPeople(ctx, tx, r.Viewer, s, p.amongOf(s.Slug, r.Form))
	return web.Bytes{Type: "text/csv; charset=utf-8", Name: s.Slug + ".csv", Data: data}, err
}

func enterButton(p peoplePage, kind ui.Kind) ui.Button {
	if !p.MayEdit {
		return ui.Button{}
	}
	return ui.Button{Label: p.R.L.T("org.enter.title|Register somebody"), Kind: kind, Href: home(p.S) + "/people/new"}
}
