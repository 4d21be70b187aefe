package deskweb

import (
	"context"
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// readCallFile reads the list that a call's program saved. Nothing is noted
// before the organiser has looked at who was recognised.
func readCallFile(ctx context.Context, r *web.Request) (*series.CallList, error) {
	f, ok := r.Files["file"]
	if !ok {
		var form errs.Form
		form.Add("file", "org.attendance.file.missing|Choose the file first.")
		return nil, form.Err()
	}
	list, err := series.ReadCallList(f.Data)
	if err != nil {
		return nil, err
	}
	return list, forms.Look()
}

// callNever is the step that an uploaded list never comes to: looking at it
// changes nothing.
func (p *Pages) callNever(ctx context.Context, tx *store.Tx, r *web.Request, _ *series.CallList) (web.Answer, error) {
	return nil, errs.NotThere()
}

// callPage is who was recognised in the list of a call.
type callPage struct {
	R     *web.Request
	Match series.CallMatch
	Once  string
}

func (p *Pages) callAgain(ctx context.Context, tx *store.Tx, r *web.Request, list *series.CallList, wrong *errs.Error) (web.Page, error) {
	if !forms.Looked(wrong) {
		if len(wrong.Fields) == 0 {
			var form errs.Form
			form.Add("file", wrong.Text.Msg, wrong.Text.Args...)
			wrong = errs.Of(form.Err())
		}
		return p.attendancePage(ctx, tx, r, nil, nil, wrong)
	}
	n, err := strconv.Atoi(r.Param("n"))
	if err != nil {
		return web.Page{}, errs.NotThere()
	}
	page := callPage{R: r, Once: web.NewOnce()}
	if page.Match, err = p.Series.MatchCall(ctx, tx, r.Viewer, r.Param("slug"), n, list); err != nil {
		return web.Page{}, err
	}
	r.Saw(r.Viewer, auth.ReadAttendance, page.Match.S.ID, len(page.Match.Found)+len(page.Match.Several))
	return forms.Shown(web.Page{Title: r.L.T("org.call.title|Who was in the call"), Body: callBody(page), Wide: true, Here: "desk"}), nil
}

// rows are the people who were recognised, each with a box that is ticked.
func (p callPage) rows() []ui.PersonRow {
	l := p.R.L
	ids := p.Match.Registrations()
	var rows []ui.PersonRow
	for _, m := range p.Match.Found {
		a := m.Who[0]
		i := slices.Index(ids, a.Registration)
		if i < 0 {
			continue // a second device of the same person
		}
		ids = slices.Delete(ids, i, i+1)
		row := ui.PersonRow{Name: nameOf(p.R, a.Name), Tick: &ui.Tick{Name: "who", Value: a.Registration, Checked: true}}
		if m.Call.Name != a.Name && m.Call.Name != "" {
			row.Details = append(row.Details, l.T("org.call.as|in the call as {name}", "name", m.Call.Name))
		}
		if a.Presence == series.Here {
			row.Tags = []ui.Tag{{Tone: ui.OK, Word: l.T("org.call.already|Noted already")}}
		}
		if a.Presence == series.Absent && a.How == series.HowTapped {
			row.Tags = []ui.Tag{{Tone: ui.Warn, Word: l.T("org.call.tapped|You tapped “not here”, which stays")}}
		}
		rows = append(rows, row)
	}
	return rows
}

// several are those whose name several have: one of them is chosen, or none.
func (p callPage) several() []ui.Field {
	var fields []ui.Field
	for i, m := range p.Match.Several {
		f := ui.Field{Type: ui.Select, Name: "which", ID: "which-" + number(i), Label: m.Call.Name, Options: []ui.Option{{Label: p.R.L.T("org.call.nobody|None of them")}}}
		for _, a := range m.Who {
			label := nameOf(p.R, a.Name)
			if a.Track != "" {
				label = p.R.L.T("org.call.option|{name}, track {track}", "name", label, "track", a.Track)
			}
			f.Options = append(f.Options, ui.Option{Value: a.Registration, Label: label})
		}
		fields = append(fields, f)
	}
	return fields
}

// readCall reads whom the organiser has confirmed.
func readCall(ctx context.Context, r *web.Request) ([]string, error) {
	var ids []string
	for _, id := range slices.Concat(r.Form["who"], r.Form["which"]) {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func (p *Pages) callDo(ctx context.Context, tx *store.Tx, r *web.Request, ids []string) (web.Answer, error) {
	n, err := strconv.Atoi(r.Param("n"))
	if err != nil {
		return nil, errs.NotThere()
	}
	if _, err = p.Series.NoteCall(ctx, tx, r.Viewer, r.Param("slug"), n, ids); err != nil {
		return nil, err
	}
	return web.SeeOther("/o/s/" + r.Param("slug") + "/session/" + number(n) + "/attendance?done=file"), nil
}

func (p callPage) base() string {
	return home(p.Match.S) + "/session/" + number(p.Match.Session.N) + "/attendance"
}
