package web

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// feedHouse is a house with two feeds: one of what is stored, and one that also
// depends on the clock.
func feedHouse(t *testing.T) *house {
	var h *house
	feed := func(lasts bool) func(context.Context, *store.Tx, *Request) (Answer, error) {
		return func(_ context.Context, tx *store.Tx, r *Request) (Answer, error) {
			h.reads++
			var n int
			err := tx.Row(`SELECT COUNT(*) FROM once WHERE answer IS NOT NULL`).Scan(&n)
			return Bytes{Type: "application/rss+xml; charset=utf-8", Data: []byte(strings.Repeat(r.L.Number(n)+" sent ", 300)), Lasts: lasts}, err
		}
	}
	h = newHouse(t, Get("/stored.rss", Public(), feed(true)).Cached(), Get("/timed.rss", Public(), feed(false)).Cached())
	return h
}

func TestAFeedIsKeptUntilSomethingChanges(t *testing.T) {
	h := feedHouse(t)
	for _, address := range []string{"/stored.rss", "/timed.rss"} {
		h.reads = 0
		first := h.get(address).want(t, 200, "0 sent")
		if got := first.Header.Get("Content-Type"); got != "application/rss+xml; charset=utf-8" {
			t.Errorf("Content-Type %q", got)
		}
		h.get(address)
		h.clock.Add(time.Minute)
		h.get(address)
		if want := map[string]int{"/stored.rss": 1, "/timed.rss": 2}[address]; h.reads != want {
			t.Errorf("%s was made %d times in a minute, want %d", address, h.reads, want)
		}
	}
	h.ask("POST", "/send", url.Values{"name": {"Ada"}}).want(t, 303)
	h.get("/stored.rss").want(t, 200, "1 sent")
	h.get("/timed.rss").want(t, 200, "1 sent")
}

func TestAFeedComesPackedAndHeadHasNoBody(t *testing.T) {
	h := feedHouse(t)
	plain := h.get("/stored.rss")
	for range 2 { // made, and from the cache
		packed := h.get("/stored.rss", "Accept-Encoding", "gzip")
		head := h.ask("HEAD", "/stored.rss", nil, "Accept-Encoding", "gzip")
		if packed.Header.Get("Content-Encoding") != "gzip" || len(packed.Body) > len(plain.Body)/10 {
			t.Errorf("%d bytes, %v", len(packed.Body), packed.Header)
		}
		for _, name := range []string{"Etag", "Last-Modified", "Content-Length", "Content-Type", "Content-Encoding", "Vary"} {
			if head.Header.Get(name) == "" || head.Header.Get(name) != packed.Header.Get(name) {
				t.Errorf("%s is %q to HEAD and %q to GET", name, head.Header.Get(name), packed.Header.Get(name))
			}
		}
		if head.Body != "" || head.StatusCode != 200 {
			t.Errorf("HEAD: %d with %q", head.StatusCode, head.Body)
		}
		h.ask("POST", "/send", url.Values{"name": {"Ada"}})
	}
}

func TestWhoHasAFeedIsToldSo(t *testing.T) {
	h := feedHouse(t)
	first := h.get("/stored.rss")
	tag, date := first.Header.Get("Etag"), first.Header.Get("Last-Modified")
	for name, headers := range map[string][]string{
		"its tag":                  {"If-None-Match", tag},
		"a strong form of it":      {"If-None-Match", strings.TrimPrefix(tag, "W/")},
		"among others":             {"If-None-Match", `"x", ` + tag},
		"anything":                 {"If-None-Match", "*"},
		"its date":                 {"If-Modified-Since", date},
		"its tag and another date": {"If-None-Match", tag, "If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			if a := h.ask(method, "/stored.rss", nil, headers...); a.StatusCode != 304 || a.Body != "" || a.Header.Get("Etag") != tag {
				t.Errorf("%s by %s: %d with %d bytes", name, method, a.StatusCode, len(a.Body))
			}
		}
	}
	for _, headers := range map[string][]string{
		"another tag":              {"If-None-Match", `W/"x"`},
		"another tag and its date": {"If-None-Match", `W/"x"`, "If-Modified-Since", date},
		"another date":             {"If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"},
	} {
		h.get("/stored.rss", headers...).want(t, 200, "0 sent")
	}
}

// A reader who asks by date knows no unit smaller than a second.
func TestEachEditionHasADateOfItsOwn(t *testing.T) {
	h := feedHouse(t)
	seen := map[string]bool{}
	for range 4 { // within one second
		date := h.get("/stored.rss").Header.Get("Last-Modified")
		if seen[date] {
			t.Errorf("two editions of %s", date)
		}
		seen[date] = true
		h.ask("POST", "/send", url.Values{"name": {"Ada"}})
		h.get("/stored.rss", "If-Modified-Since", date).want(t, 200)
	}
	date := h.get("/stored.rss").Header.Get("Last-Modified")
	h.clock.Add(time.Hour)
	h.ask("POST", "/send", url.Values{}).want(t, 422) // changes nothing
	h.cache.drop()
	h.get("/stored.rss", "If-Modified-Since", date).want(t, 304)
}
