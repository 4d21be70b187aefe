package apptest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/when"
)

// Start is what the clock of a house shows at first: a Monday morning.
func Start() time.Time { return time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC) }

// House is a house with an address that answers.
type House struct {
	*app.App
	Clock *store.Clock // the one that counts; App.Clock is not used
	URL   string

	t      testing.TB
	faults *store.Faults
	undone atomic.Int32
}

// Undo lets everything that is changed from now on be undone instead of kept,
// and who changed it be told that it failed. Only a form that waits until
// somebody has shown who they are is kept, since nothing has come of it yet.
func (h *House) Undo(undone bool) {
	h.undone.Store(0)
	h.faults.Set(func(f *store.Faults) {
		f.OnCommit, f.OnStatement = nil, nil
		if !undone {
			return
		}
		held, other := false, false
		f.OnStatement = func(ctx context.Context, sql string) (context.Context, error) {
			if word, _, _ := strings.Cut(strings.TrimSpace(sql), " "); word == "INSERT" || word == "UPDATE" || word == "DELETE" {
				is := strings.HasPrefix(sql, "INSERT INTO held_form ")
				held, other = held || is, other || !is
			}
			return ctx, nil
		}
		f.OnCommit = func() error {
			if held && !other {
				return nil
			}
			h.undone.Add(1)
			return errUndone
		}
	})
}

// Undone is how often something was about to be kept since everything is undone.
func (h *House) Undone() int { return int(h.undone.Load()) }

var errUndone = errors.New("undone, as the test asks")

// Open opens an empty house on SQLite that nobody has set up yet.
func Open(t testing.TB) *House {
	t.Helper()
	return OpenOn(t, store.SQLite)
}

// OpenWith opens one with other settings.
func OpenWith(t testing.TB, change func(*config.Config)) *House {
	t.Helper()
	return open(t, store.SQLite, change)
}

// OpenOn opens one on the engine.
func OpenOn(t testing.TB, engine store.Engine) *House {
	t.Helper()
	return open(t, engine, func(*config.Config) {})
}

