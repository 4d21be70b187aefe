package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestAPublicPageIsMadeOnceForAllWhoReadAlike(t *testing.T) {
	h := newHouse(t)
	first := h.get("/kept/1").want(t, 200, "0 sent", "Europe/Berlin")
	same := h.get("/kept/1").want(t, 200)
	if h.reads != 1 || first.Body != same.Body {
		t.Errorf("made %d times", h.reads)
	}
	if h := same.Header; h.Get("Cache-Control") != "no-cache" || h.Get("Etag") == "" || h.Get("Vary") != "Accept-Encoding, Accept-Language, Cookie" {
		t.Errorf("headers %v", h)
	}
	h.get("/kept/1", "Cookie", "other=1; more=2").want(t, 200)
	if h.reads != 1 {
		t.Error("a cookie that is not ours made another page")
	}
}

func TestAKeptPageIsNobodyElses(t *testing.T) {
	h := newHouse(t)
	h.get("/kept/1").want(t, 200, `lang="en"`, "Europe/Berlin")
	for _, other := range []struct {
		headers []string
		says    string
	}{
		{[]string{"Accept-Language", "de"}, `lang="de"`},
		{[]string{"Accept-Language", "ar,en;q=0.5"}, `dir="rtl"`},
		{[]string{"Cookie", "lang=fr"}, `lang="fr"`},
		{[]string{"Cookie", "lang=xx", "Accept-Language", "de"}, `lang="de"`},
		{[]string{"Cookie", "lang=xx", "Accept-Language", "ru"}, `lang="ru"`},
		{[]string{"Cookie", "lang=fr; lang=de"}, `lang="fr"`},
		{[]string{"Cookie", "zone=Asia/Kolkata"}, "Asia/Kolkata"},
		{[]string{"Cookie", "zone=Mars/Olympus"}, "Europe/Berlin"},
		{[]string{"Cookie", "theme=dark"}, `data-theme="dark"`},
		{[]string{"Host", "127.0.0.1:8080"}, "Europe/Berlin"},
	} {
		h.get("/kept/1", other.headers...).want(t, 200, other.says)
		h.get("/kept/1", other.headers...).want(t, 200, other.says)
	}
	h.get("/kept/1?lang=de").want(t, 200, `lang="de"`)
	h.get("/kept/1").want(t, 200, `lang="en"`, "Europe/Berlin")
}

func TestWhoIsSignedInNeverGetsAKeptPage(t *testing.T) {
	h := newHouse(t)
	h.get("/kept/1")
	for range 2 {
		a := h.get("/kept/1", "Cookie", "signin=amina").want(t, 200, "p1", "Asia/Kolkata", `lang="hi"`)
		if got := a.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("Cache-Control %q", got)
		}
	}
	h.get("/kept/1", "Cookie", "signin=somebody").want(t, 200, "Europe/Berlin")
	if h.reads != 4 {
		t.Errorf("made %d times, want 4", h.reads)
	}
	h.get("/kept/1").want(t, 200, "Europe/Berlin")
	if h.reads != 4 {
		t.Error("what was signed in dropped what was kept")
	}
}

// Whoever spells a cookie oddly gets their own page, and nobody else gets it.
func TestAnOddlySpeltCookieLeavesNoPageForOthers(t *testing.T) {
	for _, x := range []struct{ odd, plain, says string }{
		{"lang =ar; zone =Asia/Kathmandu", "", "Europe/Berlin"},
		{"lang=; lang=de", "lang=de", `lang="de"`},
		{"zone=; zone=Asia/Kolkata", "zone=Asia/Kolkata", "Asia/Kolkata"},
		{"zone=\x01; zone=Asia/Kolkata", "zone=\x01", "Europe/Berlin"},
		{"theme\t=dark", "", `lang="en"`},
		{"signin =amina", "", "Europe/Berlin"},
		{"signin=; lang=fr", "lang=fr", `lang="fr"`},
	} {
		h := newHouse(t)
		h.get("/kept/1", "Cookie", x.odd)
		got := h.get("/kept/1", "Cookie", x.plain).want(t, 200, x.says)
		if fresh := newHouse(t).get("/kept/1", "Cookie", x.plain); got.Body != fresh.Body {
			t.Errorf("after %q, %q is answered with another page:\n%s", x.odd, x.plain, got.Body)
		}
	}
}

