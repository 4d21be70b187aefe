package circlesweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// yesRoutes are the ways to say yes: from the page of the series, and from the
// link of a registration, whose holder types nothing again.
func (p *Pages) yesRoutes() []web.Route {
	return []web.Route{
		web.Get("/s/{slug}/circle", web.Public(), p.askYes),
		web.Post("/s/{slug}/circle", web.Public(), p.saying(p.openPublic)),
		web.Get("/s/{slug}/circle/said", web.Public(), p.said),
		web.Get("/r/{key}/circle", web.ByLink(), p.askYesByLink),
		web.Post("/r/{key}/circle", web.ByLink(), p.saying(p.openByLink)),
	}
}

// visit is who comes to say yes, and to what.
type visit struct {
	s      *series.Series
	v      auth.Viewer
	person string // whom the house knows them as; "" = nobody
	name   string // how they are called, "" = to be asked
	track  string // in which they are registered
	action string // where the form goes
}

// opener finds out who is there.
type opener func(context.Context, *store.Tx, *web.Request) (visit, error)

func (p *Pages) openPublic(ctx context.Context, tx *store.Tx, r *web.Request) (at visit, err error) {
	at.v, at.action = r.Viewer, "/s/"+r.Param("slug")+"/circle"
	if at.s, err = p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug")); err != nil {
		return at, err
	}
	if at.s.Circles == nil {
		return at, errs.NotThere()
	}
	if err = p.Circles.MayCome(tx, r.Viewer, at.s); err != nil {
		return at, err
	}
	r.SupposeOrganisers(at.s.Location())
	if r.Viewer.Kind != auth.Person {
		at.v = auth.Viewer{}
		return at, nil
	}
	return at, p.recognise(ctx, tx, &at)
}

func (p *Pages) openByLink(ctx context.Context, tx *store.Tx, r *web.Request) (at visit, err error) {
	reg, s, v, err := p.Series.Mine(ctx, tx, r.Param("key"))
	if err != nil {
		return at, err
	}
	if s.Circles == nil || reg.Standing == series.Withdrawn {
		return at, errs.NotThere()
	}
	at = visit{s: s, v: v, action: "/r/" + r.Param("key") + "/circle"}
	if t := s.TrackByID(reg.Track); t != nil {
		at.track = t.Letter
	}
	r.Suppose(reg.Zone, reg.Language)
	if err = p.recognise(ctx, tx, &at); err == nil && at.name == "" { // erased: the link opens nothing any more
		err = errs.NotThere()
	}
	return at, err
}

// recognise reads what the house knows of who is there.
func (p *Pages) recognise(ctx context.Context, tx *store.Tx, at *visit) error {
	person, err := p.People.Load(ctx, tx, at.v, at.v.Person)
	at.person, at.name = person.ID, person.Name
	return err
}

func (p *Pages) askYes(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.ask(ctx, tx, r, p.openPublic)
}

func (p *Pages) askYesByLink(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.ask(ctx, tx, r, p.openByLink)
}

// ask shows the form, or leads those who said yes before to their own page.
func (p *Pages) ask(ctx context.Context, tx *store.Tx, r *web.Request, open opener) (web.Answer, error) {
	at, err := open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	values := url.Values{"zone": {r.Zone.String()}, "languages": {r.L.Lang}, "track": {at.track}}
	if at.person != "" {
		in, err := p.Circles.InterestOf(tx, at.v, at.s.ID, at.person)
		switch {
		case err == nil && in.State == circles.Yes:
			return web.SeeOther("/circle/" + p.Circles.Key(in)), nil
		case err == nil:
			answerValues(values, in)
		case !errs.Is(err, errs.NotFound):
			return nil, err
		}
		if err = p.hoursBefore(tx, at.v, at.person, r.L, values); err != nil {
			return nil, err
		}
	}
	return p.yesPage(tx, r, at, values, nil)
}

// yesPage is what the form needs.
type yesPage struct {
	answerFields
	Title  ui.Words
	Name   string // of who is known
	Known  bool
	Action string
	Notice *ui.Notice // what is to be known before, nil = nothing
	Shut   bool       // nobody can say yes now
	Once   string
	Agree  people.Agreement
}

func (p *Pages) yesPage(tx *store.Tx, r *web.Request, at visit, values url.Values, wrong *errs.Error) (web.Page, error) {
	asking, err := p.Circles.Asking(tx, at.s)
	if err != nil {
		return web.Page{}, err
	}
	page := yesPage{answerFields: fieldsOf(r, at.s, values, wrong), Title: r.Pick(at.s.Title), Name: at.name, Known: at.person != "",
		Action: at.action, Once: web.NewOnce()}
	if page.Agree, err = p.People.Consent(tx, at.v, at.s.ID); err != nil {
		return web.Page{}, err
	}
	page.Notice, page.Shut = stage(r, at, asking)
	return web.Page{Title: r.L.T("circles.yes.title|Say yes to a circle: {series}", "series", page.Title.Text), Body: yesBody(page),
		Zoned: true, Hidden: wrong != nil || at.action[1] == 'r', At: at.action}, nil
}

