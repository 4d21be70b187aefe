package web

import (
	"context"
	"net/http"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Policy says who may use a route at all. What they may see there, the rooms
// decide by the Viewer.
type Policy struct {
	Name  string
	Allow func(auth.Viewer) error
}

// Public lets everybody in.
func Public() Policy {
	return Policy{"public", func(auth.Viewer) error { return nil }}
}

// ByLink is for addresses that carry their own key; the page function checks
// it and answers NotThere to a wrong one.
func ByLink() Policy {
	return Policy{"link", func(auth.Viewer) error { return nil }}
}

// Members lets in who is signed in.
func Members() Policy {
	return Policy{"member", func(v auth.Viewer) error {
		if v.Kind == auth.Person {
			return nil
		}
		return errs.New(errs.SignIn, "err.sign-in|Please sign in first.")
	}}
}

// Desk lets in who holds any verb and has shown more than a mailed link; which
// verb is asked by the room.
func Desk() Policy {
	return Policy{"desk", func(v auth.Viewer) error {
		if v.Kind == auth.Person && !v.Organises() {
			return errs.NotThere()
		}
		return v.Needs(auth.Strong)
	}}
}

// Route is one method and address with its policy and its function.
type Route struct {
	Method  string
	Pattern string // as http.ServeMux has it: /s/{slug}
	Policy  Policy
	get     func(context.Context, *store.Tx, *Request) (Answer, error)
	post    func(context.Context, *Server, *Request) (Answer, error)
	raw     func(*Server) Raw
	cached  bool
	guard   guardMode
	maxBody int64
	reads   []auth.Read
}

// Get makes a route whose function runs in a read transaction.
func Get(pattern string, p Policy, page func(context.Context, *store.Tx, *Request) (Answer, error)) Route {
	return Route{Method: "GET", Pattern: pattern, Policy: p, get: page}
}

// Cached lets whole pages and feeds of the route be kept for visitors who are
// not signed in, until anything in the database changes or the minute is over.
func (r Route) Cached() Route {
	r.cached = true
	return r
}

// Audited declares which reading of other people's personal data the route
// makes. Its page function says with [Request.Saw] what it showed, and nothing
// is answered before that stands in the audit log.
func (r Route) Audited(reads ...auth.Read) Route {
	r.reads = reads
	return r
}

// Takes sets how many bytes a POST may bring; 1 MiB if nothing is said.
func (r Route) Takes(bytes int64) Route {
	r.maxBody = bytes
	return r
}

// Steps are the parts of a POST.
type Steps[In any] struct {
	// Prepare reads the form, outside any transaction. It may be nil.
	Prepare func(context.Context, *Request) (In, error)
	// Do is the change. It runs inside the write, may run twice, takes at most
	// 20 ms and does no I/O.
	Do func(context.Context, *store.Tx, *Request, In) (Answer, error)
	// Again shows the form with what was typed and what is wrong with it,
	// answered with 422 whatever it is. Where it is nil, the error page is shown,
	// and text that cannot be read is taken with U+FFFD in its place.
	Again func(context.Context, *store.Tx, *Request, In, *errs.Error) (Page, error)
}

// Post makes a route that changes something.
func Post[In any](pattern string, p Policy, s Steps[In]) Route {
	return Route{Method: "POST", Pattern: pattern, Policy: p,
		post: func(ctx context.Context, srv *Server, r *Request) (Answer, error) {
			return runPost(ctx, srv, r, s)
		}}
}

func runPost[In any](ctx context.Context, srv *Server, r *Request, s Steps[In]) (Answer, error) {
	var in In
	var answer Answer
	var err error
	if s.Prepare != nil {
		in, err = s.Prepare(ctx, r)
	}
	if r.illegible && s.Again != nil {
		err = garbled(err)
	}
	if err == nil {
		answer, err = srv.take(ctx, r, func(tx *store.Tx) (Answer, error) { return s.Do(ctx, tx, r, in) })
	}
	e := errs.Of(err)
	if e == nil || s.Again == nil || !mayAskAgain(e.Kind) || turnedAway(err) {
		return answer, err
	}
	var page Page
	r.saw = nil
	err = srv.DB.Read(ctx, func(tx *store.Tx) error {
		page, err = s.Again(ctx, tx, r, in, e)
		return err
	})
	if err == nil {
		err = srv.auditSeen(ctx, r)
	}
	if page.Status == 0 {
		page.Status = http.StatusUnprocessableEntity
	}
	return page, err
}

// mayAskAgain tells whether the form is worth showing again.
func mayAskAgain(k errs.Kind) bool {
	return k == errs.Invalid || k == errs.Conflict || k == errs.Closed || k == errs.TooMany
}

// Unusual makes a route that needs the connection itself.
func Unusual(method, pattern string, p Policy, f func(*Server) Raw) Route {
	return Route{Method: method, Pattern: pattern, Policy: p, raw: f}
}
