package intakeweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

const importHome = "/o/events/import"

// bringing is a file that somebody brings, read.
type bringing struct {
	in     forms.Entry
	batch  *intake.Batch
	upload string // as package files keeps it
	about  intake.Import
}

// readBringing reads an uploaded file and keeps it for the pages that follow. It
// comes here with a sign-in that makes events: nobody else's file is kept.
func (p *Pages) readBringing(ctx context.Context, r *web.Request) (in bringing, err error) {
	if err := mayMake(r); err != nil {
		return in, err
	}
	f, ok := r.Files["file"]
	in = bringing{in: forms.Entry{Values: r.Form, L: r.L}, about: intake.Import{Name: f.Name, Chapter: r.Value("chapter"),
		Settings: intake.Settings{Zone: r.Value("zone"), Language: r.L.Lang}}}
	var form errs.Form
	if _, err := when.Load(in.about.Settings.Zone); err != nil {
		in.about.Settings.Zone = r.Face.Zone
	}
	if !ok || len(f.Data) == 0 {
		form.Add("file", "org.intake.missing|Choose a file first.")
		return in, form.Err()
	}
	in.batch, err = intake.Read(f.Data, in.about.Settings, when.DateOf(r.Now, r.Now.Location()))
	if wrong := errs.Of(err); wrong != nil && wrong.Kind == errs.Invalid && len(wrong.Fields) == 0 {
		form.Add("file", wrong.Text.Msg, wrong.Text.Args...)
		return in, form.Err()
	}
	if err != nil {
		return in, err
	}
	u, err := p.Files.Take(ctx, p.DB, f.Data, "application/octet-stream", false)
	in.upload = u.ID
	return in, err
}

func (p *Pages) bringDo(ctx context.Context, tx *store.Tx, r *web.Request, in bringing) (web.Answer, error) {
	if err := mayMake(r); err != nil {
		return nil, err
	}
	options, err := p.chapters(tx, r)
	if err != nil {
		return nil, err
	}
	about := in.about
	about.Chapter = chapterOf(options, about.Chapter)
	brought, err := p.Intake.Bring(ctx, tx, r.Viewer, in.batch, about, in.upload)
	if err != nil {
		return nil, err
	}
	return web.SeeOther(importHome + "/" + brought.ID), nil
}

func (p *Pages) bringAgain(ctx context.Context, tx *store.Tx, r *web.Request, in bringing, wrong *errs.Error) (web.Page, error) {
	if err := mayMake(r); err != nil {
		return web.Page{}, err
	}
	return p.bringPage(tx, r, in.in.Values, wrong)
}

func (p *Pages) bring(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	if err := mayMake(r); err != nil {
		return nil, err
	}
	page, err := p.bringPage(tx, r, url.Values{}, nil)
	if err != nil {
		return nil, err
	}
	return page, nil
}

// bringPage asks for a file and lists what was brought lately.
type bringPage struct {
	R       *web.Request
	Form    ui.Form
	Zone    string
	Ask     bool
	Chapter []ui.Option
	Past    []intake.Import
}

func (p *Pages) bringPage(tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	page := bringPage{R: r, Form: ui.Form{L: r.L, Values: values, Err: wrong}, Zone: values.Get("zone"), Ask: r.Query.Has("zone")}
	var err error
	if page.Chapter, err = p.chapters(tx, r); err != nil {
		return web.Page{}, err
	}
	if page.Past, err = p.Intake.Imports(tx, r.Viewer); err != nil {
		return web.Page{}, err
	}
	if page.Zone == "" {
		page.Zone = lastZone(page.Past, r.Face.Zone)
	}
	return web.Page{Title: r.L.T("org.intake.title|Bring events from a file"), Body: bringBody(page), Wide: true, Here: "desk", At: importHome}, nil
}

// lastZone is the zone that was chosen last, so that the same file brought again
// says the same.
func lastZone(past []intake.Import, or string) string {
	for _, in := range past {
		return in.Settings.Zone
	}
	return or
}

// imported shows an import as far as it is.
func (p *Pages) imported(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page, err := p.importPage(ctx, tx, r, nil)
	if err != nil {
		return nil, err
	}
	return page, nil
}

// importDo does what one of the buttons of an import says.
func (p *Pages) importDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	id := r.Param("id")
	here := importHome + "/" + id
	var err error
	switch r.Value("do") {
	case "take":
		err = p.Intake.Begin(tx, r.Viewer, id)
	case "undo":
		err = p.Intake.Undo(tx, r.Viewer, id)
	case "again":
		err = p.Intake.Again(tx, r.Viewer, id)
	case "leave":
		here = importHome
		err = p.Intake.Leave(ctx, tx, r.Viewer, id)
	default:
		var in intake.Import
		if in, err = p.Intake.Find(tx, r.Viewer, id); err == nil && !r.Form.Has("change-zone") {
			err = p.Intake.Change(tx, r.Viewer, id, intake.Settings{Zone: r.Value("zone"), Language: in.Settings.Language})
		} else if err == nil {
			here += "?zone=ask"
		}
	}
	return web.SeeOther(here), err
}

func (p *Pages) importAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.importPage(ctx, tx, r, wrong)
}

// draftsOf loads the events that an import made, as far as the viewer works on
// them still.
func (p *Pages) draftsOf(ctx context.Context, tx *store.Tx, r *web.Request, in *intake.Import) (items []ui.ListingItem, err error) {
	const most = 50
	slugs, err := p.Intake.Left(tx, in, most)
	for _, slug := range slugs {
		if err != nil {
			return nil, err
		}
		var e *events.Event
		if e, err = p.Events.BySlug(ctx, tx, r.Viewer, slug); errs.Is(err, errs.NotFound) {
			err = nil
			continue
		}
		if err == nil {
			items = append(items, draftItem(r, e))
		}
	}
	return items, err
}
