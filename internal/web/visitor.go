package web

import (
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Names of the cookies. None holds anything personal but the sign-in's secret.
const (
	cookieSignIn = "__Host-signin"
	cookieLang   = "lang"
	cookieZone   = "zone"
	cookieTheme  = "theme"
)

// SignInCookie is the name of the sign-in's cookie: with the __Host- prefix
// where the site is served by HTTPS.
func SignInCookie(base string) string {
	if strings.HasPrefix(base, "https://") {
		return cookieSignIn
	}
	return strings.TrimPrefix(cookieSignIn, "__Host-")
}

// request learns who asks, in which language and zone.
func (s *Server) request(tx *store.Tx, age int64, hr *http.Request) (*Request, error) {
	face, err := s.face.get(tx, age, s.Network)
	if err != nil {
		return nil, err
	}
	r := &Request{
		Face: face, Now: tx.Now(), Base: s.base(hr),
		Method: hr.Method, Path: hr.URL.Path, Query: hr.URL.Query(),
		Theme: theme(hr), param: hr.PathValue, Mobile: hr.Header.Get("Sec-CH-UA-Mobile") == "?1",
		cookie: func(name string) string {
			c, err := hr.Cookie(name)
			if err != nil {
				return ""
			}
			return c.Value
		},
	}
	var known Visitor
	if c, err := hr.Cookie(SignInCookie(r.Base)); err == nil && s.WhoIs != nil {
		if known, err = s.WhoIs(tx, c.Value); err != nil {
			return nil, err
		}
		r.Viewer = known.Viewer
	}
	s.place(r, hr, known)
	return r, nil
}

// place settles language and zone: chosen here, then what the person gave,
// then what the browser asks for, then the network's own.
func (s *Server) place(r *Request, hr *http.Request, known Visitor) {
	lang, chosen := language(hr, r.Face.Languages)
	if !chosen && known.Language != "" {
		lang = known.Language
	}
	r.chosen = chosen
	r.Zone, r.ZoneBy = time.UTC, ByNetwork
	if loc, err := when.Load(r.Face.Zone); err == nil {
		r.Zone = loc
	}
	if loc, err := when.Load(known.Zone); err == nil && known.Zone != "" {
		r.Zone, r.ZoneBy = loc, ByPerson
	}
	if loc, ok := zoneCookie(hr); ok {
		r.Zone, r.ZoneBy = loc, ByChoice
	}
	r.L = i18n.For(lang).ForZone(r.Zone.String())
}

func zoneCookie(hr *http.Request) (*time.Location, bool) {
	c, err := hr.Cookie(cookieZone)
	if err != nil {
		return nil, false
	}
	loc, err := when.Load(c.Value)
	return loc, err == nil
}

// language returns the language to answer in, and whether it was chosen: by
// ?lang= for this page, or by the cookie. Otherwise the browser's wish decides.
func language(hr *http.Request, offered []string) (lang string, chosen bool) {
	if len(offered) == 0 {
		offered = i18n.Languages()
	}
	if q := hr.URL.RawQuery; strings.Contains(q, "lang=") {
		if l := hr.URL.Query().Get("lang"); contains(offered, l) {
			return l, true
		}
	}
	if c, err := hr.Cookie(cookieLang); err == nil && contains(offered, c.Value) {
		return c.Value, true
	}
	return i18n.Match(hr.Header.Get("Accept-Language"), offered, offered[0]), false
}

func theme(hr *http.Request) string {
	if c, err := hr.Cookie(cookieTheme); err == nil && (c.Value == "light" || c.Value == "dark") {
		return c.Value
	}
	return ""
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// base is the address of this house as the reader knows it: a local one as
// they typed it, else the configured one.
func (s *Server) base(hr *http.Request) string {
	if s.Base != "" && !localHost(hr.Host) {
		return s.Base
	}
	return "http://" + hr.Host
}

// readForm reads what a POST brings. Text that is not UTF-8 or holds a NUL is
// refused at the door.
func (r *Request) readForm(w http.ResponseWriter, hr *http.Request, most int64) error {
	if most == 0 {
		most = 1 << 20
	}
	hr.Body = http.MaxBytesReader(w, hr.Body, most)
	err := hr.ParseForm()
	if err == nil && strings.HasPrefix(hr.Header.Get("Content-Type"), "multipart/form-data") {
		err = hr.ParseMultipartForm(most)
	}
	if err != nil {
		return errs.New(errs.Invalid, "err.unreadable|What was sent is too large or cannot be read.").Because(err)
	}
	for _, values := range hr.PostForm {
		for _, v := range values {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return errs.New(errs.Invalid, "err.unreadable|What was sent is too large or cannot be read.")
			}
		}
	}
	r.Form = hr.PostForm
	if hr.MultipartForm != nil {
		r.Form = hr.MultipartForm.Value
		return r.readFiles(hr.MultipartForm)
	}
	return nil
}

func (r *Request) readFiles(form *multipart.Form) error {
	r.Files = map[string]Upload{}
	for name, headers := range form.File {
		if len(headers) == 0 || headers[0].Size == 0 {
			continue
		}
		f, err := headers[0].Open()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			return err
		}
		r.Files[name] = Upload{headers[0].Filename, data}
	}
	return nil
}

// faceHolder keeps the network's face until something changes.
type faceHolder struct {
	mu   sync.Mutex
	age  int64 // how often it was dropped
	face *Face
}

// now returns the age to pass to get. It is taken before the transaction
// begins, so that a face read just before a change is not kept after it.
func (h *faceHolder) now() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.age
}

func (h *faceHolder) get(tx *store.Tx, age int64, read func(*store.Tx) (Face, error)) (Face, error) {
	h.mu.Lock()
	kept := h.face
	h.mu.Unlock()
	if kept != nil {
		return *kept, nil
	}
	f, err := read(tx)
	if err != nil {
		return Face{}, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.age == age {
		h.face = &f
	}
	return f, nil
}

func (h *faceHolder) drop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.face = nil
	h.age++
}
