package app_test

import (
	"compress/gzip"
	"flag"
	"fmt"
	"html"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

var update = flag.Bool("update", false, "write the golden files anew")

// viewers are all who may come by, in the order of the golden file.
func viewers() []string {
	return []string{"anonymous", "link holder", "una", "ada", "dora", "contact of tenancy", "bea", "welcomes people", "series team", "chapter organiser",
		"other chapter's organiser", "network organiser", "organiser by mail", "operator", "ex-organiser", "safety contact", stewardHere, memberHere, "erased"}
}

// TestEveryRouteShowsEachViewerOnlyWhatIsTheirs (C5) sends every route of the
// house, as each viewer, for what is theirs, what is another's and what does not
// exist. What comes of it stands in the golden file, so that a new route, or one
// that opens to more people than before, fails until somebody has looked. In
// each answer, headers included, the values of all personal fields are looked
// for: nobody finds what the labels do not let them see. What is forbidden
// answers like what does not exist, byte for byte.
func TestEveryRouteShowsEachViewerOnlyWhatIsTheirs(t *testing.T) {
	w := newWorld(t, store.SQLite)
	m := matrix{world: w, found: map[string]int{}}
	for _, route := range w.Routes() {
		if strings.HasPrefix(route.Pattern, "/dev/") || strings.HasPrefix(route.Pattern, "/assets/") {
			continue // of a trial house, and files that are the same for all
		}
		m.routes++
		m.try(route)
	}
	for _, c := range w.canaries {
		if m.found[c.column] == 0 {
			t.Errorf("nobody is ever shown %s: is it looked for as it is written?", c.column)
			m.found[c.column] = -1
		}
	}
	m.compare()
	m.report()
}

type matrix struct {
	*world
	lines    []string
	routes   int
	requests int
	foreign  int
	alike    int
	found    map[string]int // how often a value was shown to who may see it, by column
	unlike   int
	posts    int      // routes that change something
	open     int      // of which nobody is refused
	proven   int      // of which others get through with the form that is refused
	unproven []string // of which none does
}

// reply is what came back, with what stands for its address taken out.
type reply struct {
	status string
	text   string // headers and body, as the reader gets them
	plain  string // the same with what differs by address replaced
}

func (m *matrix) try(route web.Route) {
	seen := map[string]bool{}
	defer func() { m.prove(route, seen) }()
	for _, object := range []string{own, other, mixed, nothing} {
		byStatus := map[string][]string{}
		var order []string
		tried := false
		for _, name := range viewers() {
			p := m.who[name]
			address, ok := m.address(route.Pattern, object, p)
			if !ok {
				continue
			}
			if strings.ContainsAny(address, "{}") {
				m.t.Fatalf("%s has a part that the matrix knows no object for: %s", route.Pattern, address)
			}
			tried = true
			got := m.send(route, address, object, p)
			m.scan(route, object, p, got)
			if (object == other || object == mixed) && strings.HasPrefix(got.status, "404") {
				m.likeNothing(route, p, got)
			}
			seen[got.status] = true
			if byStatus[got.status] == nil {
				order = append(order, got.status)
			}
			byStatus[got.status] = append(byStatus[got.status], name)
		}
		if !tried {
			continue
		}
		slices.Sort(order)
		line := fmt.Sprintf("%s %s %s", route.Method, route.Pattern, object)
		for _, status := range order {
			line += "\n\t" + status + ": " + strings.Join(byStatus[status], ", ")
		}
		m.lines = append(m.lines, line)
	}
}

// send sends one request. Nothing that it changes is kept: the commit fails, and
// an answer that would have been given after it counts as "does".
func (m *matrix) send(route web.Route, address, object string, p *someone) reply {
	m.t.Helper()
	m.requests++
	var body io.Reader
	var kind string
	if route.Method == http.MethodPost {
		body, kind = bodyOf(route.Pattern, m.values(route.Pattern, object, p))
	}
	req, err := http.NewRequest(route.Method, m.URL+address, body)
	if err != nil {
		m.t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "gzip")
	if body != nil {
		req.Header.Set("Content-Type", kind)
		m.Undo(true)
		defer m.Undo(false)
	}
	resp, err := p.browser.Do(req)
	if err != nil {
		m.t.Fatalf("%s %s as %s: %v", route.Method, route.Pattern, p.name, err)
	}
	defer resp.Body.Close()
	read := io.Reader(resp.Body)
	if resp.Header.Get("Content-Encoding") == "gzip" {
		if read, err = gzip.NewReader(resp.Body); err != nil {
			m.t.Fatal(err)
		}
	}
	text, err := io.ReadAll(read)
	if err != nil {
		m.t.Fatal(err)
	}
	var head strings.Builder
	resp.Header.Del("Date")
	resp.Header.Del("Content-Length")
	_ = resp.Header.Write(&head)
	got := reply{status: m.status(resp), text: head.String() + "\n" + html.UnescapeString(string(text))}
	if body != nil && refused(got.status) && m.Undone() > 0 {
		m.t.Errorf("%s %s (%s) answers %s to %s, and would have changed something", route.Method, route.Pattern, object, got.status, p.name)
	}
	got.plain = evened(got.text, route.Pattern, address)
	return got
}

// status says in a word what came of a request.
func (m *matrix) status(resp *http.Response) string {
	to := resp.Header.Get("Location")
	switch {
	case resp.StatusCode == http.StatusSeeOther && strings.HasPrefix(to, "/signin/again"):
		return "step up"
	case resp.StatusCode == http.StatusSeeOther && strings.HasPrefix(to, "/signin") && !strings.HasPrefix(to, "/signin/sent"):
		return "sign in"
	case resp.Request.Method == http.MethodPost && (resp.StatusCode == http.StatusServiceUnavailable || resp.StatusCode == http.StatusInternalServerError):
		return "does"
	case resp.StatusCode == http.StatusSeeOther:
		return "303"
	}
	return fmt.Sprint(resp.StatusCode)
}

var varies = regexp.MustCompile(`(name="once" value|name="[^"]*" value)="[a-zA-Z0-9_-]{16,}"`)

// evened takes out of an answer what differs because another address was asked.
func evened(text, pattern, address string) string {
	parts := strings.Split(address, "/")
	for i, part := range strings.Split(pattern, "/") {
		if strings.Contains(part, "{") && i < len(parts) && len(parts[i]) > 1 {
			text = strings.ReplaceAll(text, parts[i], "*")
		}
	}
	return varies.ReplaceAllString(text, `$1="*"`)
}

// scan looks for the values that the viewer may not see.
func (m *matrix) scan(route web.Route, object string, p *someone, got reply) {
	m.t.Helper()
	for _, c := range m.canaries {
		if !strings.Contains(got.text, c.core) {
			continue
		}
		if m.allowed(p, c) {
			m.found[c.column]++
			continue
		}
		if route.Pattern == "/me/seen" && c.column == "person.name" && c.series == "" { // who read my data
			continue
		}
		if key := strings.Contains(route.Pattern, "{key}"); key && object == own && m.byLink(route.Pattern, p, c) {
			continue
		}
		m.foreign++
		m.t.Errorf("%s %s (%s) shows %s of %s in %s to %s", route.Method, route.Pattern, object, c.column, c.owner, c.series, p.name)
	}
}

// byLink tells whether the link of the request, which was passed on, opens the
// value by itself: what is the holder's own, without what needs the mailed code.
func (m *matrix) byLink(pattern string, p *someone, c planted) bool {
	switch c.column {
	case "interest.wishes", "circle.notes":
		return false
	case "series.join_url": // the way to the call is what such a link is for
		return strings.HasPrefix(pattern, "/join/") || strings.HasPrefix(pattern, "/meet/")
	case "event.online", "event_date.online":
		return strings.HasPrefix(pattern, "/er/{key}/join/")
	}
	return p.r.ID == "" && (c.owner == "ada" || slices.Contains(c.shared, "ada") && c.column == "circle.name") ||
		p.d.ID == "" && c.owner == "contact of tenancy" || p.r.ID != "" && c.owner == p.name || c.owner == "ada" || c.column == "circle.name" && c.series == "tenancy"
}

// likeNothing holds that an answer is the one to what does not exist.
func (m *matrix) likeNothing(route web.Route, p *someone, got reply) {
	m.t.Helper()
	address, ok := m.address(route.Pattern, nothing, p)
	if !ok {
		return
	}
	if missing := m.send(route, address, nothing, p); missing.plain != got.plain {
		m.unlike++
		m.t.Errorf("%s %s tells %s that it exists:\n%s", route.Method, route.Pattern, p.name, firstDifference(missing.plain, got.plain))
		return
	}
	m.alike++
}

func firstDifference(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	from := max(0, at-60)
	return fmt.Sprintf("%q\n%q", a[from:min(len(a), at+60)], b[from:min(len(b), at+60)])
}

// compare holds what came of all requests against the golden file.
func (m *matrix) compare() {
	m.t.Helper()
	path, text := filepath.Join("testdata", "matrix.golden"), strings.Join(m.lines, "\n")+"\n"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			m.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			m.t.Fatal(err)
		}
		return
	}
	golden, err := os.ReadFile(path)
	if err != nil {
		m.t.Fatal(err)
	}
	was, is := rows(string(golden)), rows(text)
	for row, line := range is {
		if was[row] == "" {
			m.t.Errorf("a route without a row: look at it, then run the test with -update\n%s", line)
		} else if was[row] != line {
			m.t.Errorf("a row has changed: look at it, then run the test with -update\nwas %s\nis  %s", was[row], line)
		}
	}
	for row := range was {
		if is[row] == "" {
			m.t.Errorf("a row without a route: %s", row)
		}
	}
}

