package roleweb

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// teamPage is who works at a place, and the form that asks somebody more.
type teamPage struct {
	R       *web.Request
	Place   place
	Workers []worker
	Above   []worker // who works on what it lies in
	Offers  []offered
	May     bool // give roles here
	Form    ui.Form
}

// worker is one person with what they may do at a place.
type worker struct {
	Person string
	Name   string
	Place  place
	Role   string
	Verbs  []auth.Verb
	Self   bool
}

// offered is a role that nobody has said yes to yet.
type offered struct {
	ID      string
	Address string // as it may have been typed: it tells nothing of whose it is
	Role    string
	Until   string
}

func (p *Pages) team(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.teamPage(ctx, tx, r, url.Values{"role": {auth.Team}}, nil)
}

func (p *Pages) teamAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ asking, wrong *errs.Error) (web.Page, error) {
	return p.teamPage(ctx, tx, r, r.Form, wrong)
}

func (p *Pages) teamPage(ctx context.Context, tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	at, err := p.place(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	list, err := p.Auth.Workers(tx, r.Viewer, at.Scope)
	if err != nil {
		return web.Page{}, err
	}
	workers := map[auth.Scope]int{}
	for _, w := range list {
		workers[w.Scope]++
	}
	for scope, n := range workers {
		r.Saw(r.Viewer, auth.ReadTeam, scope.Named(), n)
	}
	page := teamPage{R: r, Place: at, Form: ui.Form{L: r.L, Values: values, Err: wrong}}
	if err := p.addWorkers(ctx, tx, &page, list); err != nil {
		return web.Page{}, err
	}
	if page.May, err = p.Auth.MayGiveOn(tx, r.Viewer, at.Scope); err != nil {
		return web.Page{}, err
	}
	if err := p.addOffers(ctx, tx, &page); err != nil {
		return web.Page{}, err
	}
	return web.Page{Title: r.L.T("org.roles.title|Who works on {name}", "name", at.Name.Text), Body: teamBody(page), Wide: true, Here: "desk", At: at.At,
		Notices: r.News(map[string]string{
			"asked":     r.L.T("org.roles.asked|A mail is on its way that asks them. They have the role once they say yes."),
			"taken":     r.L.T("org.roles.taken|They do not work here any more, from now on, and were told by mail."),
			"withdrawn": r.L.T("org.roles.withdrawn|The question is withdrawn. Its link opens nothing any more."),
		})}, nil
}

func (p *Pages) addWorkers(ctx context.Context, tx *store.Tx, page *teamPage, list []auth.Worker) error {
	var ids []string
	var scopes []auth.Scope
	for _, w := range list {
		ids, scopes = append(ids, w.Person), append(scopes, w.Scope)
	}
	known, err := p.places(ctx, tx, page.R, scopes)
	if err != nil {
		return err
	}
	persons, err := p.People.Several(tx, ids)
	if err != nil {
		return err
	}
	for _, w := range list {
		x := worker{Person: w.Person, Name: persons[w.Person].Name, Place: known[w.Scope], Role: auth.RoleOf(w.Scope.Kind, w.Verbs), Verbs: w.Verbs,
			Self: page.R.Viewer.Is(w.Person)}
		if x.Name == "" {
			x.Name = page.R.L.T("org.roles.nameless|Without a name")
		}
		if w.Scope == page.Place.Scope {
			page.Workers = append(page.Workers, x)
		} else {
			page.Above = append(page.Above, x)
		}
	}
	i18n.Sort(page.R.L, page.Workers, func(w worker) string { return w.Name })
	return nil
}

func (p *Pages) addOffers(ctx context.Context, tx *store.Tx, page *teamPage) error {
	list, err := p.Auth.Offers(tx, page.R.Viewer, page.Place.Scope)
	if err != nil {
		return err
	}
	for _, o := range list {
		person, err := p.People.Get(tx, o.Person)
		if err != nil {
			return err
		}
		page.Offers = append(page.Offers, offered{ID: o.ID, Address: strings.ToLower(person.Address), Role: auth.RoleOf(o.Scope.Kind, o.Verbs),
			Until: page.R.L.Date(o.Until.In(page.R.Zone), i18n.Medium)})
	}
	return nil
}

// roles are those that the viewer can give: whose verbs they all hold.
func (p teamPage) roles() []auth.Role {
	return slices.DeleteFunc(auth.Roles(p.Place.Scope.Kind), func(role auth.Role) bool {
		return slices.ContainsFunc(role.Verbs, func(v auth.Verb) bool { return !slices.Contains(p.verbs(), v) })
	})
}

// verbs are those that the viewer can give here. Those they hold on what it
// lies in are told from the list of who works there.
func (p teamPage) verbs() []auth.Verb {
	return slices.DeleteFunc(auth.VerbsOn(p.Place.Scope.Kind), func(v auth.Verb) bool {
		return !slices.ContainsFunc(append(slices.Clone(p.Workers), p.Above...), func(w worker) bool { return w.Self && slices.Contains(w.Verbs, v) })
	})
}

func (p teamPage) roleOptions() []ui.Option {
	var options []ui.Option
	for _, role := range p.roles() {
		options = append(options, ui.Option{Value: role.Name, Label: people.RoleName(p.R.L, role.Name), Hint: people.RoleSays(p.R.L, role.Name)})
	}
	return append(options, ui.Option{Value: "own", Label: people.RoleName(p.R.L, ""), Hint: people.RoleSays(p.R.L, "")})
}

func (p teamPage) verbOptions() []ui.Option {
	var options []ui.Option
	for _, v := range p.verbs() {
		options = append(options, ui.Option{Value: string(v), Label: people.VerbSays(p.R.L, v, p.Place.Scope.Kind)})
	}
	return options
}

// asking is who is asked to do what.
type asking struct {
	address string
	role    string
	verbs   []auth.Verb // of an own choice
}

func readAsking(ctx context.Context, r *web.Request) (asking, error) {
	in := asking{address: people.CleanAddress(r.Value("email")), role: r.Value("role")}
	var form errs.Form
	people.CheckAddress(&form, "email", in.address)
	for _, v := range r.Form["verb"] {
		in.verbs = append(in.verbs, auth.Verb(v))
	}
	if in.role == "own" && len(in.verbs) == 0 {
		form.Add("verb", "org.roles.verbs-missing|Tick what they may do.")
	}
	return in, form.Err()
}

// chosen are the verbs that the form asks for on a kind of scope.
func (in asking) chosen(kind string) []auth.Verb {
	for _, role := range auth.Roles(kind) {
		if role.Name == in.role {
			return role.Verbs
		}
	}
	return in.verbs
}

// offerDo asks somebody by mail, known or not: the answer is the same.
func (p *Pages) offerDo(ctx context.Context, tx *store.Tx, r *web.Request, in asking) (web.Answer, error) {
	at, err := p.place(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if may, err := p.Auth.MayGiveOn(tx, r.Viewer, at.Scope); err != nil || !may { // before anybody is made known
		return nil, orNotThere(err)
	}
	person, _, err := p.People.Meet(ctx, tx, r.Viewer, people.Input{Name: people.NameFrom(in.address), Address: in.address, Zone: r.Zone.String(), Language: r.L.Lang})
	if err != nil {
		return nil, err
	}
	return web.SeeOther(at.At + "?done=asked"), p.Auth.Offer(ctx, tx, r.Viewer, person.ID, r.L.Lang, at.Scope, in.chosen(at.Scope.Kind)...)
}

func (p *Pages) takeDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	at, err := p.place(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	to := at.At + "?done=taken"
	if r.Viewer.Is(r.Value("person")) { // they may not be allowed to see this page any more
		to = "/me"
	}
	return web.SeeOther(to), p.Auth.Take(ctx, tx, r.Viewer, r.Value("person"), at.Scope)
}

// takeAgain shows who works there, with what stands in the way.
func (p *Pages) takeAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	page, err := p.teamPage(ctx, tx, r, url.Values{"role": {auth.Team}}, nil)
	page.Notices = []ui.Notice{{Tone: ui.Bad, Word: r.L.T("org.state.not|That was not possible."), Text: r.L.Text(wrong.Text), Live: true}}
	return page, err
}

func (p *Pages) withdrawDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	at, err := p.place(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return web.SeeOther(at.At + "?done=withdrawn"), p.Auth.Withdraw(ctx, tx, r.Viewer, at.Scope, r.Value("offer"))
}

func orNotThere(err error) error {
	if err != nil {
		return err
	}
	return errs.NotThere()
}
