package deskweb

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) attendanceRoutes() []web.Route {
	const at = "/o/s/{slug}/session/{n}/attendance"
	return []web.Route{
		web.Get(at, web.Desk(), p.attendance).Audited(auth.ReadAttendance),
		web.Post(at, web.Desk(), web.Steps[tap]{Prepare: readTap, Do: p.tapDo}),
		web.Post(at+"/search", web.Desk(), web.Steps[struct{}]{Do: p.searchDo}),
		web.Post(at+"/rest", web.Desk(), web.Steps[struct{}]{Do: p.restDo}),
		web.Post(at+"/walk-in", web.Desk(), web.Steps[series.Form]{Prepare: readWalkIn, Do: p.walkInDo, Again: p.walkInAgain}).Audited(auth.ReadAttendance),
		web.Post(at+"/file", web.Desk(), web.Steps[*series.CallList]{Prepare: readCallFile, Again: p.callAgain, Do: p.callNever}).Takes(mostCallFile).Audited(auth.ReadAttendance),
		web.Post(at+"/call", web.Desk(), web.Steps[[]string]{Prepare: readCall, Do: p.callDo}),
	}
}

// mostCallFile bounds the list of a call that may be uploaded, with its form.
const mostCallFile = 5 << 20

// rowsAtOnce is how many people stand on one page: more than a phone scrolls
// through, and few enough to come quickly.
const rowsAtOnce = 80

// attendancePage is the list of one session.
type attendancePage struct {
	R      *web.Request
	List   series.AttendanceList
	Rows   []attendeeRow
	Only   string // one registration: the answer to a tap by the script
	Track  string
	Text   string
	Sealed string // the same for an address
	From   int
	Total  int // whom the filter leaves
	Pages  ui.Pagination
	Once   string
	Form   ui.Form // of the walk-in
	MayAdd bool
}

// attendeeRow is one person on the list.
type attendeeRow struct {
	series.Attendee
	TrackTitle string
}

func (p *Pages) attendance(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.attendancePage(ctx, tx, r, r.Query, nil, nil)
}

func (p *Pages) attendancePage(ctx context.Context, tx *store.Tx, r *web.Request, q, values url.Values, wrong *errs.Error) (web.Page, error) {
	n, err := strconv.Atoi(r.Param("n"))
	if err != nil {
		return web.Page{}, errs.NotThere()
	}
	page := attendancePage{R: r, Track: q.Get("track"), Text: p.words(r.Param("slug"), q.Get("q")), Sealed: q.Get("q"), Once: web.NewOnce()}
	if page.List, err = p.Series.AttendanceOf(ctx, tx, r.Viewer, r.Param("slug"), n, page.Track, page.Text); err != nil {
		return web.Page{}, err
	}
	s := page.List.S
	r.SupposeOrganisers(s.Location())
	page.MayAdd = p.Series.May(r.Viewer, s, auth.EditRegistrations)
	if r.Script {
		page.Only = q.Get("only")
	}
	if from, err := strconv.Atoi(q.Get("from")); err == nil && from > 0 && from < len(page.List.People) {
		page.From = from
	}
	page.Total = len(page.List.People)
	r.Saw(r.Viewer, auth.ReadAttendance, s.ID, page.Total)
	for i, a := range page.List.People {
		if i < page.From || len(page.Rows) == rowsAtOnce || page.Only != "" && a.Registration != page.Only {
			continue
		}
		row := attendeeRow{Attendee: a}
		if t := s.Track(a.Track); t != nil {
			row.TrackTitle = textOf(r, t.Title)
		}
		page.Rows = append(page.Rows, row)
	}
	page.Pages = page.pages()
	page.Form = ui.Form{L: r.L, Values: values, Err: wrong}
	return web.Page{Title: r.L.T("org.attendance.title|Who is here: {session}", "session", sessionName(r, page.List.Session)), Body: attendanceBody(page), Wide: true, Here: "desk",
		Notices: r.News(map[string]string{
			"rest":   r.L.T("org.attendance.rest.done|The others are noted as not here. One tap changes it."),
			"walkin": r.L.T("org.attendance.walk-in.done|Added, and noted as here."),
			"file":   r.L.T("org.attendance.file.done|Noted as here, as the list of the call says."),
		})}, nil
}

// address is where the list is, with what was filtered.
func (p attendancePage) address(from int) string {
	q := url.Values{}
	if p.Track != "" {
		q.Set("track", p.Track)
	}
	if p.Text != "" {
		q.Set("q", p.Sealed)
	}
	if from > 0 {
		q.Set("from", strconv.Itoa(from))
	}
	at := p.base()
	if len(q) > 0 {
		at += "?" + q.Encode()
	}
	return at
}

func (p attendancePage) base() string {
	return home(p.List.S) + "/session/" + number(p.List.Session.N) + "/attendance"
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
	if s.Keep = map[string]string{}; p.Track != "" {
		s.Keep["track"] = p.Track
	}
	if p.Track != "" || p.Text != "" {
		s.Clear = p.base()
	}
	return s
}

