package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"runtime"
	"runtime/debug"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Visitor is what a sign-in tells of its person.
type Visitor struct {
	Viewer   auth.Viewer
	Zone     string
	Language string
	Owes     bool // has to agree to something; see PageAgree
}

// Server answers requests by its routes. All fields but the unexported ones
// are set before Handler is called and not changed after.
type Server struct {
	DB   *store.DB
	Keys *seal.Keys
	Log  *slog.Logger
	Base string // https://host, without a slash at the end; "" takes the request's host
	Dev  bool

	Routes []Route
	// WhoIs tells whose sign-in a cookie's secret opens; nobody's is no error.
	WhoIs func(tx *store.Tx, secret string) (Visitor, error)
	// NoteRead writes into the audit log that somebody was shown personal data of
	// others, and Noticed tells whether it stands there already.
	NoteRead func(tx *store.Tx, v auth.Viewer, what auth.Read, object string, count int) error
	Noticed  func(tx *store.Tx, v auth.Viewer, what auth.Read, object string) (bool, error)
	// Network reads what every page shows of the network.
	Network func(tx *store.Tx) (Face, error)
	// HolderRests tells whether the holder of a carried link, by its address and
	// its key, is frozen. A key that opens nothing is nobody's.
	HolderRests func(ctx context.Context, tx *store.Tx, path, key string) (bool, error)
	// Hold keeps a form that needs a fresher sign-in; see holdForm.
	Hold func(tx *store.Tx, v auth.Viewer, f auth.HeldForm) (secret string, err error)

	// Quotas say how much anybody may send; see guard.go.
	Quotas Quotas

	face   faceHolder
	looks  looks
	cache  pageCache
	counts counts
	proxy  proxyWarned
}

// Handler checks the routes and returns what serves them.
func (s *Server) Handler() (_ http.Handler, err error) {
	mux, err := s.mux()
	if err != nil {
		return nil, err
	}
	guard := http.NewCrossOriginProtection()
	if s.Base != "" {
		if err := guard.AddTrustedOrigin(Origin(s.Base)); err != nil {
			return nil, fmt.Errorf("web: the address of this house: %w", err)
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.failWith(w, r, http.StatusForbidden, errs.New(errs.Invalid, "err.cross-origin|This form came from another site. Please open the page here and try again."))
	}))
	inner := guard.Handler(s.known(mux))
	s.cache.drop()
	s.DB.OnChange(s.cache.drop)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.recover(w, r)
		if s.Dev && !localHost(r.Host) { // another site's name, turned to this machine
			s.headers(w.Header())
			http.Error(w, "a --dev process answers to localhost only", http.StatusMisdirectedRequest)
			return
		}
		if s.cache.serve(s, w, r) {
			return
		}
		s.headers(w.Header())
		switch {
		case !isText(r.URL.Path), insideOnly(r.URL.Path):
			s.fail(w, r, errs.NotThere())
		case !readable(r.URL.Query()):
			s.fail(w, r, errs.New(errs.Invalid, "err.unreadable|What was sent cannot be read.").Because(errNoText))
		default:
			inner.ServeHTTP(w, byEnding(r))
		}
	}), nil
}

// TooLong is the answer to an address that asks for more than its page has: one
// line, while a page would say its address again in a dozen links.
func TooLong(w http.ResponseWriter, _ *http.Request) error {
	http.Error(w, "This address is too long.", http.StatusBadRequest)
	return nil
}

// mux holds the routes. A route that declares no policy, or whose address
// another has taken, keeps the process from starting.
func (s *Server) mux() (mux *http.ServeMux, err error) {
	mux = http.NewServeMux()
	for _, route := range s.Routes {
		if route.Policy.Allow == nil {
			return nil, fmt.Errorf("web: %s %s declares no policy", route.Method, route.Pattern)
		}
		if len(route.reads) > 0 && (route.cached || route.raw != nil) {
			return nil, fmt.Errorf("web: %s %s is audited, and cannot be kept or left to itself", route.Method, route.Pattern)
		}
		if err := handle(mux, route.Method+" "+muxPattern(route.Pattern), s.serveRoute(route)); err != nil {
			return nil, err
		}
	}
	return mux, nil
}

// handle adds a route; what ServeMux has against it becomes an error.
func handle(mux *http.ServeMux, pattern string, h http.Handler) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("web: %v", p)
		}
	}()
	mux.Handle(pattern, h)
	return nil
}

