package app_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// asked is one request to the house.
type asked struct {
	method, path string
	cookie       string
	header       map[string]string
	body         string
}

// edge is the house as it answers under one address.
type edge struct {
	t       *testing.T
	base    string
	handler http.Handler
}

// edges are the house as it is, by HTTP, and the same data served by HTTPS.
func edges(t *testing.T, x *crowd) []edge {
	t.Helper()
	cfg := x.Config
	cfg.BaseURL = "https://harbour.example"
	safe, err := app.Open(t.Context(), cfg, slog.New(slog.DiscardHandler), func(o *store.Options) { o.Now = x.Clock.Now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := safe.Close(); err != nil {
			t.Error(err)
		}
	})
	return []edge{{t, x.URL, x.Handler}, {t, cfg.BaseURL, safe.Handler}}
}

func (e edge) ask(a asked) *http.Response {
	e.t.Helper()
	r := httptest.NewRequest(a.method, "/", strings.NewReader(a.body))
	at, query, _ := strings.Cut(a.path, "?")
	r.URL, r.RequestURI, r.Host = &url.URL{Path: at, RawQuery: query}, a.path, "localhost"
	if a.body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	if a.method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if a.cookie != "" {
		r.Header.Set("Cookie", a.cookie)
	}
	for name, value := range a.header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	e.handler.ServeHTTP(w, r)
	resp := w.Result()
	resp.Request = r
	return resp
}

// signIn signs somebody in and returns the cookie that says so.
func (e edge) signIn(x *crowd, address string) string {
	e.t.Helper()
	var token string
	x.Write(func(tx *store.Tx) error {
		p, _, err := x.People.Meet(e.t.Context(), tx, auth.AtConsole(), people.Input{Name: "x", Address: address, Zone: "Europe/Berlin", Language: "en"})
		if err != nil {
			return err
		}
		token, err = x.Auth.Invite(tx, auth.AtConsole(), p.ID, "/me", auth.Strong, time.Hour)
		return err
	})
	resp := e.ask(asked{method: "POST", path: "/signin/" + token})
	var cookies []string
	for _, c := range resp.Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
		if c.SameSite != http.SameSiteLaxMode || !c.HttpOnly {
			e.t.Errorf("the cookie %s comes along from other sites, or is shown to scripts", c.Name)
		}
	}
	if len(cookies) == 0 {
		e.t.Fatalf("signing in answered %d", resp.StatusCode)
	}
	return strings.Join(cookies, "; ")
}

// headersOf says what is missing of C9 in an answer.
func (e edge) headersOf(resp *http.Response, private bool) (wrong []string) {
	h := resp.Header
	must := func(name, value string) {
		if got := h.Values(name); len(got) != 1 || got[0] != value {
			wrong = append(wrong, fmt.Sprintf("%s: %q", name, got))
		}
	}
	must("X-Content-Type-Options", "nosniff")
	must("Referrer-Policy", "no-referrer")
	must("Cross-Origin-Opener-Policy", "same-origin")
	must("Cross-Origin-Resource-Policy", "same-origin")
	if !strings.Contains(h.Get("Permissions-Policy"), "geolocation=()") {
		wrong = append(wrong, "Permissions-Policy: "+h.Get("Permissions-Policy"))
	}
	framed := "'none'"
	if resp.Request != nil && resp.Request.URL.Path == "/embed/events" && resp.StatusCode < 400 { // the one page that others may frame
		framed = "*"
	}
	wrong = append(wrong, policyOf(h.Values("Content-Security-Policy"), framed)...)
	if strings.HasPrefix(e.base, "https://") {
		age, _, _ := strings.Cut(strings.TrimPrefix(h.Get("Strict-Transport-Security"), "max-age="), ";")
		if n, _ := strconv.Atoi(age); n < 365*24*60*60 {
			wrong = append(wrong, "Strict-Transport-Security: "+h.Get("Strict-Transport-Security"))
		}
	}
	if private && !strings.Contains(h.Get("Cache-Control"), "no-store") {
		wrong = append(wrong, "Cache-Control: "+h.Get("Cache-Control"))
	}
	if h.Get("Cache-Control") == "" {
		wrong = append(wrong, "no Cache-Control")
	}
	for name := range h {
		if slices.Contains([]string{"Server", "X-Powered-By", "Access-Control-Allow-Origin", "Location-X"}, name) {
			wrong = append(wrong, name+": "+h.Get(name))
		}
	}
	for _, c := range resp.Cookies() {
		safe := !strings.HasPrefix(e.base, "https://") || strings.HasPrefix(c.Name, "__Host-") && c.Secure && c.Domain == "" && c.Path == "/"
		if !safe || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode && c.SameSite != http.SameSiteStrictMode {
			wrong = append(wrong, "cookie "+c.Name+" is not shut")
		}
	}
	return wrong
}

