package deskweb

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

func (p *Pages) sessionRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/s/{slug}/session/new", web.Desk(), p.newSession),
		web.Post("/o/s/{slug}/session/new", web.Desk(), web.Steps[change]{Prepare: readChange, Do: p.newSessionDo, Again: p.newSessionAgain}),
		web.Get("/o/s/{slug}/session/{n}", web.Desk(), p.session),
		web.Post("/o/s/{slug}/session/{n}", web.Desk(), web.Steps[change]{Prepare: readChange, Do: p.sessionDo, Again: p.sessionAgain}),
		web.Post("/o/s/{slug}/session/{n}/links", web.Desk(), web.Steps[[]series.Link]{Prepare: readLinks, Do: p.linksDo, Again: p.linksAgain}),
		web.Post("/o/s/{slug}/session/{n}/remove", web.Desk(), web.Steps[struct{}]{Do: p.removeDo, Again: p.removeAgain}),
	}
}

// change is the form of one session as it was sent.
type change struct {
	entry
	reach series.Reach
}

// readChange reads the form. Without the press of the button that saves it is
// a look.
func readChange(ctx context.Context, r *web.Request) (change, error) {
	c := change{entry: readEntry(r), reach: series.Reach(r.Value("reach"))}
	if c.reach == "" {
		c.reach = series.ThisOne
	}
	if c.Preview || !r.Form.Has("save") || r.Value("seen") != c.Fingerprint() {
		return c, forms.Look()
	}
	return c, nil
}

// sessionPage is one session with what can be changed about it.
type sessionPage struct {
	forms.Editor
	S      *series.Series
	X      *series.Session
	Once   string
	Future int // sessions after this one that are still to come

	Changes bool              // the form differs from what is
	After   []ui.SessionTable // the changed sessions as they would be
	Swings  []string

	Links             ui.Form
	LinkRows          int
	MayEdit, MayLink  bool
	MayTake, MayWrite bool
	MayRemove         bool
}

// ofSession loads a series and the session that the address names.
func (p *Pages) ofSession(ctx context.Context, tx *store.Tx, r *web.Request, may func(*series.Series) bool) (*series.Series, *series.Session, error) {
	s, err := p.organisedOr(ctx, tx, r, may)
	if err != nil {
		return nil, nil, err
	}
	n, err := strconv.Atoi(r.Param("n"))
	x := s.Session(n)
	if err != nil || x == nil {
		return nil, nil, errs.NotThere()
	}
	return s, x, nil
}

// organisedOr loads a series for a viewer who works on it, or who may do
// something else there.
func (p *Pages) organisedOr(ctx context.Context, tx *store.Tx, r *web.Request, may func(*series.Series) bool) (*series.Series, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err == nil && !may(s) {
		err = errs.NotThere()
	}
	if err == nil {
		r.SupposeOrganisers(s.Location())
	}
	return s, err
}

// looksAfter tells whether the viewer does anything about the sessions.
func (p *Pages) looksAfter(r *web.Request) func(*series.Series) bool {
	return func(s *series.Series) bool {
		return slices.ContainsFunc([]auth.Verb{auth.EditSeries, auth.TakeAttendance, auth.WritePosts}, func(v auth.Verb) bool { return p.Series.May(r.Viewer, s, v) })
	}
}

func (p *Pages) session(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, x, err := p.ofSession(ctx, tx, r, p.looksAfter(r))
	if err != nil {
		return nil, err
	}
	in := change{entry: entryFor(r, s), reach: series.ThisOne}
	in.Values = fillSession(r.L, s, x, in.Langs[0])
	page, err := p.sessionPage(ctx, tx, r, s, x, in, nil)
	page.Notices = r.News(map[string]string{
		"saved":  r.L.T("org.session.saved|Saved. Whoever must know is told in two minutes."),
		"added":  r.L.T("org.session.added|The session is added. Whoever is registered is told in two minutes."),
		"linked": r.L.T("org.links.saved|Saved. The links stand on the page of the series."),
	})
	return page, err
}

// fillSession is the form of a session as it is.
func fillSession(l *i18n.Locale, s *series.Series, x *series.Session, primary string) url.Values {
	v := url.Values{"primary": {primary}, "version": {strconv.Itoa(s.Version)}, "reach": {string(series.ThisOne)}, "date": {x.Date.String()},
		"length": {when.FormatLength(s.LengthOf(x))}, "status": {string(x.Status)}, "online": {x.Online}}
	for _, letter := range s.Letters() {
		if c, _ := s.Hour(x, letter); c != nil {
			v.Set(hourField(letter), c.String())
		}
	}
	forms.FillText(v, "theme", x.Theme)
	forms.FillText(v, "question", x.Question)
	forms.FillText(v, "activity", x.Activity)
	fillMore(l, v, x)
	if x.Place != nil {
		v.Set("place.name", x.Place.Name)
		v.Set("place.address", x.Place.Address)
		v.Set("place.notes", x.Place.Notes)
	}
	if x.Assignment != nil {
		forms.FillText(v, "assignment", x.Assignment.Title)
		if x.Assignment.Due != nil {
			v.Set("due", x.Assignment.Due.String())
		}
	}
	return v
}

