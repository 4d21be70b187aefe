package eventdeskweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) peopleRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/e/{slug}/people", web.Desk(), p.people).Audited(auth.ReadPeople),
		web.Post("/o/e/{slug}/people/search", web.Desk(), web.Steps[struct{}]{Do: p.searchDo}),
		web.Post("/o/e/{slug}/people/export", web.Desk(), web.Steps[struct{}]{Do: p.exportDo}).Audited(auth.ReadExport), // the room notes it
		web.Get("/o/e/{slug}/people/new", web.Desk(), p.enter),
		web.Post("/o/e/{slug}/people/new", web.Desk(), web.Steps[people.Input]{Prepare: deskparts.Entered, Do: p.enterDo, Again: p.enterAgain}),
		web.Get("/o/e/{slug}/people/{id}", web.Desk(), p.person).Audited(auth.ReadPerson),
		web.Post("/o/e/{slug}/people/{id}/{what}", web.Desk(), web.Steps[struct{}]{Do: p.personDo, Again: p.personAgain}).Audited(auth.ReadPerson),
	}
}

// filters are the names of what a list of people is narrowed by.
var filters = [...]string{"q", "date", "state", "way", "answered"}

// searched names what words are searched in, so that their ticket opens nowhere
// else.
func searched(slug string) string { return "e/" + slug }

// amongOf reads the filter from the address.
func (p *Pages) amongOf(slug string, q url.Values) events.Among {
	return events.Among{Date: q.Get("date"), Standing: events.Standing(q.Get("state")), Way: events.Way(q.Get("way")), Answered: q.Get("answered"),
		Text: forms.OpenWords(p.Keys, searched(slug), q.Get("q")), From: desk.From(q)}
}

func (p *Pages) people(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.SeeRegistrations)
	if err != nil {
		return nil, err
	}
	a := p.amongOf(e.Slug, r.Query)
	a.Most = desk.PeopleAtOnce
	list, total, err := p.Events.Entrants(ctx, tx, r.Viewer, e, a)
	if err != nil {
		return nil, err
	}
	r.Saw(r.Viewer, auth.ReadPeople, e.ID, total)
	page := desk.People{R: r, Of: thing(r, e), By: filters[:], Words: a.Text, Narrow: narrow(r, e, a), From: a.From, Total: total,
		MayEnter: p.Events.May(r.Viewer, e, auth.EditRegistrations) && e.State == events.Published, MayExport: p.Events.May(r.Viewer, e, auth.ExportPeople)}
	for _, one := range list {
		page.Rows = append(page.Rows, entrantOf(one).Row(r, page.Of, one.R.ID, details(r, e, one.R)...))
	}
	return page.Page(), nil
}

// narrow are the fields that narrow the list of an event's people.
func narrow(r *web.Request, e *events.Event, a events.Among) (fields []ui.Field) {
	l := r.L
	if dates := dateOptions(r, e); len(dates) > 1 {
		fields = append(fields, desk.Choice(l, "date", l.T("events.date|Date"), a.Date, dates))
	}
	fields = append(fields, desk.Choice(l, "state", l.T("org.filter.state|Place"), string(a.Standing),
		deskparts.Standings(l, events.Registered, events.Offered, events.Waitlisted, events.Withdrawn)))
	if e.Mode() == events.Hybrid {
		fields = append(fields, desk.Choice(l, "way", l.T("org.event.way|How they come"), string(a.Way), wayOptions(l, events.Here, events.Remote)))
	}
	return append(fields, desk.Answered(l, a.Answered))
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

func entrantOf(one events.Entrant) deskparts.Entrant {
	return deskparts.Entrant{P: one.P, Standing: one.R.Standing, Zone: one.R.Zone, Language: one.R.Language, MadeAt: one.R.MadeAt, Answers: one.Answers}
}

// details are what the list says of a registration.
func details(r *web.Request, e *events.Event, reg events.Registration) (list []string) {
	if e.Entry.ByDate {
		list = append(list, forWhich(r, e, reg))
	}
	if e.Mode() == events.Hybrid {
		list = append(list, r.L.Text(reg.Way.Label()))
	}
	return append(list, r.L.LangTitle(reg.Language))
}

// forWhich says for which date a registration is.
func forWhich(r *web.Request, e *events.Event, reg events.Registration) string {
	if d := e.Date(reg.Date); d != nil {
		return r.L.Date(e.Occurrence(d).Start.In(r.Zone), i18n.Medium)
	}
	var but []string
	for _, o := range e.Occurrences() {
		if reg.Lacks(o.Date) {
			but = append(but, r.L.Date(o.Start.In(r.Zone), i18n.Medium))
		}
	}
	if len(but) > 0 {
		return r.L.T("org.event.all-but|All dates but {dates}", "dates", r.L.List(but))
	}
	return r.L.T("org.event.all-dates|All dates")
}

func (p *Pages) searchDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return desk.Find(tx, p.Keys, r, searched(r.Param("slug")), filters[:]), nil
}

func (p *Pages) exportDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.ExportPeople)
	if err != nil {
		return nil, err
	}
	data, err := p.Events.ExportPeople(ctx, tx, r.Viewer, e, p.amongOf(e.Slug, r.Form))
	return web.Bytes{Type: "text/csv; charset=utf-8", Name: e.Slug + ".csv", Data: data}, err
}
