package authweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Pages are the pages of this package with what they stand on.
type Pages struct {
	DB     *store.DB
	Auth   *auth.Room
	People *people.Room
	Other  *auth.Elsewhere // nil: only this house's own ways
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return slices.Concat([]web.Route{
		web.Get("/signin", web.Public(), p.ask),
		web.Post("/signin", web.Public(), web.Steps[asking]{Prepare: readAsking, Do: p.askDo, Again: p.askAgain}),
		web.Get("/signin/sent", web.Public(), p.sent),
		web.Post("/signin/code", web.Public(), web.Steps[string]{Prepare: readCode, Do: p.codeDo, Again: p.codeAgain}),
		web.Get("/signin/{token}", web.ByLink(), p.link),
		web.Post("/signin/{token}", web.ByLink(), web.Steps[struct{}]{Do: p.linkDo, Again: p.linkAgain}),
		web.Post("/signout", web.Public(), web.Steps[struct{}]{Do: p.signOut}),
		web.Post("/signin/passkey/ask", web.Public(), web.Steps[struct{}]{Do: p.askPasskey}),
		web.Post("/signin/passkey", web.Public(), web.Steps[struct{}]{Do: p.showPasskey}),
		web.Get("/signin/again", web.Members(), p.again),
		web.Post("/signin/again", web.Members(), web.Steps[showing]{Prepare: readShowing, Do: p.showDo, Again: p.showAgain}),
		web.Post("/signin/again/mail", web.Members(), web.Steps[struct{}]{Do: p.mailDo}),
		web.Get("/signin/held/{secret}", web.Members(), p.held),
	}, p.securityRoutes(), p.addressRoutes(), p.elsewhereRoutes())
}

// cookieAsking names the browser that asked for a sign-in.
const cookieAsking = "asking"

// asking is the form that asks for a link.
type asking struct {
	address, to, browser string
}

func readAsking(ctx context.Context, r *web.Request) (asking, error) {
	in := asking{people.CleanAddress(r.Value("email")), r.Value("to"), store.NewID()}
	var form errs.Form
	people.CheckAddress(&form, "email", in.address)
	return in, form.Err()
}

func (p *Pages) ask(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	if r.Viewer.Kind == auth.Person {
		return web.SeeOther(after(r.Query.Get("to"))), nil
	}
	return p.askPage(r, url.Values{"to": {r.Query.Get("to")}}, nil), nil
}

func (p *Pages) askPage(r *web.Request, values url.Values, wrong *errs.Error) web.Page {
	form := ui.Form{L: r.L, Values: values, Err: wrong}
	page := web.Page{Title: r.L.T("auth.title|Sign in"), Here: "signin", Hidden: true, At: "/signin", FormTo: p.formTo(), Body: askBody(r, form, p.otherName())}
	if r.Query.Get("done") == "undone" {
		page.Notices = []ui.Notice{{Tone: ui.OK, Word: r.L.T("ui.done|Done."), Live: true,
			Text: r.L.T("auth.address.undone|Your mail comes to your old address again, and everybody who was signed in as you is signed out.")}}
	}
	return page
}

// after is where a sign-in leads: to where it was asked for, or to the
// member's page.
func after(to string) string {
	if to = web.Back(to); to == "/" {
		return "/me"
	}
	return to
}

func (p *Pages) askAgain(ctx context.Context, tx *store.Tx, r *web.Request, in asking, wrong *errs.Error) (web.Page, error) {
	return p.askPage(r, r.Form, wrong), nil
}

func (p *Pages) askDo(ctx context.Context, tx *store.Tx, r *web.Request, in asking) (web.Answer, error) {
	if err := p.Auth.Ask(ctx, tx, in.address, in.browser, web.Back(in.to), r.L.Lang); err != nil {
		return nil, err
	}
	return p.toSent(r, in.browser), nil
}

