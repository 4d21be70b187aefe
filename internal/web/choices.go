package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// Choices are the routes by which a reader chooses language, zone and theme.
// Each choice is a cookie and nothing else; nobody needs an account for it.
func Choices() []Route {
	return []Route{
		Get("/lang", Public(), chooseLanguage),
		Get("/zone", Public(), zonePage),
		Post("/zone", Public(), Steps[string]{Prepare: chosenZone, Do: chooseZone, Again: zoneAgain}).Free(),
		Post("/theme", Public(), Steps[string]{Do: chooseTheme}).Free(),
	}
}

const year = 365 * 24 * 60 * 60

func choice(name, value string) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: year, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// back is where a choice leads: an address of ours and nothing else.
func back(to string) string {
	u, err := url.Parse(to) // refuses what browsers would overlook, such as a tab
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") ||
		!isText(u.Path) || strings.Contains(to, `\`) {
		return "/"
	}
	return to
}

// Back makes an address that came with a form safe to lead to.
func Back(to string) string { return back(to) }

func chooseLanguage(ctx context.Context, tx *store.Tx, r *Request) (Answer, error) {
	to := r.Query.Get("to")
	if !i18n.Known(to) {
		return nil, errs.NotThere()
	}
	return Redirect{To: back(r.Query.Get("back")), Cookies: []*http.Cookie{choice(cookieLang, to)}}, nil
}

func zonePage(ctx context.Context, tx *store.Tx, r *Request) (Answer, error) {
	return r.zonePage(r.Zone.String(), back(r.Query.Get("back")), nil), nil
}

// citiesPage is what the page that asks for a city needs.
type citiesPage struct {
	R     *Request
	Form  ui.Form
	Back  string
	Query string
	Found []i18n.Place
}

func (r *Request) zonePage(value, backTo string, err *errs.Error) Page {
	page := citiesPage{R: r, Back: backTo, Query: strings.TrimSpace(r.Query.Get("q")),
		Form: ui.Form{L: r.L, Values: url.Values{"zone": {value}, "q": {r.Query.Get("q")}}, Err: err}}
	page.Found = i18n.SearchCities(page.Query, r.L.Lang)
	return Page{Title: r.L.T("web.zone.title|Where are you?"), Body: zoneForm(page), Zoned: true, Hidden: true}
}

// name is a place as it was found, with its country.
func (p citiesPage) name(at i18n.Place) string {
	if at.Country == "" || at.Country == at.Name {
		return at.Name
	}
	return p.R.L.T("web.zone.place|{city}, {country}", "city", at.Name, "country", at.Country)
}

// clock is what the clocks show there now.
func (p citiesPage) clock(at i18n.Place) string {
	loc, err := when.Load(at.Zone)
	if err != nil {
		return ""
	}
	return p.R.L.T("ui.city.now|It is {time} there now.", "time", p.R.L.Time(p.R.Now.In(loc)))
}

func chosenZone(ctx context.Context, r *Request) (string, error) {
	zone := r.Value("zone")
	if _, err := when.Load(zone); err != nil {
		var form errs.Form
		form.Add("zone", "err.zone|This time zone is not known. Choose a city from the list.")
		return zone, form.Err()
	}
	return zone, nil
}

func chooseZone(ctx context.Context, tx *store.Tx, r *Request, zone string) (Answer, error) {
	tx.Quiet()
	return Redirect{To: back(r.Value("back")), Cookies: []*http.Cookie{choice(cookieZone, zone)}}, nil
}

func zoneAgain(ctx context.Context, tx *store.Tx, r *Request, zone string, err *errs.Error) (Page, error) {
	return r.zonePage(zone, back(r.Value("back")), err), nil
}

func chooseTheme(ctx context.Context, tx *store.Tx, r *Request, _ string) (Answer, error) {
	tx.Quiet()
	c := choice(cookieTheme, r.Value("theme"))
	if c.Value != "light" && c.Value != "dark" {
		c.Value, c.MaxAge = "", -1
	}
	return Redirect{To: back(r.Value("back")), Cookies: []*http.Cookie{c}}, nil
}
