package adminweb

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	Auth   *auth.Room
	Files  *files.Room
	People *people.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return slices.Concat([]web.Route{
		web.Get("/setup", web.Public(), p.setup),
		web.Post("/setup", web.Public(), web.Steps[settings]{Prepare: readSetUp, Do: p.setupDo, Again: p.setupAgain}),
		web.Get("/o/network", web.Desk(), p.network),
		web.Post("/o/network", web.Desk(), web.Steps[settings]{Prepare: readSettings, Do: p.networkDo, Again: p.networkAgain}),
		web.Post("/o/network/logo", web.Desk(), web.Steps[logo]{Prepare: p.readLogo, Do: p.logoDo, Again: p.logoAgain}).Takes(mostLogo + 4096),
		web.Get("/o/chapters", web.Desk(), p.chapters),
		web.Post("/o/chapters", web.Desk(), web.Steps[people.Chapter]{Prepare: readChapter, Do: p.chapterDo, Again: p.chaptersAgain}),
	}, p.reportRoutes(), p.agreementRoutes(), p.freezeRoutes())
}

// settings is what the forms of set-up and settings bring.
type settings struct {
	people.Network
	secret, name, email string // of the set-up: its secret, and its first organiser
	values              url.Values
}

func readSettings(ctx context.Context, r *web.Request) (settings, error) {
	in := settings{secret: r.Value("secret"), name: people.CleanName(r.Value("your_name")),
		email: people.CleanAddress(r.Value("your_email")), values: r.Form}
	in.Name, in.Promise = textFrom(r.Form, "name"), textFrom(r.Form, "promise")
	for _, lang := range i18n.Languages() {
		if slices.Contains(r.Form["languages"], lang) {
			in.Languages = append(in.Languages, lang)
		}
	}
	if first := r.Value("first"); slices.Contains(in.Languages, first) {
		in.Languages = append([]string{first}, without(in.Languages, first)...)
	}
	in.Zone, in.Colour = r.Value("zone"), strings.ToLower(strings.TrimSpace(r.Value("colour")))
	in.ContactName, in.ContactEmail = people.CleanName(r.Value("contact_name")), people.CleanAddress(r.Value("contact_email"))
	return in, in.Network.Check()
}

// readSetUp reads the settings and who sets them up.
func readSetUp(ctx context.Context, r *web.Request) (settings, error) {
	in, err := readSettings(ctx, r)
	var form errs.Form
	people.CheckName(&form, "your_name", in.name)
	people.CheckAddress(&form, "your_email", in.email)
	wrong, more := errs.Of(err), errs.Of(form.Err())
	if wrong != nil && more != nil {
		wrong.Fields = append(wrong.Fields, more.Fields...)
		return in, wrong
	}
	return in, cmp.Or(err, form.Err())
}

// textFrom reads a text in several languages from the fields name.en, name.de …
func textFrom(form url.Values, field string) i18n.Text {
	t := i18n.Text{}
	for _, lang := range i18n.Languages() {
		if s := strings.TrimSpace(form.Get(field + "." + lang)); s != "" {
			t[lang] = s
		}
	}
	return t
}

func without(list []string, s string) []string {
	var kept []string
	for _, x := range list {
		if x != s {
			kept = append(kept, x)
		}
	}
	return kept
}

// valuesOf fills the form from what is set.
func valuesOf(n people.Network) url.Values {
	v := url.Values{"languages": n.Languages, "zone": {n.Zone}, "colour": {n.Colour}, "first": {n.Languages[0]},
		"contact_name": {n.ContactName}, "contact_email": {n.ContactEmail}}
	for lang, s := range n.Name {
		v.Set("name."+lang, s)
	}
	for lang, s := range n.Promise {
		v.Set("promise."+lang, s)
	}
	return v
}

func (p *Pages) setup(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	secret := r.Query.Get("secret")
	if ok, err := p.People.MaySetUp(tx, secret); err != nil || !ok {
		return nil, orNotThere(err)
	}
	n, err := p.People.Network(tx)
	if err != nil {
		return nil, err
	}
	values := valuesOf(n)
	values.Del("name.en")
	values.Set("secret", secret)
	return setupPage(r, values, nil), nil
}

func setupPage(r *web.Request, values url.Values, wrong *errs.Error) web.Page {
	form := ui.Form{L: r.L, Values: values, Err: wrong}
	return web.Page{Title: r.L.T("adm.setup.title|Set up your network"), Body: setupBody(r, form), Hidden: true,
		At: "/setup?secret=" + url.QueryEscape(values.Get("secret"))}
}

func (p *Pages) setupAgain(ctx context.Context, tx *store.Tx, r *web.Request, in settings, wrong *errs.Error) (web.Page, error) {
	if ok, err := p.People.MaySetUp(tx, in.secret); err != nil || !ok {
		return web.Page{}, orNotThere(err)
	}
	return setupPage(r, in.values, wrong), nil
}

// setupDo sets the network up and signs its first organiser in.
func (p *Pages) setupDo(ctx context.Context, tx *store.Tx, r *web.Request, in settings) (web.Answer, error) {
	if ok, err := p.People.MaySetUp(tx, in.secret); err != nil || !ok {
		return nil, orNotThere(err)
	}
	console := auth.AtConsole() // the secret came from the console
	if err := p.People.SaveNetwork(ctx, tx, console, in.Network); err != nil {
		return nil, err
	}
	person, _, err := p.People.Meet(ctx, tx, console, people.Input{Name: in.name, Address: in.email, Zone: in.Zone, Language: r.L.Lang})
	if err != nil {
		return nil, err
	}
	if err := p.Auth.Give(ctx, tx, console, person.ID, auth.TheNetwork(), append(auth.Verbs(), auth.RunHouse)...); err != nil {
		return nil, err
	}
	token, err := p.Auth.Invite(tx, console, person.ID, "/o", auth.Mail, auth.TokenFor)
	return web.SeeOther("/signin/" + token), err
}

func orNotThere(err error) error {
	if err != nil {
		return err
	}
	return errs.NotThere()
}

func (p *Pages) network(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	if !r.Viewer.Can(auth.EditNetwork, auth.TheNetwork()) {
		return nil, errs.NotThere()
	}
	n, err := p.People.Network(tx)
	if err != nil {
		return nil, err
	}
	return p.networkPage(r, valuesOf(n), nil), nil
}

func (p *Pages) networkPage(r *web.Request, values url.Values, wrong *errs.Error) web.Page {
	page := web.Page{Title: r.L.T("adm.network.title|The network"), Body: networkBody(r, ui.Form{L: r.L, Values: values, Err: wrong}), Wide: true, Here: "desk"}
	if r.Query.Get("done") == "saved" {
		page.Notices = []ui.Notice{{Tone: ui.OK, Word: r.L.T("ui.done|Done."), Text: r.L.T("adm.network.saved|All pages show it now."), Live: true}}
	}
	return page
}

func (p *Pages) networkAgain(ctx context.Context, tx *store.Tx, r *web.Request, in settings, wrong *errs.Error) (web.Page, error) {
	if !r.Viewer.Can(auth.EditNetwork, auth.TheNetwork()) {
		return web.Page{}, errs.NotThere()
	}
	return p.networkPage(r, in.values, wrong), nil
}

func (p *Pages) networkDo(ctx context.Context, tx *store.Tx, r *web.Request, in settings) (web.Answer, error) {
	return web.SeeOther("/o/network?done=saved"), p.People.SaveNetwork(ctx, tx, r.Viewer, in.Network)
}
