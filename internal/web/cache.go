package web

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// pageCache keeps whole pages and feeds for visitors who are not signed in, by
// address, language, zone and theme. One is served as long as nothing in the
// database has changed since it was read, and no longer than the minute it was
// made in, because windows open and close on the minute; only what says that it
// does not depend on the clock stays longer.
type pageCache struct {
	mu    sync.RWMutex
	pages map[string]*keptPage
	bytes int
	seen  map[string]edition // what was served last under a key, also after it was dropped
}

// mostKept bounds the cache in bytes; past it pages make room, whichever.
// mostSeen bounds how many addresses it remembers the last edition of.
const (
	mostKept = 24 << 20
	mostSeen = 20_000
)

type keptPage struct {
	version int64 // of the database, asked before the page was read
	minute  int64 // in which it was made; lasting for what does not depend on the clock
	kind    []string
	policy  []string
	tag     []string
	changed []string // Last-Modified
	plain   []byte
	zipped  []byte
	plainN  []string
	zipN    []string
}

const lasting = -1

// edition is a text by its tag, and when it was first served: the latest that
// it can have changed. A new one is dated a second later than the one before
// at least, since readers who ask by date know no smaller unit.
type edition struct {
	tag     string
	changed time.Time
}

// size is about what it takes with its key, however long that is.
func (p *keptPage) size() int { return len(p.plain) + len(p.zipped) + longestKey + 1024 }

func (c *pageCache) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages, c.bytes = map[string]*keptPage{}, 0
}

// longestKey bounds the name of a page that is kept or remembered, in bytes. No
// address of ours, and no browser's wish, comes near it.
const longestKey = 1 << 10

// key names a page by all that it may depend on; "" is the key of none. Cookies
// are read just as the page reads them, so that no odd spelling of one makes a
// page under another's key; those that say nothing to us do not count.
func (c *pageCache) key(s *Server, hr *http.Request) string {
	var lang, zone, theme string
	if len(hr.Header["Cookie"]) > 0 {
		base := s.base(hr)
		if cookieOf(hr, base, cookieSignIn) != "" {
			return "" // signed in: never from here
		}
		lang, zone, theme = cookieOf(hr, base, cookieLang), cookieOf(hr, base, cookieZone), cookieOf(hr, base, cookieTheme)
	}
	wished := hr.Header.Get("Accept-Language")
	size := len(hr.Host) + len(hr.RequestURI) + len(wished) + len(lang) + len(zone) + len(theme) + 6
	if size > longestKey {
		return ""
	}
	var b strings.Builder
	b.Grow(size)
	for _, s := range [...]string{hr.Host, hr.RequestURI, wished, lang, zone, theme} {
		b.WriteString(s)
		b.WriteByte('\n')
	}
	return b.String()
}

// serve answers from the cache, if it can.
func (c *pageCache) serve(s *Server, w http.ResponseWriter, hr *http.Request) bool {
	if hr.Method != http.MethodGet && hr.Method != http.MethodHead {
		return false
	}
	key := c.key(s, hr)
	c.mu.RLock()
	page := c.pages[key]
	c.mu.RUnlock()
	if page == nil || page.version != s.DB.Version() || page.minute != lasting && page.minute != s.minute() {
		return false
	}
	s.headers(w.Header())
	page.write(w, hr)
	return true
}

// keep stores what was just made, and sends it.
func (c *pageCache) keep(s *Server, w http.ResponseWriter, hr *http.Request, r *Request, data []byte, lasts bool) {
	page := &keptPage{
		version: r.version, minute: r.Now.Unix() / 60, kind: []string{w.Header().Get("Content-Type")},
		policy: []string{w.Header().Get("Content-Security-Policy")},
		tag:    []string{etag(data)}, plain: data, zipped: compress(data, effort(data)),
	}
	if lasts {
		page.minute = lasting
	}
	page.plainN = []string{strconv.Itoa(len(page.plain))}
	page.zipN = []string{strconv.Itoa(len(page.zipped))}
	key := c.key(s, hr)
	page.changed = []string{c.since(key, page.tag[0], r.Now).Format(http.TimeFormat)}
	if key != "" {
		c.put(key, page)
	}
	page.write(w, hr)
}

// effort is how hard to compress what is kept: a page is small and asked for
// often, a feed of thousands of events would be minutes in coming.
func effort(data []byte) int {
	if len(data) > 256<<10 {
		return gzip.BestSpeed
	}
	return gzip.BestCompression
}

// since is when this edition was first served under the key.
func (c *pageCache) since(key, tag string, now time.Time) time.Time {
	now = now.UTC().Truncate(time.Second)
	c.mu.Lock()
	defer c.mu.Unlock()
	last, known := c.seen[key]
	if known && last.tag == tag {
		return last.changed
	}
	if known && !now.After(last.changed) {
		now = last.changed.Add(time.Second)
	}
	if len(c.seen) >= mostSeen || c.seen == nil {
		c.seen = map[string]edition{}
	}
	if key != "" {
		c.seen[key] = edition{tag, now}
	}
	return now
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
	askAgain   = []string{"no-cache"}
	variesWith = []string{"Accept-Encoding, Accept-Language, Cookie"}
	zippedWith = []string{"gzip"}
)

func (p *keptPage) write(w http.ResponseWriter, hr *http.Request) {
	h := w.Header()
	h["Content-Security-Policy"] = p.policy
	h["Cache-Control"] = askAgain
	h["Vary"] = variesWith
	h["Etag"] = p.tag
	h["Last-Modified"] = p.changed
	if hasAlready(hr, p.tag[0], p.changed[0]) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := p.plain
	h["Content-Type"] = p.kind
	h["Content-Length"] = p.plainN
	if takesGzip(hr) {
		h["Content-Encoding"] = zippedWith
		h["Content-Length"] = p.zipN
		body = p.zipped
	}
	if hr.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// hasAlready tells whether the reader holds this very edition: by its tag, or
// where they name none by its date. A date counts only to the letter, as those
// who follow the standard send it: ours may lie ahead of other clocks.
func hasAlready(hr *http.Request, tag, changed string) bool {
	if lines := hr.Header["If-None-Match"]; len(lines) > 0 {
		return holds(lines, tag)
	}
	since := hr.Header["If-Modified-Since"]
	return len(since) == 1 && changed != "" && since[0] == changed
}

// holds tells whether a list of tags names this one.
func holds(lines []string, tag string) bool {
	for _, line := range lines {
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.TrimSpace(name); strings.TrimPrefix(name, "W/") == strings.TrimPrefix(tag, "W/") || name == "*" {
				return true
			}
		}
	}
	return false
}

// etag names the bytes. It is a weak tag, because the same stands for them with
// and without compression.
func etag(data []byte) string {
	sum := sha256.Sum256(data)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}
