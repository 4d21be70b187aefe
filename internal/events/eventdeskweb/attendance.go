package eventdeskweb

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) attendanceRoutes() []web.Route {
	const at = "/o/e/{slug}/d/{date}"
	return []web.Route{
		web.Get(at+"/attendance", web.Desk(), p.attendance).Audited(auth.ReadAttendance),
		web.Post(at+"/attendance", web.Desk(), web.Steps[tap]{Prepare: readTap, Do: p.tapDo}),
		web.Post(at+"/attendance/search", web.Desk(), web.Steps[struct{}]{Do: p.searchDo}),
		web.Post(at+"/attendance/rest", web.Desk(), web.Steps[struct{}]{Do: p.restDo}),
		web.Post(at+"/attendance/walk-in", web.Desk(), web.Steps[events.Form]{Prepare: readWalkIn, Do: p.walkInDo, Again: p.walkInAgain}).Audited(auth.ReadAttendance),
		web.Get(at+"/sheet", web.Desk(), p.sheet).Audited(auth.ReadAttendance),
	}
}

// rowsAtOnce is how many people stand on one page: more than a phone scrolls
// through, and few enough to come quickly.
const rowsAtOnce = 80

// attendancePage is the list of one date.
type attendancePage struct {
	R      *web.Request
	List   events.AttendanceList
	Rows   []events.Attendee
	Only   string // one registration: the answer to a tap by the script
	Way    events.Way
	Text   string
	Sealed string // the same for an address
	From   int
	Total  int // whom the filter leaves
	Once   string
	Form   ui.Form // of the walk-in
	MayAdd bool
}

func (p *Pages) attendance(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.attendancePage(ctx, tx, r, r.Query, nil, nil)
}

func (p *Pages) attendancePage(ctx context.Context, tx *store.Tx, r *web.Request, q, values url.Values, wrong *errs.Error) (web.Page, error) {
	page := attendancePage{R: r, Way: events.Way(q.Get("way")), Text: p.words(r.Param("slug"), q.Get("q")), Sealed: q.Get("q"), Once: web.NewOnce()}
	var err error
	if page.List, err = p.Events.AttendanceOf(ctx, tx, r.Viewer, r.Param("slug"), r.Param("date"), page.Way, page.Text); err != nil {
		return web.Page{}, err
	}
	e := page.List.E
	r.SupposeOrganisers(e.Location())
	page.MayAdd = p.Events.May(r.Viewer, e, auth.EditRegistrations) && e.State == events.Published
	if r.Script {
		page.Only = q.Get("only")
	}
	page.Total = len(page.List.People)
	if from, err := strconv.Atoi(q.Get("from")); err == nil && from > 0 && from < page.Total {
		page.From = from
	}
	r.Saw(r.Viewer, auth.ReadAttendance, e.ID, page.Total)
	for i, a := range page.List.People {
		if i >= page.From && len(page.Rows) < rowsAtOnce && (page.Only == "" || a.Registration == page.Only) {
			page.Rows = append(page.Rows, a)
		}
	}
	page.Form = ui.Form{L: r.L, Values: values, Err: wrong}
	return web.Page{Title: r.L.T("org.attendance.title|Who is here: {session}", "session", titleOf(r, e)), Body: attendanceBody(page), Wide: true, Here: "desk",
		Notices: r.News(map[string]string{
			"rest":   r.L.T("org.attendance.rest.done|The others are noted as not here. One tap changes it."),
			"walkin": r.L.T("org.attendance.walk-in.done|Added, and noted as here."),
		})}, nil
}

func (p attendancePage) base() string { return at(p.List.E, p.List.O.Date) + "/attendance" }

// query is the filter of the list, to come back to after a tap.
func (p attendancePage) query(from int) string {
	q := url.Values{}
	if p.Way != "" {
		q.Set("way", string(p.Way))
	}
	if p.Text != "" {
		q.Set("q", p.Sealed)
	}
	if from > 0 {
		q.Set("from", strconv.Itoa(from))
	}
	return q.Encode()
}

func (p attendancePage) address(from int) string {
	if q := p.query(from); q != "" {
		return p.base() + "?" + q
	}
	return p.base()
}

func (p attendancePage) pages() ui.Pagination {
	n := len(p.Rows)
	pages := ui.Pagination{L: p.R.L, Where: p.R.L.T("org.pages.where|{from}–{to} of {n}", "from", p.From+1, "to", p.From+n, "n", p.Total)}
	if p.From > 0 {
		pages.Prev = p.address(max(0, p.From-rowsAtOnce))
	}
	if p.From+n < p.Total {
		pages.Next = p.address(p.From + rowsAtOnce)
	}
	return pages
}

