package web

import (
	"bytes"
	"compress/gzip"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"codeberg.org/plenary/plenary/internal/errs"
)

// write sends an answer.
func (s *Server) write(route Route, w http.ResponseWriter, hr *http.Request, r *Request, answer Answer) error {
	switch a := answer.(type) {
	case Page:
		return s.writePage(route, w, hr, r, a)
	case Redirect:
		setCookies(w, r.Base, a.Cookies)
		w.Header().Set("Cache-Control", "no-store")
		if a.Forget {
			w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
		}
		http.Redirect(w, hr, a.To, http.StatusSeeOther)
		return nil
	case Bytes:
		if route.cached && r.Viewer.Kind == 0 {
			w.Header().Set("Content-Type", a.Type)
			s.cache.keep(s, w, hr, r, a.Data, a.Lasts)
			return nil
		}
		setCookies(w, r.Base, a.Cookies)
		return writeBytes(w, hr, a)
	case Raw:
		return a(w, hr)
	}
	return errs.NotThere()
}

func (s *Server) writePage(route Route, w http.ResponseWriter, hr *http.Request, r *Request, p Page) error {
	var html bytes.Buffer
	if err := s.frame(r, p, s.looks.of(r.Face.Colour)).Render(hr.Context(), &html); err != nil {
		return err
	}
	s.pagePolicy(w.Header(), r.Face, p)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if route.cached && p.Status == 0 && r.Viewer.Kind == 0 {
		s.cache.keep(s, w, hr, r, html.Bytes(), false)
		return nil
	}
	w.Header().Set("Cache-Control", "no-store")
	return writeCompressed(w, hr, p.Status, html.Bytes())
}

func writeBytes(w http.ResponseWriter, hr *http.Request, b Bytes) error {
	w.Header().Set("Content-Type", b.Type)
	if b.Theirs {
		w.Header().Set("Content-Security-Policy", strictest+"; sandbox")
		if b.Name == "" && b.Type != "image/png" && b.Type != "image/jpeg" {
			b.Name = "file"
		}
	}
	if b.Name != "" {
		w.Header().Set("Content-Disposition", attachment(b.Name))
	}
	w.Header().Set("Cache-Control", "no-store")
	tag := ""
	switch {
	case b.Public:
		w.Header().Set("Cache-Control", "public, max-age=300")
		tag = etag(b.Data)
	case b.Own:
		// Read anew each time, so that a tag helps only who may have the file. It
		// names the address too: equal files of two readers do not look equal.
		w.Header().Set("Cache-Control", "private, no-cache")
		tag = etag([]byte(asked(hr).Path + "\n" + string(b.Data)))
	}
	if tag != "" {
		w.Header().Set("ETag", tag)
	}
	if tag != "" && hasAlready(hr, tag, "") {
		w.Header().Add("Vary", "Accept-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if isWords(b.Type) {
		return writeCompressed(w, hr, 0, b.Data)
	}
	_, err := w.Write(b.Data)
	return err
}

// isWords tells whether compressing this kind of file is worth it.
func isWords(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "xml")
}

// attachment names a file that is taken away. A name that cannot be written
// there, whatever is in it, becomes a plain one.
func attachment(name string) string {
	if text := mime.FormatMediaType("attachment", map[string]string{"filename": name}); text != "" && isText(name) && !strings.ContainsFunc(name, unicode.IsControl) {
		return text
	}
	return "attachment"
}

// writeCompressed sends the bytes, by gzip where the reader takes it.
func writeCompressed(w http.ResponseWriter, hr *http.Request, status int, data []byte) error {
	if status == 0 {
		status = http.StatusOK
	}
	w.Header().Add("Vary", "Accept-Encoding")
	if takesGzip(hr) && len(data) > 512 {
		data = compress(data, gzip.DefaultCompression)
		w.Header().Set("Content-Encoding", "gzip")
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	_, err := w.Write(data)
	return err
}

func takesGzip(hr *http.Request) bool {
	takes := hr.Header.Get("Accept-Encoding")
	return strings.Contains(takes, "gzip") && !strings.Contains(takes, "gzip;q=0")
}

var gzipWriters = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.DefaultCompression)
	return z
}}

func compress(data []byte, level int) []byte {
	var out bytes.Buffer
	if level == gzip.DefaultCompression {
		z := gzipWriters.Get().(*gzip.Writer)
		defer gzipWriters.Put(z)
		z.Reset(&out)
		z.Write(data)
		z.Close()
		return out.Bytes()
	}
	z, _ := gzip.NewWriterLevel(&out, level)
	z.Write(data)
	z.Close()
	return out.Bytes()
}

// strictest is the policy of what is no page: nothing loads, nothing acts,
// nobody frames it.
const strictest = "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// headers sets what every response carries, errors included. They are written
// straight into the map, by the names that it has: every answer waits for them.
func (s *Server) headers(h http.Header) {
	h["Content-Security-Policy"] = strictestOnly
	h["Cache-Control"] = noStore // unless what is answered says otherwise
	h["X-Content-Type-Options"] = noSniff
	h["Referrer-Policy"] = noReferrer
	h["Cross-Origin-Opener-Policy"] = sameOrigin
	h["Cross-Origin-Resource-Policy"] = sameOrigin
	h["Permissions-Policy"] = nothingOfTheDevice
	if s.secure() {
		h["Strict-Transport-Security"] = twoYears
	}
}

// Header values that every response shares; nothing changes them.
var (
	strictestOnly      = []string{strictest}
	noStore            = []string{"no-store"}
	noSniff            = []string{"nosniff"}
	noReferrer         = []string{"no-referrer"}
	sameOrigin         = []string{"same-origin"}
	nothingOfTheDevice = []string{"accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"}
	twoYears           = []string{"max-age=63072000; includeSubDomains"}
)

// pagePolicy is the content security policy of one of our pages: its own
// styles by their hashes, our script, our images, and nothing else.
func (s *Server) pagePolicy(h http.Header, face Face, p Page) {
	if p.Embedded { // the one that other sites may frame: it does nothing but lead to us
		h.Set("Content-Security-Policy", "default-src 'none'; style-src '"+s.looks.of(face.Colour).Hash+"'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *")
		return
	}
	form := "'self'"
	if p.FormTo != "" {
		form += " " + p.FormTo
	}
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self' '"+s.looks.of(face.Colour).Hash+"'"+
		"; script-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; form-action "+form+
		"; base-uri 'none'; frame-ancestors 'none'")
}

// Origin returns the scheme and host of an address, for Page.FormTo.
func Origin(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