func total(counts map[string]int) (n int) {
	for _, count := range counts {
		n += count
	}
	return n
}

// inWords says who the viewers are that have names in the world.
func inWords(names []string) []string {
	words := map[string]string{"una": "somebody whose address has not answered (una)", "ada": "a member (ada)", "dora": "a member of another series (dora)",
		"contact of tenancy": "the contact person of a group (contact of tenancy)", "bea": "a facilitator (bea)", "welcomes people": "who takes attendance (welcomes people)",
		"organiser by mail": "a network organiser signed in by a mailed link alone (organiser by mail)",
		"link holder":       "whoever has a member's link (link holder)", "erased": "somebody erased"}
	list := slices.Clone(names)
	for i, name := range list {
		if words[name] != "" {
			list[i] = words[name]
		}
	}
	return list
}

// rows are the rows of a golden file by their first line.
func rows(text string) map[string]string {
	all := map[string]string{}
	row := ""
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if !strings.HasPrefix(line, "\t") {
			row = line
		}
		all[row] += line + "\n"
	}
	return all
}

// report writes what was found into the folder that PLENARY_REPORTS names.
func (m *matrix) report() {
	dir := os.Getenv("PLENARY_REPORTS")
	if dir == "" || m.t.Failed() {
		return
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", "..", dir)
	}
	text := fmt.Sprintf(`# Who sees what

Every route of the house was asked by each of %d viewers for what is theirs, what is another's, something of another's under one's own address, and
what does not exist. Each personal field of everybody held a value that stands nowhere else; the answers, headers included, were searched for all of them.

Written by the test itself. What each viewer is answered stands in internal/app/testdata/matrix.golden.

| | |
|---|--:|
| routes | %d |
| routes without a row | 0 |
| requests | %d |
| personal values looked for in each answer | %d |
| of them shown to who may see them | %d |
| values shown to somebody whom the labels do not let see them | %d |
| routes that change something | %d |
| of them open to everybody | %d |
| of them refused to some with the very form that others get through with, nothing changed | %d |
| of them refused without such a form | %d |
| answers to what is forbidden, byte for byte those to what does not exist | %d |
| others | %d |

Viewers: %s.

Refused without a form that anybody gets through with here:

%s
`, len(viewers()), m.routes, m.requests, len(m.canaries), total(m.found), m.foreign,
		m.posts, m.open, m.proven, len(m.unproven), m.alike, m.unlike, strings.Join(inWords(viewers()), ", "), strings.Join(m.unproven, "\n"))
	if err := os.WriteFile(filepath.Join(dir, "who-sees-what.md"), []byte(text), 0o644); err != nil {
		m.t.Fatal(err)
	}
}
