package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func TestARouteWithoutPolicyKeepsTheProcessFromStarting(t *testing.T) {
	for _, routes := range [][]Route{
		{Get("/x", Policy{}, nil)},
		{Get("/x", Public(), nil), Get("/x", Public(), nil)},
		{Get("/{x", Public(), nil)},
	} {
		s := &Server{DB: storetest.Open(t), Routes: routes}
		if _, err := s.Handler(); err == nil {
			t.Errorf("%s %s was taken", routes[0].Method, routes[0].Pattern)
		}
	}
}

func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	h := newHouse(t)
	for name, a := range map[string]answer{
		"page":       h.get("/"),
		"kept page":  h.get("/"),
		"not there":  h.get("/nowhere"),
		"panic":      h.get("/fails/panic"),
		"fault":      h.get("/fails/internal"),
		"closed":     h.get("/fails/closed"),
		"method":     h.ask("DELETE", "/", nil),
		"redirect":   h.get("/lang?to=de"),
		"sign-in":    h.get("/mine"),
		"sent":       h.ask("POST", "/send", url.Values{"name": {"Ada"}}),
		"refused":    h.ask("POST", "/send", url.Values{}),
		"cross-site": h.ask("POST", "/send", url.Values{}, "Sec-Fetch-Site", "cross-site"),
		"calendar":   h.get("/s/one.ics"),
		"asset":      h.get("/assets/x.js"),
		"cleaned":    h.get("//"),
		"not text":   h.get("/%00"),
	} {
		policy := a.Header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy lacks %s: %s", name, part, policy)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy allows %s", name, policy)
		}
		for header, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := a.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q", name, header, got)
			}
		}
		if a.Header.Get("Permissions-Policy") == "" {
			t.Errorf("%s: no Permissions-Policy", name)
		}
		if a.StatusCode == http.StatusOK && strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") && !strings.Contains(policy, "style-src 'self' 'sha256-") {
			t.Errorf("%s: the page's own sheet is not in its policy", name)
		}
	}
}

func TestHTTPSIsKept(t *testing.T) {
	h := newHouse(t)
	h.Base = "https://harbour.example"
	if got := h.get("/nowhere").Header.Get("Strict-Transport-Security"); !strings.Contains(got, "max-age=63072000") {
		t.Errorf("got %q", got)
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	form := url.Values{"name": {"Ada"}}
	for _, c := range []struct {
		headers []string
		status  int
	}{
		{nil, 303}, // a program, such as a mail provider's one-click
		{[]string{"Origin", "http://localhost:8080"}, 303},
		{[]string{"Sec-Fetch-Site", "same-origin"}, 303},
		{[]string{"Sec-Fetch-Site", "none"}, 303},
		{[]string{"Sec-Fetch-Site", "same-origin", "Origin", "null"}, 303},
		{[]string{"Origin", "https://harbour.example"}, 303}, // behind a proxy that calls us by another name
		{[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		{[]string{"Sec-Fetch-Site", "same-site"}, 403},
		{[]string{"Origin", "https://elsewhere.example"}, 403},
		{[]string{"Origin", "null"}, 403},
	} {
		h := newHouse(t)
		h.Base = "https://harbour.example"
		var err error
		if h.Handler, err = h.Server.Handler(); err != nil {
			t.Fatal(err)
		}
		if a := h.ask("POST", "/send", form, c.headers...); a.StatusCode != c.status {
			t.Errorf("%v: answered %d, want %d", c.headers, a.StatusCode, c.status)
		}
		if want := map[int]int{303: 1, 403: 0}[c.status]; h.sent() != want {
			t.Errorf("%v: taken %d times", c.headers, h.sent())
		}
	}
}

func TestUnknownAddressesAndMethods(t *testing.T) {
	h := newHouse(t)
	for _, address := range []string{"/nowhere", "/s/", "/s/a/b", "/fails/missing", "/.ics/s/one", "/.ics", "/s/one.json", "/assets/y.js", "/s/../.ics/s/one", "/%ff", "/s/%00", "/fails/%ff.ics"} {
		a := h.get(address).want(t, 404, "There is nothing here", `lang="en"`, `href="/"`)
		if a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept", address)
		}
	}
	h.get("/nowhere", "Accept-Language", "ar").want(t, 404, `dir="rtl"`)
	h.get("/nowhere", "Cookie", "signin=amina").want(t, 404, `href="/me"`)

	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"} {
		a := h.ask(method, "/kept/1", nil).want(t, 405, "cannot be used in that way")
		if got := a.Header.Get("Allow"); got != "GET, HEAD" {
			t.Errorf("%s: Allow %q", method, got)
		}
	}
	if got := h.ask("GET", "/send", nil).want(t, 405).Header.Get("Allow"); got != "POST" {
		t.Errorf("Allow %q", got)
	}
}

func TestSlashesTooManyAreForgiven(t *testing.T) {
	h := newHouse(t)
	for from, to := range map[string]string{
		"/s/one/": "/s/one", "/s/one/?a=1": "/s/one?a=1", "/kept//1": "/kept/1", "/kept/./1": "/kept/1", "//kept/1": "/kept/1", "/s//one.ics": "/s/one.ics", "/nowhere/": "", "/s/one.ics/": "/s/one.ics", "/%2Fevil.example/s/": "",
		"/s/a%20b/": "/s/a%20b",
	} {
		a := h.get(from)
		if got := a.Header.Get("Location"); got != to || (to != "" && a.StatusCode != http.StatusMovedPermanently) {
			t.Errorf("%s led to %q with %d, want %q", from, got, a.StatusCode, to)
		}
	}
}

func TestEndingsLeadToTheirRoutes(t *testing.T) {
	h := newHouse(t)
	h.get("/s/one.ics").want(t, 200, "calendar of one at /s/one.ics")
	h.get("/s/one").want(t, 200, "0 sent")
	h.get("/mine/data.json", "Cookie", "signin=amina").want(t, 200, "{}")
	if got := h.get("/mine/data.json").want(t, 303).Header.Get("Location"); got != "/signin?to=%2Fmine%2Fdata.json" {
		t.Errorf("leads to %q", got)
	}
}

func TestWhoMustSignInIsLedBack(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/mine", "/desk"} {
		if got := h.get(path+"?a=1&b=2").want(t, 303).Header.Get("Location"); got != "/signin?to="+url.QueryEscape(path+"?a=1&b=2") {
			t.Errorf("leads to %q", got)
		}
	}
	h.get("/mine", "Cookie", "signin=amina").want(t, 200)
	h.get("/desk", "Cookie", "signin=amina").want(t, 404)
}

