package web

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Quotas say how much of what anybody may send is taken without more. Who
// stays below them notices nothing. The zero value sets none.
type Quotas struct {
	// Forms is how many forms one network may send in an hour. Above it each
	// takes one more step, and above ten times as many none is taken.
	Forms int
	// Local is the same for this machine itself.
	Local int
	// Named is how many forms may name one address in an hour before each takes
	// one more step.
	Named int
	// Strangers is how many people somebody at one network may enter in a day
	// and have written to before anybody answered for them.
	Strangers int
	// Waiting is how many writes may wait before visitors are asked to come
	// back; people who are signed in wait beside as many more.
	Waiting int
	// Even is the time that a form from somebody unknown takes at the least, so
	// that it tells nobody whose address is known. See [guarded.wait].
	Even time.Duration
	// Proxy is the network of the proxy in front, whose word about the visitor's
	// address is taken.
	Proxy netip.Prefix
}

// farAbove is how often a quota holds before nothing is taken any more, and
// clicksPer which share of it may be sent by a click in place of the work.
const (
	farAbove  = 10
	clicksPer = 5
)

// Guarded counts a POST that a carried link opens like those that anybody may
// send: its form names people whom the link does not know.
func (r Route) Guarded() Route {
	r.guard = guardAlways
	return r
}

// Free counts nothing: the route changes what its own browser keeps, no more.
func (r Route) Free() Route {
	r.guard = guardNever
	return r
}

// guardMode says which forms are counted. What nobody has said anything of is
// counted if anybody may send it.
type guardMode uint8

const (
	guardPublic guardMode = iota
	guardAlways
	guardNever
)

func (r Route) guarded() bool {
	return r.guard == guardAlways || r.guard == guardPublic && r.Policy.Name == Public().Name
}

// guarded is one form that came from somebody whom nobody knows.
type guarded struct {
	srv     *Server
	at      netip.Prefix // never kept: see bucket
	local   bool
	named   string // the address that the form names, in its one form
	trapped bool   // a field was filled in that people leave empty
	ticket  string // of the step that was taken
	solved  string
	salt    []byte   // of the day
	buckets []string // counted in this write
	even    <-chan time.Time
}

// Names of the fields that the page with the step adds.
const (
	fieldTicket = "step.ticket"
	fieldSolved = "step.solved"
	fieldFile   = "step.file."
	// FieldTrap is a field that no person sees; see ui.Trap.
	FieldTrap = "homepage"
)

// guardForm looks at a form that was just read. The fields of the step are
// taken out of it, so that it is the one that was sent at first.
func (s *Server) guardForm(route Route, hr *http.Request, r *Request) error {
	if !route.guarded() || r.Viewer.Person != "" {
		return nil
	}
	g := &guarded{srv: s, ticket: r.Value(fieldTicket), solved: r.Value(fieldSolved), trapped: strings.TrimSpace(r.Value(FieldTrap)) != ""}
	g.at, g.local = s.network(hr)
	g.named, _ = seal.CanonicalAddress(strings.TrimSpace(r.Value("email")))
	r.Form.Del(fieldTicket)
	r.Form.Del(fieldSolved)
	if err := r.unpackFiles(); err != nil {
		return err
	}
	g.even = time.After(s.Quotas.Even)
	r.guard = g
	return nil
}

// quota is how many forms come from there without more; 0 is any number.
func (g *guarded) quota() int {
	if g.local {
		return g.srv.Quotas.Local
	}
	return g.srv.Quotas.Forms
}

// pass counts the form and says what to answer in its place: nothing, the page
// with one more step, or that it is too much. It runs in the form's own write.
func (g *guarded) pass(tx *store.Tx, r *Request) (Answer, error) {
	quota := g.quota()
	if quota == 0 {
		return nil, nil
	}
	salt := g.salt
	from := g.srv.bucket(salt, "network", g.at.String())
	g.buckets = []string{from}
	if g.named != "" && g.srv.Quotas.Named > 0 && !g.local { // whoever sits at the machine itself writes for others
		g.buckets = append(g.buckets, g.srv.bucket(salt, "named", g.named))
	}
	n, err := g.srv.counts.add(tx, hourOf(tx.Now()), g.buckets...)
	if err != nil {
		return nil, err
	}
	often := len(n) > 1 && n[1] > g.srv.Quotas.Named
	switch {
	case n[0] > quota*farAbove:
		g.srv.counts.close(from, hourOf(tx.Now()))
		return nil, tooMany(tx.Now())
	case n[0] <= quota && !often:
		return nil, nil
	}
	c := challenge{Form: r.Path, From: from}
	ok, err := g.stepTaken(tx, c, salt, quota)
	if ok || err != nil {
		return nil, err
	}
	tx.Quiet()
	clicks, err := g.srv.counts.read(tx, hourOf(tx.Now()), g.srv.bucket(salt, "click", g.at.String()))
	if err != nil {
		return nil, err
	}
	return g.stepPage(r, c, tx.Now(), clicks < clicksOf(quota)), nil
}

// ready makes out who is counted, and turns a form away from where nothing is
// taken until the hour is over. That asks nobody, so that a flood costs next to
// nothing.
func (g *guarded) ready(ctx context.Context) error {
	if g.quota() == 0 {
		return nil
	}
	if err := g.srv.counts.ready(ctx, g.srv.DB); err != nil {
		return err
	}
	now := g.srv.DB.Now()
	if g.salt = g.srv.counts.saltNow(now); g.salt == nil { // midnight, between two looks at the clock
		return g.ready(ctx)
	}
	if g.srv.counts.closed(g.srv.bucket(g.salt, "network", g.at.String()), hourOf(now)) {
		return tooMany(now)
	}
	return nil
}

