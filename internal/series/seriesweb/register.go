package seriesweb

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// registering is what the form brings.
type registering struct {
	series.Form
	values url.Values
	ask    bool // the city's button was pressed: show the form with the cities
}

func readRegistering(ctx context.Context, r *web.Request) (registering, error) {
	f := registering{values: r.Form, ask: r.Form.Has("change-zone")}
	f.Input = people.Input{Name: r.Value("name"), Address: r.Value("email"), Zone: r.Value("zone"), Language: r.Value("language")}
	f.Track = r.Value("track")
	f.Answers = map[string]string{}
	for name, values := range r.Form {
		if id, ok := strings.CutPrefix(name, "q."); ok {
			f.Answers[id] = strings.Join(values, "\n")
		}
	}
	f.Form = f.Clean()
	if f.Language == "" {
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
	if s.Window.For == series.ForGroups {
		return web.SeeOther("/s/" + s.Slug + "/group"), nil
	}
	r.SupposeOrganisers(s.Location())
	values := url.Values{"zone": {r.Zone.String()}, "track": {r.Query.Get("track")}}
	return p.registerPage(r, s, values, nil, false), nil
}

func (p *Pages) registerPage(r *web.Request, s *series.Series, values url.Values, wrong *errs.Error, ask bool) web.Page {
	r.SupposeOrganisers(s.Location())
	page := registerPage{R: r, S: s, Title: pick(r, s.Title).Text, Form: ui.Form{L: r.L, Values: values, Err: wrong}, Ask: ask,
		Once: web.NewOnce(), Openness: s.Openness(r.Now), Window: windowLine(r, s)}
	if len(s.Tracks) < 2 {
		page.First = firstLine(r, s, s.Letters()[0])
	}
	return web.Page{Title: r.L.T("series.register.title|Register: {series}", "series", page.Title), Body: registerBody(page), Zoned: true}
}

// registerPage is what the form needs.
type registerPage struct {
	R        *web.Request
	S        *series.Series
	Title    string
	First    string // when the first session is, where there is one track only
	Form     ui.Form
	Ask      bool // for the city
	Once     string
	Openness series.Openness
	Window   string
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
	for _, letter := range p.S.Letters() {
		if p.S.Free(letter) != 0 {
			return p.R.L.T("series.register.button|Register")
		}
	}
	return p.R.L.T("series.register.wait|Join the waiting list")
}

// questionField is one of the organiser's own questions as a field.
func questionField(p registerPage, q series.Question) ui.Field {
	label := pick(p.R, q.Label)
	f := ui.Field{Name: "q." + q.ID, Label: label.Text, Required: q.Required, Lang: ""}
	if !q.Required {
		f.Hint = p.R.L.T("form.optional|You may leave this empty.")
	}
	switch q.Kind {
	case series.AskYesNo:
		f.Type = ui.Radios
		f.Options = []ui.Option{{Value: "yes", Label: p.R.L.T("form.yes|Yes")}, {Value: "no", Label: p.R.L.T("form.no|No")}}
	case series.AskChoice, series.AskChoices:
		f.Type = ui.Radios
		if q.Kind == series.AskChoices {
			f.Type = ui.Checks
		}
		for _, c := range q.Choices {
			label := pick(p.R, c.Label)
			f.Options = append(f.Options, ui.Option{Value: c.ID, Label: label.Text, Lang: label.Lang})
		}
	default:
		f.Type, f.Rows = ui.Area, 2
	}
	return f
}

func (p *Pages) registerDo(ctx context.Context, tx *store.Tx, r *web.Request, f registering) (web.Answer, error) {
	slug := r.Param("slug")
	if f.ask {
		s, err := p.Series.BySlug(ctx, tx, r.Viewer, slug)
		if err != nil {
			return nil, err
		}
		return p.registerPage(r, s, f.values, nil, true), nil
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

// receiptPurpose binds a receipt to its series.
const receiptPurpose = "series.receipt/"

func (p *Pages) registerAgain(ctx context.Context, tx *store.Tx, r *web.Request, f registering, wrong *errs.Error) (web.Page, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return web.Page{}, err
	}
	return p.registerPage(r, s, f.values, wrong, false), nil
}

// registered is the page after a registration. It knows nothing but the
// receipt in its address, which holds no name, and so is alike for all.
func (p *Pages) registered(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	if page, ok := p.groupRegistered(r, s); ok {
		return page, nil
	}
	plain, ok := p.Keys.OpenTicket(receiptPurpose+s.Slug, r.Param("receipt"))
	if !ok {
		return nil, errs.NotThere()
	}
	var out series.Outcome
	if err := json.Unmarshal(plain, &out); err != nil {
		return nil, errs.NotThere()
	}
	r.Suppose(out.Zone, "")
	page := registeredPage{R: r, S: s, Out: out, Title: pick(r, s.Title).Text, First: firstLine(r, s, out.Track)}
	title := r.L.T("series.registered.title|You are registered")
	if out.Standing == series.Waitlisted {
		title = r.L.T("series.registered.waiting|You are on the waiting list")
	}
	return web.Page{Title: title, Body: registeredBody(page), Zoned: true, Hidden: true}, nil
}

type registeredPage struct {
	R     *web.Request
	S     *series.Series
	Out   series.Outcome
	Title string
	First string
}

// registeredSteps tells what happens next.
func registeredSteps(p registeredPage) []ui.Step {
	l := p.R.L
	mail := ui.Step{Title: l.T("series.registered.mail|A mail is on its way to the address you gave"),
		Text: l.T("series.registered.mail.text|It holds your personal link and the invitation for your calendar. Nothing there after ten minutes? Look into the spam folder.")}
	if p.Out.Standing == series.Waitlisted {
		return []ui.Step{mail, {Title: l.T("series.registered.wait|We write as soon as a place is free"),
			Text: l.T("series.registered.wait.text|You then have two days to accept it.")}}
	}
	return []ui.Step{mail,
		{Title: l.T("series.registered.remind|We remind you a day and an hour before"), Text: l.T("series.registered.remind.text|Each mail names your own hour and holds the way in.")},
		{Title: l.T("series.registered.change|Change or cancel at any time"), Text: l.T("series.registered.change.text|Your personal link does it, without a password.")}}
}
