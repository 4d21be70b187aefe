package authweb

import (
	"context"
	"encoding/json"
	"net/http"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// cookieCeremony names the browser in which a passkey is asked for.
const cookieCeremony = "ceremony"

// site is where passkeys hold.
func site(r *web.Request) auth.Site {
	return auth.Site{Base: r.Base, Name: r.Pick(r.Face.Name).Text}
}

// challenge hands the options to the script, and the ceremony to its browser.
func challenge(r *web.Request, c auth.Challenge, err error) (web.Answer, error) {
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(map[string]any{"secret": c.Secret, "options": json.RawMessage(c.Options)})
	return web.Bytes{Type: "application/json; charset=utf-8", Data: data, Cookies: []*http.Cookie{ceremonyCookie(r, c.Browser)}}, err
}

func ceremonyCookie(r *web.Request, browser string) *http.Cookie {
	return &http.Cookie{Name: cookieCeremony, Value: browser, Path: "/", MaxAge: int(auth.FreshFor.Seconds()),
		HttpOnly: true, Secure: secure(r), SameSite: http.SameSiteLaxMode}
}

func begun(r *web.Request) auth.Begun {
	return auth.Begun{Secret: r.Value("secret"), Browser: r.Cookie(cookieCeremony)}
}

func (p *Pages) askPasskey(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	c, err := p.Auth.AskPasskey(tx, r.Viewer, site(r))
	return challenge(r, c, err)
}

// showPasskey signs in by a passkey, or makes a sign-in fresh.
func (p *Pages) showPasskey(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	e, ok, err := p.Auth.ShowPasskey(tx, r.Viewer, site(r), begun(r), r.Value("response"), label(r))
	if err != nil {
		return nil, err
	}
	to := web.Back(r.Value("to"))
	switch {
	case !ok && r.Viewer.Kind == auth.Person:
		return unprocessable(p.againPage(tx, r, r.Form, errPasskey()))
	case !ok:
		return unprocessable(p.askPage(r, r.Form, errPasskey()), nil)
	case e.Secret == "":
		return web.SeeOther(after(to)), nil
	}
	e.ThenTo = to
	return p.enter(tx, r)(e, nil)
}

func errPasskey() *errs.Error {
	return errs.New(errs.Invalid, "auth.passkey.wrong|This passkey does not open anything here, or it took too long. Please try again.")
}

// passkeyPage sets up a passkey.
type passkeyPage struct {
	R    *web.Request
	Form ui.Form
	To   string
}

func (p *Pages) newPasskey(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.passkeyPage(tx, r, web.Back(r.Query.Get("to")), nil)
}

func (p *Pages) passkeyPage(tx *store.Tx, r *web.Request, to string, wrong *errs.Error) (web.Page, error) {
	if err := p.Auth.MayAdd(tx, r.Viewer); err != nil {
		return web.Page{}, err
	}
	page := passkeyPage{R: r, To: to, Form: ui.Form{L: r.L, Values: r.Form, Err: wrong}}
	return web.Page{Title: r.L.T("auth.first.passkey|Set up a passkey"), Here: "me", Hidden: true, At: next("/me/security/passkey", to), Body: passkeyBody(page)}, nil
}

func (p *Pages) beginPasskey(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	person, err := p.People.Load(ctx, tx, r.Viewer, r.Viewer.Person)
	if err != nil {
		return nil, err
	}
	c, err := p.Auth.NewPasskey(tx, r.Viewer, site(r), person.Name)
	return challenge(r, c, err)
}

func (p *Pages) addPasskey(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	name, to := r.Value("name"), web.Back(r.Value("to"))
	if name == "" {
		name = deviceName(r)
	}
	ok, err := p.Auth.AddPasskey(tx, r.Viewer, site(r), begun(r), name, r.Value("response"))
	if err != nil {
		return nil, err
	}
	if !ok {
		return unprocessable(p.passkeyPage(tx, r, to, errPasskey()))
	}
	return p.toPaper(tx, r, to)
}

// deviceName is what a passkey is called that got no name.
func deviceName(r *web.Request) string {
	if r.Mobile {
		return r.L.T("auth.device.phone|Phone")
	}
	return r.L.T("auth.device.computer|Computer")
}
