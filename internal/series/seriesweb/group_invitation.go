package seriesweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// invitationRoutes are what a group's invitation link opens.
func (p *Pages) invitationRoutes() []web.Route {
	return []web.Route{
		web.Get("/in/{key}", web.ByLink(), p.invitation),
		web.Post("/in/{key}", web.ByLink(), web.Steps[joining]{Prepare: readJoining, Do: p.invitationDo, Again: p.invitationAgain}).Guarded(),
		web.Get("/in/{key}/done", web.ByLink(), p.invitationDone),
	}
}

// joining is what the form of an invitation brings.
type joining struct {
	series.JoinForm
	values url.Values
	ask    bool
}

func readJoining(ctx context.Context, r *web.Request) (joining, error) {
	f := joining{values: r.Form, ask: r.Form.Has("change-zone")}
	f.Input = people.Input{Name: r.Value("name"), Address: r.Value("email"), Zone: r.Value("zone"), Language: r.Value("language")}.Clean()
	f.Answers, f.Agree = readAnswers(r), r.Value("agree")
	if f.Language == "" {
		f.Language = r.L.Lang
	}
	if f.Zone == "" {
		f.Zone = r.Zone.String()
	}
	return f, nil
}

// invitationPage is what the templates need.
type invitationPage struct {
	R      *web.Request
	S      *series.Series
	Title  string
	Lang   string
	Group  string // what it calls itself; "" if it said nothing
	Key    string
	First  string
	Closed string // why nobody can join any more
	Done   string
	Form   ui.Form
	Ask    bool
	Once   string
	Agree  people.Agreement
	Table  ui.SessionTable
}

func (p *Pages) invitationPage(ctx context.Context, tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (page invitationPage, err error) {
	d, s, err := p.Series.Invitation(ctx, tx, r.Param("key"))
	if err != nil {
		return page, err
	}
	r.SupposeOrganisers(s.Location())
	if values == nil {
		values = url.Values{"zone": {r.Zone.String()}}
	}
	page = invitationPage{R: r, S: s, Key: r.Param("key"), Form: ui.Form{L: r.L, Values: values, Err: wrong}, Once: web.NewOnce()}
	page.Title = pick(r, s.Title).Text
	page.Lang = pick(r, s.Title).Lang
	if page.Group, err = p.Series.Organisation(tx, d); err != nil {
		return page, err
	}
	if page.Agree, err = p.People.Consent(tx, auth.Viewer{}, s.ID); err != nil {
		return page, err
	}
	letter := ""
	if t := s.TrackByID(d.Track); t != nil {
		letter = t.Letter
	}
	page.First, page.Table = firstLine(r, s, letter), sessionTable(r, s, letter)
	if e := errs.Of(p.Series.MayJoin(d, s, r.Now)); e != nil {
		page.Closed = r.L.Text(e.Text)
	}
	return page, nil
}

func (p *Pages) invitation(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page, err := p.invitationPage(ctx, tx, r, nil, nil)
	if err != nil {
		return nil, err
	}
	return page.Page(), nil
}

// Page puts the form into the frame.
func (p invitationPage) Page() web.Page {
	return web.Page{Title: p.Heading(), Body: invitationBody(p), Zoned: true, Hidden: true}
}

func (p *Pages) invitationDo(ctx context.Context, tx *store.Tx, r *web.Request, f joining) (web.Answer, error) {
	if f.ask {
		page, err := p.invitationPage(ctx, tx, r, f.values, nil)
		if err != nil {
			return nil, err
		}
		page.Ask = true
		return page.Page(), nil
	}
	out, err := p.Series.JoinGroup(ctx, tx, r.Param("key"), f.JoinForm)
	if err != nil {
		return nil, err
	}
	to := "/in/" + r.Param("key") + "/done?as=" + string(out.Standing)
	if f.Address != "" {
		to += "&mail=1"
	}
	return web.SeeOther(to), nil
}

func (p *Pages) invitationAgain(ctx context.Context, tx *store.Tx, r *web.Request, f joining, wrong *errs.Error) (web.Page, error) {
	page, err := p.invitationPage(ctx, tx, r, f.values, wrong)
	if err != nil {
		return web.Page{}, err
	}
	return page.Page(), nil
}

// invitationDone is the page after joining. It knows nothing but what the
// address says, and so is alike for known and unknown people.
func (p *Pages) invitationDone(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page, err := p.invitationPage(ctx, tx, r, nil, nil)
	if err != nil {
		return nil, err
	}
	page.Done = page.done(series.Standing(r.Query.Get("as")), r.Query.Has("mail"))
	return web.Page{Title: r.L.T("series.invitation.done|You are in the group"), Body: invitationDoneBody(page), Zoned: true, Hidden: true}, nil
}

// Heading names the group that one is invited into.
func (p invitationPage) Heading() string {
	if p.Group != "" {
		return p.R.L.T("series.invitation.title|Join {group}", "group", p.Group)
	}
	return p.R.L.T("series.invitation.title-plain|Join the group")
}

// done says what follows from joining.
func (p invitationPage) done(as series.Standing, mail bool) string {
	l := p.R.L
	switch {
	case as == series.InDraft && mail:
		return l.T("series.invitation.draft|Your group is still being gathered. A mail with your personal link is on its way; your place is sure when the group is complete.")
	case as == series.InDraft:
		return l.T("series.invitation.draft-plain|Your group is still being gathered. Your contact person tells you when it is complete.")
	case as == series.Waitlisted && mail:
		return l.T("series.invitation.waiting|Your group is on the waiting list. A mail with your personal link is on its way.")
	case as == series.Waitlisted:
		return l.T("series.invitation.waiting-plain|Your group is on the waiting list. Your contact person tells you when there is room.")
	case mail:
		return l.T("series.invitation.in|You have a place. A mail with your personal link and the invitation for your calendar is on its way.")
	}
	return l.T("series.invitation.in-plain|You have a place. Your contact person passes on to you what we write.")
}