// stage says what is to be known of the time at which somebody comes.
func stage(r *web.Request, at visit, asking circles.Asking) (n *ui.Notice, shut bool) {
	l := r.L
	switch asking {
	case circles.NotAsking:
		return &ui.Notice{Word: l.T("circles.yes.none.word|Over."), Text: l.T("circles.yes.none|This series has no circles to come to.")}, true
	case circles.Forming:
		return &ui.Notice{Tone: ui.Info, Word: l.T("circles.yes.forming.word|Just now closed."),
			Text: l.T("circles.yes.forming|The circles are being formed now. Once they are published, you can ask for a place that is left.")}, true
	case circles.Late:
		return &ui.Notice{Tone: ui.Info, Word: l.T("circles.yes.late.word|The circles have been formed."),
			Text: l.T("circles.yes.late|If one of them fits you and has room, you are in it at once. If not, we tell you why.")}, false
	}
	return nil, false
}

// whatLine says how often and how long a circle meets, and how many are in it.
func (p yesPage) whatLine() string {
	c := p.S.Circles
	return p.R.L.T("circles.yes.what|A circle meets {n} time for {length}. People in it: {min} to {max}.|A circle meets {n} times, for {length} each. People in it: {min} to {max}.",
		"n", len(c.Meetings), "length", p.R.L.Length(c.Length), "min", c.Size.Min, "max", c.Size.Max)
}

// untilLine says until when one can say yes, "" if nothing is set.
func (p yesPage) untilLine() string {
	closes := circles.ClosesAt(p.S)
	if closes.IsZero() || !p.R.Now.Before(closes) {
		return ""
	}
	return p.R.L.T("circles.yes.until|Say yes until {when}.", "when", p.R.L.DateTime(closes.Add(-1).In(p.R.Zone), i18n.Medium))
}

// saying are the steps of a POST that says yes.
func (p *Pages) saying(open opener) web.Steps[answering] {
	return web.Steps[answering]{
		Prepare: readAnswering,
		Do: func(ctx context.Context, tx *store.Tx, r *web.Request, in answering) (web.Answer, error) {
			at, err := open(ctx, tx, r)
			if err != nil {
				return nil, err
			}
			if aside, err := in.aside(); aside || err != nil {
				if tx.Quiet(); err != nil {
					return nil, err
				}
				in.show(r)
				return p.yesPage(tx, r, at, in.values, nil)
			}
			key, err := p.Circles.SayYes(ctx, tx, at.v, at.s.Slug, in.YesForm)
			if err != nil {
				return nil, err
			}
			if key == "" {
				return web.SeeOther("/s/" + at.s.Slug + "/circle/said"), nil
			}
			return web.SeeOther("/circle/" + key + "?done=yes"), nil
		},
		Again: func(ctx context.Context, tx *store.Tx, r *web.Request, in answering, wrong *errs.Error) (web.Page, error) {
			at, err := open(ctx, tx, r)
			if err != nil {
				return web.Page{}, err
			}
			in.show(r)
			return p.yesPage(tx, r, at, in.values, wrong)
		},
	}
}

// saidPage is what the page after a yes needs.
type saidPage struct {
	R     *web.Request
	S     *series.Series
	Title ui.Words
	Late  bool
}

// said is the page after the yes of somebody who is not signed in. It knows
// nothing of them, and so is alike for all.
func (p *Pages) said(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	if s.Circles == nil {
		return nil, errs.NotThere()
	}
	r.SupposeOrganisers(s.Location())
	asking, err := p.Circles.Asking(tx, s)
	page := saidPage{R: r, S: s, Title: r.Pick(s.Title), Late: asking == circles.Late}
	return web.Page{Title: r.L.T("circles.said.title|You said yes"), Body: saidBody(page), Zoned: true, Hidden: true}, err
}

// steps tell what happens next.
func (p saidPage) steps() []ui.Step {
	l := p.R.L
	mail := ui.Step{Title: l.T("circles.said.mail|A mail is on its way to the address you gave"),
		Text: l.T("circles.said.mail.text|Its link opens your own page: there you change your hours, or say with whom you would like to be.")}
	if p.Late {
		return []ui.Step{mail, {Title: l.T("circles.said.place|We look for a place at once"), Text: l.T("circles.said.place.text|A second mail says which circle you are in, or why none fits.")}}
	}
	form := ui.Step{Title: l.T("circles.said.form|The circles are formed from everybody’s hours and languages")}
	if closes := circles.ClosesAt(p.S); !closes.IsZero() {
		form.Text = l.T("circles.said.form.text|Everybody can say yes until {when}.", "when", l.DateTime(closes.Add(-1).In(p.R.Zone), i18n.Medium))
	}
	return []ui.Step{mail, form, {Title: l.T("circles.said.told|You get your circle by mail"), Text: l.T("circles.said.told.text|With its hour in your time, and entries for your calendar. If none fits, we tell you why and what would help.")}}
}