// known lets our own pages answer what no route takes.
func (s *Server) known(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if tidy := tidied(asked(r)); tidy != asked(r).Path {
			s.elsewhere(mux, w, r, tidy)
			return
		}
		handler, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		probe := &statusProbe{header: http.Header{}}
		if handler.ServeHTTP(probe, r); probe.status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", probe.header.Get("Allow"))
			s.failWith(w, r, probe.status, errs.New(errs.Invalid, "err.method|This address cannot be used in that way."))
			return
		}
		s.fail(w, r, errs.NotThere())
	})
}

// tidied is the path without the dots and slashes that some programs add.
func tidied(u *url.URL) string {
	return path.Clean("/" + u.Path)
}

// elsewhere leads to the tidied address, if there is something.
func (s *Server) elsewhere(mux *http.ServeMux, w http.ResponseWriter, r *http.Request, tidy string) {
	to := &url.URL{Path: tidy, RawQuery: asked(r).RawQuery}
	bare := r.Clone(context.Background())
	bare.URL = to
	_, pattern := mux.Handler(byEnding(bare))
	if pattern == "" || insideOnly(tidy) || r.Method != http.MethodGet && r.Method != http.MethodHead {
		s.fail(w, r, errs.NotThere())
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to.String(), http.StatusMovedPermanently)
}

// statusProbe learns what the mux would answer.
type statusProbe struct {
	header http.Header
	status int
}

func (p *statusProbe) Header() http.Header         { return p.header }
func (p *statusProbe) Write(b []byte) (int, error) { return len(b), nil }
func (p *statusProbe) WriteHeader(status int)      { p.status = status }

// serveRoute answers one route: who asks, may they, what do they get.
func (s *Server) serveRoute(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		began := s.DB.Now()
		err := s.answerRoute(route, w, hr)
		if err != nil {
			s.fail(w, hr, err)
		}
		s.Log.Debug("request", "method", route.Method, "route", route.Pattern,
			"failed", err != nil, "took", s.DB.Now().Sub(began))
	})
}

func (s *Server) answerRoute(route Route, w http.ResponseWriter, hr *http.Request) error {
	ctx := hr.Context()
	var r *Request
	var answer Answer
	version := s.DB.Version()
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		var err error
		if r, err = s.request(tx, version, hr); err != nil {
			return err
		}
		r.reads = route.reads
		if err = route.Policy.Allow(r.Viewer); err != nil {
			return err
		}
		if err = s.standsStill(tx, route); err != nil {
			return err
		}
		if answer, err = r.beforehand(route); answer != nil || err != nil {
			return err
		}
		if err = s.holderActs(ctx, tx, r, route); err != nil {
			return err
		}
		if route.get != nil {
			answer, err = route.get(ctx, tx, r)
		}
		return err
	})
	if err == nil {
		switch {
		case route.get != nil:
			err = s.auditSeen(ctx, r)
		case route.raw != nil:
			answer = route.raw(s)
		case route.post != nil:
			if err = r.readForm(w, hr, route.maxBody); err == nil {
				err = s.guardForm(route, hr, r)
			}
			if err == nil {
				answer, err = route.post(ctx, s, r)
			}
		}
	}
	if route.post != nil && errs.Is(err, errs.StepUp) {
		answer, err = s.holdForm(ctx, w, hr, r, route)
	}
	if err != nil {
		return err
	}
	return s.write(route, w, hr, r, answer)
}

// recover answers a panic with the error page and logs where it happened.
func (s *Server) recover(w http.ResponseWriter, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	s.Log.Error("panic in a page", "pattern", r.Pattern, "what", what(p), "stack", string(debug.Stack()))
	s.failWith(w, r, http.StatusInternalServerError, nil)
}

// what says of a panic what holds nothing personal: what the runtime said, or
// else only its type.
func what(p any) string {
	if err, ok := p.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", p)
}

// status is the HTTP status of a kind of error.
func status(k errs.Kind) int {
	switch k {
	case errs.Invalid:
		return http.StatusUnprocessableEntity
	case errs.NotFound:
		return http.StatusNotFound
	case errs.Conflict:
		return http.StatusConflict
	case errs.Closed:
		return http.StatusGone
	case errs.TooMany:
		return http.StatusTooManyRequests
	case errs.SignIn, errs.StepUp:
		return http.StatusUnauthorized
	case errs.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
