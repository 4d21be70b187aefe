package deskweb

import (
	"context"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// undoText says what undoing a cancellation would bring back.
func undoText(r *web.Request, s *series.Series, letter string) string {
	switch {
	case s.Free(letter) != 0:
		return r.L.T("org.person.cancelled.text|For a day this can be undone, as long as a place is free.")
	case s.Window.Waitlist:
		return r.L.T("org.person.cancelled.waits|The place has gone to somebody else. Undone, they wait at the end of the waiting list.")
	}
	return r.L.T("org.person.cancelled.full|The place has gone to somebody else, and none is free now.")
}

// personPage is one registration with what can be done about it.
type personPage struct {
	R       *web.Request
	S       *series.Series
	E       series.Entrant
	Group   string
	Noted   map[int]bool
	Form    ui.Form
	MayEdit bool
	Undo    *ui.Undo
}

func (p *Pages) person(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.personPage(ctx, tx, r, nil)
}

func (p *Pages) personPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	s, err := p.worked(ctx, tx, r, auth.SeeRegistrations)
	if err != nil {
		return web.Page{}, err
	}
	page := personPage{R: r, S: s, MayEdit: p.Series.May(r.Viewer, s, auth.EditRegistrations)}
	if page.E, err = p.Series.Entrant(ctx, tx, r.Viewer, s, r.Param("id")); err != nil {
		return web.Page{}, err
	}
	r.Saw(r.Viewer, auth.ReadPerson, page.E.R.Person, 1)
	if page.Noted, err = p.Series.Noted(ctx, tx, r.Viewer, s, page.E.R); err != nil {
		return web.Page{}, err
	}
	if page.E.R.Delegation != "" {
		groups, err := p.Series.GroupLines(ctx, tx, r.Viewer, s)
		if err != nil {
			return web.Page{}, err
		}
		for _, g := range groups {
			if g.D.ID == page.E.R.Delegation {
				page.Group = groupName(r.L, g)
			}
		}
	}
	page.Form = ui.Form{L: r.L, Err: wrong, Values: url.Values{"track": {page.E.Letter}}}
	if page.MayEdit && page.E.R.MayUndo(r.Now) {
		page.Undo = &ui.Undo{Word: r.L.T("org.person.cancelled|Cancelled."), Text: undoText(r, s, page.E.Letter),
			Label: r.L.T("org.undo|Undo"), Action: at(page) + "/undo"}
	}
	return web.Page{Title: nameOf(r, page.E.P.Name), Body: personBody(page), Wide: true, Here: "desk", Zoned: true, Notices: r.News(map[string]string{
		"entered": r.L.T("org.enter.done|Registered. If there is an address, the confirmation goes there."),
		"track":   r.L.T("org.person.moved|The hours are changed, and they are told."),
		"resend":  r.L.T("org.person.resent|The link is on its way to them."),
		"undo":    r.L.T("org.person.undone|It is as it was."),
	})}, nil
}

// at is the address of a registration on the desk.
func at(p personPage) string { return home(p.S) + "/people/" + p.E.R.ID }

// facts are what is known of a registration.
func (p personPage) facts() ui.SummaryList {
	l, e := p.R.L, p.E
	list := ui.SummaryList{{Key: l.T("org.person.place|Place"), Body: placeLine(p)}}
	add := func(key, value string) {
		if value != "" {
			list = append(list, ui.Fact{Key: key, Value: value})
		}
	}
	if e.P.Address != "" {
		list = append(list, ui.Fact{Key: l.T("org.person.address|Address"), Value: e.P.Address, LTR: true})
	}
	if t := p.S.Track(e.Letter); t != nil {
		add(l.T("ui.sessions.track|Track"), t.Name(p.R.L))
	}
	add(l.T("org.person.group|Group"), p.Group)
	add(l.T("org.filter.zone|City"), l.City(e.R.Zone))
	add(l.T("org.filter.language|Language"), l.LangTitle(e.R.Language))
	add(l.T("org.person.since|Registered on"), l.DateTime(e.R.MadeAt.In(p.R.Zone), i18n.Medium))
	for _, q := range p.S.Questions {
		add(textOf(p.R, q.Label), p.answer(q))
	}
	var there []string
	for i := range p.S.Sessions {
		if n := p.S.Sessions[i].N; p.Noted[n] {
			there = append(there, l.Number(n))
		}
	}
	if len(p.Noted) > 0 {
		value := l.T("org.person.there.none|At none of those noted")
		if len(there) > 0 {
			value = l.T("org.person.there|At session {numbers}|At sessions {numbers}", "n", len(there), "numbers", l.List(there))
		}
		add(l.T("org.attendance.button|Attendance"), value)
	}
	return list
}

