package desk

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// rowsAtOnce is how many people stand on one page of attendance: more than a
// phone scrolls through, and few enough to come quickly.
const rowsAtOnce = 80

// Attendance is the list of who is there, of one session or date.
type Attendance struct {
	R    *web.Request
	Of   Thing  // what it leads back to
	When string // said below the heading, where Of does not tell it
	At   string // the address of the list
	By   string // the name of what narrows it beside words
	Tabs ui.Tabs

	Words  string // that are searched for
	From   int
	Total  int // whom the filter leaves
	Rows   []Attendee
	Here   int // counted over all
	Absent int
	Open   int

	Rest   string     // on the button that notes the rest as absent
	Add    []ui.Field // what else is asked of who walks in
	MayAdd bool
	Form   ui.Form // of the walk-in and of the list of a call
	Once   string
	Call   bool   // people may have been in a call, of which there is a list
	Sheet  string // address of a sheet for signing in, if there is one
}

// Attendee is one person on the list.
type Attendee struct {
	ID           string // of the registration
	Name         string
	Track        ui.Track
	Hint         string
	Here, Absent bool
}

// NewAttendance is the list that an address asks for, before anybody stands on
// it, with what was typed into the form of a walk-in and what is wrong with it.
func NewAttendance(r *web.Request, of Thing, at, by string, values url.Values, wrong *errs.Error) Attendance {
	return Attendance{R: r, Of: of, At: at, By: by, Once: web.NewOnce(), Form: ui.Form{L: r.L, Values: values, Err: wrong}, From: From(r.Query)}
}

// Shows tells whether the nth of the list stands on this page. The script asks
// for one person only, whom somebody tapped.
func (p Attendance) Shows(n int, id string) bool {
	if only := p.only(); only != "" {
		return id == only
	}
	return n >= p.From && n < p.From+rowsAtOnce
}

func (p Attendance) only() string {
	if !p.R.Script {
		return ""
	}
	return p.R.Query.Get("only")
}

// Page shows the list.
func (p Attendance) Page(title string) web.Page {
	l := p.R.L
	return page(l.T("org.attendance.title|Who is here: {session}", "session", title), web.Page{Body: attendanceBody(p), Notices: p.R.News(map[string]string{
		"rest":   l.T("org.attendance.rest.done|The others are noted as not here. One tap changes it."),
		"walkin": l.T("org.attendance.walk-in.done|Added, and noted as here."),
		"file":   l.T("org.attendance.file.done|Noted as here, as the list of the call says."),
	})})
}

// narrow is what the list is narrowed to, "" for all.
func (p Attendance) narrow() string { return p.R.Query.Get(p.By) }

func (p Attendance) query() url.Values { return narrowed(p.R.Query, []string{p.By, "q"}) }

// back is what a tap comes back to.
func (p Attendance) back() string {
	return narrowed(p.R.Query, []string{p.By, "q", "from"}).Encode()
}

func (p Attendance) pages() ui.Pagination {
	return pages(p.R.L, p.At, p.query(), p.From, len(p.Rows), p.Total, rowsAtOnce)
}

// search finds one name in a list that is longer than a page.
func (p Attendance) search() forms.Search {
	s := searchIn(p.R.L, p.At, p.Words)
	s.Field.Label, s.Keep = p.R.L.T("org.attendance.name|Name"), keepOf(p.query(), "q")
	if len(p.query()) > 0 {
		s.Clear = p.At
	}
	return s
}

// filtered tells whether the script narrows the list down: all of it stands on
// this page.
func (p Attendance) filtered() bool { return p.Words == "" && p.Total > 8 && p.Total <= rowsAtOnce }

// searched tells whether the form that searches stands there for everybody.
func (p Attendance) searched() bool { return p.Words != "" || p.Total > rowsAtOnce }

// tally says how far it is, and that every tap is kept.
func (p Attendance) tally() string {
	return p.R.L.T("org.attendance.tally|{here} here · {absent} not · {open} open. Each tap is saved at once.", "here", p.Here, "absent", p.Absent, "open", p.Open)
}

// Tap is one press beside a name.
type Tap struct {
	ID    string // of the registration
	Here  bool   // there, or not
	Clear bool   // what was noted is taken back
}

// ReadTap reads it.
func ReadTap(ctx context.Context, r *web.Request) (Tap, error) {
	for _, name := range []string{"here", "not", "clear"} {
		if id := r.Value(name); id != "" {
			return Tap{ID: id, Here: name == "here", Clear: name == "clear"}, nil
		}
	}
	return Tap{}, errs.NotThere()
}

// Back leads to the person who was tapped. The script wants to see only them.
func (t Tap) Back(r *web.Request) web.Answer {
	q, _ := url.ParseQuery(r.Value("back"))
	if r.Script {
		q = url.Values{"only": {t.ID}}
	}
	return web.SeeOther(with(r.Path, q) + "#p-" + t.ID)
}
