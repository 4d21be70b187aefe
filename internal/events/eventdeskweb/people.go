package eventdeskweb

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) peopleRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/e/{slug}/people", web.Desk(), p.people).Audited(auth.ReadPeople),
		web.Post("/o/e/{slug}/people/search", web.Desk(), web.Steps[struct{}]{Do: p.searchDo}),
		web.Post("/o/e/{slug}/people/export", web.Desk(), web.Steps[struct{}]{Do: p.exportDo}).Audited(auth.ReadExport), // the room notes it
		web.Get("/o/e/{slug}/people/new", web.Desk(), p.enter),
		web.Post("/o/e/{slug}/people/new", web.Desk(), web.Steps[events.Form]{Prepare: readEntered, Do: p.enterDo, Again: p.enterAgain}),
		web.Get("/o/e/{slug}/people/{id}", web.Desk(), p.person).Audited(auth.ReadPerson),
		web.Post("/o/e/{slug}/people/{id}/{what}", web.Desk(), web.Steps[struct{}]{Do: p.personDo, Again: p.personAgain}).Audited(auth.ReadPerson),
	}
}

// pageSize is how many people stand on one page.
const pageSize = 50

// peoplePage is the list of who registered.
type peoplePage struct {
	R      *web.Request
	E      *events.Event
	Search forms.Search // by name
	Filter ui.Filter    // by everything else
	Folded bool         // nothing but the name narrows the list
	Rows   []ui.PersonRow
	Total  int
	Pages  ui.Pagination
	Any    bool // something is filtered
	Query  url.Values

	MayEdit, MayExport bool
}

// filters are the names of what a list of people is narrowed by.
var filters = [...]string{"q", "date", "state", "way", "answered"}

// words opens what is searched for; "" where nothing is.
func (p *Pages) words(slug, ticket string) string { return forms.OpenWords(p.Keys, "e/"+slug, ticket) }

// amongOf reads the filter from the address.
func (p *Pages) amongOf(slug string, q url.Values) events.Among {
	a := events.Among{Date: q.Get("date"), Standing: events.Standing(q.Get("state")), Way: events.Way(q.Get("way")), Answered: q.Get("answered"),
		Text: p.words(slug, q.Get("q"))}
	if n, err := strconv.Atoi(q.Get("from")); err == nil && n > 0 {
		a.From = n
	}
	return a
}

func (p *Pages) people(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.SeeRegistrations)
	if err != nil {
		return nil, err
	}
	a := p.amongOf(e.Slug, r.Query)
	a.Most = pageSize
	list, total, err := p.Events.Entrants(ctx, tx, r.Viewer, e, a)
	if err != nil {
		return nil, err
	}
	r.Saw(r.Viewer, auth.ReadPeople, e.ID, total)
	page := peoplePage{R: r, E: e, Total: total, Query: filtersOf(r.Query), MayEdit: p.Events.May(r.Viewer, e, auth.EditRegistrations),
		MayExport: p.Events.May(r.Viewer, e, auth.ExportPeople)}
	page.Any = len(page.Query) > 0
	page.Filter = peopleFilter(r, e, a)
	page.Search = searchIn(r, home(e)+"/people", a.Text)
	page.Search.Keep, page.Search.Found = keepOf(page.Query, "q"), r.L.T("org.people.found|{n} person|{n} people", "n", total)
	if page.Any {
		page.Search.Clear = home(e) + "/people"
	}
	page.Folded = len(keepOf(page.Query, "q")) == 0
	for _, one := range list {
		page.Rows = append(page.Rows, entrantRow(r, e, one))
	}
	page.Pages = pages(r, home(e)+"/people", page.Query, a.From, len(list), total)
	return web.Page{Title: r.L.T("org.people.title|People of {series}", "series", titleOf(r, e)), Body: peopleBody(page), Wide: true, Here: "desk"}, nil
}

