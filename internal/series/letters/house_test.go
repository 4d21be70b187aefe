package letters

import (
	"context"
	"errors"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// house is a house with everything that mail of a series passes through. No
// mail leaves it.
type house struct {
	t      testing.TB
	db     *store.DB
	clock  *storetest.Clock
	keys   *seal.Keys
	people *people.Room
	posts  *posts.Room
	series *series.Room
	jobs   *jobs.Queue
	out    *mail.Outbox
	caught *mail.Caught
	read   int
}

const base = "https://plenary.example"

// each runs a test in an empty house on each engine. Its clock stands at 9:00
// UTC on Monday 4 January 2027.
func each(t *testing.T, fn func(h *house)) {
	clock := storetest.NewClock()
	start := clock.Now()
	storetest.EachWith(t, store.Options{Now: clock.Now}, func(t *testing.T, db *store.DB) {
		clock.Set(start)
		fn(open(t, db, clock))
	})
}

func open(t testing.TB, db *store.DB, clock *storetest.Clock) *house {
	keys := seal.New(make([]byte, 32))
	h := &house{t: t, db: db, clock: clock, keys: keys, people: &people.Room{Keys: keys}, posts: &posts.Room{}, caught: mail.NewCaught(clock.Now)}
	h.series = &series.Room{Keys: keys, People: h.people, Posts: h.posts}
	h.posts.Subjects = map[posts.AboutKind]posts.Subject{posts.Session: h.series.WrittenUp()}
	h.series.OnSessionsChanged = append(h.series.OnSessionsChanged, h.series.NoteChanges)
	h.people.OnProven = append(h.people.OnProven, h.series.ConfirmRest)
	h.jobs = jobs.New(db, nil)
	h.jobs.Handle("series.remind", func(ctx context.Context, _ *jobs.Running) error {
		return errors.Join(h.series.Remind(ctx, db), h.series.WriteMailings(ctx, db))
	})
	h.jobs.Every("series.remind", time.Minute)
	h.jobs.Handle(series.JobMailings, func(ctx context.Context, _ *jobs.Running) error { return h.series.WriteMailings(ctx, db) })
	h.jobs.Handle(series.JobGather, h.series.Gather)
	h.jobs.Handle(series.JobTellGroup, h.series.TellGroup)
	h.jobs.Handle(series.JobNudge, h.series.NudgeGroup)
	classes := series.MailClasses()
	h.out = mail.New(mail.Options{DB: db, Keys: keys, Transport: h.caught,
		Composer: &mail.Composer{From: mail.Address{Email: "plenary@plenary.example"}, Host: "plenary.example", Now: clock.Now},
		Guard: func(ctx context.Context, tx *store.Tx, row mail.Row) (bool, error) {
			may, err := h.people.MayWrite(tx, row, classes)
			return !may, err
		},
		Sent: func(ctx context.Context, tx *store.Tx, row mail.Row) error {
			return errors.Join(h.people.Wrote(tx, row, classes), h.series.Sent(tx, row))
		}})
	letters := &Letters{Series: h.series, People: h.people, Posts: h.posts, Base: base, From: "plenary@plenary.example"}
	for kind, render := range letters.Renders() {
		h.out.Handle(kind, render)
	}
	h.write(func(tx *store.Tx) error {
		return h.people.SaveNetwork(tx.Context(), tx, auth.Itself(), people.Network{Name: map[string]string{"en": "Harbour School"},
			Languages: []string{"en", "de", "ar"}, Zone: "Europe/Berlin", Colour: "#9b2c1f", ContactName: "Office", ContactEmail: "office@harbour.example"})
	})
	return h
}

func (h *house) write(fn func(tx *store.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) look(fn func(tx *store.Tx) error) {
	h.t.Helper()
	if err := h.db.Read(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// settle does all that is due.
func (h *house) settle() {
	h.t.Helper()
	for range 100 {
		n, err := h.jobs.RunDue(context.Background())
		if err != nil {
			h.t.Fatal(err)
		}
		m, err := h.out.SendDue(context.Background())
		if err != nil {
			h.t.Fatal(err)
		}
		if n+m == 0 {
			return
		}
	}
	h.t.Fatal("it does not come to an end")
}

// at moves the clock to the instant, minute by minute where something may fall
// due, and settles.
func (h *house) at(instant string) {
	h.t.Helper()
	h.clock.Set(instantOf(h.t, instant))
	h.settle()
}

func instantOf(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// later moves the clock on and settles.
func (h *house) later(d time.Duration) {
	h.t.Helper()
	h.clock.Add(d)
	h.settle()
}

// publish imports a series file.
func (h *house) publish(file string) *series.Series {
	h.t.Helper()
	s, err := series.Read("test.yaml", []byte(file))
	if err != nil {
		h.t.Fatal(err)
	}
	h.write(func(tx *store.Tx) error {
		_, err := h.series.Import(tx.Context(), tx, auth.AtConsole(), s)
		return err
	})
	return h.bySlug(s.Slug)
}

func (h *house) bySlug(slug string) (s *series.Series) {
	h.t.Helper()
	h.look(func(tx *store.Tx) (err error) {
		s, err = h.series.BySlug(tx.Context(), tx, auth.Itself(), slug)
		return err
	})
	return s
}

// guest is somebody who registers.
type guest struct{ name, address, zone, lang, track string }

func (h *house) tryRegister(slug string, g guest) (out series.Outcome, err error) {
	f := series.Form{Input: people.Input{Name: g.name, Address: g.address, Zone: g.zone, Language: g.lang}, Track: g.track}
	err = h.db.Write(context.Background(), func(tx *store.Tx) error {
		out, err = h.series.Register(tx.Context(), tx, auth.Viewer{}, slug, f.Clean())
		return err
	})
	return out, err
}

func (h *house) register(slug string, g guest) series.Registration {
	h.t.Helper()
	if _, err := h.tryRegister(slug, g); err != nil {
		h.t.Fatal(err)
	}
	return h.registrationOf(slug, g.address)
}

func (h *house) registrationOf(slug, address string) (r series.Registration) {
	h.t.Helper()
	h.look(func(tx *store.Tx) error {
		person, err := h.people.Find(tx, address)
		if err != nil {
			return err
		}
		mine, err := h.series.Of(tx.Context(), tx, auth.Holder("feed", person, person), person)
		for _, m := range mine {
			if m.S.Slug == slug {
				r = m.R
			}
		}
		return err
	})
	if r.ID == "" {
		h.t.Fatalf("nobody registered for %s with this address", slug)
	}
	return r
}

// as does something that the registered person does on their own page.
func (h *house) as(r series.Registration, do func(tx *store.Tx, v auth.Viewer, s *series.Series, r *series.Registration) error) {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		r, s, v, err := h.series.Mine(tx.Context(), tx, h.series.Key(r))
		if err != nil {
			return err
		}
		return do(tx, v, s, &r)
	})
}

func (h *house) answer(r series.Registration) {
	h.t.Helper()
	h.as(r, func(tx *store.Tx, v auth.Viewer, s *series.Series, r *series.Registration) error {
		return h.series.Answer(tx.Context(), tx, v, r)
	})
}

// group registers a group and returns it.
func (h *house) group(slug string, g guest, organisation, list string, receives series.Receives) (found series.Delegation) {
	h.t.Helper()
	names, err := series.ReadPeople([]byte(list))
	if err != nil {
		h.t.Fatal(err)
	}
	f := series.GroupForm{Input: people.Input{Name: g.name, Address: g.address, Zone: g.zone, Language: g.lang},
		Organisation: organisation, People: names.People, Track: g.track, Receives: receives}
	h.write(func(tx *store.Tx) error {
		_, err := h.series.RegisterGroup(tx.Context(), tx, auth.Viewer{}, slug, f.Clean())
		return err
	})
	in := h.bySlug(slug)
	h.look(func(tx *store.Tx) error {
		contact, err := h.people.Find(tx, g.address)
		if err != nil {
			return err
		}
		all, err := h.series.Groups(tx.Context(), tx, auth.Itself(), in)
		for _, d := range all {
			if d.Contact == contact {
				found = d
			}
		}
		return err
	})
	return found
}

// asContact does something that a contact person does on their group's page.
func (h *house) asContact(d series.Delegation, do func(context.Context, *store.Tx, auth.Viewer, *series.Series, *series.Delegation) error) {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		d, s, v, err := h.series.Group(tx.Context(), tx, h.series.GroupKey(d))
		if err != nil {
			return err
		}
		return do(tx.Context(), tx, v, s, &d)
	})
}

// writeUp writes about a session and publishes it.
func (h *house) writeUp(slug string, n int) {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		s, err := h.series.BySlug(tx.Context(), tx, auth.Itself(), slug)
		if err != nil {
			return err
		}
		p, err := h.posts.Save(tx.Context(), tx, auth.Itself(), posts.Post{About: posts.About{Kind: posts.Session, ID: s.Session(n).ID},
			Title: i18n.Text{"en": "Why we organise: what we heard"}, Body: i18n.Text{"en": "Much."}})
		if err == nil {
			_, err = h.posts.Publish(tx.Context(), tx, auth.Itself(), p.ID)
		}
		return err
	})
}

// change changes sessions as an organiser does.
func (h *house) change(slug string, n int, reach series.Reach, c series.SessionChange) {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		_, err := h.series.ChangeSession(tx.Context(), tx, auth.Itself(), slug, n, reach, c)
		return err
	})
}

// benchHouse is a house that waits for the disk as in real life.
func benchHouse(b *testing.B, engine store.Engine) (*house, *storetest.Clock) {
	clock := storetest.NewClock()
	return open(b, storetest.OpenWith(b, engine, store.Options{Now: clock.Now}), clock), clock
}
