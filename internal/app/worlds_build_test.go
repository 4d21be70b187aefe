package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/cryptotest"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/community"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/when"
)

const (
	worldBase = "https://harbour.example"
	worldHost = "harbour.example"
)

var worldBegins = time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)

// oneWorld is a whole house that a script is played to. Everything in it that
// is random comes from a stream that begins anew at each step, and the clock is
// the test's: two worlds that were built alike answer alike, byte for byte, and
// nothing has to be taken out before they are compared.
type oneWorld struct {
	t       *testing.T
	app     *App
	clock   *store.Clock
	handler http.Handler
	log     bytes.Buffer
	sending sync.Mutex
	sent    []letter
	jars    map[string]map[string]string // cookies, by viewer
	people  map[string]string            // ids, by name
	group   string                       // the id of the private group, where there is one
	handles []string
	spent   string // a code that was used

	step    uint64 // of the script
	settled int    // how often, in this step
	leaks   leaks
}

// leaks are faults that are built in on purpose, to see that they are found.
type leaks struct {
	page   func(ctx context.Context, tx *store.Tx, w *oneWorld) string // a page that says something of everything
	log    bool                                                        // a line of the log that counts
	header bool                                                        // a header of mails to others that counts
}

// letter is a mail as its receiver gets it.
type letter struct {
	to, kind string
	data     string
}

// members are those whose mails are their own affair.
func members() []string { return []string{"asha", "bo", "cy"} }

func ofMember(address string) bool {
	for _, m := range members() {
		if strings.HasPrefix(address, m+"@") {
			return true
		}
	}
	return false
}

func newWorld(t *testing.T, engine store.Engine, l leaks) *oneWorld {
	t.Helper()
	w := &oneWorld{t: t, clock: store.NewClock(worldBegins), jars: map[string]map[string]string{}, people: map[string]string{}, leaks: l}
	cfg := config.Default()
	cfg.Data, cfg.KeyFile, cfg.BaseURL = t.TempDir(), filepath.Join(t.TempDir(), "root.key"), worldBase
	cfg.Quota = 100 // forms an hour from one network: the script passes it now and then
	if engine == store.Postgres {
		cfg.DatabaseURL = storetest.URL(t, engine)
	}
	w.begin(0)
	a, err := Open(t.Context(), cfg, slog.New(calmLog{slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: noTime})}),
		func(o *store.Options) { o.Now, o.Careless = w.clock.Now, true })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	a.Auth.Trial = true // who is signed in may do what a fresh passkey opens
	a.Outbox.Transport = w
	a.Outbox.Composer.Now = func() time.Time { // asked once for each mail, while nobody else composes one
		w.of("a mail")
		return a.DB.Now()
	}
	w.app = a
	s := a.server()
	s.Quotas.Even = 0 // nobody measures here how long an answer takes
	if l.page != nil {
		s.Routes = append(s.Routes, web.Get("/leak", web.Public(), func(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
			return web.Bytes{Type: "text/plain", Data: []byte(l.page(ctx, tx, w))}, nil
		}))
	}
	if w.handler, err = s.Handler(); err != nil {
		t.Fatal(err)
	}
	return w
}

