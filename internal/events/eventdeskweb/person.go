package eventdeskweb

import (
	"context"
	"net/url"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// personPage is one registration with what can be done about it.
type personPage struct {
	desk.Person
	E     *events.Event
	One   events.Entrant
	Ahead int // who wait before them
}

func (p *Pages) person(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.personPage(ctx, tx, r, nil)
}

func (p *Pages) personPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	e, err := p.worked(ctx, tx, r, auth.SeeRegistrations)
	if err != nil {
		return web.Page{}, err
	}
	page := personPage{E: e}
	if page.One, err = p.Events.Entrant(ctx, tx, r.Viewer, e, r.Param("id")); err != nil {
		return web.Page{}, err
	}
	reg := page.One.R
	r.Saw(r.Viewer, auth.ReadPerson, reg.Person, 1)
	if reg.Standing == events.Waitlisted {
		if page.Ahead, err = p.Events.Ahead(tx, reg); err != nil {
			return web.Page{}, err
		}
	}
	page.Person = desk.Person{R: r, Of: thing(r, e), ID: reg.ID, Name: page.One.P.Name, Form: ui.Form{L: r.L, Err: wrong,
		Values: url.Values{"date": {reg.Date}, "way": {string(reg.Way)}}}}
	page.Facts = entrantOf(page.One).Facts(r, ui.Fact{Body: placeLine(page)}, page.own(), e.Entry.Questions)
	switch {
	case !p.Events.May(r.Viewer, e, auth.EditRegistrations):
	case reg.MayUndo(r.Now):
		page.OfferUndo(e.FreeFor(reg.Date, reg.Way, r.Now) != 0, e.Entry.Waitlist)
	case reg.Standing != events.Withdrawn:
		page.Does = personDoes(page)
	}
	return page.Page(map[string]string{
		"admit":  r.L.T("org.event.admitted|They have a place, and are told."),
		"change": r.L.T("org.event.changed|It is changed, and they are told."),
	}), nil
}

// own are the facts about a registration that only events have.
func (p personPage) own() (facts []ui.Fact) {
	if len(p.E.Dates) > 1 {
		facts = append(facts, ui.Fact{Key: p.R.L.T("events.date|Date"), Value: forWhich(p.R, p.E, p.One.R)})
	}
	return append(facts, ui.Fact{Key: p.R.L.T("org.event.way|How they come"), Value: p.R.L.Text(p.One.R.Way.Label())})
}

// ends are the buttons at the end: what is done about a place, a link, a
// cancellation.
func (p personPage) ends() desk.Ends {
	l := p.R.L
	ends := desk.Ends{L: l, At: p.At(), Resend: p.One.P.Address != "" && len(p.E.ComingTo(&p.One.R, p.R.Now)) > 0, Silent: p.One.Silent()}
	switch p.One.R.Standing {
	case events.Waitlisted:
		ends.First = []ui.Button{{Label: l.T("org.event.admit|Give them a place now"), Action: p.At() + "/admit"}}
	case events.Offered:
		ends.First = []ui.Button{{Label: l.T("org.event.admit.yes|Say yes for them"), Action: p.At() + "/admit"}}
	}
	return ends
}

// personDo does one of the few things that an organiser does about somebody.
func (p *Pages) personDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return nil, err
	}
	reg, of, err := p.Events.Registration(ctx, tx, auth.Itself(), r.Param("id"))
	if err != nil {
		return nil, err
	}
	if of.ID != e.ID {
		return nil, errs.NotThere()
	}
	what := r.Param("what")
	switch what {
	case "cancel":
		err = p.Events.Cancel(ctx, tx, r.Viewer, e, &reg)
	case "undo":
		err = p.Events.Undo(ctx, tx, r.Viewer, e, &reg)
	case "admit":
		err = p.Events.Admit(ctx, tx, r.Viewer, e, &reg)
	case "resend":
		err = p.Events.Resend(ctx, tx, r.Viewer, e, reg)
	case "change":
		err = p.changeTo(ctx, tx, r, e, &reg)
	default:
		err = errs.NotThere()
	}
	if !p.Events.May(r.Viewer, e, auth.SeeRegistrations) {
		return web.SeeOther(home(e)), err
	}
	return web.SeeOther(home(e) + "/people/" + reg.ID + "?done=" + what), err
}

// changeTo moves somebody to the date and the way that the form names. What the
// form does not ask for stays as it is.
func (p *Pages) changeTo(ctx context.Context, tx *store.Tx, r *web.Request, e *events.Event, reg *events.Registration) error {
	date, way := reg.Date, reg.Way
	if r.Form.Has("date") {
		date = r.Value("date")
	}
	if r.Form.Has("way") {
		way = events.Way(r.Value("way"))
	}
	return p.Events.Change(ctx, tx, r.Viewer, e, reg, date, way)
}

func (p *Pages) personAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.personPage(ctx, tx, r, wrong)
}

// moves are the fields for another date and another way to come; none where
// there is nothing to choose.
func (p personPage) moves() []ui.Field {
	coming := p.E.ComingTo(&p.One.R, p.R.Now)
	if len(coming) == 0 {
		return nil
	}
	return choices(p.R, p.E, p.E.Coming(p.R.Now))
}

// choices ask for one of the dates, or all, where people choose; and for the way
// to come, where there is more than one.
func choices(r *web.Request, e *events.Event, dates []events.Occurrence) (fields []ui.Field) {
	if e.Entry.ByDate && len(e.Dates) > 1 {
		options := []ui.Option{{Label: r.L.T("org.event.all-dates|All dates")}}
		for _, o := range dates {
			options = append(options, ui.Option{Value: o.Date.ID, Label: r.L.DateTime(o.Start.In(r.Zone), i18n.Medium)})
		}
		fields = append(fields, ui.Field{Type: ui.Select, Name: "date", Label: r.L.T("org.event.enter.date|For which date"), Options: options})
	}
	if e.Mode() == events.Hybrid {
		fields = append(fields, ui.Field{Type: ui.Radios, Name: "way", Label: r.L.T("org.event.way|How they come"), Options: wayOptions(r.L, events.Here, events.Remote)})
	}
	return fields
}

// expected are the dates that are not cancelled, also those that are over.
func expected(e *events.Event) []events.Occurrence {
	return slices.DeleteFunc(e.Occurrences(), func(o events.Occurrence) bool { return e.StatusOf(o.Date) == events.CalledOff })
}

func (p *Pages) enter(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return nil, err
	}
	values := deskparts.EnterValues(r, e.Zone, e.Languages)
	values.Set("date", r.Query.Get("date"))
	return p.enterPage(r, e, values, nil), nil
}

func (p *Pages) enterPage(r *web.Request, e *events.Event, values url.Values, wrong *errs.Error) web.Page {
	return desk.NewEnter(r, thing(r, e), values, wrong, choices(r, e, expected(e))...).Page()
}

func (p *Pages) enterDo(ctx context.Context, tx *store.Tx, r *web.Request, in people.Input) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return nil, err
	}
	reg, err := p.Events.Enter(ctx, tx, r.Viewer, e.Slug, events.Form{Date: r.Value("date"), Way: events.Way(r.Value("way")), Input: in}.Clean())
	if err == nil && !p.Events.May(r.Viewer, e, auth.SeeRegistrations) {
		return web.SeeOther(home(e) + "?done=entered"), nil
	}
	return web.SeeOther(home(e) + "/people/" + reg.ID + "?done=entered"), err
}

func (p *Pages) enterAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ people.Input, wrong *errs.Error) (web.Page, error) {
	e, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return web.Page{}, err
	}
	return p.enterPage(r, e, r.Form, wrong), nil
}
