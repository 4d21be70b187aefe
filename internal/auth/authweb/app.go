package authweb

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"github.com/boombuler/barcode/qr"
)

// appPage sets up an app with codes.
type appPage struct {
	R    *web.Request
	Form ui.Form
	To   string
	App  auth.NewApp
	QR   square
}

// fours is the secret as one reads it aloud.
func (p appPage) fours() string {
	var parts []string
	for part := range slices.Chunk([]byte(p.App.Secret), 4) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, " ")
}

func (p *Pages) app(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.appPage(ctx, tx, r, url.Values{"to": {r.Query.Get("to")}}, nil)
}

func (p *Pages) appPage(ctx context.Context, tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	if err := p.Auth.MayAdd(tx, r.Viewer); err != nil {
		return web.Page{}, err
	}
	person, err := p.People.Load(ctx, tx, r.Viewer, r.Viewer.Person)
	if err != nil {
		return web.Page{}, err
	}
	page := appPage{R: r, Form: ui.Form{L: r.L, Values: values, Err: wrong}, To: web.Back(values.Get("to"))}
	if page.App, err = p.Auth.NewApp(r.Viewer, values.Get("ticket"), r.Pick(r.Face.Name).Text, person.Name, r.Now); err != nil {
		return web.Page{}, err
	}
	if page.QR, err = squareOf(page.App.URL); err != nil {
		return web.Page{}, err
	}
	return web.Page{Title: r.L.T("auth.first.app|Set up an app with codes"), Here: "me", Hidden: true, At: next("/me/security/app", page.To), Body: appBody(page)}, nil
}

// settingUp is the first code of an app.
type settingUp struct{ ticket, code, to string }

func readSettingUp(ctx context.Context, r *web.Request) (settingUp, error) {
	in := settingUp{r.Value("ticket"), auth.Digits(r.Value("code")), web.Back(r.Value("to"))}
	var form errs.Form
	if in.code == "" {
		form.Add("code", "auth.app.code-missing|Enter the six digits that the app shows now.")
	}
	return in, form.Err()
}

func (p *Pages) appDo(ctx context.Context, tx *store.Tx, r *web.Request, in settingUp) (web.Answer, error) {
	ok, err := p.Auth.AddApp(tx, r.Viewer, in.ticket, in.code)
	if err != nil {
		return nil, err
	}
	if !ok {
		return unprocessable(p.appPage(ctx, tx, r, r.Form, wrongCode()))
	}
	return p.toPaper(tx, r, in.to)
}

func (p *Pages) appAgain(ctx context.Context, tx *store.Tx, r *web.Request, in settingUp, wrong *errs.Error) (web.Page, error) {
	return p.appPage(ctx, tx, r, r.Form, wrong)
}

// square is a picture of dark and light fields that a camera reads.
type square struct {
	Side string // in fields, with the light margin
	Path string
}

// squareOf draws a text, with the margin of four fields that cameras need.
func squareOf(text string) (s square, err error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return s, err
	}
	const margin = 4
	side := code.Bounds().Dx()
	var path strings.Builder
	for y := range side {
		for x := range side {
			if red, _, _, _ := code.At(x, y).RGBA(); red == 0 {
				path.WriteString("M" + itoa(x+margin) + " " + itoa(y+margin) + "h1v1h-1z")
			}
		}
	}
	return square{itoa(side + 2*margin), path.String()}, nil
}
