package deskweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) peopleRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/s/{slug}/people", web.Desk(), p.people).Audited(auth.ReadPeople),
		web.Post("/o/s/{slug}/people/search", web.Desk(), web.Steps[struct{}]{Do: p.searchDo}),
		web.Post("/o/s/{slug}/people/export", web.Desk(), web.Steps[struct{}]{Do: p.exportDo}).Audited(auth.ReadExport), // the room notes it
		web.Get("/o/s/{slug}/people/new", web.Desk(), p.enter),
		web.Post("/o/s/{slug}/people/new", web.Desk(), web.Steps[people.Input]{Prepare: deskparts.Entered, Do: p.enterDo, Again: p.enterAgain}),
		web.Get("/o/s/{slug}/people/{id}", web.Desk(), p.person).Audited(auth.ReadPerson),
		web.Post("/o/s/{slug}/people/{id}/{what}", web.Desk(), web.Steps[struct{}]{Do: p.personDo, Again: p.personAgain}).Audited(auth.ReadPerson),
	}
}

// filters are the names of what a list of people is narrowed by.
var filters = [...]string{"q", "state", "track", "answered", "owes", "group", "language", "zone"}

// amongOf reads the filter from the address.
func (p *Pages) amongOf(slug string, q url.Values) series.Among {
	return series.Among{Track: q.Get("track"), Standing: series.Standing(q.Get("state")), Language: q.Get("language"), Zone: q.Get("zone"),
		Answered: q.Get("answered"), Owes: q.Get("owes") != "", Group: q.Get("group"), Text: forms.OpenWords(p.Keys, slug, q.Get("q")), From: desk.From(q)}
}

func (p *Pages) people(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.worked(ctx, tx, r, auth.SeeRegistrations)
	if err != nil {
		return nil, err
	}
	a := p.amongOf(s.Slug, r.Query)
	a.Most = desk.PeopleAtOnce
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
	page := desk.People{R: r, Of: thing(r, s), By: filters[:], Words: a.Text, Narrow: narrow(r.L, s, a, groups, picture), From: a.From, Total: total,
		MayEnter: p.Series.May(r.Viewer, s, auth.EditRegistrations), MayExport: p.Series.May(r.Viewer, s, auth.ExportPeople)}
	names := map[string]string{}
	for _, g := range groups {
		names[g.D.ID] = g.Name()
	}
	for _, e := range list {
		page.Rows = append(page.Rows, entrantOf(e).Row(r, page.Of, e.R.ID, details(r, s, e, names[e.R.Delegation])...))
	}
	return page.Page(), nil
}

// narrow are the fields that narrow the list of a series' people.
func narrow(l *i18n.Locale, s *series.Series, a series.Among, groups []series.GroupLine, picture series.Picture) []ui.Field {
	fields := []ui.Field{desk.Choice(l, "state", l.T("org.filter.state|Place"), string(a.Standing),
		deskparts.Standings(l, series.Registered, series.Offered, series.Waitlisted, series.InDraft, series.Withdrawn))}
	if len(s.Tracks) > 1 {
		fields = append(fields, desk.Choice(l, "track", l.T("ui.sessions.track|Track"), a.Track, trackOptions(l, s)))
	}
	fields = append(fields, desk.Answered(l, a.Answered))
	if s.MustAnswer() || a.Owes {
		value := map[bool]string{true: "1"}[a.Owes]
		fields = append(fields, desk.Choice(l, "owes", l.T("org.filter.owes|Your questions"), value, []ui.Option{{Value: "1", Label: l.T("org.filter.owes.yes|Not answered yet")}}))
	}
	if len(groups) > 0 {
		fields = append(fields, desk.Choice(l, "group", l.T("org.filter.group|Group"), a.Group, groupOptions(l, a.Group, groups)))
	}
	if len(picture.Languages) > 1 || a.Language != "" {
		fields = append(fields, desk.Choice(l, "language", l.T("org.filter.language|Language"), a.Language, optionsBy(l, picture.Languages, l.LangTitle)))
	}
	if len(picture.Zones) > 1 || a.Zone != "" {
		fields = append(fields, desk.Choice(l, "zone", l.T("org.filter.zone|City"), a.Zone, optionsBy(l, picture.Zones, l.City)))
	}
	return fields
}

func trackOptions(l *i18n.Locale, s *series.Series) (options []ui.Option) {
	for _, t := range s.Tracks {
		options = append(options, ui.Option{Value: t.Letter, Label: t.Name(l)})
	}
	return options
}

// groupOptions are the groups to choose from: those that have not withdrawn, and
// the one that is chosen.
func groupOptions(l *i18n.Locale, chosen string, groups []series.GroupLine) []ui.Option {
	options := []ui.Option{{Value: series.AnyGroup, Label: l.T("org.filter.any-group|In any group")}, {Value: series.NoGroup, Label: l.T("org.filter.no-group|By themselves")}}
	for _, g := range groups {
		if g.D.Standing != series.Withdrawn || g.D.ID == chosen {
			options = append(options, ui.Option{Value: g.D.ID, Label: groupName(l, g)})
		}
	}
	return options
}

// optionsBy are keys to choose from, sorted by what they are called in the
// reader's language.
func optionsBy(l *i18n.Locale, counts map[string]int, name func(string) string) (options []ui.Option) {
	keys := make([]string, 0, len(counts))
	for key := range counts {
		keys = append(keys, key)
	}
	i18n.Sort(l, keys, name)
	for _, key := range keys {
		options = append(options, ui.Option{Value: key, Label: name(key)})
	}
	return options
}

func entrantOf(e series.Entrant) deskparts.Entrant {
	return deskparts.Entrant{P: e.P, Standing: e.R.Standing, Zone: e.R.Zone, Language: e.R.Language, MadeAt: e.R.MadeAt, Answers: e.Answers, Owes: e.Owes}
}

// details are what the list says of a registration.
func details(r *web.Request, s *series.Series, e series.Entrant, group string) (list []string) {
	if t := s.Track(e.Letter); t != nil {
		list = append(list, t.Name(r.L))
	}
	list = append(list, r.L.City(e.R.Zone), r.L.LangTitle(e.R.Language))
	if group != "" {
		list = append(list, group)
	}
	return list
}

func (p *Pages) searchDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return desk.Find(tx, p.Keys, r, r.Param("slug"), filters[:]), nil
}

func (p *Pages) exportDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, err := p.worked(ctx, tx, r, auth.ExportPeople)
	if err != nil {
		return nil, err
	}
	data, err := p.Series.ExportPeople(ctx, tx, r.Viewer, s, p.amongOf(s.Slug, r.Form))
	return web.Bytes{Type: "text/csv; charset=utf-8", Name: s.Slug + ".csv", Data: data}, err
}