// hourField is the field of a track's hour.
func hourField(letter string) string {
	if letter == "" {
		return "start"
	}
	return "start." + letter
}

// changes reads what differs from the session as it is. Hours that differ by
// track are changes of their own, which follow the first.
func (c change) changes(form *errs.Form, s *series.Series, x *series.Session) []series.SessionChange {
	first := series.SessionChange{}
	if d := c.Date(form, "date"); d.IsZero() {
		form.Add("date", "org.series.date-missing|Enter a date.")
	} else if d != x.Date {
		first.Date = &d
	}
	if n := c.Length(form, "length"); n > 0 && n != s.LengthOf(x) {
		first.Length = n
	}
	if status := series.Status(c.Get("status")); status != x.Status {
		first.Status = status
	}
	c.whereabouts(&first, x)
	c.contents(form, &first, x)
	c.more(form, &first, s, x)
	list := []series.SessionChange{first}
	for _, letter := range s.Letters() {
		start := c.Clock(form, hourField(letter))
		was, _ := s.Hour(x, letter)
		if start == nil || was != nil && *was == *start {
			continue
		}
		if list[0].Start == nil {
			list[0].Track, list[0].Start = letter, start
		} else {
			list = append(list, series.SessionChange{Track: letter, Start: start})
		}
	}
	return list
}

func (c change) whereabouts(to *series.SessionChange, x *series.Session) {
	place := series.Place{Name: c.Get("place.name"), Address: c.Get("place.address"), Notes: c.Get("place.notes")}
	was := series.Place{}
	if x.Place != nil {
		was = *x.Place
	}
	if place != was {
		to.Place = &place
	}
	if online := c.Get("online"); online != x.Online {
		to.Online = &online
	}
}

func (c change) contents(form *errs.Form, to *series.SessionChange, x *series.Session) {
	to.Theme, to.Question, to.Activity = c.Text("theme", x.Theme), c.Text("question", x.Question), c.Text("activity", x.Activity)
	a := series.Assignment{Title: c.Text("assignment", nil), Due: c.Wall(form, "due")}
	if x.Assignment != nil {
		a.Title = c.Text("assignment", x.Assignment.Title)
	}
	if len(a.Title) > 0 || a.Due != nil || x.Assignment != nil {
		to.Assignment = &a
	}
}

// applyTo returns the series as it would be.
func (c change) applyTo(s *series.Series, x *series.Session, now time.Time) (*series.Series, error) {
	var form errs.Form
	list := c.changes(&form, s, x)
	if err := form.Err(); err != nil {
		return s, err
	}
	for _, one := range list {
		next, err := s.Apply(x.N, c.reach, one, now)
		if err != nil {
			return s, err
		}
		s = next
	}
	return s, nil
}

func (p *Pages) sessionDo(ctx context.Context, tx *store.Tx, r *web.Request, c change) (web.Answer, error) {
	s, x, err := p.ofSession(ctx, tx, r, func(s *series.Series) bool { return p.Series.MayEdit(r.Viewer, s) })
	if err != nil {
		return nil, err
	}
	if c.Version() != s.Version {
		return nil, errs.New(errs.Conflict, "org.session.changed-meanwhile|Somebody else has changed this series since you opened it. What you see below is checked against the new state: look again, then save.")
	}
	var form errs.Form
	list := c.changes(&form, s, x)
	if err := form.Err(); err != nil {
		return nil, err
	}
	for _, one := range list {
		if _, err := p.Series.ChangeSession(ctx, tx, r.Viewer, s.Slug, x.N, c.reach, one); err != nil {
			return nil, err
		}
	}
	return web.SeeOther(home(s) + "/session/" + number(x.N) + "?done=saved"), nil
}

func (p *Pages) sessionAgain(ctx context.Context, tx *store.Tx, r *web.Request, c change, wrong *errs.Error) (web.Page, error) {
	s, x, err := p.ofSession(ctx, tx, r, func(s *series.Series) bool { return p.Series.MayEdit(r.Viewer, s) })
	if err != nil {
		return web.Page{}, err
	}
	c.Langs = forms.Languages(r, c.Get("primary"), s.Title)
	c.Values.Set("version", strconv.Itoa(s.Version))
	if forms.Looked(wrong) {
		page, err := p.sessionPage(ctx, tx, r, s, x, c, nil)
		return forms.Shown(page), err
	}
	return p.sessionPage(ctx, tx, r, s, x, c, wrong)
}

