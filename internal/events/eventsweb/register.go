package eventsweb

import (
	"context"
	"encoding/json"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// registering is what the form brings.
type registering struct {
	events.Form
	values url.Values
	step   string // "" to register, or one of the steps aside
}

// The form's steps aside: its buttons lead back to it.
const (
	askCity  = "change-zone" // choose another city
	takeCity = "take-zone"   // show the hours of the city chosen
)

// allDates is what the form's field for the date says for all of them.
const allDates = "all"

func readRegistering(ctx context.Context, r *web.Request) (registering, error) {
	f := registering{values: r.Form}
	for _, step := range []string{askCity, takeCity} {
		if r.Form.Has(step) {
			f.step = step
		}
	}
	f.Input = people.Input{Name: r.Value("name"), Address: r.Value("email"), Zone: r.Value("zone"), Language: r.Value("language")}
	f.Date, f.Way = readDate(r), events.Way(r.Value("way"))
	f.Answers, f.Agree = readAnswers(r), r.Value("agree")
	f.Form = f.Clean()
	if !i18n.Known(f.Language) {
		f.Language = r.L.Lang
	}
	if f.Zone == "" {
		f.Zone = r.Zone.String()
	}
	return f, nil
}

// readDate reads for which date the form is; "" is all of them.
func readDate(r *web.Request) string {
	if date := r.Value("date"); date != allDates {
		return date
	}
	return ""
}

// checkDate refuses a form that leaves open for which of several dates it is.
func checkDate(r *web.Request, e *events.Event) error {
	var form errs.Form
	if asksDate(r, e) && r.Value("date") == "" {
		form.Add("date", "events.register.date-missing|Choose a date, or all of them.")
	}
	return form.Err()
}

// asksDate tells whether one chooses a date.
func asksDate(r *web.Request, e *events.Event) bool {
	return e.Entry.ByDate && len(e.Coming(r.Now)) > 1
}

func (p *Pages) register(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.Events.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	if e.Openness(r.Now) == events.Never {
		return web.SeeOther("/e/" + e.Slug), nil
	}
	r.SupposeOrganisers(e.Location())
	values := url.Values{"zone": {r.Zone.String()}, "date": {r.Query.Get("date")}, "way": {r.Query.Get("way")}}
	if r.Viewer.Kind == auth.Person { // need not type again what we know
		person, err := p.People.Load(ctx, tx, r.Viewer, r.Viewer.Person)
		if err != nil {
			return nil, err
		}
		values.Set("name", person.Name)
		values.Set("email", person.Address)
	}
	return p.registerPage(tx, r, e, values, nil, false)
}

func (p *Pages) registerPage(tx *store.Tx, r *web.Request, e *events.Event, values url.Values, wrong *errs.Error, ask bool) (web.Page, error) {
	r.SupposeOrganisers(e.Location())
	page := registerPage{R: r, E: e, Title: r.Pick(e.Title), Form: ui.Form{L: r.L, Values: values, Err: wrong}, Ask: ask,
		Once: web.NewOnce(), Shut: shut(r, e)}
	if next, ok := e.Next(r.Now); ok && !asksDate(r, e) {
		page.First = hoursLine(r, next)
	}
	var err error
	if page.Agree, err = p.People.Consent(tx, r.Viewer, e.ID); err != nil {
		return web.Page{}, err
	}
	page.Mine, err = p.ownPage(tx, r, e)
	return web.Page{Title: r.L.T("series.register.title|Register: {series}", "series", page.Title.Text), Body: registerBody(page), Zoned: true,
		Hidden: wrong != nil || e.Visibility != events.Public}, err
}

// registerPage is what the form needs.
type registerPage struct {
	R     *web.Request
	E     *events.Event
	Title ui.Words
	First string // when it is, where there is nothing to choose
	Form  ui.Form
	Ask   bool // for the city
	Once  string
	Shut  *ui.Notice // why nobody can register now; nil if they can
	Agree people.Agreement
	Mine  ownPlace
}

// label is what the button does: it gives a place, or a place in the waiting
// list.
func (p registerPage) label() string {
	if fullForAll(p.R, p.E) {
		return p.R.L.T("series.register.wait|Join the waiting list")
	}
	return p.R.L.T("series.register.button|Register")
}

func (p *Pages) registerDo(ctx context.Context, tx *store.Tx, r *web.Request, f registering) (web.Answer, error) {
	e, err := p.Events.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	if f.step != "" {
		tx.Quiet()
		f.show(r)
		return p.registerPage(tx, r, e, f.values, nil, f.step == askCity)
	}
	if err := checkDate(r, e); err != nil {
		return nil, errs.Both(f.Check(e, tx.Now()), err)
	}
	out, err := p.Events.Register(ctx, tx, r.Viewer, e.Slug, f.Form)
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(receipt{out, f.Date})
	if err != nil {
		return nil, err
	}
	return web.SeeOther("/e/" + e.Slug + "/registered/" + p.Keys.Ticket(receiptPurpose+e.Slug, plain)), nil
}

// show lets the page show the hours of the city that stands in the form.
func (f registering) show(r *web.Request) {
	if loc, err := when.Load(f.Zone); err == nil && f.values.Has("zone") {
		r.Zone, r.ZoneBy = loc, web.ByPerson
		r.L = r.L.ForZone(loc.String())
	}
}

func (p *Pages) registerAgain(ctx context.Context, tx *store.Tx, r *web.Request, f registering, wrong *errs.Error) (web.Page, error) {
	e, err := p.Events.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return web.Page{}, err
	}
	f.show(r)
	return p.registerPage(tx, r, e, f.values, wrong, false)
}
