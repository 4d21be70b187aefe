package authweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// againPage asks somebody who is signed in to show more than a mailed link, or
// to show it anew; who has nothing to show is led to set something up.
type againPage struct {
	R     *web.Request
	Form  ui.Form
	To    string
	Ways  auth.Ways
	First bool // nothing is set up yet, and the mailed link is fresh enough for it
	Stale bool // nothing is set up yet, and the mailed link was too long ago
	Other string
}

func (p *Pages) again(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.againPage(tx, r, url.Values{"to": {r.Query.Get("to")}}, nil)
}

func (p *Pages) againPage(tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	w, err := p.Auth.Ways(tx, r.Viewer)
	if err != nil {
		return web.Page{}, err
	}
	page := againPage{R: r, Form: ui.Form{L: r.L, Values: values, Err: wrong}, To: web.Back(values.Get("to")), Ways: w}
	if w.None() {
		just, err := p.Auth.JustMailed(tx, r.Viewer)
		if err != nil {
			return web.Page{}, err
		}
		page.First, page.Stale = just, !just
	}
	if r.Viewer.Tier < auth.Strong && !w.Elsewhere.IsZero() {
		page.Other = p.otherName()
	}
	return web.Page{Title: page.title(), Here: "me", Hidden: true, At: "/signin/again?to=" + url.QueryEscape(page.To), FormTo: p.formTo(), Body: againBody(page)}, nil
}

func (p againPage) title() string {
	if p.First || p.Stale {
		return p.R.L.T("auth.first.title|Protect your sign-in")
	}
	return p.R.L.T("auth.again.title|Please show that it is you")
}

// next is an address of this set with where it all leads.
func next(path, to string) string { return path + "?to=" + url.QueryEscape(to) }

// showing is a code that somebody shows, and where they were going.
type showing struct{ code, to string }

func readShowing(ctx context.Context, r *web.Request) (showing, error) {
	in := showing{r.Value("code"), web.Back(r.Value("to"))}
	var form errs.Form
	if in.code == "" {
		form.Add("code", "auth.again.code-missing|Enter the six digits of your app, or one of your codes on paper.")
	}
	return in, form.Err()
}

// showDo looks at a code. A wrong one is answered with the page rather than an
// error, so that it stays counted.
func (p *Pages) showDo(ctx context.Context, tx *store.Tx, r *web.Request, in showing) (web.Answer, error) {
	ok, err := p.Auth.ShowCode(tx, r.Viewer, in.code)
	if err != nil {
		return nil, err
	}
	if ok {
		return web.SeeOther(after(in.to)), nil
	}
	return unprocessable(p.againPage(tx, r, r.Form, wrongCode()))
}

func wrongCode() *errs.Error {
	var form errs.Form
	form.Add("code", "auth.again.code-wrong|This code is not right, or it was used before. Your app shows a new one every half minute.")
	return errs.Of(form.Err())
}

// unprocessable is a page that says what was wrong, while what Do wrote stays.
func unprocessable(page web.Page, err error) (web.Answer, error) {
	page.Status = http.StatusUnprocessableEntity
	return page, err
}

func (p *Pages) showAgain(ctx context.Context, tx *store.Tx, r *web.Request, in showing, wrong *errs.Error) (web.Page, error) {
	return p.againPage(tx, r, r.Form, wrong)
}

// mailDo mails one more link to who is signed in and has nothing to show.
func (p *Pages) mailDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	browser := store.NewID()
	if err := p.Auth.AskFor(tx, r.Viewer, browser, web.Back(r.Value("to")), r.L.Lang); err != nil {
		return nil, err
	}
	return p.toSent(r, browser), nil
}

// heldPage sends what somebody typed before they were asked who they are.
type heldPage struct {
	R     *web.Request
	Held  auth.HeldForm
	Names []string
}

func (p *Pages) held(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	f, err := p.Auth.Held(tx, r.Viewer, r.Param("secret"))
	if err != nil {
		return nil, err
	}
	f.To = web.Back(f.To)
	page := heldPage{R: r, Held: f}
	for name := range f.Fields {
		page.Names = append(page.Names, name)
	}
	slices.Sort(page.Names)
	return web.Page{Title: r.L.T("auth.held.title|Go on where you were"), Here: "me", Hidden: true, Body: heldBody(page)}, nil
}
