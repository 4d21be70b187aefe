package eventdeskweb

import (
	"context"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// personPage is one registration with what can be done about it.
type personPage struct {
	R       *web.Request
	E       *events.Event
	One     events.Entrant
	Ahead   int // who wait before them
	MayEdit bool
	Undo    *ui.Undo
}

// at is the address of a registration on the desk.
func (p personPage) at() string { return home(p.E) + "/people/" + p.One.R.ID }

func (p *Pages) person(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.personPage(ctx, tx, r)
}

func (p *Pages) personPage(ctx context.Context, tx *store.Tx, r *web.Request) (web.Page, error) {
	e, err := p.worked(ctx, tx, r, auth.SeeRegistrations)
	if err != nil {
		return web.Page{}, err
	}
	page := personPage{R: r, E: e, MayEdit: p.Events.May(r.Viewer, e, auth.EditRegistrations)}
	if page.One, err = p.Events.Entrant(ctx, tx, r.Viewer, e, r.Param("id")); err != nil {
		return web.Page{}, err
	}
	r.Saw(r.Viewer, auth.ReadPerson, page.One.R.Person, 1)
	if page.One.R.Standing == events.Waitlisted {
		if page.Ahead, err = p.Events.Ahead(tx, page.One.R); err != nil {
			return web.Page{}, err
		}
	}
	if page.MayEdit && page.One.R.MayUndo(r.Now) {
		page.Undo = &ui.Undo{Word: r.L.T("org.person.cancelled|Cancelled."), Text: undoText(r, e, page.One.R), Label: r.L.T("org.undo|Undo"), Action: page.at() + "/undo"}
	}
	return web.Page{Title: nameOf(r, page.One.P.Name), Body: personBody(page), Wide: true, Here: "desk", Zoned: true, Notices: r.News(map[string]string{
		"entered": r.L.T("org.enter.done|Registered. If there is an address, the confirmation goes there."),
		"undo":    r.L.T("org.person.undone|It is as it was."),
		"admit":   r.L.T("org.event.admitted|They have a place, and are told."),
	})}, nil
}

// undoText says what undoing a cancellation would bring back.
func undoText(r *web.Request, e *events.Event, reg events.Registration) string {
	switch {
	case e.FreeFor(reg.Date, reg.Way, r.Now) != 0:
		return r.L.T("org.person.cancelled.text|For a day this can be undone, as long as a place is free.")
	case e.Entry.Waitlist:
		return r.L.T("org.person.cancelled.waits|The place has gone to somebody else. Undone, they wait at the end of the waiting list.")
	}
	return r.L.T("org.person.cancelled.full|The place has gone to somebody else, and none is free now.")
}

// facts are what is known of a registration.
func (p personPage) facts() ui.SummaryList {
	l, one := p.R.L, p.One
	list := ui.SummaryList{{Key: l.T("org.person.place|Place"), Body: placeLine(p)}}
	add := func(key, value string) {
		if value != "" {
			list = append(list, ui.Fact{Key: key, Value: value})
		}
	}
	if one.P.Address != "" {
		list = append(list, ui.Fact{Key: l.T("org.person.address|Address"), Value: one.P.Address, LTR: true})
	}
	if len(p.E.Dates) > 1 {
		add(l.T("events.date|Date"), forWhich(p.R, p.E, one.R))
	}
	add(l.T("org.event.way|How they come"), l.Text(one.R.Way.Label()))
	add(l.T("org.filter.zone|City"), l.City(one.R.Zone))
	add(l.T("org.filter.language|Language"), l.LangTitle(one.R.Language))
	add(l.T("org.person.since|Registered on"), l.DateTime(one.R.MadeAt.In(p.R.Zone), i18n.Medium))
	for _, q := range p.E.Entry.Questions {
		add(textOf(p.R, q.Label), p.answer(q))
	}
	return list
}

// answer is what somebody answered, in the words of the form.
func (p personPage) answer(q events.Question) string {
	a := p.One.Answers[q.ID]
	switch q.Kind {
	case events.AskYesNo:
		return map[string]string{"yes": p.R.L.T("form.yes|Yes"), "no": p.R.L.T("form.no|No")}[a]
	case events.AskChoice, events.AskChoices:
		var names []string
		for id := range strings.SplitSeq(a, "\n") {
			for _, c := range q.Choices {
				if c.ID == id {
					names = append(names, textOf(p.R, c.Label))
				}
			}
		}
		return p.R.L.List(names)
	}
	return a
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
	default:
		err = errs.NotThere()
	}
	if !p.Events.May(r.Viewer, e, auth.SeeRegistrations) {
		return web.SeeOther(home(e)), err
	}
	return web.SeeOther(home(e) + "/people/" + reg.ID + "?done=" + what), err
}

