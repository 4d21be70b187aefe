package app

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/web"
	"golang.org/x/net/html"
)

// request is one step of the script.
type request struct {
	viewer, method, path string
	form                 url.Values
	from                 int // which of some addresses of the network it comes from
	lang                 string
}

func (r request) String() string {
	return fmt.Sprintf("%s: %s %s %v", r.viewer, r.method, r.path, r.form)
}

// reply is everything that comes back: what is sent, what is written into the
// log, and the mails that go to others than members.
type reply struct {
	status int
	whole  string
}

// ask plays a step to a world.
func (w *oneWorld) ask(r request) reply {
	w.log.Reset()
	from := len(w.sent)
	body := io.Reader(http.NoBody)
	if r.form != nil {
		body = strings.NewReader(r.form.Encode())
	}
	hr := httptest.NewRequest(r.method, "/", body)
	path, query, _ := strings.Cut(r.path, "?")
	hr.URL, hr.RequestURI, hr.Host = &url.URL{Path: path, RawQuery: query}, r.path, worldHost
	hr.RemoteAddr = fmt.Sprintf("192.0.2.%d:4000", r.from)
	if r.form != nil {
		hr.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	hr.Header.Set("Accept-Language", r.lang)
	for _, name := range sortedNames(w.jars[r.viewer]) {
		hr.AddCookie(&http.Cookie{Name: name, Value: w.jars[r.viewer][name]})
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, hr)
	res := answer.Result()
	for _, c := range res.Cookies() {
		if w.jars[r.viewer] == nil {
			w.jars[r.viewer] = map[string]string{}
		}
		if w.jars[r.viewer][c.Name] = c.Value; c.MaxAge < 0 {
			delete(w.jars[r.viewer], c.Name)
		}
	}
	if w.leaks.log && r.path == "/" {
		w.app.Log.Info("looked", "rows", w.count("sealed_row"))
	}
	var whole strings.Builder
	fmt.Fprintf(&whole, "%d\n", res.StatusCode)
	for _, name := range sortedNames(res.Header) {
		fmt.Fprintf(&whole, "%s: %q\n", name, res.Header[name])
	}
	whole.WriteString(answer.Body.String())
	whole.WriteString("\nLOG\n" + w.log.String())
	w.mails(&whole, from)
	return reply{res.StatusCode, whole.String()}
}

// mails writes down what was sent since, as those see it who are not members.
// Mails that were due at one moment have no order.
func (w *oneWorld) mails(to *strings.Builder, from int) {
	var list []string
	for _, m := range w.sent[from:] {
		if !ofMember(m.to) {
			list = append(list, fmt.Sprintf("\nMAIL TO %s, %s\n%s", m.to, m.kind, m.data))
		}
	}
	slices.Sort(list)
	to.WriteString(strings.Join(list, ""))
}

// later lets time pass and says what is seen of that from outside.
func (w *oneWorld) later() reply {
	w.log.Reset()
	from := len(w.sent)
	err := w.settle()
	var whole strings.Builder
	fmt.Fprintf(&whole, "settled: %v\nLOG\n%s", err, w.log.String())
	w.mails(&whole, from)
	return reply{0, whole.String()}
}

func sortedNames[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// wanderer makes up requests, from what the routes take and from what earlier
// answers showed.
type wanderer struct {
	*rand.Rand
	viewers []string
	routes  []web.Route
	words   []string            // that stand in addresses and fields
	links   map[string][]string // seen by a viewer
	forms   map[string][]request
	asked   map[string]bool // patterns
}

func newWanderer(seed uint64, viewers []string, routes []web.Route, words []string) *wanderer {
	s := &wanderer{Rand: rand.New(rand.NewPCG(seed, seed)), viewers: viewers, words: words, links: map[string][]string{}, forms: map[string][]request{}, asked: map[string]bool{}}
	for _, r := range routes {
		if !strings.HasPrefix(r.Pattern, "/assets/") {
			s.routes = append(s.routes, r)
		}
	}
	return s
}

func pick[T any](s *wanderer, list []T) T { return list[s.IntN(len(list))] }

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// next makes up a request.
func (s *wanderer) next() request {
	r := request{viewer: pick(s, s.viewers), method: "GET", from: s.IntN(200), lang: pick(s, []string{"en", "de", "ar", ""})}
	links, forms := s.links[r.viewer], s.forms[r.viewer]
	switch n := s.IntN(20); {
	case n < 7 && len(links) > 0:
		r.path = pick(s, links)
	case n < 13 && len(forms) > 0:
		form := pick(s, forms)
		r.method, r.path, r.form = form.method, form.path, s.fill(form.form)
	default:
		route := pick(s, s.routes)
		s.asked[route.Method+" "+route.Pattern] = true
		r.method = route.Method
		r.path = strings.TrimSuffix(placeholder.ReplaceAllStringFunc(route.Pattern, func(p string) string {
			if p == "{$}" {
				return ""
			}
			return url.PathEscape(s.part(p))
		}), "{$}")
		if route.Method == "POST" {
			r.form = s.fields()
		}
	}
	if (r.path == "/signout" || r.method == "POST" && strings.HasSuffix(r.path, "/freeze")) && s.IntN(20) > 0 {
		r.method, r.path, r.form = "GET", "/me", nil // after it nothing is seen for a while
	}
	if r.method == "GET" && s.IntN(3) == 0 {
		query := url.Values{}
		for range 1 + s.IntN(3) {
			query.Set(pick(s, queries()), pick(s, s.words))
		}
		path, _, _ := strings.Cut(r.path, "?")
		r.path = path + "?" + query.Encode()
	}
	if s.IntN(60) == 0 {
		r.method = pick(s, []string{"HEAD", "OPTIONS", "PUT", "DELETE"})
	}
	return r
}

// part is what stands in an address for a part of a pattern: mostly something
// that is there, where the part says what that could be.
func (s *wanderer) part(placeholder string) string {
	if s.IntN(5) > 0 {
		switch placeholder {
		case "{slug}":
			return pick(s, []string{"lease", "wages", "assembly", "readers", "inner", "first-evening"})
		case "{chapter}":
			return "riverside"
		case "{n}":
			return pick(s, []string{"1", "2", "3"})
		}
	}
	return pick(s, s.words)
}

// queries are the names that stand in addresses, some of which nobody knows.
func queries() []string {
	return []string{"q", "chapter", "language", "kind", "near", "lang", "zone", "track", "state", "group", "person", "member", "exclude", "sort", "order", "page",
		"cursor", "limit", "from", "to", "back", "done", "month", "titles", "see", "count", "set", "id", "name", "email", "next", "all", "days"}
}

// fields are those of a form that nobody showed.
func (s *wanderer) fields() url.Values {
	form := url.Values{}
	for _, name := range []string{"name", "email", "zone", "language", "track", "q", "id", "code", "group", "text", "title", "people", "organisation", "sure", "to", "once"} {
		if s.IntN(2) == 0 {
			form.Set(name, pick(s, s.words))
		}
	}
	return form
}

// fill changes some of a form's fields.
func (s *wanderer) fill(form url.Values) url.Values {
	filled, asIs := url.Values{}, s.IntN(2) == 0
	for _, name := range sortedNames(form) {
		filled[name] = slices.Clone(form[name])
		if name != "once" && !asIs && s.IntN(3) == 0 {
			filled.Set(name, pick(s, s.words))
		}
	}
	return filled
}

const mostKeptOf = 400

var mailedLink = regexp.MustCompile(regexp.QuoteMeta(worldBase) + `(/[A-Za-z0-9/._~?=&-]+)`)

// keep remembers a link. Those of the foot, which every page has, are followed
// often enough as it is.
func (s *wanderer) keep(viewer, link string) {
	link = strings.TrimPrefix(link, worldBase)
	for _, foot := range []string{"/assets/", "/zone", "/lang", "/theme"} {
		if strings.HasPrefix(link, foot) {
			return
		}
	}
	if !strings.HasPrefix(link, "/") || slices.Contains(s.links[viewer], link) {
		return
	}
	if s.links[viewer] = append(s.links[viewer], link); len(s.links[viewer]) > mostKeptOf {
		s.links[viewer] = s.links[viewer][1:]
	}
}

// learn remembers the links and forms of an answer, and the links of mails.
func (s *wanderer) learn(r request, answer string) {
	page, rest, _ := strings.Cut(answer, "\nLOG\n")
	rest = strings.ReplaceAll(strings.ReplaceAll(rest, "=\r\n", ""), "=3D", "=")
	for _, found := range mailedLink.FindAllStringSubmatch(rest, -1) {
		s.keep(pick(s, s.viewers), found[1])
	}
	_, body, found := strings.Cut(page, "<!doctype html>")
	if !found {
		return
	}
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return
	}
	var walk func(n *html.Node, form *request)
	walk = func(n *html.Node, form *request) {
		switch n.Data {
		case "a", "link":
			s.keep(r.viewer, attr(n, "href"))
		case "form":
			form = &request{method: strings.ToUpper(attr(n, "method")), path: strings.TrimPrefix(attr(n, "action"), worldBase), form: url.Values{}}
		case "input", "select", "textarea", "button":
			if name := attr(n, "name"); form != nil && name != "" && attr(n, "type") != "file" {
				form.form.Add(name, attr(n, "value"))
			}
			if other := attr(n, "formaction"); form != nil && other != "" {
				s.addForm(r.viewer, request{method: form.method, path: other, form: form.form})
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, form)
		}
		if n.Data == "form" && form != nil {
			s.addForm(r.viewer, *form)
		}
	}
	walk(root, nil)
}

func (s *wanderer) addForm(viewer string, form request) {
	if !strings.HasPrefix(form.path, "/") || form.path == "/zone" || form.path == "/theme" {
		return
	}
	if form.method == "" || form.method == "GET" {
		form.method, form.path, form.form = "GET", form.path+"?"+form.form.Encode(), nil
	}
	if s.forms[viewer] = append(s.forms[viewer], form); len(s.forms[viewer]) > mostKeptOf {
		s.forms[viewer] = s.forms[viewer][1:]
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
