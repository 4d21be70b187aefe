package deskweb

import (
	"context"
	"errors"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// readImport reads an uploaded file, or the text of one that was uploaded
// before.
func readImport(ctx context.Context, r *web.Request) (in importing, err error) {
	name, data := "file.yaml", []byte(r.Value("text"))
	if f, ok := r.Files["file"]; ok {
		name, data = f.Name, f.Data
	}
	in.replace = r.Form.Has("replace")
	in.text = string(data)
	var form errs.Form
	switch {
	case len(data) == 0:
		form.Add("file", "org.import.missing|Choose a series file first.")
		return in, form.Err()
	case len(data) > mostFile:
		in.text = ""
		form.Add("file", "org.import.large|This file is too large for a series.")
		return in, form.Err()
	}
	in.file, err = series.ReadFile(name, data)
	if errors.As(err, &in.faults) {
		form.Add("text", "org.import.faults|{n} line of the file cannot be read. Nothing was imported.|{n} lines of the file cannot be read. Nothing was imported.", "n", len(in.faults))
		return in, form.Err()
	}
	return in, err
}

func (p *Pages) importDo(ctx context.Context, tx *store.Tx, r *web.Request, in importing) (web.Answer, error) {
	if !series.MayMake(r.Viewer) {
		return nil, errs.NotThere()
	}
	s := in.file.Series
	old, err := p.Series.BySlug(ctx, tx, r.Viewer, s.Slug)
	switch {
	case err == nil && !in.replace && p.Series.MayEdit(r.Viewer, old):
		var form errs.Form
		form.Add("replace", "org.import.there|There is a series with the address {slug} already. Tick the box to put the file in its place.", "slug", s.Slug)
		return nil, form.Err()
	case err != nil && !errs.Is(err, errs.NotFound):
		return nil, err
	}
	became, err := p.Series.Import(ctx, tx, r.Viewer, s)
	if err != nil {
		return nil, err
	}
	return web.SeeOther("/o/s/" + s.Slug + "?done=" + string(became)), nil
}

// importPage shows what is wrong with a file, line by line.
type importPage struct {
	R      *web.Request
	Form   ui.Form
	Faults series.FileErrors
	Text   string
	There  bool // a series of that address is there
	Told   int  // who would be told if it were replaced
}

func (p *Pages) importAgain(ctx context.Context, tx *store.Tx, r *web.Request, in importing, wrong *errs.Error) (web.Page, error) {
	if !series.MayMake(r.Viewer) {
		return web.Page{}, errs.NotThere()
	}
	page := importPage{R: r, Faults: in.faults, Text: in.text}
	if in.file != nil && len(in.faults) == 0 {
		var faults series.FileErrors
		if errors.As(in.file.Place(wrong), &faults) && !forms.HasField(wrong, "replace") {
			page.Faults = faults
		}
		if old, err := p.Series.BySlug(ctx, tx, r.Viewer, in.file.Series.Slug); err == nil && p.Series.MayEdit(r.Viewer, old) {
			page.There = true
			c, err := p.Series.Consequences(ctx, tx, r.Viewer, old, in.file.Series)
			if err != nil {
				return web.Page{}, err
			}
			page.Told = c.People
		}
	}
	page.Form = ui.Form{L: r.L, Err: wrong, Values: map[string][]string{"text": {in.text}}}
	return web.Page{Title: r.L.T("org.import.title|Import a file"), Body: importBody(page), Wide: true, Here: "desk"}, nil
}

func faultRows(r *web.Request, faults series.FileErrors) [][]ui.Cell {
	var rows [][]ui.Cell
	for _, f := range faults {
		rows = append(rows, []ui.Cell{{Text: r.L.Number(f.Line), Head: true}, {Text: f.Field}, {Text: f.Got}, {Text: f.Expected}})
	}
	return rows
}