func TestAFaultShowsNothingOfItself(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/fails/panic", "/fails/internal"} {
		a := h.get(path).want(t, 500, "That was our fault", "help@harbour.example", "Try again")
		for _, leak := range []string{"secret", "unexpected EOF", "goroutine", "_test.go"} {
			if strings.Contains(a.Body, leak) {
				t.Errorf("%s shows %q", path, leak)
			}
		}
	}
	a := h.ask("POST", "/send", url.Values{"name": {"panic"}}).want(t, 500)
	if strings.Contains(a.Body, "secret") {
		t.Error("a write shows what it panicked with")
	}
	log := h.log.String()
	if strings.Contains(log, "secret name") {
		t.Errorf("the log repeats what a panic said: %s", log)
	}
	for _, want := range []string{"panic in a page", "unexpected EOF", "web_test.go", "request failed"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not say %q", want)
		}
	}
	h.get("/fails/closed").want(t, 410, "Registration has closed.", "Not at this time")
}

// Where the data is away, the error page still has the network's face.
func TestTheErrorPageNeedsNoDatabase(t *testing.T) {
	h := newHouse(t)
	h.get("/").want(t, 200)
	if err := h.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h.get("/kept/2", "Accept-Language", "de").want(t, 503, "Harbour", `lang="de"`)
	h.ask("POST", "/send", url.Values{"name": {"Ada"}}).want(t, 503, "Harbour")
}

func TestThisMachineIsAnsweredByAllItsNames(t *testing.T) {
	h := newHouse(t)
	h.Base = "http://localhost:8080"
	for _, host := range []string{"localhost:8080", "127.0.0.1:8080", "[::1]:8080"} {
		if a := h.get("/", "Host", host); a.StatusCode != 200 {
			t.Errorf("%s: answered %d", host, a.StatusCode)
		}
	}
	for _, c := range []struct{ base, host, want string }{
		{"", "harbour.example", "http://harbour.example"},
		{"http://localhost:8080", "127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"http://localhost:8080", "[::1]:8080", "http://[::1]:8080"},
		{"http://localhost:8080", "localhost", "http://localhost"},
		{"http://localhost:8080", "localhost.evil.example", "http://localhost:8080"},
		{"https://harbour.example", "evil.example", "https://harbour.example"},
		{"https://harbour.example", "127.0.0.1:8080", "https://harbour.example"},
	} {
		s := &Server{Base: c.base}
		if got := s.base(&http.Request{Host: c.host}); got != c.want {
			t.Errorf("%q asked as %s: base %s, want %s", c.base, c.host, got, c.want)
		}
	}
}
