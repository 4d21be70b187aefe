package authweb

import (
	"context"
	"net/http"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// elsewhereRoutes lead to another house's sign-in and back. The way back is a
// page with a button, as that of a mailed link: what comes by a GET changes
// nothing.
func (p *Pages) elsewhereRoutes() []web.Route {
	if p.Other == nil {
		return nil
	}
	return []web.Route{
		web.Post("/signin/elsewhere", web.Public(), web.Steps[struct{}]{Prepare: p.findOther, Do: p.leave}),
		web.Get("/signin/elsewhere/back", web.Public(), p.back),
		web.Post("/signin/elsewhere/back", web.Public(), web.Steps[arrival]{Prepare: p.redeem, Do: p.arrive, Again: p.arriveAgain}),
		web.Post("/me/security/elsewhere/remove", web.Members(), web.Steps[struct{}]{Do: p.unlink}),
	}
}

// otherName is what the other house is called whose sign-in counts here.
func (p *Pages) otherName() string {
	if p.Other == nil {
		return ""
	}
	return p.Other.Name
}

// formTo is where a form may lead that goes to the other house.
func (p *Pages) formTo() string {
	if p.Other == nil {
		return ""
	}
	return web.Origin(p.Other.Issuer)
}

func (p *Pages) findOther(ctx context.Context, r *web.Request) (none struct{}, err error) {
	return none, p.Other.Find(ctx)
}

func wayBack(r *web.Request) string { return r.Base + "/signin/elsewhere/back" }

// leave goes to the other house. Where its door is not at the address by which
// the form may lead, a link does.
func (p *Pages) leave(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	b, address, err := p.Auth.Leave(tx, r.Viewer, p.Other, wayBack(r), web.Back(r.Value("to")), r.Value("link") != "")
	if err != nil {
		return nil, err
	}
	to := web.Redirect{To: address, Cookies: []*http.Cookie{ceremonyCookie(r, b.Browser)}}
	if web.Origin(address) != p.formTo() {
		to.To = "/signin/elsewhere/back?to=" + p.Auth.Keys.Ticket(leaving, []byte(address))
	}
	return to, nil
}

const leaving = "elsewhere.leaving"

// backPage is the way back, or the last step of the way there.
type backPage struct {
	R           *web.Request
	Form        ui.Form
	Name        string
	Address     string // the last step there
	Code, State string
}

func (p *Pages) back(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page := backPage{R: r, Name: p.otherName(), Code: r.Query.Get("code"), State: r.Query.Get("state"), Form: ui.Form{L: r.L}}
	if address, ok := p.Auth.Keys.OpenTicket(leaving, r.Query.Get("to")); ok {
		page.Address = string(address)
	} else if page.Code == "" || page.State == "" || r.Query.Has("iss") && r.Query.Get("iss") != p.Other.Issuer {
		page.Code, page.Form.Err = "", auth.ErrElsewhere()
	}
	return p.backPage(page), nil
}

func (p *Pages) backPage(page backPage) web.Page {
	return web.Page{Title: page.R.L.T("auth.title|Sign in"), Here: "signin", Hidden: true, At: "/signin", Body: backBody(page)}
}

// arrival is who came back from the other house, and from which trip.
type arrival struct {
	begun   auth.Begun
	subject string
}

// redeem asks the other house who came, before anything is written.
func (p *Pages) redeem(ctx context.Context, r *web.Request) (in arrival, err error) {
	in.begun = auth.Begun{Secret: r.Value("state"), Browser: r.Cookie(cookieCeremony)}
	var trip auth.Trip
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		trip, err = p.Auth.Underway(tx, r.Viewer, in.begun)
		return err
	})
	if err == nil {
		in.subject, err = p.Other.Redeem(ctx, trip, wayBack(r), r.Value("code"), r.Now)
	}
	return in, err
}

func (p *Pages) arrive(ctx context.Context, tx *store.Tx, r *web.Request, in arrival) (web.Answer, error) {
	e, err := p.Auth.Arrive(tx, r.Viewer, p.Other, in.begun, in.subject, label(r))
	if err != nil || e.Secret == "" {
		return web.SeeOther(after(e.ThenTo)), err
	}
	return p.enter(tx, r)(e, nil)
}

func (p *Pages) arriveAgain(ctx context.Context, tx *store.Tx, r *web.Request, in arrival, wrong *errs.Error) (web.Page, error) {
	return p.backPage(backPage{R: r, Name: p.otherName(), Form: ui.Form{L: r.L, Err: wrong}}), nil
}

func (p *Pages) unlink(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther(toSecurity + "removed"), p.Auth.Unlink(tx, r.Viewer)
}
