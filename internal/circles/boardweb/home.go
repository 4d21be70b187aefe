package boardweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) homeRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/s/{slug}/circles", web.Desk(), p.home).Audited(auth.ReadBoard),
		web.Post("/o/s/{slug}/circles/form", web.Desk(), web.Steps[struct{}]{Do: p.formDo, Again: p.homeAgain}).Audited(auth.ReadBoard),
		web.Post("/o/s/{slug}/circles/stop", web.Desk(), web.Steps[struct{}]{Do: p.stopDo}),
		web.Post("/o/s/{slug}/circles/continue", web.Desk(), web.Steps[*circles.Draft]{Prepare: p.continuePrepare, Do: p.continueDo, Again: p.continueAgain}).Audited(auth.ReadBoard),
	}
}

// homePage is where the circles of a series stand.
type homePage struct {
	R       *web.Request
	S       *series.Series
	O       circles.Overview
	Asks    []ask
	Once    string
	MayEdit bool
}

// ask is somebody who asks for another circle.
type ask struct {
	Name, Circle, Why string
}

func (p *Pages) home(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page, err := p.homePage(ctx, tx, r)
	switch r.Query.Get("done") {
	case "rules":
		page.Notices = []ui.Notice{done(r, r.L.T("org.circles.rules.saved|The rules are saved. They hold from the next forming on."))}
	case "themes":
		page.Notices = []ui.Notice{done(r, r.L.T("org.circles.themes.saved|Saved. Members see it at once."))}
	case "stopped":
		page.Notices = []ui.Notice{done(r, r.L.T("org.circles.stopped|Stopped. Nothing has changed."))}
	case "dropped":
		page.Notices = []ui.Notice{done(r, r.L.T("org.circles.dropped|The proposal is deleted."))}
	}
	return page, err
}

func (p *Pages) homePage(ctx context.Context, tx *store.Tx, r *web.Request) (web.Page, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	o, err := p.Circles.Overview(ctx, tx, r.Viewer, s)
	if err != nil {
		return web.Page{}, err
	}
	page := homePage{R: r, S: s, O: o, Once: web.NewOnce(), MayEdit: p.mayEdit(r, s)}
	if o.AskMove > 0 {
		if page.Asks, err = p.asks(ctx, tx, r, s, o.Cohort.ID); err != nil {
			return web.Page{}, err
		}
		r.Saw(r.Viewer, auth.ReadBoard, s.ID, len(page.Asks))
	}
	refresh := 0
	if page.running() {
		refresh = 1
	}
	return web.Page{Title: r.L.T("org.circles.title|Circles of {series}", "series", titleOf(r, s)), Body: homeBody(page), Wide: true, Here: "desk", Refresh: refresh}, nil
}

// asks lists who asks for another circle, and why.
func (p *Pages) asks(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series, cohort string) (list []ask, err error) {
	all, err := p.Circles.Asks(ctx, tx, r.Viewer, cohort)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, a := range all {
		ids[i] = a.Interest
	}
	faces, err := p.Circles.Faces(tx, r.Viewer, s, ids)
	if err != nil {
		return nil, err
	}
	codes, err := p.Circles.Codes(tx, r.Viewer, s)
	for _, a := range all {
		list = append(list, ask{Name: faces[a.Interest].Name, Circle: circleName(r.L, codes[a.Circle]), Why: a.Why})
	}
	return list, err
}

// running tells whether something is being worked on right now.
func (p homePage) running() bool {
	return p.O.Working != nil && p.O.Working.Proposal.State != circles.Failed && p.O.Working.Status.State != jobs.Stopped
}

// lead says how many said yes, and until when others can.
func (p homePage) lead() string {
	l := p.R.L
	if p.O.Yes == 0 {
		return l.T("org.circles.lead.none|Nobody has said yes to a circle yet.")
	}
	return l.T("org.circles.lead|{n} person says yes to a circle; {leaders} of them would lead.|{n} people say yes to a circle; {leaders} of them would lead.", "n", p.O.Yes, "leaders", p.O.Leaders)
}

// until says until when people are asked.
func (p homePage) until() string {
	l, closes := p.R.L, circles.ClosesAt(p.S)
	switch p.O.Asking {
	case circles.NotAsking:
		if e := errs.Of(circles.Offered(p.S)); e != nil {
			return l.Text(e.Text)
		}
		return l.T("org.circles.asking.over|The meetings are over.")
	case circles.Late:
		return l.T("org.circles.asking.late|Circles meet. Whoever says yes now gets a place at once, if one fits them.")
	case circles.Forming:
		return l.T("org.circles.asking.closed|People could say yes until {when}. Now is the time to form circles.", "when", p.when(closes.Add(-time.Minute)))
	}
	if closes.IsZero() {
		return l.T("org.circles.asking.open|People can say yes until you publish circles.")
	}
	return l.T("org.circles.asking.until|People can say yes until {when}. You can form circles at any time before, and again after.", "when", p.when(closes.Add(-time.Minute)))
}

func (p homePage) when(t time.Time) string { return p.R.L.DateTime(t.In(p.R.Zone), i18n.Medium) }

