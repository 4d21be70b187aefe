package eventsweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// mineRoutes are what a person's own link opens.
func (p *Pages) mineRoutes() []web.Route {
	post := func(path string, do func(context.Context, *store.Tx, *web.Request, *mine) (string, error)) web.Route {
		return web.Post("/er/{key}"+path, web.ByLink(), web.Steps[struct{}]{
			Do: func(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
				m, err := p.open(ctx, tx, r)
				if err != nil {
					return nil, err
				}
				done, err := do(ctx, tx, r, m)
				return web.SeeOther("/er/" + r.Param("key") + "?done=" + done), err
			},
			Again: p.mineAgain,
		})
	}
	return []web.Route{
		web.Get("/er/{key}", web.ByLink(), p.mine),
		web.Get("/er/{key}.ics", web.ByLink(), p.mineFeed),
		post("/answer", p.answer),
		post("/accept", p.accept),
		post("/cancel", p.cancel),
		post("/undo", p.undo),
		post("/change", p.change),
		post("/reminders", p.reminders),
		web.Post("/er/{key}/details", web.ByLink(), web.Steps[struct{}]{Do: p.changeDetails, Again: p.mineAgain}),
		web.Post("/er/{key}/remove", web.ByLink(), web.Steps[struct{}]{Do: p.remove}),
		web.Get("/er/removed", web.Public(), p.removed),
	}
}

// mine is what a person's own page knows.
type mine struct {
	R events.Registration
	E *events.Event
	V auth.Viewer
	P people.Person
}

// open reads what the key in the address opens, and shows the page in the
// person's own hours and language unless the reader has chosen others.
func (p *Pages) open(ctx context.Context, tx *store.Tx, r *web.Request) (*mine, error) {
	reg, e, v, err := p.Events.Mine(ctx, tx, r.Param("key"))
	if err != nil {
		return nil, err
	}
	person, err := p.People.Load(ctx, tx, v, reg.Person)
	if err != nil {
		return nil, err
	}
	if person.Name == "" { // erased: the link opens nothing any more
		return nil, errs.NotThere()
	}
	r.Suppose(reg.Zone, reg.Language)
	return &mine{R: reg, E: e, V: v, P: person}, nil
}

// minePage is what the template needs.
type minePage struct {
	R        *web.Request
	M        *mine
	Form     ui.Form
	Title    ui.Words
	Key      string
	Dates    dateTables
	Next     *events.Occurrence // the next date with a place
	JoinHref string             // "" while the way in is shut, and for who comes in person
	Ahead    int                // people who wait before this one
	Without  []withoutDate
	Agenda   []agendaDay
	Held     []heldDate
	Page     string // where the event is shown to the reader, by way of the sign-in if need be; "" = nowhere
	AskZone  bool
}

// over tells whether nothing is to come of what the person is registered for.
func (p minePage) over() bool { return len(p.M.E.ComingTo(&p.M.R, p.R.Now)) == 0 }

// off tells whether nothing is to come because what was to come was cancelled,
// or left out.
func (p minePage) off() bool {
	if !p.over() || p.M.E.State == events.Cancelled {
		return false
	}
	for i := range p.M.E.Dates {
		if d := &p.M.E.Dates[i]; p.M.R.Holds(d) && !p.M.E.Expects(d) && p.M.E.Occurrence(d).End.After(p.R.Now) {
			return true
		}
	}
	return false
}

func (p *Pages) mine(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if now, err := p.instead(tx, m); now != "" || err != nil {
		return web.SeeOther("/er/" + now), err
	}
	return p.minePage(ctx, tx, r, m, nil, nil)
}

// instead is the key of what somebody has for all dates, of which the one that
// they had, or waited for, has become part; "" where there is no such thing.
func (p *Pages) instead(tx *store.Tx, m *mine) (string, error) {
	d := m.E.Date(m.R.Date)
	if m.R.Standing != events.Withdrawn || d == nil {
		return "", nil
	}
	list, err := p.Events.OfEvent(tx, m.V, m.E, m.R.Person)
	for _, one := range list {
		if one.Date == "" && one.Standing.HasPlace() && one.Holds(d) {
			return p.Events.Key(one), nil
		}
	}
	return "", err
}

func (p *Pages) mineAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	return p.minePage(ctx, tx, r, m, r.Form, wrong)
}