// policyOf reads a content security policy as a browser does.
func policyOf(values []string, framed string) (wrong []string) {
	if len(values) != 1 {
		return []string{fmt.Sprintf("%d content security policies", len(values))}
	}
	says := map[string]string{}
	for part := range strings.SplitSeq(values[0], ";") {
		name, sources, _ := strings.Cut(strings.TrimSpace(part), " ")
		if _, twice := says[name]; twice {
			wrong = append(wrong, name+" stands twice in the policy")
		}
		says[name] = sources
	}
	for _, name := range []string{"default-src", "object-src", "base-uri"} {
		if says[name] != "'none'" {
			wrong = append(wrong, name+" "+says[name])
		}
	}
	if says["frame-ancestors"] != framed {
		wrong = append(wrong, "frame-ancestors "+says["frame-ancestors"])
	}
	delete(says, "frame-ancestors")
	if _, ok := says["form-action"]; !ok { // default-src does not speak of it
		wrong = append(wrong, "no form-action")
	}
	for name, sources := range says {
		for source := range strings.FieldsSeq(sources) {
			switch {
			case strings.Contains(source, "unsafe-"), source == "*", source == "https:", source == "http:", source == "data:" && name != "img-src":
				wrong = append(wrong, name+" "+source)
			}
		}
	}
	return wrong
}

// methods are all that a route may be asked by.
func methods() []string { return []string{"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"} }

func unsafe(method string) bool { return !slices.Contains([]string{"GET", "HEAD", "OPTIONS"}, method) }

// TestEveryAnswerCarriesTheHeaders asks every address in every way, as nobody,
// as a member and as an organiser, by HTTP and HTTPS, and looks at each answer.
func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	x := newCrowd(t, store.SQLite)
	x.values["/file/{id}"] = x.publicFile([]byte("<script>alert(1)</script>"), "text/html")
	for _, e := range edges(t, x) {
		answers := map[int]int{}
		look := func(a asked, private bool) *http.Response {
			resp := e.ask(a)
			answers[resp.StatusCode]++
			if wrong := e.headersOf(resp, private); len(wrong) > 0 {
				t.Errorf("%s %s%s answered %d: %q", a.method, e.base, a.path, resp.StatusCode, wrong)
			}
			return resp
		}
		viewers := []string{"", e.signIn(x, address("Own")), e.signIn(x, "boss@example.org")}
		for _, r := range x.Routes() {
			for n, cookie := range viewers {
				for _, method := range methods() {
					if n == 1 && method != "GET" {
						continue
					}
					a := asked{method: method, path: x.address(r), cookie: cookie}
					if unsafe(method) { // refused before anything is done; what is done is looked at below
						a.header = map[string]string{"Sec-Fetch-Site": "cross-site"}
					}
					private := cookie != "" && method == "GET" && !strings.HasPrefix(r.Pattern, "/assets") || r.Policy.Name == "link"
					resp := look(a, private && !isFixed(r.Pattern) && !isOwnFeed(r.Pattern))
					if kept := resp.Header.Get("Cache-Control"); isOwnFeed(r.Pattern) && resp.StatusCode == http.StatusOK && method == "GET" && kept != "private, no-cache" {
						t.Errorf("%s may be kept: %s", a.path, kept)
					}
					if tag := resp.Header.Get("ETag"); tag != "" && method == "GET" {
						a.header = map[string]string{"If-None-Match": tag}
						if again := look(a, false); again.StatusCode != http.StatusNotModified {
							t.Errorf("%s: the same page answered %d", a.path, again.StatusCode)
						}
					}
				}
			}
		}
		e.wrongKinds(look)
		for _, r := range x.Routes() { // forms of our own, with nothing in them: whatever they do or refuse
			if r.Method == "POST" && r.Pattern != "/signout" && r.Pattern != "/dev/clock" {
				look(asked{method: "POST", path: x.address(r), cookie: viewers[2], header: map[string]string{"Sec-Fetch-Site": "same-origin"}}, true)
			}
		}
		for _, status := range []int{200, 303, 304, 403, 404, 405, 413, 415, 422} {
			if answers[status] == 0 {
				t.Errorf("%s: nothing answered %d, the test looks past it: %v", e.base, status, answers)
			}
		}
	}
}

