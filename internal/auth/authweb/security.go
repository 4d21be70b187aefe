package authweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// securityRoutes are the pages on which people look after their sign-in.
func (p *Pages) securityRoutes() []web.Route {
	type none = web.Steps[struct{}]
	return []web.Route{
		web.Get("/me/security", web.Members(), p.security),
		web.Post("/me/security/others", web.Members(), none{Do: p.endOthers}),
		web.Post("/me/security/signin/{id}/end", web.Members(), none{Do: p.endSignIn}),
		web.Get("/me/security/app", web.Members(), p.app),
		web.Post("/me/security/app", web.Members(), web.Steps[settingUp]{Prepare: readSettingUp, Do: p.appDo, Again: p.appAgain}),
		web.Post("/me/security/app/remove", web.Members(), none{Do: p.removeApp, Again: p.securityAgain}),
		web.Get("/me/security/paper", web.Members(), p.offerPaper),
		web.Post("/me/security/paper", web.Members(), none{Do: p.makePaper}),
		web.Get("/me/security/passkey", web.Members(), p.newPasskey),
		web.Post("/me/security/passkey/ask", web.Members(), none{Do: p.beginPasskey}),
		web.Post("/me/security/passkey", web.Members(), none{Do: p.addPasskey}),
		web.Post("/me/security/passkey/{id}/name", web.Members(), none{Do: p.renamePasskey}),
		web.Post("/me/security/passkey/{id}/remove", web.Members(), none{Do: p.removePasskey, Again: p.securityAgain}),
	}
}

// securityPage shows how somebody signs in, and where they are signed in.
type securityPage struct {
	R       *web.Request
	P       people.Person
	Ways    auth.Ways
	SignIns []auth.SignIn
	Form    ui.Form
	Other   string // the other house, "" if there is none
}

func (p *Pages) security(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.securityPage(ctx, tx, r, nil)
}

func (p *Pages) securityAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.securityPage(ctx, tx, r, wrong)
}

func (p *Pages) securityPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	page := securityPage{R: r, Form: ui.Form{L: r.L, Err: wrong}, Other: p.otherName()}
	var err error
	if page.P, err = p.People.Load(ctx, tx, r.Viewer, r.Viewer.Person); err != nil {
		return web.Page{}, err
	}
	if page.Ways, err = p.Auth.Ways(tx, r.Viewer); err != nil {
		return web.Page{}, err
	}
	if page.SignIns, err = p.Auth.SignIns(tx, r.Viewer); err != nil {
		return web.Page{}, err
	}
	return web.Page{Title: r.L.T("auth.security.title|Signing in"), Here: "me", At: "/me/security", FormTo: p.formTo(), Body: securityBody(page), Notices: securityNotices(r)}, nil
}

// securityNotices tell what was just done.
func securityNotices(r *web.Request) []ui.Notice {
	text := ""
	switch r.Query.Get("done") {
	case "ended":
		text = r.L.T("me.sign-ins.ended|That browser is signed out.")
	case "others":
		text = r.L.T("auth.security.others-ended|You are signed out everywhere but here.")
	case "removed":
		text = r.L.T("auth.security.removed|It opens nothing any more, and you are signed out everywhere but here.")
	case "address":
		text = r.L.T("auth.security.address-changed|Your mail goes to your new address from now on.")
	case "named":
		text = r.L.T("auth.security.named|The passkey has its new name.")
	default:
		return nil
	}
	return []ui.Notice{{Tone: ui.OK, Word: r.L.T("ui.done|Done."), Text: text, Live: true}}
}

const toSecurity = "/me/security?done="

func (p *Pages) endOthers(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther(toSecurity + "others"), p.Auth.EndOthers(tx, r.Viewer)
}

func (p *Pages) endSignIn(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther(toSecurity + "ended"), p.Auth.SignOut(tx, r.Viewer, r.Param("id"))
}

func (p *Pages) removeApp(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther(toSecurity + "removed"), p.Auth.RemoveApp(tx, r.Viewer)
}

func (p *Pages) removePasskey(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther(toSecurity + "removed"), p.Auth.RemovePasskey(tx, r.Viewer, r.Param("id"))
}

func (p *Pages) renamePasskey(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	name := r.Value("name")
	if name == "" {
		name = deviceName(r)
	}
	return web.SeeOther(toSecurity + "named"), p.Auth.RenamePasskey(tx, r.Viewer, r.Param("id"), name)
}

// signInLine says of one browser what kind it is and since when, and when it
// was last used: a day is all that is kept.
func signInLine(r *web.Request, s auth.SignIn) string {
	when, last := r.L.DateTime(s.MadeAt.In(r.Zone), i18n.Medium), dayOf(r, s.SeenOn)
	switch {
	case s.Here:
		return r.L.T("me.sign-ins.here|This browser, since {when}", "when", when)
	case s.Label == "phone":
		return r.L.T("auth.sign-ins.phone|A phone, since {when}, last used {day}", "when", when, "day", last)
	}
	return r.L.T("auth.sign-ins.computer|A computer, since {when}, last used {day}", "when", when, "day", last)
}

// passkeyLine says since when there is a passkey, and when it was last used.
func passkeyLine(r *web.Request, k auth.Passkey) string {
	made := r.L.Date(k.MadeAt.In(r.Zone), i18n.Medium)
	if k.UsedOn == "" {
		return r.L.T("auth.passkey.since|since {day}", "day", made)
	}
	return r.L.T("auth.passkey.used|since {day}, last used {last}", "day", made, "last", dayOf(r, k.UsedOn))
}
