package deskweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

func (p *Pages) overviewRoutes() []web.Route {
	return []web.Route{
		web.Get("/o", web.Desk(), p.today),
		web.Get("/o/s/{slug}", web.Desk(), p.overview),
		web.Get("/o/s/{slug}/cancel", web.Desk(), p.cancel),
		web.Get("/o/s/{slug}/{file}", web.Desk(), p.file),
		web.Post("/o/s/{slug}/state", web.Desk(), web.Steps[series.State]{Prepare: readState, Do: p.stateDo, Again: p.stateAgain}),
		web.Post("/o/s/{slug}/delete", web.Desk(), web.Steps[struct{}]{Do: p.deleteDo}),
		web.Post("/o/s/{slug}/test", web.Desk(), web.Steps[struct{}]{Do: p.testDo}),
		web.Post("/o/series/copy", web.Desk(), web.Steps[copying]{Prepare: readCopying, Do: p.copyDo, Again: p.copyAgain}),
		web.Post("/o/series/import", web.Desk(), web.Steps[importing]{Prepare: readImport, Do: p.importDo, Again: p.importAgain}),
	}
}

func readState(ctx context.Context, r *web.Request) (series.State, error) {
	return series.State(r.Value("to")), nil
}

func (p *Pages) stateDo(ctx context.Context, tx *store.Tx, r *web.Request, to series.State) (web.Answer, error) {
	if err := p.Series.SetState(ctx, tx, r.Viewer, r.Param("slug"), to); err != nil {
		return nil, err
	}
	return web.SeeOther("/o/s/" + r.Param("slug") + "?done=" + string(to)), nil
}

// stateAgain shows the overview with what stands in the way.
func (p *Pages) stateAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ series.State, wrong *errs.Error) (web.Page, error) {
	s, err := p.organised(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	page, err := p.overviewPage(ctx, tx, r, s)
	page.Notices = desk.NotPossible(r.L, wrong)
	return page, err
}

func (p *Pages) cancel(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.editable(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	c, err := p.Series.ConsequencesOfState(ctx, tx, r.Viewer, s, series.Cancelled)
	page := cancelPage{R: r, S: s, People: c.People}
	return web.Page{Title: r.L.T("org.cancel.title|Cancel {series}?", "series", titleOf(r, s)), Body: cancelBody(page), Wide: true, Here: "desk"}, err
}

func (p *Pages) deleteDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther("/o?done=deleted"), p.Series.Delete(ctx, tx, r.Viewer, r.Param("slug"))
}

func (p *Pages) testDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	err := p.Series.SendTest(ctx, tx, r.Viewer, r.Param("slug"), series.Test{Kind: r.Value("kind")})
	return web.SeeOther("/o/s/" + r.Param("slug") + "?done=tested"), err
}

func testKinds(r *web.Request) []ui.Option {
	l := r.L
	names := map[string]string{
		series.MailRegistered: l.T("org.test.registered|After registering"),
		series.MailDayBefore:  l.T("org.test.day-before|The day before a session"),
		series.MailHourBefore: l.T("org.test.hour-before|An hour before"),
		series.MailChanged:    l.T("org.test.changed|When sessions change"),
		series.MailWriteUp:    l.T("org.test.write-up|The write-up, to those who missed it"),
	}
	var options []ui.Option
	for _, kind := range series.TestKinds() {
		if names[kind] != "" {
			options = append(options, ui.Option{Value: kind, Label: names[kind]})
		}
	}
	return options
}

// file is the series as a file that can be imported again.
func (p *Pages) file(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.editable(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if r.Param("file") != s.Slug+".yaml" {
		return nil, errs.NotThere()
	}
	return web.Bytes{Type: "application/yaml; charset=utf-8", Name: s.Slug + ".yaml", Data: s.Write()}, nil
}

// copying is a series and the new date of its first session.
type copying struct {
	from  string
	first when.Date
}

func readCopying(ctx context.Context, r *web.Request) (copying, error) {
	in := copying{from: r.Value("from")}
	var form errs.Form
	e := forms.Entry{Values: r.Form, L: r.L}
	if in.first = e.Date(&form, "date"); in.first.IsZero() {
		form.Add("date", "org.series.date-missing|Enter a date.")
	}
	return in, form.Err()
}

func (p *Pages) copyDo(ctx context.Context, tx *store.Tx, r *web.Request, in copying) (web.Answer, error) {
	slug, err := p.Series.FreeSlug(tx, copySlug(in.from, in.first))
	if err != nil {
		return nil, err
	}
	s, err := p.Series.Copy(ctx, tx, r.Viewer, in.from, slug, in.first)
	if err != nil {
		return nil, err
	}
	return web.SeeOther(home(s) + "/edit?done=copied"), nil
}

// copySlug is the name of a copy: that of the original with the new month.
func copySlug(from string, first when.Date) string {
	month := first.String()[:len("2027-02")]
	if n := len(from) - len("-2027-02"); n > 0 {
		if _, err := when.ParseDate(from[n+1:] + "-01"); err == nil && from[n] == '-' {
			from = from[:n]
		}
	}
	const most = 60
	return from[:min(len(from), most)] + "-" + month
}

func (p *Pages) copyAgain(ctx context.Context, tx *store.Tx, r *web.Request, in copying, wrong *errs.Error) (web.Page, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, in.from)
	if err == nil && !p.Series.MayEdit(r.Viewer, s) {
		err = errs.NotThere()
	}
	if err != nil {
		return web.Page{}, err
	}
	page := copyPage{R: r, S: s, Once: web.NewOnce(), Form: ui.Form{L: r.L, Err: wrong, Values: url.Values{"date": r.Form["date"]}}}
	return web.Page{Title: r.L.T("org.copy.of|Copy {series}", "series", titleOf(r, s)), Body: copyBody(page), Wide: true, Here: "desk"}, nil
}

// importing is an uploaded series file, read.
type importing struct {
	file    *series.File
	replace bool
	faults  series.FileErrors
	text    string // the file itself, so that it need not be uploaded twice
}

// mostFile bounds a series file.
const mostFile = 512 << 10
