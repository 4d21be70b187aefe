package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// fail answers with an error: a sentence, and nothing of its cause. Who is not
// signed in and ought to be is led to the sign-in, and who must show once more
// that it is them, to that.
func (s *Server) fail(w http.ResponseWriter, hr *http.Request, err error) {
	kind := errs.KindOf(err)
	if kind == errs.SignIn || kind == errs.StepUp {
		w.Header().Set("Cache-Control", "no-store")
		to := "/signin"
		if kind == errs.StepUp {
			to = pageAgain
		}
		if hr.Method == http.MethodGet || hr.Method == http.MethodHead {
			to += "?to=" + url.QueryEscape(asked(hr).RequestURI())
		}
		http.Redirect(w, hr, to, http.StatusSeeOther)
		return
	}
	if kind == errs.Internal && hr.Context().Err() == nil { // else nobody waits for it any more
		s.Log.Error("request failed", "pattern", hr.Pattern, "err", err, "stack", stackOf(err))
	}
	code := status(kind)
	if wait := new(waitError); errors.As(err, &wait) {
		w.Header().Set("Retry-After", strconv.Itoa(wait.seconds))
	}
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		code = http.StatusRequestEntityTooLarge
	} else if errors.Is(err, errNoForm) {
		code = http.StatusUnsupportedMediaType
	}
	s.failWith(w, hr, code, errs.Of(err))
}

// stackOf is where a write panicked, or "".
func stackOf(err error) string {
	if p := new(store.PanicError); errors.As(err, &p) {
		return string(p.Stack)
	}
	return ""
}

// failWith shows the error page; nil is a fault of ours.
func (s *Server) failWith(w http.ResponseWriter, hr *http.Request, code int, e *errs.Error) {
	s.headers(w.Header())
	r := s.plainRequest(hr)
	failure := failure{R: r, Code: code, Sentence: r.L.T("err.internal|Something broke on our side. It has been noted. Please try again in a moment.")}
	if e != nil {
		failure.Sentence = r.L.Text(e.Text)
	}
	page := Page{Status: code, Title: failure.title(), Body: errorPage(failure), Hidden: true}
	s.pagePolicy(w.Header(), r.Face, page)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if (code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable) && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", "30")
	}
	var html bytes.Buffer
	if err := s.frame(r, page, s.looks.of(r.Face.Colour)).Render(context.WithoutCancel(hr.Context()), &html); err != nil {
		http.Error(w, http.StatusText(code), code)
		return
	}
	_ = writeCompressed(w, hr, code, html.Bytes())
}

// failure is what the error page needs.
type failure struct {
	R        *Request
	Code     int
	Sentence string
}

// title says in a few words what happened; the sentence below says it whole.
func (f failure) title() string {
	l := f.R.L
	switch f.Code {
	case http.StatusNotFound:
		return l.T("err.title.not-found|There is nothing here")
	case http.StatusGone:
		return l.T("err.title.closed|Not at this time")
	case http.StatusConflict:
		return l.T("err.title.conflict|Somebody was faster")
	case http.StatusTooManyRequests:
		return l.T("err.title.too-many|A little slower, please")
	case http.StatusServiceUnavailable:
		return l.T("err.title.unavailable|Please come back in a moment")
	case http.StatusInternalServerError:
		return l.T("err.title.internal|That was our fault")
	}
	return l.T("err.title|That did not work")
}

// actions are the ways on from an error page.
func (f failure) actions() ui.Actions {
	l := f.R.L
	home := ui.Button{Label: l.T("err.home|To the start page"), Href: "/", Kind: ui.Primary}
	switch {
	case f.Code >= http.StatusInternalServerError && f.R.Method == http.MethodGet:
		home.Kind = ui.Quiet
		return ui.Actions{{Label: l.T("err.retry|Try again"), Href: f.R.Self(), Kind: ui.Primary}, home}
	case f.Code == http.StatusNotFound && f.R.Viewer.Kind == auth.Anonymous:
		return ui.Actions{home, {Label: l.T("web.nav.sign-in|Sign in"), Href: "/signin?to=" + url.QueryEscape(f.R.Self())}}
	}
	return ui.Actions{home}
}

// plainRequest is as much of a request as an error page needs, and works
// without the database.
func (s *Server) plainRequest(hr *http.Request) *Request {
	version := s.DB.Version()
	var r *Request
	err := s.DB.Read(context.WithoutCancel(hr.Context()), func(tx *store.Tx) (err error) {
		r, err = s.request(tx, version, hr)
		return err
	})
	if err != nil {
		r = &Request{Base: s.base(hr), Method: hr.Method, Path: asked(hr).Path, Theme: theme(hr, s.base(hr)), Now: s.DB.Now(), Face: s.face.last()}
		s.place(r, hr, Visitor{})
	}
	if r.Face.Name.Empty() {
		r.Face.Name = i18n.Text{"en": "Plenary"}
	}
	if !isText(r.Path) || !readable(r.Query) { // is not repeated in links
		r.Path, r.Query = "/", nil
	}
	return r
}