func open(t testing.TB, engine store.Engine, change func(*config.Config)) *House {
	t.Helper()
	h := &House{Clock: store.NewClock(Start()), t: t, faults: &store.Faults{}}
	server := httptest.NewUnstartedServer(nil)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	h.URL = "http://localhost:" + port
	cfg := config.Default()
	cfg.Data, cfg.KeyFile = t.TempDir(), filepath.Join(t.TempDir(), "root.key")
	cfg.Dev, cfg.BaseURL = true, h.URL
	if engine == store.Postgres {
		cfg.DatabaseURL = storetest.URL(t, engine)
	}
	change(&cfg)
	h.App, err = app.Open(t.Context(), cfg, slog.New(slog.DiscardHandler), func(o *store.Options) { o.Now, o.Faults = h.Clock.Now, h.faults })
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = h.Handler
	server.Start()
	t.Cleanup(func() {
		server.Close()
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// Visitor is somebody new with a browser that has no script.
func (h *House) Visitor() *e2e.Client {
	h.t.Helper()
	return e2e.NewClient(h.t, h.URL)
}

// Write changes something in the house.
func (h *House) Write(fn func(tx *store.Tx) error) {
	h.t.Helper()
	if err := h.DB.Write(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// Read looks something up in the house.
func (h *House) Read(fn func(tx *store.Tx) error) {
	h.t.Helper()
	if err := h.DB.Read(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// Pass lets time pass and does what falls due.
func (h *House) Pass(d time.Duration) {
	h.t.Helper()
	h.Clock.Add(d)
	if err := h.Settle(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// SetUp sets the network up as Harbour in Berlin, in all languages.
func (h *House) SetUp() {
	h.t.Helper()
	h.Write(func(tx *store.Tx) error {
		n, err := h.People.Network(tx)
		if err != nil {
			return err
		}
		n.Name, n.Zone = map[string]string{"en": "Harbour"}, "Europe/Berlin"
		n.Promise = map[string]string{"en": "A school of tenants and workers."}
		n.ContactName, n.ContactEmail = "Office", "office@harbour.example"
		return h.People.SaveNetwork(h.t.Context(), tx, auth.AtConsole(), n)
	})
}

// Series makes a published series of four Wednesday evenings from 10 February
// 2027 on, 19:00 to 21:00 in Berlin, open at once; it is not saved yet.
func Series(slug string) *series.Series {
	start := when.Clock(19 * 60)
	s := &series.Series{Slug: slug, State: series.Published, Visibility: series.Public, Zone: "Europe/Berlin", Start: &start, Length: 2 * time.Hour,
		Title:       map[string]string{"en": "Know your lease", "de": "Kenn deinen Mietvertrag", "ar": "اعرف عقد إيجارك"},
		Description: map[string]string{"en": "Four evenings on what a lease says.\n\nBring yours."},
		Languages:   []string{"en", "de"}, ShowZones: []string{"Europe/Berlin", "America/New_York"},
		Contact: series.Contact{Name: "Training team", Email: "team@harbour.example"}, JoinURL: "https://meet.harbour.example/{series}-{n}",
		Window: series.Window{For: series.ForAnyone, GroupMin: 10, GroupMax: 500, Waitlist: true}}
	first := when.Date{Year: 2027, Month: time.February, Day: 10}
	for n := range 4 {
		s.Sessions = append(s.Sessions, series.Session{N: n + 1, Date: first.AddDays(7 * n), Kind: series.KindSession,
			Status: series.Scheduled, Theme: map[string]string{"en": fmt.Sprintf("Theme %d", n+1)}})
	}
	return s
}

// Announce saves a series as the import does.
func (h *House) Announce(s *series.Series) {
	h.t.Helper()
	h.Write(func(tx *store.Tx) error {
		_, err := h.App.Series.Import(h.t.Context(), tx, auth.AtConsole(), s)
		return err
	})
}

// Find returns a series as it is kept.
func (h *House) Find(slug string) (s *series.Series) {
	h.t.Helper()
	h.Read(func(tx *store.Tx) (err error) {
		s, err = h.App.Series.BySlug(h.t.Context(), tx, auth.Itself(), slug)
		return err
	})
	return s
}

// Mail returns what was sent to an address so far, after sending what is due.
func (h *House) Mail(address string) (list []*e2e.Mail) {
	h.t.Helper()
	h.Pass(0)
	for _, entry := range h.Caught.List() {
		if !strings.Contains(entry.To, address) {
			continue
		}
		raw, _ := h.Caught.Raw(entry.N)
		m, err := e2e.ParseMail(raw)
		if err != nil {
			h.t.Fatal(err)
		}
		m.Kind, m.Lang = entry.Kind, entry.Lang
		list = append(list, m)
	}
	return list
}

// Link returns the last link to an address of ours that was mailed to somebody.
func (h *House) Link(address, prefix string) string {
	h.t.Helper()
	mails := h.Mail(address)
	for i := len(mails) - 1; i >= 0; i-- {
		for _, link := range mails[i].Links() {
			if path, ok := strings.CutPrefix(link, h.URL); ok && strings.HasPrefix(path, prefix) {
				return path
			}
		}
	}
	h.t.Fatalf("no link to %s was mailed to %s", prefix, address)
	return ""
}

// Member makes somebody known and signs them in, with the given verbs over the
// network. It returns their browser.
func (h *House) Member(name, address string, verbs ...auth.Verb) *e2e.Client {
	h.t.Helper()
	var token string
	h.Write(func(tx *store.Tx) error {
		in := people.Input{Name: name, Address: address, Zone: "Europe/Berlin", Language: "en"}
		p, _, err := h.People.Meet(h.t.Context(), tx, auth.AtConsole(), in)
		if err != nil {
			return err
		}
		if len(verbs) > 0 {
			if err := h.Auth.Give(h.t.Context(), tx, auth.AtConsole(), p.ID, auth.TheNetwork(), verbs...); err != nil {
				return err
			}
		}
		token, err = h.Auth.Invite(tx, auth.AtConsole(), p.ID, "/me", auth.Strong, time.Hour)
		return err
	})
	c := h.Visitor()
	c.Open("/signin/" + token).Form("/signin/" + token).Submit().OK()
	return c
}