// noTime drops the machine's own time from lines of the log.
func noTime(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

// calmLog leaves out the one line that says that the machine was slow: it goes
// by the machine's own clock.
type calmLog struct{ slog.Handler }

func (c calmLog) Handle(ctx context.Context, r slog.Record) error {
	if r.Message == "a write held the queue" {
		return nil
	}
	return c.Handler.Handle(ctx, r)
}

// begin begins a step: what is random from here on follows from its number.
func (w *oneWorld) begin(step uint64) {
	w.step, w.settled = step, 0
	w.of("")
}

func (w *oneWorld) of(what string) {
	h := fnv.New64a()
	h.Write([]byte(what))
	cryptotest.SetGlobalRandom(w.t, h.Sum64()^w.step)
}

// Send takes a mail.
func (w *oneWorld) Send(_ context.Context, e *mail.Envelope) error {
	data := string(e.Data)
	if w.leaks.header {
		data = fmt.Sprintf("X-Rows: %d\r\n", w.count("sealed_row")) + data
	}
	w.sending.Lock()
	defer w.sending.Unlock()
	w.sent = append(w.sent, letter{e.To, e.Kind, data})
	return nil
}

func (w *oneWorld) write(fn func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.app.DB.Write(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *oneWorld) count(table string) (n int) {
	w.t.Helper()
	if err := w.app.DB.Read(w.t.Context(), func(tx *store.Tx) error { return tx.Row(`SELECT COUNT(*) FROM ` + table).Scan(&n) }); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// settle does what is due by the clock. The mails of private groups are written
// first and by themselves, so that what is random for the rest is the same
// whether there were any.
func (w *oneWorld) settle() error {
	ctx := w.t.Context()
	if err := w.app.Community.Tell(ctx, w.app.DB); err != nil {
		return err
	}
	w.settled++
	defer w.of(fmt.Sprint("settled ", w.settled))
	for round := range 50 {
		w.of(fmt.Sprint("jobs ", w.settled, round))
		n, err := w.app.Jobs.RunDue(ctx)
		if err != nil {
			return err
		}
		w.of(fmt.Sprint("mail ", w.settled, round))
		m, err := w.app.Outbox.SendDue(ctx)
		if err != nil || n+m == 0 {
			return err
		}
	}
	return errors.New("mail does not come to an end")
}

// person makes somebody known whose address answers, with verbs over the network.
func (w *oneWorld) person(name string, verbs ...auth.Verb) {
	w.t.Helper()
	w.write(func(tx *store.Tx) error {
		ctx := tx.Context()
		p, _, err := w.app.People.Meet(ctx, tx, auth.AtConsole(), people.Input{Name: strings.ToUpper(name[:1]) + name[1:], Address: name + "@mail.example", Zone: "Europe/Berlin", Language: "en"})
		if err != nil {
			return err
		}
		w.people[name] = p.ID
		if err := w.app.People.Prove(tx, p.ID); err != nil || len(verbs) == 0 {
			return err
		}
		return w.app.Auth.Give(ctx, tx, auth.AtConsole(), p.ID, auth.TheNetwork(), verbs...)
	})
}

func (w *oneWorld) viewer(name string) auth.Viewer {
	return auth.Viewer{Kind: auth.Person, Person: w.people[name], Tier: auth.Fresh}
}

// signIn gives a viewer of the script a browser that is signed in. Who was
// erased by the script comes back as somebody new.
func (w *oneWorld) signIn(name string, verbs ...auth.Verb) {
	w.t.Helper()
	w.write(func(tx *store.Tx) error { return w.app.Auth.GoOn(tx.Context(), tx, auth.AtConsole()) }) // somebody may have stopped the house
	w.person(name, verbs...)
	var token string
	w.write(func(tx *store.Tx) (err error) {
		token, err = w.app.Auth.Invite(tx, auth.AtConsole(), w.people[name], "/me", auth.Fresh, time.Hour)
		return err
	})
	w.jars[name] = map[string]string{}
	if a := w.ask(request{viewer: name, method: "POST", path: "/signin/" + token}); a.status != http.StatusSeeOther {
		w.t.Fatalf("signing %s in answered %s", name, a.whole)
	}
}

// furnish fills the network with what outsiders see.
func (w *oneWorld) furnish() {
	w.t.Helper()
	ctx, console := w.t.Context(), auth.AtConsole()
	w.write(func(tx *store.Tx) error {
		n, err := w.app.People.Network(tx)
		if err != nil {
			return err
		}
		n.Name, n.Zone, n.ContactName, n.ContactEmail = map[string]string{"en": "Harbour"}, "Europe/Berlin", "Office", "office@harbour.example"
		return w.app.People.SaveNetwork(ctx, tx, console, n)
	})
	w.write(func(tx *store.Tx) error {
		_, err := w.app.People.SaveChapter(ctx, tx, console, people.Chapter{Slug: "riverside", Name: map[string]string{"en": "Riverside"}, Zone: "Europe/Berlin"})
		return err
	})
	for _, name := range takingPart() {
		w.person(name)
	}
	for i, slug := range []string{"lease", "wages"} {
		s := worldSeries(slug, 10+7*i)
		if slug == "lease" {
			s.Circles = meetings(when.Date{Year: 2027, Month: 2, Day: 11})
		}
		w.write(func(tx *store.Tx) error { _, err := w.app.Series.Import(ctx, tx, console, s); return err })
	}
	for _, name := range takingPart() {
		w.write(func(tx *store.Tx) error {
			_, err := w.app.Series.Register(ctx, tx, auth.Viewer{}, "lease", series.Form{Input: worldInput(name)})
			return err
		})
	}
	w.calendar()
	w.writings()
	must(w.t, w.settle())
	w.gather("lease")
	must(w.t, w.settle())
}

func worldSeries(slug string, day int) *series.Series {
	start := when.Clock(19 * 60)
	s := &series.Series{Slug: slug, State: series.Published, Visibility: series.Public, Zone: "Europe/Berlin", Start: &start, Length: 2 * time.Hour,
		Title: map[string]string{"en": "Know your " + slug}, Description: map[string]string{"en": "Four evenings."}, Languages: []string{"en", "de"},
		Contact: series.Contact{Name: "Team", Email: "team@harbour.example"}, JoinURL: "https://meet.harbour.example/{series}-{n}",
		Questions: []series.Question{{ID: "needs", Label: map[string]string{"en": "Access needs"}, Kind: "text"}},
		Window:    series.Window{For: series.ForAnyone, GroupMin: 2, GroupMax: 500, Waitlist: true}}
	for n := range 3 {
		s.Sessions = append(s.Sessions, series.Session{N: n + 1, Date: when.Date{Year: 2027, Month: 2, Day: day}.AddDays(7 * n), Kind: series.KindSession,
			Status: series.Scheduled, Theme: map[string]string{"en": fmt.Sprintf("Theme %d", n+1)}})
	}
	return s
}

// found makes the private group: two members, a request, an invitation, a
// gathering in the past with attendance and one to come, notes, and mail that
// waits and that was sent.
func (w *oneWorld) found(second string) {
	w.t.Helper()
	ctx, room, asha := w.t.Context(), w.app.Community, w.viewer("asha")
	var at string
	w.write(func(tx *store.Tx) (err error) {
		at, err = room.Start(ctx, tx, asha, community.Founding{About: community.About{Name: "Night shift", Text: "Talk."}, Name: "A."})
		return err
	})
	join := func(name string) {
		w.write(func(tx *store.Tx) error { return room.MakeCode(ctx, tx, asha, at) })
		w.write(func(tx *store.Tx) error {
			g, err := room.Open(tx, asha, at)
			if err != nil {
				return err
			}
			w.spent = g.Invites[0].Secret
			return room.Ask(ctx, tx, w.viewer(name), w.spent, "X.")
		})
	}
	join(second)
	w.write(func(tx *store.Tx) error {
		g, err := room.Open(tx, asha, at)
		if err != nil {
			return err
		}
		return room.Confirm(ctx, tx, asha, at, g.Requests[0].ID)
	})
	for _, in := range []time.Duration{time.Hour, 20 * 24 * time.Hour} {
		w.write(func(tx *store.Tx) error {
			_, err := room.Plan(ctx, tx, asha, at, community.Gathering{Title: "Tea", Start: when.WallOf(w.clock.Now().Add(in), time.UTC), Zone: "UTC", Minutes: 30, Place: "Back room"})
			return err
		})
	}
	w.write(func(tx *store.Tx) error {
		return room.Write(ctx, tx, asha, at, community.Note{Text: strings.Repeat("Cake. ", 200)})
	})
	w.write(func(tx *store.Tx) error { return room.InviteByMail(ctx, tx, asha, at, "nobody@mail.example") })
	w.handles = []string{at}
	w.write(func(tx *store.Tx) error {
		m, err := room.Mine(ctx, tx, w.viewer(second))
		if err == nil {
			w.handles = append(w.handles, m.Groups[0].Handle)
		}
		return err
	})
	w.write(func(tx *store.Tx) error {
		return tx.Row(`SELECT id FROM sealed_set`).Scan(&w.group)
	})
}

// mailed is all that was sent to addresses that begin so.
func (w *oneWorld) mailed(to string) string {
	var all strings.Builder
	for _, m := range w.sent {
		if strings.HasPrefix(m.to, to) {
			all.WriteString(m.data)
		}
	}
	return all.String()
}

// pass moves the clock in all worlds.
func (w *oneWorld) pass(d time.Duration) { w.clock.Add(d) }