// minePage shows the person's own page; typed is what stood in a form that is
// shown again, wrong what is wrong with it.
func (p *Pages) minePage(ctx context.Context, tx *store.Tx, r *web.Request, m *mine, typed url.Values, wrong *errs.Error) (web.Page, error) {
	values := url.Values{"name": {m.P.Name}, "zone": {m.R.Zone}, "language": {m.R.Language}, "date": {m.R.Date}, "way": {string(m.R.Way)}}
	if m.R.Date == "" {
		values.Set("date", allDates)
	}
	for name, v := range typed {
		values[name] = v
	}
	page := minePage{R: r, M: m, Key: r.Param("key"), Title: r.Pick(m.E.Title), AskZone: typed.Has(askCity), Form: ui.Form{L: r.L, Values: values, Err: wrong}}
	var own []events.Occurrence
	for _, o := range m.E.Occurrences() {
		if m.R.Holds(o.Date) {
			own = append(own, o)
		}
	}
	page.Dates = datesOf(r, m.E, own, false)
	page.Dates.Coming.Also, page.Dates.Later.Also, page.Dates.Over.Also = nil, nil, nil
	next := m.E.ComingTo(&m.R, r.Now)
	if len(next) > 0 && m.R.Standing.HasPlace() {
		page.Next = &next[0]
		if m.R.Way == events.Remote && !r.Now.Before(next[0].Start.Add(-events.JoinBefore)) {
			page.JoinHref = "/er/" + page.Key + "/join/" + next[0].Date.ID
		}
	}
	page.Agenda = m.agenda(r, own, next)
	var err error
	if page.Held, err = p.held(ctx, tx, r, m.E); err != nil {
		return web.Page{}, err
	}
	if page.Without, err = p.without(tx, r, m); err != nil {
		return web.Page{}, err
	}
	if page.Page, err = p.door(ctx, tx, r, m); err != nil {
		return web.Page{}, err
	}
	if m.R.Standing == events.Waitlisted {
		if page.Ahead, err = p.Events.Ahead(tx, m.R); err != nil {
			return web.Page{}, err
		}
	}
	return web.Page{Title: page.Title.Text, Body: mineBody(page), Zoned: true, Hidden: true, At: "/er/" + page.Key, Notices: mineNotices(r)}, nil
}

// agenda is that of what the person has, as far as it is still to come or, once
// all is over, of all.
func (m *mine) agenda(r *web.Request, own, next []events.Occurrence) []agendaDay {
	if len(next) > 0 {
		own = next
	}
	if len(own) == 0 {
		return nil
	}
	return agendaOf(r, m.E, &own[0], own, m.R.Way)
}

// door is where the event is shown to the reader. Who is not signed in may see it
// after that; of what is for those invited only, nobody who has no place there.
func (p *Pages) door(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	_, err := p.Events.BySlug(ctx, tx, r.Viewer, m.E.Slug)
	switch {
	case err == nil:
		return "/e/" + m.E.Slug, nil
	case !errs.Is(err, errs.NotFound):
		return "", err
	case r.Viewer.Kind != auth.Anonymous || m.E.Visibility == events.Invited && m.R.Standing == events.Withdrawn:
		return "", nil
	}
	return m.E.Door(), nil
}

// again is where one registers again, or reads the event, after the place was
// given up.
func (p minePage) again() ui.Actions {
	switch {
	case p.Page == "":
		return nil
	case p.M.E.Openness(p.R.Now) != events.Open:
		return ui.Actions{{Label: p.R.L.T("events.back|Back to the event"), Href: p.Page}}
	case p.Page != "/e/"+p.M.E.Slug: // the sign-in leads to the event first
		return ui.Actions{{Label: p.R.L.T("series.mine.again|Register again"), Href: p.Page}}
	}
	return ui.Actions{{Label: p.R.L.T("series.mine.again|Register again"), Href: p.Page + "/register"}}
}

