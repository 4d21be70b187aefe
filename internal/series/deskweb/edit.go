package deskweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

func (p *Pages) editRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/series/new", web.Desk(), p.newSeries),
		web.Post("/o/series/new", web.Desk(), web.Steps[entry]{Prepare: prepareEntry, Do: p.newDo, Again: p.newAgain}),
		web.Get("/o/s/{slug}/edit", web.Desk(), p.edit),
		web.Post("/o/s/{slug}/edit", web.Desk(), web.Steps[entry]{Prepare: prepareEntry, Do: p.editDo, Again: p.editAgain}),
	}
}

// editPage is what the form of a series needs.
type editPage struct {
	forms.Editor
	Old      *series.Series // nil for a new one
	S        *series.Series // as it would be
	Once     string
	Chapters []people.Chapter
	Earlier  []*series.Series // that may be copied
	Preview  preview
}

// prepareEntry reads the form. A look at what would come of it needs no write:
// it goes straight to the page that shows the form again.
func prepareEntry(ctx context.Context, r *web.Request) (entry, error) {
	in := readEntry(r)
	return in, in.LookOnly()
}

func (p *Pages) newSeries(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	n, err := p.People.Network(tx)
	if err != nil {
		return nil, err
	}
	values := blankEntry(r, n)
	if c, err := deskparts.ChapterFor(tx, p.People, r.Viewer, series.MayMakeIn); err != nil {
		return nil, err
	} else if c.ID != "" {
		values.Set("chapter", c.Slug)
		values.Set("contact.name", c.ContactName)
		values.Set("contact.email", c.ContactEmail)
	}
	in := entry{forms.Entry{Values: values, L: r.L, Langs: forms.Languages(r, values.Get("primary"), nil)}}
	return p.editPage(ctx, tx, r, in, nil, nil)
}

func (p *Pages) edit(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.editable(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	in := entryFor(r, s)
	in.Values = fill(r.L, s, in.Langs[0])
	page, err := p.editPage(ctx, tx, r, in, s, nil)
	page.Notices = r.News(map[string]string{
		"copied": r.L.T("org.copy.done|This is the copy, with its new dates. It is a draft until you publish it."),
	})
	return page, err
}

// editPage shows the form with what would come of it. Old is the series as it
// is, nil for a new one.
func (p *Pages) editPage(ctx context.Context, tx *store.Tx, r *web.Request, in entry, old *series.Series, wrong *errs.Error) (web.Page, error) {
	if old == nil && !series.MayMake(r.Viewer) {
		return web.Page{}, errs.NotThere()
	}
	page := editPage{Editor: forms.Editor{R: r, In: in.Entry, Action: "/o/series/new", New: old == nil}, Old: old, Once: web.NewOnce(), S: &series.Series{State: series.Draft}}
	var err error
	if old != nil {
		page.Action = home(old) + "/edit"
		if page.S, err = p.Series.ByID(ctx, tx, r.Viewer, old.ID); err != nil {
			return web.Page{}, err
		}
	}
	unread := in.apply(page.S)
	page.S.Clean()
	if in.Preview {
		wrong = together(unread, page.S.Check())
	}
	wrong = in.beside(wrong, page.S)
	if page.Preview, page.Told, err = p.preview(ctx, tx, page, wrong); err != nil {
		return web.Page{}, err
	}
	if in.Preview {
		wrong = in.OnlyTyped(wrong, "sessions.")
	}
	page.Form = ui.Form{L: r.L, Values: in.Values, Err: wrong}
	if page.Chapters, err = p.People.Chapters(tx); err != nil {
		return web.Page{}, err
	}
	if old == nil {
		if page.Earlier, err = p.Series.List(ctx, tx, r.Viewer, series.Filter{Desk: true, Archived: true}); err != nil {
			return web.Page{}, err
		}
	}
	title := r.L.T("org.new.title|New series")
	if old != nil {
		title = r.L.T("org.edit.title|Change: {series}", "series", titleOf(r, old))
	}
	return web.Page{Title: title, Body: editBody(page), Wide: true, Here: "desk"}, nil
}

// read applies the form to a series and refuses what cannot be saved.
func (in entry) read(s *series.Series) error {
	unread := in.apply(s)
	s.Clean()
	if wrong := together(unread, s.Check()); wrong != nil {
		return wrong
	}
	return nil
}

func (p *Pages) newDo(ctx context.Context, tx *store.Tx, r *web.Request, in entry) (web.Answer, error) {
	if !series.MayMake(r.Viewer) {
		return nil, errs.NotThere()
	}
	if in.Get("series") == "" {
		slug, err := p.Series.FreeSlug(tx, in.slug())
		if err != nil {
			return nil, err
		}
		in.Values = forms.WithValue(in.Values, "series", slug)
	}
	s := &series.Series{}
	if err := in.read(s); err != nil {
		return nil, err
	}
	s, err := p.Series.Save(ctx, tx, r.Viewer, s)
	if err != nil {
		return nil, err
	}
	return web.SeeOther(home(s) + "?done=made"), nil
}

// slug is a short name for a new series: of its title, or else of its month.
func (in entry) slug() string {
	if slug := typed.Slug(in.Text("title", nil)); slug != "" {
		return slug
	}
	if d, err := when.ParseDate(in.Get("first")); err == nil {
		return "series-" + d.String()[:len("2027-02")]
	}
	return "series"
}

func (p *Pages) newAgain(ctx context.Context, tx *store.Tx, r *web.Request, in entry, wrong *errs.Error) (web.Page, error) {
	in.Preview = forms.Looked(wrong)
	page, err := p.editPage(ctx, tx, r, in, nil, wrong)
	return in.Answered(page), err
}

func (p *Pages) editDo(ctx context.Context, tx *store.Tx, r *web.Request, in entry) (web.Answer, error) {
	s, err := p.editable(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	old, err := p.Series.ByID(ctx, tx, r.Viewer, s.ID)
	if err != nil {
		return nil, err
	}
	seen := in.Fingerprint()
	if err := in.read(s); err != nil {
		return nil, err
	}
	if c, err := p.Series.Consequences(ctx, tx, r.Viewer, old, s); err != nil {
		return nil, err
	} else if c.People > 0 && r.Value("seen") != seen {
		return nil, forms.Look() // nobody is told of what the page has not announced
	}
	s.Version = in.Version()
	if s, err = p.Series.Save(ctx, tx, r.Viewer, s); err != nil {
		return nil, err
	}
	return web.SeeOther(home(s) + "?done=saved"), nil
}

func (p *Pages) editAgain(ctx context.Context, tx *store.Tx, r *web.Request, in entry, wrong *errs.Error) (web.Page, error) {
	s, err := p.editable(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), s.Title)
	in.Preview = forms.Looked(wrong)
	page, err := p.editPage(ctx, tx, r, in, s, wrong)
	return in.Answered(page), err
}