// isFixed is what is the same for all and may be kept by everybody.
func isFixed(pattern string) bool {
	return slices.Contains([]string{"/logo", "/file/{id}", "/s/{slug}.ics", "/events.ics"}, pattern) || strings.HasPrefix(pattern, "/-/") || strings.HasPrefix(pattern, "/assets/")
}

// isOwnFeed is what the calendar of one person asks for each hour: it keeps what
// it has, and asks each time whether that is so still.
func isOwnFeed(pattern string) bool {
	return slices.Contains([]string{"/feed/{key}.ics", "/er/{key}.ics"}, pattern)
}

// wrongKinds asks for what cannot be answered.
func (e edge) wrongKinds(look func(asked, bool) *http.Response) {
	for _, a := range []asked{
		{method: "GET", path: "/nothing/here"},
		{method: "GET", path: "/s/nothing"},
		{method: "GET", path: "/s//lease"},
		{method: "GET", path: "/s/lease/."},
		{method: "GET", path: "/.ics/s/lease"},
		{method: "GET", path: "/s/\xff"},
		{method: "GET", path: "/events?chapter=%ff"},
		{method: "GET", path: "/o"},
		{method: "BREW", path: "/"},
		{method: "POST", path: "/s/lease/register", body: "name=&email=wrong"},
		{method: "POST", path: "/s/lease/register", body: "name=" + strings.Repeat("x", 2<<20)},
		{method: "POST", path: "/s/lease/register", body: "{}", header: map[string]string{"Content-Type": "application/json"}},
		{method: "POST", path: "/signin", body: "email=nobody@example.org"},
		{method: "POST", path: "/theme", body: "theme=dark"},
		{method: "POST", path: "/zone", body: "zone=Asia/Kolkata"},
		{method: "GET", path: "/lang?to=de"},
		{method: "POST", path: "/u/nothing", body: "List-Unsubscribe=One-Click"},
	} {
		look(a, false)
	}
}

// publicFile keeps a file that anybody may see.
func (x *crowd) publicFile(data []byte, kind string) string {
	x.t.Helper()
	u, err := x.Files.Take(x.t.Context(), x.DB, data, kind, true)
	if err != nil {
		x.t.Fatal(err)
	}
	return u.ID
}

// TestWhatPeopleUploadedDoesNothing looks at how their files are served.
func TestWhatPeopleUploadedDoesNothing(t *testing.T) {
	x := newCrowd(t, store.SQLite)
	for _, e := range edges(t, x) {
		page := e.ask(asked{method: "GET", path: "/file/" + x.publicFile([]byte("<script>alert(1)</script>"), "text/html")})
		picture := e.ask(asked{method: "GET", path: "/file/" + x.publicFile([]byte("\x89PNG"), "image/png")})
		for _, resp := range []*http.Response{page, picture} {
			if p := resp.Header.Get("Content-Security-Policy"); resp.StatusCode != 200 || !strings.Contains(p, "; sandbox") || !strings.Contains(p, "default-src 'none'") {
				t.Errorf("answered %d, %s", resp.StatusCode, p)
			}
		}
		if d := page.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
			t.Errorf("a page is shown in place: %q", d)
		}
		if d := picture.Header.Get("Content-Disposition"); d != "" {
			t.Errorf("a picture is taken away: %q", d)
		}
		shut, err := x.Files.Take(t.Context(), x.DB, []byte("x"), "text/plain", false)
		if err != nil {
			t.Fatal(err)
		}
		if resp := e.ask(asked{method: "GET", path: "/file/" + shut.ID}); resp.StatusCode != http.StatusNotFound {
			t.Errorf("what is not public answered %d", resp.StatusCode)
		}
	}
}

