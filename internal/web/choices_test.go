package web

import (
	"net/url"
	"strings"
	"testing"
)

func TestChoicesLeadBackHereOnly(t *testing.T) {
	h := newHouse(t)
	for to, want := range map[string]string{
		"/s/one?track=A": "/s/one?track=A", "/": "/", "": "/", "https://evil.example": "/", "//evil.example": "/", "/\\evil.example": "/",
		"/\t/evil.example": "/", "javascript:alert(1)": "/", "s/one": "/", "/a\r\nSet-Cookie: x": "/", "/%2f/evil.example": "/", "/é": "/é", "/\x00": "/",
	} {
		if got := Back(to); got != want {
			t.Errorf("%q leads to %q, want %q", to, got, want)
		}
		for _, a := range []answer{
			h.get("/lang?to=de&back=" + url.QueryEscape(to)),
			h.ask("POST", "/zone", url.Values{"zone": {"Asia/Kolkata"}, "back": {to}}),
			h.ask("POST", "/theme", url.Values{"theme": {"dark"}, "back": {to}}),
		} {
			if where := a.Header.Get("Location"); strings.Contains(where, "evil") || a.StatusCode == 303 && !strings.HasPrefix(where, "/") {
				t.Errorf("%q leads to %q", to, where)
			}
		}
	}
}

func TestAChoiceIsACookie(t *testing.T) {
	h := newHouse(t)
	cookie := func(a answer) string {
		a.want(t, 303)
		c := a.Cookies()
		if len(c) != 1 || !c[0].HttpOnly || c[0].Path != "/" {
			t.Fatalf("cookies %v", c)
		}
		return c[0].Name + "=" + c[0].Value
	}
	if got := cookie(h.get("/lang?to=ar")); got != "lang=ar" {
		t.Errorf("got %s", got)
	}
	if got := cookie(h.ask("POST", "/zone", url.Values{"zone": {"Asia/Kolkata"}})); got != "zone=Asia/Kolkata" {
		t.Errorf("got %s", got)
	}
	if got := cookie(h.ask("POST", "/theme", url.Values{"theme": {"dark"}})); got != "theme=dark" {
		t.Errorf("got %s", got)
	}
	if got := cookie(h.ask("POST", "/theme", url.Values{"theme": {""}})); got != "theme=" {
		t.Errorf("got %s", got)
	}
	h.get("/lang?to=xx").want(t, 404)
	h.get("/lang").want(t, 404)
}

func TestAZoneThatDoesNotExistIsRefused(t *testing.T) {
	h := newHouse(t)
	for _, zone := range []string{"Mars/Olympus", "", "../../etc/passwd", "EST5EDT; DROP", "<script>"} {
		a := h.ask("POST", "/zone", url.Values{"zone": {zone}, "back": {"/s/one"}}).want(t, 422, "This time zone is not known", `value="/s/one"`)
		if len(a.Cookies()) > 0 || strings.Contains(a.Body, "<script>") {
			t.Errorf("%q: cookies %v", zone, a.Cookies())
		}
	}
}

func TestACityIsFoundWithoutScript(t *testing.T) {
	h := newHouse(t)
	for q, want := range map[string]string{"mumbai": "Mumbai, India", "Praha": "Europe/Prague", "بيروت": "Asia/Beirut", "  lagos ": "Africa/Lagos", "UTC": "value=\"UTC\""} {
		h.get("/zone?back=%2Fs%2Fone&q="+url.QueryEscape(q)).want(t, 200, want, `value="/s/one"`)
	}
	h.get("/zone?q=xyzzy").want(t, 200, "No city of this name is known here")
	h.get("/zone?q="+strings.Repeat("a", 5000)).want(t, 200, "No city of this name")
	h.get("/zone").want(t, 200, "Where are you?")
}

// FuzzBack holds that no address, however it is written, leads away from here.
func FuzzBack(f *testing.F) {
	for _, s := range []string{"/", "//a", "/\\a", "/\t/a", "http:a", "/%2f/a", "/a?b#c", "\\\\a", "/a\n", "?a", "/..//a"} {
		f.Add(s)
	}
	here, err := url.Parse("https://harbour.example/zone")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		to := Back(s)
		// As browsers read it: without tabs and line ends, with backslashes as slashes.
		read := strings.NewReplacer("\t", "", "\n", "", "\r", "", "\\", "/").Replace(to)
		at, err := here.Parse(read)
		if err != nil || at.Host != here.Host || at.Scheme != here.Scheme || !strings.HasPrefix(to, "/") {
			t.Errorf("%q leads to %q: %v", s, to, at)
		}
	})
}