// search finds one name in a list that is longer than a page.
func (p attendancePage) search() forms.Search {
	s := searchIn(p.R, p.base(), p.Text)
	s.Field.Label = p.R.L.T("org.attendance.name|Name")
	if s.Keep = map[string]string{}; p.Way != "" {
		s.Keep["way"] = string(p.Way)
	}
	if p.Way != "" || p.Text != "" {
		s.Clear = p.base()
	}
	return s
}

// tabs lead to the list of one way to come.
func (p attendancePage) tabs() ui.Tabs {
	l := p.R.L
	t := ui.Tabs{L: l, Label: l.T("org.event.way|How they come"), Items: []ui.Tab{{Label: l.T("org.filter.all|All"), Href: p.base(), Here: p.Way == "", Count: -1}}}
	for _, w := range p.List.E.Ways(p.List.O.Date) {
		t.Items = append(t.Items, ui.Tab{Label: l.Text(w.Label()), Href: p.base() + "?way=" + string(w), Here: p.Way == w, Count: -1})
	}
	return t
}

// fits tells whether the whole list stands on this page, so that the script can
// narrow it down.
func (p attendancePage) fits() bool { return p.Text == "" && p.Total <= rowsAtOnce }

// hybrid tells whether one can come in more than one way.
func (p attendancePage) hybrid() bool { return len(p.List.E.Ways(p.List.O.Date)) > 1 }

// tally says how far it is, and that every tap is kept.
func (p attendancePage) tally() string {
	return p.R.L.T("org.attendance.tally|{here} here · {absent} not · {open} open. Each tap is saved at once.", "here", p.List.There, "absent", p.List.Absent, "open", p.List.Open)
}

// tap is one press beside a name.
type tap struct{ here, absent, clear string }

func readTap(ctx context.Context, r *web.Request) (tap, error) {
	return tap{r.Value("here"), r.Value("not"), r.Value("clear")}, nil
}

func (p *Pages) tapDo(ctx context.Context, tx *store.Tx, r *web.Request, t tap) (web.Answer, error) {
	slug, date := r.Param("slug"), r.Param("date")
	id := t.here + t.absent + t.clear
	var err error
	switch {
	case t.here != "":
		err = p.Events.Tap(ctx, tx, r.Viewer, slug, date, t.here, true)
	case t.absent != "":
		err = p.Events.Tap(ctx, tx, r.Viewer, slug, date, t.absent, false)
	case t.clear != "":
		err = p.Events.Untap(ctx, tx, r.Viewer, slug, date, t.clear)
	default:
		err = errs.NotThere()
	}
	if err != nil {
		return nil, err
	}
	q, _ := url.ParseQuery(r.Value("back"))
	if r.Script {
		q = url.Values{"only": {id}}
	}
	to := r.Path
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return web.SeeOther(to + "#p-" + id), nil
}

func (p *Pages) restDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	more, err := p.Events.RestAbsent(ctx, tx, r.Viewer, r.Param("slug"), r.Param("date"), events.Way(r.Value("way")))
	to := strings.TrimSuffix(r.Path, "/rest")
	if err == nil && !more { // of thousands a part at a time; the button stays until all are noted
		to += "?done=rest"
	}
	return web.SeeOther(to), err
}

func readWalkIn(ctx context.Context, r *web.Request) (events.Form, error) {
	return events.Form{Way: events.Here, Input: people.Input{Name: r.Value("name"), Address: r.Value("email"), Language: r.L.Lang}}.Clean(), nil
}

// walkInDo registers somebody who is there without being on the list, and notes
// them. Who takes attendance and may not register others cannot.
func (p *Pages) walkInDo(ctx context.Context, tx *store.Tx, r *web.Request, f events.Form) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.TakeAttendance)
	if err != nil {
		return nil, err
	}
	d := e.Date(r.Param("date"))
	if d == nil {
		return nil, errs.NotThere()
	}
	f.Zone = e.Zone
	if e.Entry.ByDate {
		f.Date = d.ID
	}
	if ways := e.Ways(d); len(ways) > 0 && !slices.Contains(ways, f.Way) {
		f.Way = ways[0]
	}
	reg, err := p.Events.Enter(ctx, tx, r.Viewer, e.Slug, f)
	if err != nil {
		return nil, err
	}
	if !reg.Standing.HasPlace() {
		var form errs.Form
		form.Add("name", "org.event.walk-in.full|All places are taken. Give the event more places first.")
		return nil, form.Err()
	}
	if err := p.Events.Tap(ctx, tx, r.Viewer, e.Slug, d.ID, reg.ID, true); err != nil {
		return nil, err
	}
	return web.SeeOther(at(e, d) + "/attendance?done=walkin#p-" + reg.ID), nil
}

func (p *Pages) walkInAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ events.Form, wrong *errs.Error) (web.Page, error) {
	return p.attendancePage(ctx, tx, r, url.Values{}, r.Form, wrong)
}