func (p *Pages) personAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	page, err := p.personPage(ctx, tx, r)
	page.Notices = []ui.Notice{notPossible(r, wrong)}
	return page, err
}

// enterPage is the form to register somebody by hand.
type enterPage struct {
	R    *web.Request
	E    *events.Event
	Form ui.Form
	Once string
	Ask  bool
}

func readEntered(ctx context.Context, r *web.Request) (events.Form, error) {
	f := events.Form{Date: r.Value("date"), Way: events.Way(r.Value("way")), Input: people.Input{Name: r.Value("name"), Address: r.Value("email"),
		Zone: r.Value("zone"), Language: r.Value("language")}}.Clean()
	if r.Form.Has("change-zone") {
		return f, forms.Look()
	}
	return f, nil
}

func (p *Pages) enter(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return nil, err
	}
	lang := r.L.Lang
	if len(e.Languages) > 0 {
		lang = e.Languages[0]
	}
	return p.enterPage(r, e, url.Values{"zone": {e.Zone}, "language": {lang}, "date": {r.Query.Get("date")}}, nil), nil
}

func (p *Pages) enterPage(r *web.Request, e *events.Event, values url.Values, wrong *errs.Error) web.Page {
	page := enterPage{R: r, E: e, Form: ui.Form{L: r.L, Values: values, Err: wrong}, Once: web.NewOnce(), Ask: values.Has("change-zone")}
	return web.Page{Title: r.L.T("org.enter.title|Register somebody"), Body: enterBody(page), Wide: true, Here: "desk"}
}

func (p *Pages) enterDo(ctx context.Context, tx *store.Tx, r *web.Request, f events.Form) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return nil, err
	}
	reg, err := p.Events.Enter(ctx, tx, r.Viewer, e.Slug, f)
	if err == nil && !p.Events.May(r.Viewer, e, auth.SeeRegistrations) {
		return web.SeeOther(home(e) + "?done=entered"), nil
	}
	return web.SeeOther(home(e) + "/people/" + reg.ID + "?done=entered"), err
}

func (p *Pages) enterAgain(ctx context.Context, tx *store.Tx, r *web.Request, f events.Form, wrong *errs.Error) (web.Page, error) {
	e, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return web.Page{}, err
	}
	if forms.Looked(wrong) {
		return forms.Shown(p.enterPage(r, e, r.Form, nil)), nil
	}
	return p.enterPage(r, e, r.Form, wrong), nil
}

// dates are those for which somebody may be registered alone; none where one
// registers for all.
func (p enterPage) dates() []ui.Option {
	if !p.E.Entry.ByDate {
		return nil
	}
	options := []ui.Option{{Label: p.R.L.T("org.event.all-dates|All dates")}}
	for _, o := range p.E.Occurrences() {
		if p.E.StatusOf(o.Date) != events.CalledOff {
			options = append(options, ui.Option{Value: o.Date.ID, Label: p.R.L.DateTime(o.Start.In(p.R.Zone), i18n.Medium)})
		}
	}
	return options
}

// ways are those in which one can come, where there is more than one.
func (p enterPage) ways() []ui.Option {
	if p.E.Mode() != events.Hybrid {
		return nil
	}
	return wayOptions(p.R.L, events.Here, events.Remote)
}