// sessionPage shows the form with what the change leads to.
func (p *Pages) sessionPage(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series, x *series.Session, c change, wrong *errs.Error) (web.Page, error) {
	page := sessionPage{Editor: editorOf(r, c, home(s)+"/session/"+number(x.N)), S: s, X: x, Once: web.NewOnce(), MayEdit: p.Series.MayEdit(r.Viewer, s),
		MayTake: p.Series.May(r.Viewer, s, auth.TakeAttendance), MayWrite: p.Series.May(r.Viewer, s, auth.WritePosts)}
	page.MayLink = page.MayEdit || page.MayWrite
	for i := range s.Sessions {
		if _, end := spanOf(s, &s.Sessions[i]); s.Sessions[i].N != x.N && end.After(r.Now) {
			page.Future++
		}
	}
	after, unread := c.applyTo(s, x, r.Now)
	if wrong == nil {
		wrong = errs.Of(unread)
	}
	if unread == nil {
		consequence, err := p.Series.Consequences(ctx, tx, r.Viewer, s, after)
		if err != nil && page.MayEdit {
			return web.Page{}, err
		}
		page.Told = consequence.People
		page.foresee(after)
	}
	page.Form = ui.Form{L: r.L, Values: c.Values, Err: c.besideSession(wrong, s)}
	page.Links = ui.Form{L: r.L, Values: fillLinks(x.Links)}
	page.LinkRows = len(x.Links) + 1
	numbers, err := p.Series.Numbers(ctx, tx, r.Viewer, s)
	if err == nil {
		n := numbers[s.ID]
		page.MayRemove = page.MayEdit && len(s.Sessions) > 1 && n.Placed+n.Waiting+n.Gathering+n.Cancelled == 0
	}
	return web.Page{Title: sessionName(r, x), Body: sessionBody(page), Wide: true, Here: "desk", Zoned: true}, nil
}

// foresee fills in what the change leads to: the sessions that differ, as they
// would be.
func (p *sessionPage) foresee(after *series.Series) {
	shownZones := when.LoadAll(p.S.ShowZones)
	if len(shownZones) == 0 {
		shownZones = when.LoadAll(exampleZones[:])
	}
	t := sessionTable(p.R, after, after.Location(), shownZones)
	t.ID = "after"
	var rows []ui.Session
	for i := range after.Sessions {
		y := &after.Sessions[i]
		was := p.S.Session(y.N)
		if was == nil || sameSession(p.S, was, after, y) {
			continue
		}
		row := t.Rows[i]
		for k, letter := range after.Letters() {
			o := p.S.Occurrence(was, letter)
			if !o.Start.Equal(row.Times[k].Start) {
				row.Times[k].Was = o.Start
			}
		}
		rows = append(rows, row)
	}
	if t.Rows = rows; len(rows) > 0 {
		p.Changes = true
		p.After = []ui.SessionTable{t}
		p.Swings = swingLines(p.R, after, append([]*time.Location{p.R.Zone}, shownZones...))
	}
	p.Changes = p.Changes || string(after.Write()) != string(p.S.Write())
}

// sameSession tells whether people would see the session at the same hours,
// place and state.
func sameSession(s *series.Series, x *series.Session, after *series.Series, y *series.Session) bool {
	for _, letter := range after.Letters() {
		a, b := s.Occurrence(x, letter), after.Occurrence(y, letter)
		if !a.Start.Equal(b.Start) || !a.End.Equal(b.End) {
			return false
		}
	}
	same := x.Place == y.Place || x.Place != nil && y.Place != nil && *x.Place == *y.Place
	return same && x.Status == y.Status && x.Online == y.Online
}

// besideSession puts what is wrong beside the fields of the session's form.
func (c change) besideSession(wrong *errs.Error, s *series.Series) *errs.Error {
	return forms.Beside(c.L, wrong, func(f errs.Field) string {
		list, _, part := partOf(f.Name)
		if list == "sessions" {
			f.Name = part
		}
		switch {
		case list == "tracks", f.Name == "start" && len(s.Tracks) > 0:
			return hourField(s.Letters()[0])
		case strings.HasPrefix(f.Name, "starts.") && f.Name != "starts.":
			return hourField(strings.TrimPrefix(f.Name, "starts."))
		case strings.HasPrefix(f.Name, "languages."):
			return "languages"
		case f.Name == "assignment.title":
			return "assignment." + c.Langs[0]
		case f.Name == "assignment.due":
			return "due"
		}
		return f.Name
	})
}
