package web

import (
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Names of the cookies. None holds anything personal but the sign-in's secret.
const (
	cookieSignIn = "signin"
	cookieLang   = "lang"
	cookieZone   = "zone"
	cookieTheme  = "theme"
)

// SignInCookie is the name of the sign-in's cookie: with the __Host- prefix
// where the site is served by HTTPS.
func SignInCookie(base string) string {
	return cookieName(base, cookieSignIn)
}

// request learns who asks, in which language and zone.
func (s *Server) request(tx *store.Tx, version int64, hr *http.Request) (*Request, error) {
	face, err := s.face.get(tx, version, s.Network)
	if err != nil {
		return nil, err
	}
	r := &Request{
		Face: face, Now: tx.Now(), Base: s.base(hr),
		Method: hr.Method, Path: asked(hr).Path, Query: asked(hr).Query(), version: version,
		Theme: theme(hr, s.base(hr)), param: hr.PathValue, Mobile: hr.Header.Get("Sec-CH-UA-Mobile") == "?1",
		Script: hr.Header.Get("Sec-Fetch-Dest") == "empty",
	}
	r.cookie = func(name string) string { return cookieOf(hr, r.Base, name) }
	if r.Method == http.MethodHead { // shows what GET would, without the body
		r.Method = http.MethodGet
	}
	var known Visitor
	if secret := cookieOf(hr, r.Base, cookieSignIn); secret != "" && s.WhoIs != nil {
		if known, err = s.WhoIs(tx, secret); err != nil {
			return nil, err
		}
		r.Viewer, r.owes = known.Viewer, known.Owes
	}
	s.place(r, hr, known)
	return r, nil
}

// place settles language and zone: chosen here, then what the person gave,
// then what the browser asks for, then the network's own.
func (s *Server) place(r *Request, hr *http.Request, known Visitor) {
	lang, chosen := language(hr, r.Base, r.Face.Languages)
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
	if loc, ok := zoneCookie(hr, r.Base); ok {
		r.Zone, r.ZoneBy = loc, ByChoice
	}
	r.L = i18n.For(lang).ForZone(r.Zone.String())
}

func zoneCookie(hr *http.Request, base string) (*time.Location, bool) {
	chosen := cookieOf(hr, base, cookieZone)
	loc, err := when.Load(chosen)
	return loc, err == nil && chosen != ""
}

// language returns the language to answer in, and whether it was chosen: by
// ?lang= for this page, or by the cookie. Otherwise the browser's wish decides.
func language(hr *http.Request, base string, offered []string) (lang string, chosen bool) {
	if len(offered) == 0 {
		offered = i18n.Languages()
	}
	if q := hr.URL.RawQuery; strings.Contains(q, "lang=") {
		if l := hr.URL.Query().Get("lang"); slices.Contains(offered, l) {
			return l, true
		}
	}
	if l := cookieOf(hr, base, cookieLang); slices.Contains(offered, l) {
		return l, true
	}
	return i18n.Match(hr.Header.Get("Accept-Language"), offered, offered[0]), false
}

func theme(hr *http.Request, base string) string {
	if t := cookieOf(hr, base, cookieTheme); t == "light" || t == "dark" {
		return t
	}
	return ""
}

// base is the address of this house as the reader knows it: a local one as
// they typed it, else the configured one. Where that is HTTPS, a local host is
// how a proxy on this machine calls us.
func (s *Server) base(hr *http.Request) string {
	if s.Base != "" && (!localHost(hr.Host) || strings.HasPrefix(s.Base, "https://")) {
		return s.Base
	}
	return "http://" + hr.Host
}

// localHost tells whether a host is this machine itself.
func localHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	return name == "localhost" || name == "127.0.0.1" || name == "::1" || name == "[::1]"
}

// faceHolder keeps the network's face until anything changes.
type faceHolder struct {
	mu      sync.Mutex
	face    *Face
	version int64 // of the database, asked before the face was read
}

// last is the face that was read last, if any, for pages that say that the
// database is away.
func (h *faceHolder) last() Face {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.face == nil {
		return Face{}
	}
	return *h.face
}

// get returns the face as it is at the version or later, which was asked
// before the transaction began.
func (h *faceHolder) get(tx *store.Tx, version int64, read func(*store.Tx) (Face, error)) (Face, error) {
	h.mu.Lock()
	defer h.mu.Unlock() // of many who come after a change, one reads
	if h.face != nil && h.version >= version {
		return *h.face, nil
	}
	f, err := read(tx)
	if err != nil {
		return Face{}, err
	}
	h.face, h.version = &f, version
	return f, nil
}