// tabs lead to the list of one track.
func (p attendancePage) tabs() ui.Tabs {
	l := p.R.L
	tabs := ui.Tabs{L: l, Label: l.T("ui.sessions.track|Track"), Items: []ui.Tab{{Label: l.T("org.filter.all|All"), Href: p.base(), Here: p.Track == "", Count: -1}}}
	for _, t := range p.List.S.Tracks {
		tabs.Items = append(tabs.Items, ui.Tab{Label: t.Name(p.R.L), Href: p.base() + "?track=" + url.QueryEscape(t.Letter), Here: p.Track == t.Letter, Count: -1})
	}
	return tabs
}

// fits tells whether the whole list stands on this page, so that the script can
// narrow it down.
func (p attendancePage) fits() bool { return p.Text == "" && p.Total <= rowsAtOnce }

// tally says how far it is, and that every tap is kept.
func (p attendancePage) tally() string {
	return p.R.L.T("org.attendance.tally|{here} here · {absent} not · {open} open. Each tap is saved at once.", "here", p.List.Here, "absent", p.List.Absent, "open", p.List.Open)
}

// tap is one press beside a name.
type tap struct{ here, absent, clear string }

func readTap(ctx context.Context, r *web.Request) (tap, error) {
	return tap{r.Value("here"), r.Value("not"), r.Value("clear")}, nil
}

func (p *Pages) tapDo(ctx context.Context, tx *store.Tx, r *web.Request, t tap) (web.Answer, error) {
	slug := r.Param("slug")
	n, err := strconv.Atoi(r.Param("n"))
	if err != nil {
		return nil, errs.NotThere()
	}
	id := t.here + t.absent + t.clear
	switch {
	case t.here != "":
		err = p.Series.Tap(ctx, tx, r.Viewer, slug, n, t.here, true)
	case t.absent != "":
		err = p.Series.Tap(ctx, tx, r.Viewer, slug, n, t.absent, false)
	case t.clear != "":
		err = p.Series.Untap(ctx, tx, r.Viewer, slug, n, t.clear)
	default:
		err = errs.NotThere()
	}
	if err != nil {
		return nil, err
	}
	back := r.Value("back")
	q, _ := url.ParseQuery(back)
	if r.Script {
		q = url.Values{"only": {id}}
	}
	to := "/o/s/" + slug + "/session/" + number(n) + "/attendance"
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return web.SeeOther(to + "#p-" + id), nil
}

func (p *Pages) restDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	n, err := strconv.Atoi(r.Param("n"))
	if err != nil {
		return nil, errs.NotThere()
	}
	_, more, err := p.Series.RestAbsent(ctx, tx, r.Viewer, r.Param("slug"), n, r.Value("track"))
	if err != nil {
		return nil, err
	}
	to := "/o/s/" + r.Param("slug") + "/session/" + number(n) + "/attendance"
	if more { // of thousands a part at a time; the button stays until all are noted
		return web.SeeOther(to), nil
	}
	return web.SeeOther(to + "?done=rest"), nil
}

func readWalkIn(ctx context.Context, r *web.Request) (series.Form, error) {
	return series.Form{Track: r.Value("track"), Input: people.Input{Name: r.Value("name"), Address: r.Value("email"), Language: r.L.Lang}}.Clean(), nil
}

// walkInDo registers somebody who is there without being on the list, and
// notes them.
func (p *Pages) walkInDo(ctx context.Context, tx *store.Tx, r *web.Request, f series.Form) (web.Answer, error) {
	s, x, err := p.ofSession(ctx, tx, r, func(s *series.Series) bool { return p.Series.May(r.Viewer, s, auth.TakeAttendance) })
	if err != nil {
		return nil, err
	}
	f.Zone = s.Zone
	reg, err := p.Series.Enter(ctx, tx, r.Viewer, s.Slug, f)
	if err != nil {
		return nil, err
	}
	if !reg.Standing.HasPlace() {
		var form errs.Form
		form.Add("name", "org.attendance.walk-in.full|All places are taken. Give the series more places first.")
		return nil, form.Err()
	}
	if err := p.Series.Tap(ctx, tx, r.Viewer, s.Slug, x.N, reg.ID, true); err != nil {
		return nil, err
	}
	return web.SeeOther(home(s) + "/session/" + number(x.N) + "/attendance?done=walkin#p-" + reg.ID), nil
}

func (p *Pages) walkInAgain(ctx context.Context, tx *store.Tx, r *web.Request, f series.Form, wrong *errs.Error) (web.Page, error) {
	return p.attendancePage(ctx, tx, r, url.Values{}, r.Form, wrong)
}

// query is the filter of the list, to come back to after a tap.
func (p attendancePage) query() string {
	if _, q, ok := strings.Cut(p.address(p.From), "?"); ok {
		return q
	}
	return ""
}

// howNoted says by what somebody was noted, where nobody tapped.
func howNoted(p attendancePage, a attendeeRow) string {
	if a.How == series.HowJoined {
		return p.R.L.T("org.attendance.joined|came by their link")
	}
	return p.R.L.T("org.attendance.by-file|was in the list of the call")
}

func boolWord(b bool) string { return strconv.FormatBool(b) }