// Neither kept pages nor the memory of their editions grow with what strangers
// send: an endless address is answered and forgotten.
func TestEndlessAddressesAreNotRemembered(t *testing.T) {
	h := newHouse(t)
	long := strings.Repeat("a", 20_000)
	for range 2 {
		h.get("/kept/1?x="+long).want(t, 200)
		h.get("/kept/1", "Accept-Language", long).want(t, 200)
		h.get("/kept/1", "Cookie", "zone="+long).want(t, 200)
	}
	if c := &h.Server.cache; h.reads != 6 || len(c.pages)+len(c.seen) > 0 {
		t.Errorf("made %d times, keeps %d, remembers %d", h.reads, len(c.pages), len(c.seen))
	}
}

func TestAChangeIsSeenAtOnce(t *testing.T) {
	h := newHouse(t)
	for n := range 5 {
		h.get("/kept/1").want(t, 200, fmt.Sprint(n, " sent"))
		h.get("/kept/1").want(t, 200, fmt.Sprint(n, " sent"))
		h.ask("POST", "/send", url.Values{"name": {"Ada"}}).want(t, 303)
	}
}

func TestAKeptPageIsNoOlderThanItsMinute(t *testing.T) {
	h := newHouse(t)
	h.get("/kept/1")
	h.clock.Add(59 * time.Second)
	h.get("/kept/1")
	if h.reads != 1 {
		t.Errorf("within the minute it was made %d times", h.reads)
	}
	h.clock.Add(time.Second)
	h.get("/kept/1")
	if h.reads != 2 {
		t.Errorf("after the minute it was made %d times in all", h.reads)
	}
}

func TestWhoHasThePageGetsNoBody(t *testing.T) {
	h := newHouse(t)
	tag := h.get("/kept/1").Header.Get("Etag")
	a := h.get("/kept/1", "If-None-Match", tag)
	if a.StatusCode != 304 || a.Body != "" || a.Header.Get("Etag") != tag {
		t.Errorf("answered %d with %d bytes", a.StatusCode, len(a.Body))
	}
	h.ask("POST", "/send", url.Values{"name": {"Ada"}})
	h.get("/kept/1", "If-None-Match", tag).want(t, 200, "1 sent")
}

func TestThePageComesPacked(t *testing.T) {
	h := newHouse(t)
	plain := h.get("/kept/1")
	for range 2 {
		a := h.get("/kept/1", "Accept-Encoding", "br, gzip")
		if a.Header.Get("Content-Encoding") != "gzip" || len(a.Body) >= len(plain.Body)/2 || a.Header.Get("Content-Length") != fmt.Sprint(len(a.Body)) {
			t.Errorf("%v with %d bytes for %d", a.Header, len(a.Body), len(plain.Body))
		}
	}
}

// A HEAD is answered as a GET, and leaves no page behind that differs.
func TestHeadIsGetWithoutABody(t *testing.T) {
	h := newHouse(t)
	head := h.ask("HEAD", "/kept/1?page=2", nil)
	if head.StatusCode != 200 || head.Header.Get("Etag") == "" {
		t.Errorf("answered %d %v", head.StatusCode, head.Header)
	}
	get := h.get("/kept/1?page=2").want(t, 200, "page%3D2")
	if get.Header.Get("Etag") != head.Header.Get("Etag") || get.Header.Get("Content-Length") != head.Header.Get("Content-Length") {
		t.Errorf("HEAD %v, GET %v", head.Header, get.Header)
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	var c pageCache
	c.drop()
	for n := range 60 {
		c.put(fmt.Sprint(n), &keptPage{plain: make([]byte, 1<<20)})
		c.put(fmt.Sprint(n), &keptPage{plain: make([]byte, 1<<20)})
	}
	sum := 0
	for _, p := range c.pages {
		sum += p.size()
	}
	if sum != c.bytes || c.bytes > mostKept || c.bytes < mostKept-2<<20 {
		t.Errorf("keeps %d bytes, counts %d, may keep %d", sum, c.bytes, mostKept)
	}
}
