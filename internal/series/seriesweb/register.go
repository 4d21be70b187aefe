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
	values := url.Values{"zone": {r.Zone.String()}, "track": {r.Query.Get("track")}}
	return p.registerPage(r, s, values, nil, false), nil
}

func (p *Pages) registerPage(r *web.Request, s *series.Series, values url.Values, wrong *errs.Error, ask bool) web.Page {
	page := registerPage{R: r, S: s, Form: ui.Form{L: r.L, Values: values, Err: wrong}, Ask: ask, Once: web.NewOnce()}
	page.Title, _ = s.Title.Pick(r.L)
	return web.Page{Title: r.L.T("series.register.title|Register: {series}", "series", page.Title), Body: registerBody(page), Zoned: true}
}

// registerPage is what the form needs.
type registerPage struct {
	R     *web.Request
	S     *series.Series
	Title string
	Form  ui.Form
	Ask   bool
	Once  string
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
	plain, ok := p.Keys.OpenTicket(receiptPurpose+s.Slug, r.Param("receipt"))
	if !ok {
		return nil, errs.NotThere()
	}
	var out series.Outcome
	if err := json.Unmarshal(plain, &out); err != nil {
		return nil, errs.NotThere()
	}
	r.Suppose(out.Zone, "")
	page := registeredPage{R: r, S: s, Out: out}
	page.Title, _ = s.Title.Pick(r.L)
	return web.Page{Title: r.L.T("series.registered.title|You are registered"), Body: registeredBody(page), Zoned: true, Hidden: true}, nil
}

type registeredPage struct {
	R     *web.Request
	S     *series.Series
	Out   series.Outcome
	Title string
}
