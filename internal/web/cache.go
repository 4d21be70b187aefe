package web

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// pageCache keeps whole pages for visitors who are not signed in, by address,
// language, zone and theme. Everything is dropped when anything in the
// database changes, and no page is older than the minute it was made in,
// because windows open and close on the minute.
type pageCache struct {
	mu    sync.RWMutex
	pages map[string]*keptPage
	age   atomic.Int64 // how often it was dropped
}

// mostKept bounds the cache; past it a random page makes room.
const mostKept = 2000

type keptPage struct {
	policy string
	tag    []string
	plain  []byte
	zipped []byte
	plainN []string
	zipN   []string
	minute int64
}

func (c *pageCache) init() { c.pages = map[string]*keptPage{} }

func (c *pageCache) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.pages)
	c.age.Add(1)
}

// key names a page by all that it may depend on. Cookies that say nothing to
// us do not count.
func (c *pageCache) key(hr *http.Request) string {
	var b strings.Builder
	b.Grow(160)
	b.WriteString(hr.Host)
	b.WriteByte(' ')
	b.WriteString(hr.RequestURI)
	lang := ""
	for _, line := range hr.Header["Cookie"] {
		for part := range strings.SplitSeq(line, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			switch name {
			case cookieLang:
				lang = value
			case cookieZone, cookieTheme:
				b.WriteByte('\n')
				b.WriteString(name)
				b.WriteString(value)
			case cookieSignIn, "signin":
				return "" // signed in: never from here
			}
		}
	}
	b.WriteByte('\n')
	if lang == "" {
		lang = hr.Header.Get("Accept-Language")
	}
	b.WriteString(lang)
	return b.String()
}

// serve answers from the cache, if it can.
func (c *pageCache) serve(s *Server, w http.ResponseWriter, hr *http.Request) bool {
	if hr.Method != http.MethodGet {
		return false
	}
	key := c.key(hr)
	c.mu.RLock()
	page := c.pages[key]
	c.mu.RUnlock()
	if page == nil || key == "" || page.minute != s.DB.Now().Unix()/60 {
		return false
	}
	s.headers(w.Header())
	page.write(w, hr)
	return true
}

// keep stores a page that was just made, and sends it.
func (c *pageCache) keep(s *Server, w http.ResponseWriter, hr *http.Request, html []byte) {
	page := &keptPage{
		policy: w.Header().Get("Content-Security-Policy"),
		tag:    []string{etag(html)}, plain: html, zipped: compress(html, gzip.BestCompression),
		minute: s.DB.Now().Truncate(time.Minute).Unix() / 60,
	}
	page.plainN = []string{strconv.Itoa(len(page.plain))}
	page.zipN = []string{strconv.Itoa(len(page.zipped))}
	if key := c.key(hr); key != "" && bornIn(hr) == c.age.Load() {
		c.mu.Lock()
		if len(c.pages) >= mostKept {
			for k := range c.pages {
				delete(c.pages, k)
				break
			}
		}
		c.pages[key] = page
		c.mu.Unlock()
	}
	page.write(w, hr)
}

// Header values that every kept page shares.
var (
	htmlType   = []string{"text/html; charset=utf-8"}
	askAgain   = []string{"no-cache"}
	variesWith = []string{"Accept-Encoding, Accept-Language, Cookie"}
	zippedWith = []string{"gzip"}
)

func (p *keptPage) write(w http.ResponseWriter, hr *http.Request) {
	h := w.Header()
	h["Content-Security-Policy"] = []string{p.policy}
	h["Content-Type"] = htmlType
	h["Cache-Control"] = askAgain
	h["Vary"] = variesWith
	h["Etag"] = p.tag
	if m := hr.Header["If-None-Match"]; len(m) == 1 && m[0] == p.tag[0] {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if takesGzip(hr) {
		h["Content-Encoding"] = zippedWith
		h["Content-Length"] = p.zipN
		_, _ = w.Write(p.zipped)
		return
	}
	h["Content-Length"] = p.plainN
	_, _ = w.Write(p.plain)
}

func etag(data []byte) string {
	sum := sha256.Sum256(data)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// bornKey carries the cache's age at the moment a request came in, so that a
// page read before a change is not kept after it.
type bornKey struct{}

func (c *pageCache) stamp(hr *http.Request) *http.Request {
	return hr.WithContext(context.WithValue(hr.Context(), bornKey{}, c.age.Load()))
}

func bornIn(hr *http.Request) int64 {
	age, _ := hr.Context().Value(bornKey{}).(int64)
	return age
}
