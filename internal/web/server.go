package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

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
	// Network reads what every page shows of the network.
	Network func(tx *store.Tx) (Face, error)

	face  faceHolder
	looks looks
	cache pageCache
}

// Handler checks the routes and returns what serves them.
func (s *Server) Handler() (http.Handler, error) {
	mux := http.NewServeMux()
	for _, route := range s.Routes {
		if route.Policy.Allow == nil {
			return nil, fmt.Errorf("web: %s %s declares no policy", route.Method, route.Pattern)
		}
		mux.Handle(route.Method+" "+muxPattern(route.Pattern), s.serveRoute(route))
	}
	s.cache.init()
	s.DB.OnChange(func() {
		s.face.drop()
		s.cache.drop()
	})
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, errs.New(errs.Invalid, "err.cross-origin|This form came from another site. Please open the page here and try again."))
	}))
	inner := guard.Handler(s.notFoundAware(mux))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.recover(w, r)
		if s.cache.serve(s, w, r) {
			return
		}
		s.headers(w.Header())
		inner.ServeHTTP(w, byEnding(s.cache.stamp(r)))
	}), nil
}

// endings are those by which an address names another form of the same thing.
// http.ServeMux knows whole path segments only, so /s/{slug}.ics is served as
// /.ics/s/{slug}.
var endings = []string{".ics", ".json", ".csv", ".svg"}

func muxPattern(pattern string) string {
	for _, e := range endings {
		if base, ok := strings.CutSuffix(pattern, "}"+e); ok {
			return "/" + e + base + "}"
		}
	}
	return pattern
}

// byEnding leads an address with such an ending to its route.
func byEnding(r *http.Request) *http.Request {
	for _, e := range endings {
		if base, ok := strings.CutSuffix(r.URL.Path, e); ok && strings.Contains(base, "/") && !strings.HasPrefix(base, "/dev/") {
			to := *r.URL
			to.Path, to.RawPath = "/"+e+base, ""
			there := r.Clone(r.Context())
			there.URL = &to
			return there
		}
	}
	return r
}

// notFoundAware lets our own page answer what no route takes.
func (s *Server) notFoundAware(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		probe := &statusProbe{header: http.Header{}}
		handler.ServeHTTP(probe, r)
		switch {
		case probe.status == http.StatusMethodNotAllowed:
			w.Header().Set("Allow", probe.header.Get("Allow"))
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		case probe.status >= 300 && probe.status < 400: // a cleaned path
			http.Redirect(w, r, probe.header.Get("Location"), probe.status)
		default:
			s.fail(w, r, errs.NotThere())
		}
	})
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
	age := s.face.now()
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		var err error
		if r, err = s.request(tx, age, hr); err != nil {
			return err
		}
		if err = route.Policy.Allow(r.Viewer); err != nil {
			return err
		}
		if route.get != nil {
			answer, err = route.get(ctx, tx, r)
		}
		return err
	})
	if err != nil {
		return err
	}
	switch {
	case route.raw != nil:
		answer = route.raw(s)
	case route.post != nil:
		if err := r.readForm(w, hr, route.maxBody); err != nil {
			return err
		}
		if answer, err = route.post(ctx, s, r); err != nil {
			return err
		}
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
	s.Log.Error("panic in a page", "pattern", r.Pattern, "stack", string(debug.Stack()))
	s.fail(w, r, errors.New("panic"))
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

// once runs do unless the form's hidden once value has been used before; then
// it answers as it did the first time.
func (s *Server) once(tx *store.Tx, r *Request, do func() (Answer, error)) (Answer, error) {
	token := r.Value("once")
	if token == "" {
		return do()
	}
	hash := s.Keys.Index("web.once", token)
	n, err := tx.Exec(`INSERT INTO once (hash, answer, at) VALUES ($1, NULL, $2) ON CONFLICT (hash) DO NOTHING`,
		hash, store.Time{Time: tx.Now()})
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return s.first(tx, hash, token)
	}
	answer, err := do()
	if err != nil {
		return nil, err
	}
	to, ok := answer.(Redirect)
	if !ok { // a page that asks further, such as a check page: the form may come again
		_, err = tx.Exec(`DELETE FROM once WHERE hash = $1`, hash)
		return answer, err
	}
	_, err = tx.Exec(`UPDATE once SET answer = $1 WHERE hash = $2`, s.Keys.Ticket("once"+token, []byte(to.To)), hash)
	return answer, err
}

// first returns the redirect with which the form was answered the first time.
func (s *Server) first(tx *store.Tx, hash []byte, token string) (Answer, error) {
	var sealed string
	if err := tx.Row(`SELECT answer FROM once WHERE hash = $1`, hash).Scan(&sealed); err != nil {
		return nil, err
	}
	to, ok := s.Keys.OpenTicket("once"+token, sealed)
	if !ok {
		return nil, errs.NotThere()
	}
	return SeeOther(string(to)), nil
}

// ForgetOnce drops the memory of forms sent before the given time.
func ForgetOnce(tx *store.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM once WHERE at < $1`, store.Time{Time: before})
	return err
}

// NewOnce is a fresh value for a form's hidden once input.
func NewOnce() string { return store.NewID() }

// localHost tells whether a host is this machine itself.
func localHost(host string) bool {
	h, _, _ := strings.Cut(host, ":")
	return h == "localhost" || h == "127.0.0.1" || strings.HasPrefix(host, "[::1]")
}