// filtersOf is the filter without what is empty and without the place in the
// list.
func filtersOf(q url.Values) url.Values {
	kept := url.Values{}
	for _, name := range filters {
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
		c := forms.WithValue(q, "from", strconv.Itoa(from))
		if from == 0 {
			c.Del("from")
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

func peopleFilter(r *web.Request, e *events.Event, a events.Among) ui.Filter {
	l := r.L
	f := ui.Filter{L: l, Action: home(e) + "/people", Label: l.T("org.people.filter|Show only some"), Keep: map[string]string{}}
	if a.Text != "" {
		f.Keep["q"] = r.Query.Get("q")
	}
	add := func(name, label, value string, options []ui.Option) {
		all := ui.Option{Label: l.T("org.filter.all|All")}
		f.Fields = append(f.Fields, ui.Field{Type: ui.Select, Name: name, Label: label, Value: value, Options: append([]ui.Option{all}, options...)})
	}
	if dates := dateOptions(r, e); len(dates) > 1 {
		add("date", l.T("events.date|Date"), a.Date, dates)
	}
	var standings []ui.Option
	for _, s := range []events.Standing{events.Registered, events.Offered, events.Waitlisted, events.Withdrawn} {
		standings = append(standings, ui.Option{Value: string(s), Label: standingName(l, s)})
	}
	add("state", l.T("org.filter.state|Place"), string(a.Standing), standings)
	if e.Mode() == events.Hybrid {
		add("way", l.T("org.event.way|How they come"), string(a.Way), wayOptions(l, events.Here, events.Remote))
	}
	add("answered", l.T("org.filter.answered|Answered"), a.Answered, []ui.Option{{Value: "yes", Label: l.T("form.yes|Yes")}, {Value: "no", Label: l.T("form.no|No")}})
	return f
}

// dateOptions are the dates to choose from.
func dateOptions(r *web.Request, e *events.Event) (options []ui.Option) {
	for _, o := range e.Occurrences() {
		options = append(options, ui.Option{Value: o.Date.ID, Label: r.L.DateTime(o.Start.In(r.Zone), i18n.Medium)})
	}
	return options
}

func wayOptions(l *i18n.Locale, ways ...events.Way) (options []ui.Option) {
	for _, w := range ways {
		options = append(options, ui.Option{Value: string(w), Label: l.Text(w.Label())})
	}
	return options
}

func standingName(l *i18n.Locale, s events.Standing) string {
	switch s {
	case events.Registered:
		return l.T("org.standing.registered|Has a place")
	case events.Offered:
		return l.T("org.standing.offered|A place is offered")
	case events.Waitlisted:
		return l.T("org.standing.waitlisted|Waits for a place")
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

func entrantRow(r *web.Request, e *events.Event, one events.Entrant) ui.PersonRow {
	row := ui.PersonRow{Name: nameOf(r, one.P.Name), Href: home(e) + "/people/" + one.R.ID, Tags: entrantTags(r.L, one)}
	if e.Entry.ByDate {
		row.Details = append(row.Details, forWhich(r, e, one.R))
	}
	if e.Mode() == events.Hybrid {
		row.Details = append(row.Details, r.L.Text(one.R.Way.Label()))
	}
	row.Details = append(row.Details, r.L.LangTitle(one.R.Language), r.L.Date(one.R.MadeAt.In(r.Zone), i18n.Short))
	return row
}

// forWhich says for which date a registration is.
func forWhich(r *web.Request, e *events.Event, reg events.Registration) string {
	if d := e.Date(reg.Date); d != nil {
		return r.L.Date(e.Occurrence(d).Start.In(r.Zone), i18n.Medium)
	}
	return r.L.T("org.event.all-dates|All dates")
}

// entrantTags say what is out of the ordinary; who has a place and has answered
// needs no word.
func entrantTags(l *i18n.Locale, one events.Entrant) (tags []ui.Tag) {
	switch one.R.Standing {
	case events.Offered, events.Waitlisted:
		tags = append(tags, ui.Tag{Tone: ui.Info, Word: standingName(l, one.R.Standing)})
	case events.Withdrawn:
		return []ui.Tag{{Tone: ui.Bad, Word: standingName(l, one.R.Standing)}}
	}
	switch {
	case one.Silent():
		tags = append(tags, ui.Tag{Tone: ui.Warn, Word: l.T("org.people.silent|Not answered yet")})
	case one.P.Address == "":
		tags = append(tags, ui.Tag{Word: l.T("org.people.no-address|No address")})
	}
	return tags
}

// searchDo leads back to the list that the form was sent from, with the words
// sealed and the other filters as they were.
func (p *Pages) searchDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	tx.Quiet()
	q := filtersOf(r.Form)
	q.Del("q")
	if words := strings.TrimSpace(r.Value("q")); words != "" {
		q.Set("q", forms.SealWords(p.Keys, "e/"+r.Param("slug"), words))
	}
	to := strings.TrimSuffix(r.Path, "/search")
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return web.SeeOther(to), nil
}

func searchIn(r *web.Request, at, words string) forms.Search {
	return forms.Search{Action: at + "/search", Label: r.L.T("org.people.search|Find somebody"),
		Field: ui.Field{Type: ui.Search, Name: "q", Label: r.L.T("org.filter.name|Name or address"), Value: words}}
}

func (p *Pages) exportDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.ExportPeople)
	if err != nil {
		return nil, err
	}
	data, err := p.Events.ExportPeople(ctx, tx, r.Viewer, e, p.amongOf(e.Slug, r.Form))
	return web.Bytes{Type: "text/csv; charset=utf-8", Name: e.Slug + ".csv", Data: data}, err
}

func enterButton(p peoplePage, kind ui.Kind) ui.Button {
	if !p.MayEdit || p.E.State != events.Published {
		return ui.Button{}
	}
	return ui.Button{Label: p.R.L.T("org.enter.title|Register somebody"), Kind: kind, Href: home(p.E) + "/people/new"}
}
