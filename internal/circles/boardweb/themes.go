package boardweb

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// themesRoutes are what circles talk about: it is the series', and whoever may
// change that enters it here.
func (p *Pages) themesRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/s/{slug}/circles/themes", web.Desk(), p.themes),
		web.Post("/o/s/{slug}/circles/themes", web.Desk(), web.Steps[struct{}]{Do: p.themesDo, Again: p.themesAgain}),
	}
}

// themesPage is the form of what each meeting is about.
type themesPage struct {
	R    *web.Request
	S    *series.Series
	Form ui.Form
	In   forms.Entry
}

// cell is a field of the form, named as the series' room names it when something
// is wrong with it; i counts the meetings from nought.
func cell(i int, field string) string { return forms.Cell("circles.meetings", i+1, field) }

// themed loads the series that the address names, with circles, for a viewer who
// may change it.
func (p *Pages) themed(ctx context.Context, tx *store.Tx, r *web.Request) (*series.Series, error) {
	s, err := p.formed(ctx, tx, r)
	if err == nil && (!p.mayEdit(r, s) || s.Circles == nil) {
		err = errs.NotThere()
	}
	return s, err
}

func (p *Pages) themes(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.themesPage(ctx, tx, r, nil)
}

func (p *Pages) themesPage(ctx context.Context, tx *store.Tx, r *web.Request, e *errs.Error) (web.Page, error) {
	s, err := p.themed(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	values := r.Form
	if e == nil {
		values = fillThemes(s)
	}
	page := themesPage{R: r, S: s, Form: ui.Form{L: r.L, Values: values, Err: e}, In: forms.Entry{Values: values, L: r.L, Langs: forms.Languages(r, "", s.Title)}}
	return web.Page{Title: r.L.T("org.circles.themes.title|What the circles of {series} talk about", "series", titleOf(r, s)), Body: themesBody(page), Wide: true, Here: "desk", At: home(s) + "/themes"}, nil
}

// fillThemes is the form as things are.
func fillThemes(s *series.Series) url.Values {
	v := url.Values{"version": {strconv.Itoa(s.Version)}}
	for i, m := range s.Circles.Meetings {
		forms.FillText(v, cell(i, "theme"), m.Theme)
		forms.FillText(v, cell(i, "question"), m.Question)
		forms.FillText(v, cell(i, "activity"), m.Activity)
	}
	return v
}

func (p *Pages) themesDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, err := p.themed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if s.Version, err = strconv.Atoi(r.Value("version")); err != nil {
		return nil, errs.NotThere()
	}
	in := forms.Entry{Values: r.Form, L: r.L, Langs: forms.Languages(r, "", s.Title)}
	for i := range s.Circles.Meetings {
		m := &s.Circles.Meetings[i]
		m.Theme, m.Question, m.Activity = in.Text(cell(i, "theme"), m.Theme), in.Text(cell(i, "question"), m.Question), in.Text(cell(i, "activity"), m.Activity)
	}
	_, err = p.Series.Save(ctx, tx, r.Viewer, s)
	return web.SeeOther(home(s) + "?done=themes"), err
}

func (p *Pages) themesAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, e *errs.Error) (web.Page, error) {
	return p.themesPage(ctx, tx, r, e)
}

// in is a field for one language of a text.
func (p themesPage) in(i int, field, label, lang string) ui.Field {
	return p.In.In(p.Form, ui.Field{Name: cell(i, field), Label: label}, lang)
}

// heading says which meeting it is and on which date of the series.
func (p themesPage) heading(m series.Session) string {
	at, _ := m.Date.At(0).In(time.UTC)
	return p.R.L.T("org.circles.themes.meeting|Meeting {n}, {date}", "n", m.N, "date", p.R.L.Date(at, i18n.Medium))
}

// unasked counts the meetings to come that have no question yet.
func (p homePage) unasked() (n int) {
	for _, m := range circles.ToCome(p.S, when.DateOf(p.R.Now, p.S.Location())) {
		if text, _ := m.Question.Pick(p.R.L); text == "" {
			n++
		}
	}
	return n
}