// proposals are the rows of the list.
func (p homePage) proposals() ui.Listing {
	list := ui.Listing{}
	for n, x := range p.O.Proposals {
		item := ui.ListingItem{Title: proposalName(p.R, x.Proposal), Href: at(p.S, x.ID), Text: qualityLine(p.R.L, x.Shown.Quality)}
		if x.Proposal.State == circles.Published {
			item.Title = p.R.L.T("org.circles.proposal.published|Published: proposal of {when}", "when", p.when(x.MadeAt))
			if x.ID == p.O.Cohort.Published {
				item.Text = placedLine(p.R.L, p.O.Placed, p.O.Yes) // now, not on the day of publishing
				item.Tags = []ui.Tag{{Tone: ui.OK, Word: p.R.L.T("org.circles.proposal.now|These meet")}}
			}
		} else if n == 0 && len(p.O.Proposals) > 1 {
			item.Tags = []ui.Tag{{Tone: ui.Info, Word: p.R.L.T("org.circles.proposal.newest|Newest")}}
		}
		if x.Shown.Quality.Breaches > 0 {
			item.Tags = append(item.Tags, ui.Tag{Tone: ui.Warn, Word: p.R.L.T("org.circles.proposal.breaks|{n} problem|{n} problems", "n", x.Shown.Quality.Breaches)})
		}
		list.Items = append(list.Items, item)
	}
	return list
}

// proposalName tells proposals apart: by when they were formed.
func proposalName(r *web.Request, x circles.Proposal) string {
	if x.Nth > 1 {
		return r.L.T("org.circles.proposal.nth|Proposal of {when}, number {n}", "when", r.L.DateTime(x.MadeAt.In(r.Zone), i18n.Medium), "n", x.Nth)
	}
	return r.L.T("org.circles.proposal|Proposal of {when}", "when", r.L.DateTime(x.MadeAt.In(r.Zone), i18n.Medium))
}

func (p *Pages) formDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	_, err = p.Circles.Form(tx, r.Viewer, s, r.Value("base"), circles.Effort{Seen: r.Number("step")})
	return web.SeeOther(home(s)), err
}

func (p *Pages) homeAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, e *errs.Error) (web.Page, error) {
	page, err := p.homePage(ctx, tx, r)
	page.Notices = []ui.Notice{refused(r, e)}
	return page, err
}

func (p *Pages) stopDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	stopped, err := p.Circles.StopForming(tx, r.Viewer, s, r.Value("proposal"), r.Value("best") != "")
	if errs.Is(err, errs.NotFound) { // pressed twice
		return web.SeeOther(home(s)), nil
	}
	if err != nil || !stopped {
		return web.SeeOther(home(s)), err
	}
	return web.SeeOther(home(s) + "?done=stopped"), nil
}

func (p *Pages) continuePrepare(ctx context.Context, r *web.Request) (*circles.Draft, error) {
	s, err := p.outside(ctx, r)
	if err != nil {
		return nil, err
	}
	return p.Circles.Continue(ctx, p.DB, r.Viewer, s)
}

func (p *Pages) continueDo(ctx context.Context, tx *store.Tx, r *web.Request, d *circles.Draft) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return web.SeeOther(at(s, d.Proposal)), p.Circles.Write(tx, r.Viewer, s, d)
}

func (p *Pages) continueAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ *circles.Draft, e *errs.Error) (web.Page, error) {
	return p.homeAgain(ctx, tx, r, struct{}{}, e)
}

// formButton is the first thing to press as long as there is nothing better.
func (p homePage) formButton() ui.Button {
	b := ui.Button{Label: p.formLabel(), Kind: ui.Primary, Busy: p.R.L.T("org.circles.form.busy.word|Beginning…")}
	if len(p.O.Proposals) > 0 {
		b.Kind = ui.Quiet
	}
	return b
}

// addCircles leads to where a series is given circles, whoever may change it.
func (p homePage) addCircles() (b ui.Button) {
	if p.MayEdit {
		b = ui.Button{Label: p.R.L.T("org.circles.none.add|Add circles to it"), Href: home(p.S) + "/rules", Kind: ui.Primary}
	}
	return b
}

// askRows are those who ask for another circle, as a list.
func (p homePage) askRows() ui.People {
	list := ui.People{L: p.R.L, Label: p.R.L.T("org.circles.asks|Who asks for another circle")}
	for _, a := range p.Asks {
		row := ui.PersonRow{Name: a.Name, Details: []string{a.Circle}}
		if a.Why != "" {
			row.Details = append(row.Details, a.Why)
		}
		list.Rows = append(list.Rows, row)
	}
	return list
}

func (p homePage) formLabel() string {
	switch {
	case p.O.Cohort.Published != "":
		return p.R.L.T("org.circles.form.late|Form anew, with as few changes as possible")
	case len(p.O.Proposals) > 0:
		return p.R.L.T("org.circles.form.again|Form another proposal")
	}
	return p.R.L.T("org.circles.form|Form circles of {n} person|Form circles of {n} people", "n", p.O.Yes)
}

func (p homePage) workLabel() string {
	switch p.O.Working.Proposal.State {
	case circles.Publishing:
		return p.R.L.T("org.circles.publishing|Publishing")
	case circles.Stopping:
		return p.R.L.T("org.circles.stopping|Coming to an end")
	}
	return p.R.L.T("org.circles.forming|Forming circles")
}

func (p homePage) failedWord() string {
	if p.O.Working.Proposal.State == circles.Publishing {
		return p.R.L.T("org.circles.failed.publish|Not all circles could be published. Remove this message, then publish the proposal once more.")
	}
	return p.R.L.T("org.circles.failed|Circles could not be formed.")
}