// toSent leads to where the mailed code is typed, with the cookie that the
// mailed link and code are bound to.
func (p *Pages) toSent(r *web.Request, browser string) web.Redirect {
	return web.Redirect{To: "/signin/sent", Cookies: []*http.Cookie{{
		Name: cookieAsking, Value: browser, Path: "/signin", MaxAge: int(auth.TokenFor.Seconds()),
		HttpOnly: true, Secure: secure(r), SameSite: http.SameSiteLaxMode,
	}}}
}

func (p *Pages) sent(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.sentPage(r, nil), nil
}

func (p *Pages) sentPage(r *web.Request, wrong *errs.Error) web.Page {
	form := ui.Form{L: r.L, Err: wrong}
	return web.Page{Title: r.L.T("auth.sent.title|Look into your mail"), Here: "signin", Hidden: true, At: "/signin/sent", Body: sentBody(r, form)}
}

func readCode(ctx context.Context, r *web.Request) (string, error) {
	code := auth.Digits(r.Value("code"))
	if code == "" {
		var form errs.Form
		form.Add("code", "auth.code.wrong|Enter the six digits from the mail.")
		return "", form.Err()
	}
	return code, nil
}

// codeDo looks at a code. A wrong one is answered with the page rather than an
// error, so that it stays counted.
func (p *Pages) codeDo(ctx context.Context, tx *store.Tx, r *web.Request, code string) (web.Answer, error) {
	e, ok, err := p.Auth.EnterCode(ctx, tx, code, r.Cookie(cookieAsking), label(r))
	if err == nil && !ok {
		return unprocessable(p.sentPage(r, errs.Of(auth.ErrToken())), nil)
	}
	return p.enter(tx, r)(e, err)
}

func (p *Pages) codeAgain(ctx context.Context, tx *store.Tx, r *web.Request, code string, wrong *errs.Error) (web.Page, error) {
	return p.sentPage(r, wrong), nil
}

func (p *Pages) link(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return web.Page{Title: r.L.T("auth.title|Sign in"), Here: "signin", Hidden: true, Body: linkBody(r)}, nil
}

func (p *Pages) linkDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return p.enter(tx, r)(p.Auth.Enter(ctx, tx, r.Param("token"), r.Cookie(cookieAsking), label(r)))
}

// linkAgain tells that the link opens nothing any more, and asks anew.
func (p *Pages) linkAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.askPage(r, nil, wrong), nil
}

// enter answers an entrance with the sign-in's cookie. What the browser was
// signed in with before ends: nobody could sign it out any more.
func (p *Pages) enter(tx *store.Tx, r *web.Request) func(auth.Entrance, error) (web.Answer, error) {
	return func(e auth.Entrance, err error) (web.Answer, error) {
		if err == nil && r.Viewer.SignIn != "" {
			err = p.Auth.SignOut(tx, r.Viewer, r.Viewer.SignIn)
		}
		if err != nil {
			return nil, err
		}
		return web.Redirect{To: after(e.ThenTo), Cookies: []*http.Cookie{{
			Name: web.SignInCookie(r.Base), Value: e.Secret, Path: "/", MaxAge: 30 * 24 * 60 * 60,
			HttpOnly: true, Secure: secure(r), SameSite: http.SameSiteLaxMode,
		}}}, nil
	}
}

func (p *Pages) signOut(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	if r.Viewer.SignIn != "" {
		if err := p.Auth.SignOut(tx, r.Viewer, r.Viewer.SignIn); err != nil {
			return nil, err
		}
	}
	return web.Redirect{To: "/", Forget: true, Cookies: []*http.Cookie{endSignInCookie(r)}}, nil
}

func endSignInCookie(r *web.Request) *http.Cookie {
	return &http.Cookie{Name: web.SignInCookie(r.Base), Path: "/", MaxAge: -1, Secure: secure(r)}
}

func secure(r *web.Request) bool { return strings.HasPrefix(r.Base, "https://") }

// label names the browser in the list of sign-ins, as far as it is kept at all.
func label(r *web.Request) string {
	if r.Mobile {
		return "phone"
	}
	return "computer"
}
