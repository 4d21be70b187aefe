package seriesweb

import (
	"context"
	"encoding/json"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// registering is what the form brings.
type registering struct {
	series.Form
	values url.Values
	step   string // "" to register, or one of the steps aside
}

// The form's steps aside: its buttons lead back to it.
const (
	askCity  = "change-zone" // choose another city
	takeCity = "take-zone"   // show the hours of the city chosen
)

func readRegistering(ctx context.Context, r *web.Request) (registering, error) {
	f := registering{values: r.Form}
	for _, step := range []string{askCity, takeCity} {
		if r.Form.Has(step) {
			f.step = step
		}
	}
	f.Input = people.Input{Name: r.Value("name"), Address: r.Value("email"), Zone: r.Value("zone"), Language: r.Value("language")}
	f.Track, f.Agree = r.Value("track"), r.Value("agree")
	f.Answers = readAnswers(r)
	f.Form = f.Clean()
	if !i18n.Known(f.Language) {
		f.Language = r.L.Lang
	}
	if f.Zone == "" {
		f.Zone = r.Zone.String()
	}
	return f, nil
}

func (p *Pages) register(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	switch {
	case s.Window.For == series.ForGroups:
		return web.SeeOther("/s/" + s.Slug + "/group"), nil
	case s.Window.For == series.ForMembers && r.Viewer.Kind != auth.Person:
		return nil, errs.New(errs.SignIn, "series.register.members-only|This series is for members. Please sign in first.")
	}
	r.SupposeOrganisers(s.Location())
	values := url.Values{"zone": {r.Zone.String()}, "track": {r.Query.Get("track")}}
	if r.Viewer.Kind == auth.Person { // need not type again what we know
		person, err := p.People.Load(ctx, tx, r.Viewer, r.Viewer.Person)
		if err != nil {
			return nil, err
		}
		values.Set("name", person.Name)
		values.Set("email", person.Address)
	}
	return p.registerPage(ctx, tx, r, s, values, nil, false)
}

func (p *Pages) registerPage(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series, values url.Values, wrong *errs.Error, ask bool) (web.Page, error) {
	r.SupposeOrganisers(s.Location())
	page := registerPage{R: r, S: s, Title: r.Pick(s.Title), Form: ui.Form{L: r.L, Values: values, Err: wrong}, Ask: ask,
		Once: web.NewOnce(), Shut: shut(r, s)}
	if len(s.Tracks) < 2 {
		page.First = firstLine(r, s, s.Letters()[0])
	}
	var err error
	if page.Agree, err = p.People.Consent(tx, r.Viewer, s.ID); err != nil {
		return web.Page{}, err
	}
	page.Mine, err = p.ownPage(ctx, tx, r, s)
	return web.Page{Title: r.L.T("series.register.title|Register: {series}", "series", page.Title.Text), Body: registerBody(page), Zoned: true, Hidden: wrong != nil}, err
}

// registerPage is what the form needs.
type registerPage struct {
	R     *web.Request
	S     *series.Series
	Title ui.Words
	First string // when the first session is, where there is one track only
	Form  ui.Form
	Ask   bool // for the city
	Once  string
	Shut  *ui.Notice // why nobody can register now; nil if they can
	Agree people.Agreement
	Mine  string // address of the viewer's own registration, "" = none
}

// shut says why nobody can register now, or nil.
func shut(r *web.Request, s *series.Series) *ui.Notice {
	l := r.L
	switch {
	case s.State == series.Cancelled && s.PartlyHeld():
		return &ui.Notice{Tone: ui.Bad, Word: l.T("series.state.cancelled.word|Cancelled"), Text: l.T("series.state.ended|No more sessions of this series take place. Everyone who was registered has been told.")}
	case s.State == series.Cancelled:
		return &ui.Notice{Tone: ui.Bad, Word: l.T("series.state.cancelled.word|Cancelled"), Text: l.T("series.state.cancelled|This series will not take place. Everyone who was registered has been told.")}
	case s.State == series.Draft:
		return &ui.Notice{Tone: ui.Info, Word: l.T("series.show.draft.word|Draft."), Text: l.T("series.show.draft|Only its team sees this page.")}
	case !s.Ends().After(r.Now):
		return &ui.Notice{Word: l.T("series.show.over.word|Over."), Text: l.T("series.show.over|The last session was on {date}.", "date", l.Date(s.Ends().In(r.Zone), dateStyle))}
	case s.Openness(r.Now) == series.NotYet:
		return &ui.Notice{Tone: ui.Info, Word: l.T("series.show.not-yet.word|Not open yet."), Text: windowLine(r, s)}
	case s.Openness(r.Now) == series.Over:
		return &ui.Notice{Word: l.T("series.show.closed.word|Closed."), Text: windowLine(r, s)}
	case s.Window.For == series.ForInvited:
		return &ui.Notice{Word: l.T("series.show.invited.word|By invitation."), Text: l.T("series.show.invited|Whoever is invited gets a link by mail.")}
	case s.Full() && !s.Window.Waitlist:
		return &ui.Notice{Tone: ui.Warn, Word: l.T("series.show.full.word|Full."), Text: l.T("series.places.none|All places are taken.")}
	}
	return nil
}

// firstLine says when the next session of a track is for the reader.
func firstLine(r *web.Request, s *series.Series, letter string) string {
	next, ok := s.Next(letter, r.Now)
	if !ok {
		return ""
	}
	return r.L.T("series.first|Starts {when}, {city} time", "when", r.L.Range(next.Start.In(r.Zone), next.End.In(r.Zone)),
		"city", r.L.City(r.Zone.String()))
}

// registerLabel is what the button does: it gives a place, or a place in the
// waiting list.
func registerLabel(p registerPage) string {
	if p.S.Full() {
		return p.R.L.T("series.register.wait|Join the waiting list")
	}
	return p.R.L.T("series.register.button|Register")
}

func (p *Pages) registerDo(ctx context.Context, tx *store.Tx, r *web.Request, f registering) (web.Answer, error) {
	slug := r.Param("slug")
	if f.step != "" {
		tx.Quiet()
		s, err := p.Series.BySlug(ctx, tx, r.Viewer, slug)
		if err != nil {
			return nil, err
		}
		f.show(r)
		return p.registerPage(ctx, tx, r, s, f.values, nil, f.step == askCity)
	}
	out, err := p.Series.Register(ctx, tx, r.Viewer, slug, f.Form)
	if err != nil {
		return nil, err
	}
	receipt, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	return web.SeeOther("/s/" + slug + "/registered/" + p.Keys.Ticket(receiptPurpose+slug, receipt)), nil
}

// show lets the page show the hours of the city that stands in the form.
func (f registering) show(r *web.Request) {
	if loc, err := when.Load(f.Zone); err == nil && f.values.Has("zone") {
		r.Zone, r.ZoneBy = loc, web.ByPerson
		r.L = r.L.ForZone(loc.String())
	}
}

// receiptPurpose binds a receipt to its series.
const receiptPurpose = "series.receipt/"

func (p *Pages) registerAgain(ctx context.Context, tx *store.Tx, r *web.Request, f registering, wrong *errs.Error) (web.Page, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return web.Page{}, err
	}
	f.show(r)
	return p.registerPage(ctx, tx, r, s, f.values, wrong, false)
}