// answer is what somebody answered, in the words of the form.
func (p personPage) answer(q series.Question) string {
	a := p.E.Answers[q.ID]
	switch q.Kind {
	case series.AskYesNo:
		return map[string]string{"yes": p.R.L.T("form.yes|Yes"), "no": p.R.L.T("form.no|No")}[a]
	case series.AskChoice, series.AskChoices:
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

// otherTracks are the hours to which the registration can move.
func (p personPage) otherTracks() []ui.Option {
	var options []ui.Option
	for _, t := range p.S.Tracks {
		o := ui.Option{Value: t.Letter, Label: t.Name(p.R.L)}
		if free := p.S.Free(t.Letter); free >= 0 && t.Letter != p.E.Letter {
			o.Hint = p.R.L.T("org.person.free|{n} place left|{n} places left", "n", free)
		}
		options = append(options, o)
	}
	return options
}

// personDo does one of the few things that an organiser does about somebody.
func (p *Pages) personDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return nil, err
	}
	reg, of, err := p.Series.Registration(ctx, tx, r.Viewer, r.Param("id"))
	if err != nil {
		return nil, err
	}
	if of.ID != s.ID {
		return nil, errs.NotThere()
	}
	what := r.Param("what")
	switch what {
	case "track":
		err = p.Series.ChangeTrack(ctx, tx, r.Viewer, s, &reg, r.Value("track"))
	case "cancel":
		err = p.Series.Cancel(ctx, tx, r.Viewer, s, &reg)
	case "undo":
		err = p.Series.Undo(ctx, tx, r.Viewer, s, &reg)
	case "resend":
		err = p.Series.Resend(ctx, tx, r.Viewer, s, reg.ID)
	default:
		err = errs.NotThere()
	}
	return web.SeeOther(home(s) + "/people/" + reg.ID + "?done=" + what), err
}

func (p *Pages) personAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.personPage(ctx, tx, r, wrong)
}

// enterPage is the form to register somebody by hand.
type enterPage struct {
	R    *web.Request
	S    *series.Series
	Form ui.Form
	Once string
	Ask  bool
}

func readEntered(ctx context.Context, r *web.Request) (series.Form, error) {
	f := series.Form{Track: r.Value("track"), Input: people.Input{Name: r.Value("name"), Address: r.Value("email"),
		Zone: r.Value("zone"), Language: r.Value("language")}}.Clean()
	if r.Form.Has("change-zone") {
		return f, forms.Look()
	}
	return f, nil
}

func (p *Pages) enter(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return nil, err
	}
	lang := r.L.Lang
	if len(s.Languages) > 0 {
		lang = s.Languages[0]
	}
	return p.enterPage(r, s, url.Values{"zone": {s.Zone}, "language": {lang}}, nil), nil
}

func (p *Pages) enterPage(r *web.Request, s *series.Series, values url.Values, wrong *errs.Error) web.Page {
	page := enterPage{R: r, S: s, Form: ui.Form{L: r.L, Values: values, Err: wrong}, Once: web.NewOnce(), Ask: values.Has("change-zone")}
	return web.Page{Title: r.L.T("org.enter.title|Register somebody"), Body: enterBody(page), Wide: true, Here: "desk"}
}

func (p *Pages) enterDo(ctx context.Context, tx *store.Tx, r *web.Request, f series.Form) (web.Answer, error) {
	reg, err := p.Series.Enter(ctx, tx, r.Viewer, r.Param("slug"), f)
	return web.SeeOther("/o/s/" + r.Param("slug") + "/people/" + reg.ID + "?done=entered"), err
}

func (p *Pages) enterAgain(ctx context.Context, tx *store.Tx, r *web.Request, f series.Form, wrong *errs.Error) (web.Page, error) {
	s, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return web.Page{}, err
	}
	if forms.Looked(wrong) {
		return forms.Shown(p.enterPage(r, s, r.Form, nil)), nil
	}
	return p.enterPage(r, s, r.Form, wrong), nil
}

func (p enterPage) tracks() []ui.Option {
	var options []ui.Option
	for _, t := range p.S.Tracks {
		options = append(options, ui.Option{Value: t.Letter, Label: t.Name(p.R.L)})
	}
	return options
}

func languageOptions(r *web.Request) []ui.Option {
	return forms.LanguageOptions(r.L, r.Face.Languages)
}