// fingerprint is one of all that the database holds. What is read of others is
// written down, so the audit log is left out.
func (x *crowd) fingerprint() [32]byte {
	var b bytes.Buffer
	all := contents(x.t, x.DB, "audit")
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "%s %v\n", name, all[name])
	}
	return sha256.Sum256(b.Bytes())
}

// TestLookingChangesNothing asks every address in every safe way.
func TestLookingChangesNothing(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			x := newCrowd(t, engine)
			e := edge{t, x.URL, x.Handler}
			viewers := []string{"", e.signIn(x, address("Own")), e.signIn(x, "cai@example.org"), e.signIn(x, "boss@example.org")}
			before, looked := x.fingerprint(), []string{}
			for n, r := range x.Routes() {
				if strings.HasPrefix(r.Pattern, "/dev/") {
					continue
				}
				for _, cookie := range viewers {
					for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
						e.ask(asked{method: method, path: x.address(r), cookie: cookie})
					}
				}
				looked = append(looked, r.Pattern)
				if n%20 != 0 && n != len(x.Routes())-1 {
					continue
				}
				if now := x.fingerprint(); now != before {
					t.Errorf("looking at one of these changes something: %v", looked)
					before = now
				}
				looked = nil
			}
			if x.fingerprint() != before {
				t.Errorf("looking at one of these changes something: %v", looked)
			}
		})
	}
}

// TestNoOtherSiteSendsAForm sends every form from elsewhere, as somebody who
// may.
func TestNoOtherSiteSendsAForm(t *testing.T) {
	x := newCrowd(t, store.SQLite)
	for _, e := range edges(t, x) {
		cookie := e.signIn(x, "boss@example.org")
		before, tried := x.fingerprint(), 0
		for _, r := range x.Routes() {
			if r.Method == "GET" {
				continue
			}
			for _, header := range []map[string]string{
				{"Sec-Fetch-Site": "cross-site"},
				{"Sec-Fetch-Site": "same-site"},
				{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
				{"Sec-Fetch-Site": "same-site", "Origin": "https://other.harbour.example"},
				{"Origin": "https://evil.example"},
				{"Origin": "null"},
				{"Origin": e.base + ".evil.example"},
				{"Sec-Fetch-Site": "nonsense"},
			} {
				tried++
				resp := e.ask(asked{method: r.Method, path: x.address(r), cookie: cookie, header: header, body: "sure=1&name=x"})
				body, _ := io.ReadAll(resp.Body)
				if resp.StatusCode != http.StatusForbidden || len(resp.Cookies()) > 0 || showsCanary(string(body)) {
					t.Errorf("%s %s with %v answered %d", r.Method, r.Pattern, header, resp.StatusCode)
				}
			}
		}
		if x.fingerprint() != before || tried < 8*40 {
			t.Errorf("after %d forms something is changed", tried)
		}
		// Our own are taken, and those that say nothing: of programs, and of browsers
		// so old that they do not say it. From other sites those bring no cookie of
		// ours along: see signIn.
		for _, header := range []map[string]string{{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": e.base}, {}} {
			if resp := e.ask(asked{method: "POST", path: "/theme", header: header, body: "theme=dark"}); resp.StatusCode != http.StatusSeeOther {
				t.Errorf("%v: answered %d", header, resp.StatusCode)
			}
		}
	}
}
