package deskweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// personPage is one registration with what can be done about it.
type personPage struct {
	desk.Person
	S     *series.Series
	E     series.Entrant
	Group string
	Noted map[int]bool
}

func (p *Pages) person(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.personPage(ctx, tx, r, nil)
}

func (p *Pages) personPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	s, err := p.worked(ctx, tx, r, auth.SeeRegistrations)
	if err != nil {
		return web.Page{}, err
	}
	page := personPage{S: s}
	if page.E, err = p.Series.Entrant(ctx, tx, r.Viewer, s, r.Param("id")); err != nil {
		return web.Page{}, err
	}
	reg := page.E.R
	r.Saw(r.Viewer, auth.ReadPerson, reg.Person, 1)
	if page.Noted, err = p.Series.Noted(ctx, tx, r.Viewer, s, reg); err != nil {
		return web.Page{}, err
	}
	if page.Group, err = p.groupOf(ctx, tx, r, s, reg.Delegation); err != nil {
		return web.Page{}, err
	}
	page.Person = desk.Person{R: r, Of: thing(r, s), ID: reg.ID, Name: page.E.P.Name, Form: ui.Form{L: r.L, Err: wrong, Values: url.Values{"track": {page.E.Letter}}}}
	page.Facts = append(entrantOf(page.E).Facts(r, ui.Fact{Body: placeLine(page)}, page.own(), s.Questions), page.presence()...)
	switch {
	case !p.Series.May(r.Viewer, s, auth.EditRegistrations):
	case reg.MayUndo(r.Now):
		page.OfferUndo(s.Free(page.E.Letter) != 0, s.Window.Waitlist)
	case reg.Standing != series.Withdrawn:
		page.Does = personDoes(page)
	}
	return page.Page(map[string]string{"track": r.L.T("org.person.moved|The hours are changed, and they are told.")}), nil
}

// groupOf is what the group with that id is called; "" for none.
func (p *Pages) groupOf(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	groups, err := p.Series.GroupLines(ctx, tx, r.Viewer, s)
	for _, g := range groups {
		if g.D.ID == id {
			return groupName(r.L, g), err
		}
	}
	return "", err
}

// own are the facts about a registration that only series have.
func (p personPage) own() (facts []ui.Fact) {
	if t := p.S.Track(p.E.Letter); t != nil {
		facts = append(facts, ui.Fact{Key: p.R.L.T("ui.sessions.track|Track"), Value: t.Name(p.R.L)})
	}
	return append(facts, ui.Fact{Key: p.R.L.T("org.person.group|Group"), Value: p.Group})
}

// presence says at which sessions they were, once anything is noted.
func (p personPage) presence() []ui.Fact {
	if len(p.Noted) == 0 {
		return nil
	}
	l := p.R.L
	var there []string
	for i := range p.S.Sessions {
		if n := p.S.Sessions[i].N; p.Noted[n] {
			there = append(there, l.Number(n))
		}
	}
	value := l.T("org.person.there.none|At none of those noted")
	if len(there) > 0 {
		value = l.T("org.person.there|At session {numbers}|At sessions {numbers}", "n", len(there), "numbers", l.List(there))
	}
	return []ui.Fact{{Key: l.T("org.attendance.button|Attendance"), Value: value}}
}

// otherTracks are the hours to which the registration can move.
func (p personPage) otherTracks() []ui.Option {
	options := trackOptions(p.R.L, p.S)
	for i, o := range options {
		if free := p.S.Free(o.Value); free >= 0 && o.Value != p.E.Letter {
			options[i].Hint = p.R.L.T("org.person.free|{n} place left|{n} places left", "n", free)
		}
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

func (p *Pages) enter(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return nil, err
	}
	return p.enterPage(r, s, deskparts.EnterValues(r, s.Zone, s.Languages), nil), nil
}

func (p *Pages) enterPage(r *web.Request, s *series.Series, values url.Values, wrong *errs.Error) web.Page {
	return desk.NewEnter(r, thing(r, s), values, wrong, whichTrack(r, s, ui.Radios)...).Page()
}

// whichTrack asks for one of the tracks, where there is more than one.
func whichTrack(r *web.Request, s *series.Series, as ui.Input) []ui.Field {
	switch len(s.Tracks) {
	case 0:
		return nil
	case 1:
		return []ui.Field{{Type: ui.Hidden, Name: "track", Value: s.Tracks[0].Letter}}
	}
	return []ui.Field{{Type: as, Name: "track", Label: r.L.T("ui.sessions.track|Track"), Options: trackOptions(r.L, s), Required: true, Short: true}}
}

func (p *Pages) enterDo(ctx context.Context, tx *store.Tx, r *web.Request, in people.Input) (web.Answer, error) {
	reg, err := p.Series.Enter(ctx, tx, r.Viewer, r.Param("slug"), series.Form{Track: r.Value("track"), Input: in}.Clean())
	return web.SeeOther("/o/s/" + r.Param("slug") + "/people/" + reg.ID + "?done=entered"), err
}

func (p *Pages) enterAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ people.Input, wrong *errs.Error) (web.Page, error) {
	s, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return web.Page{}, err
	}
	return p.enterPage(r, s, r.Form, wrong), nil
}
