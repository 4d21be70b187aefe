package web

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// pageCache keeps whole pages for visitors who are not signed in, by address,
// language, zone and theme. A page is served as long as nothing in the database
// has changed since it was read, and no longer than the minute it was made in,
// because windows open and close on the minute.
type pageCache struct {
	mu    sync.RWMutex
	pages map[string]*keptPage
	bytes int
}

// mostKept bounds the cache in bytes; past it pages make room, whichever.
const mostKept = 24 << 20

type keptPage struct {
	version int64 // of the database, asked before the page was read
	minute  int64
	policy  []string
	tag     []string
	plain   []byte
	zipped  []byte
	plainN  []string
	zipN    []string
}

func (p *keptPage) size() int { return len(p.plain) + len(p.zipped) + 1024 }

func (c *pageCache) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages, c.bytes = map[string]*keptPage{}, 0
}

// key names a page by all that it may depend on; "" is the key of none.
// Cookies that say nothing to us do not count.
func (c *pageCache) key(s *Server, hr *http.Request) string {
	var lang, zone, theme string
	for _, line := range hr.Header["Cookie"] {
		for part := range strings.SplitSeq(line, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			own, prefixed := strings.CutPrefix(name, hostPrefix)
			if prefixed != s.secure() {
				continue // not one that is read; see cookieName
			}
			switch own {
			case cookieLang:
				first(&lang, value)
			case cookieZone:
				first(&zone, value)
			case cookieTheme:
				first(&theme, value)
			case cookieSignIn:
				return "" // signed in: never from here
			}
		}
	}
	wished := hr.Header.Get("Accept-Language")
	var b strings.Builder
	b.Grow(len(hr.Host) + len(hr.RequestURI) + len(wished) + len(lang) + len(zone) + len(theme) + 6)
	for _, s := range [...]string{hr.Host, hr.RequestURI, wished, lang, zone, theme} {
		b.WriteString(s)
		b.WriteByte('\n')
	}
	return b.String()
}

// first keeps the first of several cookies of one name, as reading them does.
func first(to *string, value string) {
	if *to == "" {
		*to = value
	}
}

// serve answers from the cache, if it can.
func (c *pageCache) serve(s *Server, w http.ResponseWriter, hr *http.Request) bool {
	if hr.Method != http.MethodGet {
		return false
	}
	key := c.key(s, hr)
	c.mu.RLock()
	page := c.pages[key]
	c.mu.RUnlock()
	if page == nil || page.version != s.DB.Version() || page.minute != s.minute() {
		return false
	}
	s.headers(w.Header())
	page.write(w, hr)
	return true
}

// keep stores a page that was just made, and sends it.
func (c *pageCache) keep(s *Server, w http.ResponseWriter, hr *http.Request, r *Request, html []byte) {
	page := &keptPage{
		version: r.version, minute: r.Now.Unix() / 60,
		policy: []string{w.Header().Get("Content-Security-Policy")},
		tag:    []string{etag(html)}, plain: html, zipped: compress(html, gzip.BestCompression),
	}
	page.plainN = []string{strconv.Itoa(len(page.plain))}
	page.zipN = []string{strconv.Itoa(len(page.zipped))}
	if key := c.key(s, hr); key != "" {
		c.put(key, page)
	}
	page.write(w, hr)
}

func (c *pageCache) put(key string, page *keptPage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.pages[key]; old != nil {
		c.bytes -= old.size()
	}
	for k, p := range c.pages {
		if c.bytes+page.size() <= mostKept {
			break
		}
		delete(c.pages, k)
		c.bytes -= p.size()
	}
	c.pages[key] = page
	c.bytes += page.size()
}

// minute is the one that now lies in.
func (s *Server) minute() int64 { return s.DB.Now().Unix() / 60 }

// Header values that every kept page shares.
var (
	htmlType   = []string{"text/html; charset=utf-8"}
	askAgain   = []string{"no-cache"}
	variesWith = []string{"Accept-Encoding, Accept-Language, Cookie"}
	zippedWith = []string{"gzip"}
)

func (p *keptPage) write(w http.ResponseWriter, hr *http.Request) {
	h := w.Header()
	h["Content-Security-Policy"] = p.policy
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