func clicksOf(quota int) int { return quota/clicksPer + 1 }

// stepTaken tells whether the form comes with a step that was taken for it, by
// work or by a click, and counts it: each is good for one form.
func (g *guarded) stepTaken(tx *store.Tx, c challenge, salt []byte, quota int) (bool, error) {
	if g.ticket == "" || !g.srv.issued(c, g.ticket, tx.Now()) {
		return false, nil
	}
	if !solves(g.ticket, g.solved) {
		n, err := g.srv.counts.add(tx, hourOf(tx.Now()), g.srv.bucket(salt, "click", g.at.String()))
		if err != nil || n[0] > clicksOf(quota) {
			return false, err
		}
	}
	fresh, err := tx.Exec(`INSERT INTO quota_step (hash, until) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING`,
		g.srv.Keys.Index("guard.step", g.ticket), store.At(tx.Now().Add(stepFor)))
	return fresh > 0, err
}

// errTrapped takes back what a form did that a program filled in. It is answered
// as if it had been taken.
var errTrapped = errors.New("a field was filled in that nobody sees")

// waitError is what is answered with the time to wait.
type waitError struct {
	err     *errs.Error
	seconds int
}

func (e *waitError) Error() string { return e.err.Error() }
func (e *waitError) Unwrap() error { return e.err }

// tooMany says until when nothing more is taken from there.
func tooMany(now time.Time) error {
	left := now.Truncate(time.Hour).Add(time.Hour).Sub(now)
	minutes := int(left/time.Minute) + 1
	return &waitError{errs.New(errs.TooMany, "err.flood|Very many forms have come from your network in the last hour, so we take no more from there for now. Please try again in {n} minute. Your browser’s back button brings back what you typed.|Very many forms have come from your network in the last hour, so we take no more from there for now. Please try again in {n} minutes. Your browser’s back button brings back what you typed.", "n", minutes), int(left/time.Second) + 1}
}

// busy says that more writes wait than can be answered soon. Visitors are asked
// to come back before people who are signed in are.
func (s *Server) busy(r *Request) error {
	most := s.Quotas.Waiting
	if r.Viewer.Kind == auth.Person {
		most *= 2
	}
	if most == 0 || s.DB.Waiting() < most {
		return nil
	}
	return &waitError{errs.New(errs.Unavailable, "step.busy|Very many people are sending forms at this moment. Yours was not taken. Please go back and send it again in half a minute."), 30}
}

// Strangers counts people whom somebody enters who is not known here, and tells
// whether so many were entered from their network today that nobody is written
// to before somebody has answered for them.
func (r *Request) Strangers(tx *store.Tx, n int) (many bool, err error) {
	g := r.guard
	if g == nil || g.quota() == 0 || g.srv.Quotas.Strangers == 0 || n == 0 {
		return false, nil
	}
	bucket := g.srv.bucket(g.salt, "strangers", g.at.String())
	all, err := g.srv.counts.addMany(tx, dayOf(tx.Now()), n, bucket)
	return err == nil && all[0] > g.srv.Quotas.Strangers, err
}

// unpackFiles brings files back that the page with the step carried as text.
func (r *Request) unpackFiles() error {
	for field := range r.Form {
		name, ok := strings.CutPrefix(field, fieldFile)
		if !ok {
			continue
		}
		file, data, _ := strings.Cut(r.Form.Get(field), "/")
		r.Form.Del(field)
		plain, err := base64.RawURLEncoding.DecodeString(data)
		if err != nil {
			return errs.New(errs.Invalid, "err.unreadable|What was sent cannot be read.").Because(err)
		}
		if file, err = url.PathUnescape(file); err != nil {
			return errs.New(errs.Invalid, "err.unreadable|What was sent cannot be read.").Because(err)
		}
		if r.Files == nil {
			r.Files = map[string]Upload{}
		}
		r.Files[name] = Upload{Name: legible(file), Data: plain}
	}
	return nil
}

// packFile is a file as text, for unpackFiles.
func packFile(f Upload) string {
	return url.PathEscape(f.Name) + "/" + base64.RawURLEncoding.EncodeToString(f.Data)
}

// take runs the change of a form in a write: counted, once, and as far as it is
// meant to have any effect.
func (s *Server) take(ctx context.Context, r *Request, do func(tx *store.Tx) (Answer, error)) (answer Answer, err error) {
	if err = s.busy(r); err != nil {
		return nil, err
	}
	if r.guard != nil {
		if err = r.guard.ready(ctx); err != nil {
			return nil, err
		}
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if r.guard != nil {
			if answer, err = r.guard.pass(tx, r); answer != nil || err != nil {
				return err
			}
		}
		r.saw = nil
		if answer, err = s.once(tx, r, func() (Answer, error) { return do(tx) }); err == nil {
			err = s.noteSeen(tx, r)
		}
		if _, taken := answer.(Redirect); taken && err == nil && r.guard != nil && r.guard.trapped {
			err = errTrapped // what was not taken has changed nothing but what it is counted by
		}
		return err
	})
	if err != nil && r.guard != nil {
		r.guard.failed(ctx)
	}
	if errors.Is(err, errTrapped) {
		err = nil
	}
	if _, taken := answer.(Redirect); taken && r.guard != nil {
		r.guard.wait(ctx)
	}
	return answer, err
}

// wait lasts until a form that was taken has lasted as long as any other. What
// it does for an address that is known and for one that is not differs by less,
// and so shows only when the house is so busy that everything takes longer.
func (g *guarded) wait(ctx context.Context) {
	select {
	case <-g.even:
	case <-ctx.Done():
	}
}

// turnedAway tells whether nothing was read of the form at all, so that there
// is no reason to show it again.
func turnedAway(err error) bool { return errors.As(err, new(*waitError)) }
