package seriesweb

import (
	"context"
	"net/url"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// mineRoutes are what a person's own link opens.
func (p *Pages) mineRoutes() []web.Route {
	post := func(path string, do func(context.Context, *store.Tx, *web.Request, *mine) (string, error)) web.Route {
		return web.Post("/r/{key}"+path, web.ByLink(), web.Steps[struct{}]{
			Do: func(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
				m, err := p.open(ctx, tx, r)
				if err != nil {
					return nil, err
				}
				done, err := do(ctx, tx, r, m)
				return web.SeeOther("/r/" + r.Param("key") + "?done=" + done), err
			},
			Again: p.mineAgain,
		})
	}
	return []web.Route{
		web.Get("/r/{key}", web.ByLink(), p.mine),
		post("/answer", p.answer),
		post("/accept", p.accept),
		post("/cancel", p.cancel),
		post("/undo", p.undo),
		post("/track", p.changeTrack),
		post("/feed", p.renewFeed),
		post("/answers", p.giveAnswers),
		web.Post("/r/{key}/details", web.ByLink(), web.Steps[struct{}]{Do: p.changeDetails, Again: p.mineAgain}),
		web.Post("/r/{key}/remove", web.ByLink(), web.Steps[struct{}]{Do: p.remove}),
		web.Get("/removed", web.Public(), p.removed),
		web.Post("/r/{key}/not-me", web.ByLink(), web.Steps[struct{}]{Do: p.refuse}),
		web.Get("/refused", web.Public(), p.refused),
		web.Post("/refused/undo", web.Public(), web.Steps[struct{}]{Do: p.unrefuse}),
		web.Get("/refused/undone", web.Public(), p.unrefused),
	}
}

// mine is what a person's own page knows.
type mine struct {
	R      series.Registration
	S      *series.Series
	V      auth.Viewer
	P      people.Person
	Letter string
}

// open reads what the key in the address opens, and shows the page in the
// person's own hours and language unless the reader has chosen others.
func (p *Pages) open(ctx context.Context, tx *store.Tx, r *web.Request) (*mine, error) {
	reg, s, v, err := p.Series.Mine(ctx, tx, r.Param("key"))
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
	m := &mine{R: reg, S: s, V: v, P: person}
	if t := s.TrackByID(reg.Track); t != nil {
		m.Letter = t.Letter
	}
	return m, nil
}

// minePage is what the template needs.
type minePage struct {
	R        *web.Request
	M        *mine
	Form     ui.Form
	Title    ui.Words
	Key      string
	Table    ui.SessionTable
	Swings   []ui.SwingNote
	Ahead    int // people who wait before this one
	Next     *series.Occurrence
	JoinHref string // "" while the way in is shut
	Feed     string // the private calendar's whole address
	Stop     string // where reminders are stopped
	Held     []heldSession
	Circles  *circleDoor
	AskZone  bool
	Owes     bool // answers that must be given
}

// over tells whether the last session of the person's track is over.
func (p minePage) over() bool {
	_, more := p.M.S.Next(p.M.Letter, p.R.Now)
	return !more
}

func (p *Pages) mine(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return p.minePage(ctx, tx, r, m, nil, nil)
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
	values := url.Values{"name": {m.P.Name}, "zone": {m.R.Zone}, "language": {m.R.Language}, "track": {m.Letter}}
	for name, v := range typed {
		values[name] = v
	}
	page := minePage{R: r, M: m, Key: r.Param("key"), Title: r.Pick(m.S.Title), AskZone: typed.Has(askCity),
		Form:  ui.Form{L: r.L, Values: values, Err: wrong},
		Table: sessionTable(r, m.S, m.Letter), Swings: swings(r, m.S, m.Letter),
		Feed: r.Base + "/feed/" + p.Keys.Link(series.LinkFeed, m.P.ID, m.P.Generation) + ".ics", Stop: "/u/" + p.Series.StopKey(m.R)}
	page.Table.Also = nil
	if next, ok := m.S.Next(m.Letter, r.Now); ok && m.R.Standing.HasPlace() && m.S.State != series.Cancelled {
		page.Next = &next
		if !r.Now.Before(next.Start.Add(-series.JoinBefore)) {
			page.JoinHref = "/join/" + p.Series.JoinKey(m.R, next.Session.N)
		}
	}
	var err error
	if page.Held, err = p.held(ctx, tx, r, m.S); err != nil {
		return web.Page{}, err
	}
	if page.Circles, err = p.circleDoor(tx, r, m.S, m.V, "/r/"+page.Key+"/circle"); err != nil {
		return web.Page{}, err
	}
	if m.R.Standing == series.Waitlisted && m.R.Rank > 0 {
		if page.Ahead, err = p.Series.Ahead(tx, m.S.ID, m.R.Rank); err != nil {
			return web.Page{}, err
		}
	}
	if page.Owes, err = p.Series.OwesAnswers(tx, m.S, m.R); err != nil {
		return web.Page{}, err
	}
	return web.Page{Title: page.Title.Text, Body: mineBody(page), Zoned: true, Hidden: true, At: "/r/" + page.Key, Notices: mineNotices(r)}, nil
}

// mineNotices tells what was just done.
func mineNotices(r *web.Request) []ui.Notice {
	return r.News(map[string]string{
		"answered": r.L.T("series.mine.answered|Thank you. Your place is yours."),
		"accepted": r.L.T("series.mine.accepted|The place is yours. See you there."),
		"undone":   r.L.T("series.mine.undone|You are back."),
		"track":    r.L.T("series.mine.track-changed|Your hours are changed. A new invitation is on its way."),
		"feed":     r.L.T("series.mine.feed-renewed|Your calendar has a new address. The old one shows nothing any more."),
		"told":     r.L.T("series.answers.done|Thank you. The organisers can read your answers."),
		"details":  r.L.T("series.mine.details-changed|Your pages and mails now use this name, city and language."),
	})
}

func (p *Pages) answer(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "answered", p.Series.Answer(ctx, tx, m.V, &m.R)
}

func (p *Pages) accept(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "accepted", p.Series.Accept(ctx, tx, m.V, m.S, &m.R)
}

func (p *Pages) cancel(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "cancelled", p.Series.Cancel(ctx, tx, m.V, m.S, &m.R)
}

func (p *Pages) undo(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "undone", p.Series.Undo(ctx, tx, m.V, m.S, &m.R)
}

func (p *Pages) changeTrack(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "track", p.Series.ChangeTrack(ctx, tx, m.V, m.S, &m.R, r.Value("track"))
}

// renewFeed makes a new address for the private calendar, which ends the old.
func (p *Pages) renewFeed(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "feed", p.People.RenewFeed(ctx, tx, m.V, m.P.ID)
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
	series.CheckZone(&form, change.Zone)
	if err := form.Err(); err != nil {
		return nil, err
	}
	if err := p.People.Change(ctx, tx, m.V, m.P.ID, change); err != nil {
		return nil, err
	}
	if err := p.Circles.Relocate(tx, m.V, m.P.ID, change.Zone, change.Language); err != nil {
		return nil, err
	}
	if err := p.Events.RelocateAll(ctx, tx, m.V, m.P.ID, change.Zone, change.Language); err != nil {
		return nil, err
	}
	return web.SeeOther("/r/" + r.Param("key") + "?done=details"), p.Series.Relocate(ctx, tx, m.V, &m.R, change.Zone, change.Language)
}

// remove takes the person out, and forgets them unless they are registered for
// something else.
func (p *Pages) remove(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if err := p.Series.Remove(ctx, tx, m.V, m.S, &m.R); err != nil {
		return nil, err
	}
	after, err := p.People.Load(ctx, tx, m.V, m.P.ID)
	if err != nil {
		return nil, err
	}
	if after.Name != "" {
		return web.SeeOther("/removed?still=1"), nil
	}
	return web.SeeOther("/removed"), nil
}

func (p *Pages) removed(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return web.Page{Title: r.L.T("series.removed.title|You are removed"), Body: removedBody(r, r.Query.Has("still")), Hidden: true}, nil
}

// until prints a deadline in the reader's zone.
func until(r *web.Request, t time.Time) string { return r.L.DateTime(t.In(r.Zone), i18n.Medium) }

// tracks are the choices of a track field: each with its hours for the reader.
func tracks(r *web.Request, s *series.Series) []ui.Option { return tracksFor(r, s, false) }

// tracksFor are the same for who may have a place already: no place is given
// up for a waiting list.
func tracksFor(r *web.Request, s *series.Series, placed bool) []ui.Option {
	var list []ui.Option
	for _, t := range s.Tracks {
		title, lang := t.Title.Pick(r.L)
		o := ui.Option{Value: t.Letter, Label: title, Lang: r.Foreign(lang)}
		if strings.TrimSpace(title) == "" {
			o.Label = t.Letter
		}
		if at, ok := s.Next(t.Letter, r.Now); ok {
			o.Hint = r.L.T("series.track.hours|First: {when} for you", "when", r.L.Range(at.Start.In(r.Zone), at.End.In(r.Zone)))
		}
		switch {
		case s.Free(t.Letter) != 0:
		case s.Window.Waitlist && !placed:
			o.Hint = r.L.T("series.track.full|{hours}. Full: there is a waiting list.", "hours", o.Hint)
		default:
			o.Hint = r.L.T("series.track.none|{hours}. Full.", "hours", o.Hint)
		}
		list = append(list, o)
	}
	return list
}