// mineNotices tells what was just done.
func mineNotices(r *web.Request) []ui.Notice {
	return r.News(map[string]string{
		"answered":  r.L.T("series.mine.answered|Thank you. Your place is yours."),
		"waiting":   r.L.T("events.mine.answered-waiting|Thank you. You stay on the list."),
		"accepted":  r.L.T("series.mine.accepted|The place is yours. See you there."),
		"undone":    r.L.T("series.mine.undone|You are back."),
		"behind":    r.L.T("events.mine.changed-waiting|Changed. You now stand at the end of that waiting list."),
		"changed":   r.L.T("events.mine.changed|Your place is changed. A new invitation is on its way."),
		"reminders": r.L.T("series.stop.again-done|Reminders will come again."),
		"quiet":     r.L.T("events.mine.quiet|No more reminders will come. Changes and cancellations still reach you."),
		"details":   r.L.T("series.mine.details-changed|Your pages and mails now use this name, city and language."),
	})
}

func (p *Pages) answer(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	done := "answered"
	if m.R.Standing == events.Waitlisted {
		done = "waiting"
	}
	return done, p.Events.Answer(tx, m.V, &m.R)
}

func (p *Pages) accept(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "accepted", p.Events.Accept(ctx, tx, m.V, m.E, &m.R)
}

func (p *Pages) cancel(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "cancelled", p.Events.Cancel(ctx, tx, m.V, m.E, &m.R)
}

func (p *Pages) undo(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "undone", p.Events.Undo(ctx, tx, m.V, m.E, &m.R)
}

// change moves the place to another date or way.
func (p *Pages) change(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	date, way := m.R.Date, m.R.Way
	if r.Form.Has("date") {
		if err := checkDate(r, m.E); err != nil {
			return "", err
		}
		date = readDate(r)
	}
	if r.Form.Has("way") {
		way = events.Way(r.Value("way"))
	}
	was := m.R.Standing
	if err := p.Events.Change(ctx, tx, m.V, m.E, &m.R, date, way); err != nil {
		return "", err
	}
	if was != events.Waitlisted {
		return "changed", nil
	}
	now, _, _, err := p.Events.Mine(ctx, tx, r.Param("key"))
	switch {
	case now.Standing == events.Waitlisted:
		return "behind", err
	case now.Standing == events.Offered: // which the page says
		return "offered", err
	}
	return "changed", err
}

// reminders stops reminders, or lets them come again.
func (p *Pages) reminders(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	on := r.Form.Has("again")
	done := "quiet"
	if on {
		done = "reminders"
	}
	_, _, err := p.Events.SetReminders(ctx, tx, p.Events.StopKey(m.R), on)
	return done, err
}

// changeDetails changes name, city and language, here and in what the network
// knows of the person. Its button for the city shows the page again.
func (p *Pages) changeDetails(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if r.Form.Has(askCity) {
		tx.Quiet()
		return p.minePage(ctx, tx, r, m, r.Form, nil)
	}
	change := people.Change{Name: people.CleanName(r.Value("name")), Zone: r.Value("zone"), Language: r.Value("language")}
	var form errs.Form
	people.CheckName(&form, "name", change.Name)
	if !i18n.Known(change.Language) {
		change.Language = m.R.Language
	}
	typed.CheckZone(&form, "zone", change.Zone)
	if err := form.Err(); err != nil {
		return nil, err
	}
	if err := p.People.Change(ctx, tx, m.V, m.P.ID, change); err != nil {
		return nil, err
	}
	if err := p.Circles.Relocate(tx, m.V, m.P.ID, change.Zone, change.Language); err != nil {
		return nil, err
	}
	if err := p.Series.RelocateAll(ctx, tx, m.V, m.P.ID, change.Zone, change.Language); err != nil {
		return nil, err
	}
	return web.SeeOther("/er/" + r.Param("key") + "?done=details"), p.Events.RelocateAll(ctx, tx, m.V, m.P.ID, change.Zone, change.Language)
}

// remove takes the person out, and forgets them unless they have something
// elsewhere.
func (p *Pages) remove(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if err := p.Events.Remove(ctx, tx, m.V, m.E, &m.R); err != nil {
		return nil, err
	}
	after, err := p.People.Load(ctx, tx, m.V, m.P.ID)
	if err != nil {
		return nil, err
	}
	if after.Name != "" {
		return web.SeeOther("/er/removed?still=1"), nil
	}
	return web.SeeOther("/er/removed"), nil
}

func (p *Pages) removed(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return web.Page{Title: r.L.T("series.removed.title|You are removed"), Body: removedBody(r, r.Query.Has("still")), Hidden: true}, nil
}
