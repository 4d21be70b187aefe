package eventdeskweb

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/people/lists"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) attendanceRoutes() []web.Route {
	const at = "/o/e/{slug}/d/{date}/attendance"
	return []web.Route{
		web.Get(at, web.Desk(), p.attendance).Audited(auth.ReadAttendance),
		web.Post(at, web.Desk(), web.Steps[desk.Tap]{Prepare: desk.ReadTap, Do: p.tapDo}),
		web.Post(at+"/search", web.Desk(), web.Steps[struct{}]{Do: p.searchDo}),
		web.Post(at+"/rest", web.Desk(), web.Steps[struct{}]{Do: p.restDo}),
		web.Post(at+"/walk-in", web.Desk(), web.Steps[people.Input]{Prepare: deskparts.Entered, Do: p.walkInDo, Again: p.walkInAgain}).Audited(auth.ReadAttendance),
		web.Post(at+"/file", web.Desk(), web.Steps[*lists.CallList]{Prepare: deskparts.ReadCall, Again: p.callAgain}).Takes(deskparts.MostCallFile).Audited(auth.ReadAttendance),
		web.Post(at+"/call", web.Desk(), web.Steps[[]string]{Prepare: desk.Confirmed, Do: p.callDo}),
		web.Get("/o/e/{slug}/d/{date}/sheet", web.Desk(), p.sheet).Audited(auth.ReadAttendance),
	}
}

// attendanceAt is the address of a date's list.
func attendanceAt(r *web.Request) string {
	return "/o/e/" + r.Param("slug") + "/d/" + r.Param("date") + "/attendance"
}

func (p *Pages) attendance(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.attendancePage(ctx, tx, r, nil, nil)
}

func (p *Pages) attendancePage(ctx context.Context, tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	way, words := events.Way(r.Query.Get("way")), forms.OpenWords(p.Keys, searched(r.Param("slug")), r.Query.Get("q"))
	list, err := p.Events.AttendanceOf(ctx, tx, r.Viewer, r.Param("slug"), r.Param("date"), way, words)
	if err != nil {
		return web.Page{}, err
	}
	e := list.E
	r.SupposeOrganisers(e.Location())
	r.Saw(r.Viewer, auth.ReadAttendance, e.ID, len(list.People))
	page := desk.NewAttendance(r, thing(r, e), attendanceAt(r), "way", values, wrong)
	page.When, page.Words, page.Sheet = whenOf(r, list.O), words, at(e, list.O.Date)+"/sheet"
	page.MayAdd = p.Events.May(r.Viewer, e, auth.EditRegistrations) && e.State == events.Published
	page.Rest = r.L.T("org.attendance.rest|The rest: not here")
	ways := e.Ways(list.O.Date)
	page.Call = slices.Contains(ways, events.Remote)
	if len(ways) > 1 {
		page.Tabs = wayTabs(r, page.At, way, ways)
	}
	deskparts.Fill(&page, list.Attendees, func(a events.Attendee, row *desk.Attendee) {
		if way == "" && len(ways) > 1 {
			row.Hint = dotted(r.L, slices.DeleteFunc([]string{r.L.Text(a.Way.Label()), row.Hint}, func(s string) bool { return s == "" }))
		}
	})
	return page.Page(titleOf(r, e)), nil
}

// wayTabs lead to the list of one way to come.
func wayTabs(r *web.Request, at string, here events.Way, ways []events.Way) ui.Tabs {
	t := ui.Tabs{L: r.L, Label: r.L.T("org.event.way|How they come"), Items: []ui.Tab{{Label: r.L.T("org.filter.all|All"), Href: at, Here: here == "", Count: -1}}}
	for _, w := range ways {
		t.Items = append(t.Items, ui.Tab{Label: r.L.Text(w.Label()), Href: at + "?way=" + string(w), Here: here == w, Count: -1})
	}
	return t
}

func (p *Pages) tapDo(ctx context.Context, tx *store.Tx, r *web.Request, t desk.Tap) (web.Answer, error) {
	slug, date := r.Param("slug"), r.Param("date")
	if t.Clear {
		return t.Back(r), p.Events.Untap(ctx, tx, r.Viewer, slug, date, t.ID)
	}
	return t.Back(r), p.Events.Tap(ctx, tx, r.Viewer, slug, date, t.ID, t.Here)
}

func (p *Pages) restDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	more, err := p.Events.RestAbsent(ctx, tx, r.Viewer, r.Param("slug"), r.Param("date"), events.Way(r.Value("way")))
	to := strings.TrimSuffix(r.Path, "/rest")
	if err == nil && !more { // of thousands a part at a time; the button stays until all are noted
		to += "?done=rest"
	}
	return web.SeeOther(to), err
}

// walkInDo registers somebody who is there without being on the list, and notes
// them. Who takes attendance and may not register others cannot.
func (p *Pages) walkInDo(ctx context.Context, tx *store.Tx, r *web.Request, in people.Input) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.TakeAttendance)
	if err != nil {
		return nil, err
	}
	d := e.Date(r.Param("date"))
	if d == nil {
		return nil, errs.NotThere()
	}
	in.Zone, in.Language = e.Zone, r.L.Lang
	f := events.Form{Way: events.Here, Input: in}
	if e.Entry.ByDate {
		f.Date = d.ID
	}
	if ways := e.Ways(d); len(ways) > 0 && !slices.Contains(ways, f.Way) {
		f.Way = ways[0]
	}
	reg, err := p.Events.Enter(ctx, tx, r.Viewer, e.Slug, f.Clean())
	if err != nil {
		return nil, err
	}
	if !reg.Standing.HasPlace() {
		var form errs.Form
		form.Add("name", "org.event.walk-in.full|All places are taken. Give the event more places first.")
		return nil, form.Err()
	}
	return web.SeeOther(attendanceAt(r) + "?done=walkin#p-" + reg.ID), p.Events.Tap(ctx, tx, r.Viewer, e.Slug, d.ID, reg.ID, true)
}

func (p *Pages) walkInAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ people.Input, wrong *errs.Error) (web.Page, error) {
	return p.attendancePage(ctx, tx, r, r.Form, wrong)
}

// callAgain shows who was recognised in the list of a call.
func (p *Pages) callAgain(ctx context.Context, tx *store.Tx, r *web.Request, list *lists.CallList, wrong *errs.Error) (web.Page, error) {
	if !forms.Looked(wrong) {
		return p.attendancePage(ctx, tx, r, nil, wrong)
	}
	e, m, err := p.Events.MatchCall(ctx, tx, r.Viewer, r.Param("slug"), r.Param("date"), list)
	if err != nil {
		return web.Page{}, err
	}
	r.Saw(r.Viewer, auth.ReadAttendance, e.ID, len(m.Found)+len(m.Several))
	return forms.Shown(deskparts.Call(r, attendanceAt(r), m).Page()), nil
}

func (p *Pages) callDo(ctx context.Context, tx *store.Tx, r *web.Request, ids []string) (web.Answer, error) {
	return web.SeeOther(attendanceAt(r) + "?done=file"), p.Events.NoteCall(ctx, tx, r.Viewer, r.Param("slug"), r.Param("date"), ids)
}
