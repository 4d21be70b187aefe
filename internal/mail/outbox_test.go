package mail

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// bench is an outbox on an empty database with a real server behind it.
type bench struct {
	t      *testing.T
	db     *store.DB
	clock  *storetest.Clock
	keys   *seal.Keys
	srv    *server
	box    *Outbox
	log    *bytes.Buffer
	failed []string
}

// each runs a test on both engines. A row of kind "note" is a message whose
// payload names the address and the text.
func each(t *testing.T, fn func(*bench)) {
	clock := storetest.NewClock()
	storetest.EachWith(t, store.Options{Now: clock.Now}, func(t *testing.T, db *store.DB) {
		b := &bench{t: t, db: db, clock: clock, keys: seal.New(bytes.Repeat([]byte{7}, 32)), srv: listen(t, nil), log: new(bytes.Buffer)}
		b.box = b.node(client(t, "smtp://"+b.srv.addr))
		fn(b)
	})
}

type note struct{ Email, Text string }

func (b *bench) node(to Transport) *Outbox {
	o := New(Options{DB: b.db, Keys: b.keys, Composer: testComposer(), Transport: to,
		Log: slog.New(slog.NewTextHandler(&guarded{w: b.log}, nil)),
		Failed: func(_ context.Context, tx *store.Tx, row Row, code int) error {
			b.failed = append(b.failed, fmt.Sprint(row.About, " ", code))
			return nil
		}})
	o.Handle("note", func(_ context.Context, _ *store.Tx, row Row) (*Message, error) {
		var n note
		if err := json.Unmarshal(row.Payload, &n); err != nil {
			return nil, errors.New("no note")
		}
		m := testMessage()
		m.To, m.Subject, m.Kind, m.Body = Address{"", n.Email}, n.Text, "", Body{P(n.Text)}
		return m, nil
	})
	return o
}

type guarded struct {
	mu sync.Mutex
	w  *bytes.Buffer
}

func (g *guarded) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.w.Write(p)
}

func (b *bench) write(fn func(tx *store.Tx) error) {
	b.t.Helper()
	if err := b.db.Write(context.Background(), fn); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) person(id string) {
	b.write(func(tx *store.Tx) error { _, err := b.keys.Create(tx, id); return err })
}

// put enqueues a note to the address.
func (b *bench) put(r Row, email, text string) {
	b.t.Helper()
	if r.Kind == "" {
		r.Kind = "note"
	}
	if r.Person == "" {
		r.Person = "p1"
	}
	r.Payload, _ = json.Marshal(note{email, text})
	b.write(func(tx *store.Tx) error { return Enqueue(tx, b.keys, r) })
}

func (b *bench) send(want int) {
	b.t.Helper()
	if n, err := b.box.SendDue(context.Background()); n != want || err != nil {
		b.t.Fatalf("sent %d, %v; want %d\n%s", n, err, want, b.log)
	}
}

func (b *bench) rows(want int) {
	b.t.Helper()
	var n int
	b.db.Read(context.Background(), func(tx *store.Tx) error {
		return tx.Row(`SELECT COUNT(*) FROM outbox`).Scan(&n)
	})
	if n != want {
		b.t.Fatalf("%d rows wait, want %d\n%s", n, want, b.log)
	}
}

func (b *bench) subjects() []string {
	var all []string
	for _, m := range b.srv.messages() {
		h, _ := parsed(b.t, m.data)
		s, _ := h.Subject()
		all = append(all, s)
	}
	return all
}

func TestMailIsSentForWhatWasCommittedAndOnlyThen(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		rolledBack := errors.New("rolled back")
		if err := b.db.Write(context.Background(), func(tx *store.Tx) error {
			if err := Enqueue(tx, b.keys, Row{Kind: "note", Person: "p1", Payload: []byte(`{}`)}); err != nil {
				return err
			}
			return rolledBack
		}); !errors.Is(err, rolledBack) {
			t.Fatal(err)
		}
		b.put(Row{}, "a@mail.example", "one")
		b.put(Row{SendAt: b.clock.Now().Add(time.Hour)}, "a@mail.example", "later")
		b.send(1)
		b.send(0)
		b.clock.Add(time.Hour)
		b.send(1)
		b.rows(0)
		if got := b.subjects(); !slices.Equal(got, []string{"one", "later"}) {
			t.Errorf("sent %q", got)
		}
	})
}

func TestNothingReadableLiesInTheOutbox(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		b.person("p2")
		b.put(Row{About: "r1"}, "canary@mail.example", "canary")
		b.put(Row{About: "r2", Person: "p2"}, "canary@mail.example", "canary")
		b.db.Read(context.Background(), func(tx *store.Tx) error {
			return tx.Each(func(r *store.Rows) error {
				var id, kind, person, about, lang string
				var cell []byte
				if err := r.Scan(&id, &kind, &person, &about, &lang, &cell); err != nil {
					return err
				}
				if strings.Contains(id+kind+person+about+lang+string(cell), "canary") {
					t.Error("the payload is in the clear")
				}
				return nil
			}, `SELECT id, kind, person, about, lang, payload FROM outbox`)
		})
		b.write(func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE outbox SET payload = (SELECT o.payload FROM outbox o WHERE o.about = 'r1') WHERE about = 'r2'`)
			return err
		})
		b.send(1)
		if b.rows(1); strings.Contains(b.log.String(), "canary") {
			t.Errorf("log: %s", b.log)
		}
	})
}

func TestTwoQuickChangesAreToldOnce(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		b.put(Row{About: "r1"}, "a@mail.example", "first")
		b.put(Row{About: "r2"}, "a@mail.example", "other")
		b.put(Row{About: "r1", Replace: true}, "a@mail.example", "second")
		b.put(Row{About: "r1"}, "a@mail.example", "third")
		b.send(3)
		got := b.subjects()
		slices.Sort(got)
		if !slices.Equal(got, []string{"other", "second", "third"}) {
			t.Errorf("sent %q", got)
		}
	})
}

func TestARowThatIsBeingSentIsNotReplaced(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		b.put(Row{About: "r1"}, "a@mail.example", "first")
		rows, err := b.box.claim(context.Background(), b.box.lanes[0])
		if err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
		b.put(Row{About: "r1", Replace: true}, "a@mail.example", "second")
		b.rows(2)
		b.clock.Add(leaseTime) // its sender died
		b.put(Row{About: "r1", Replace: true}, "a@mail.example", "third")
		b.rows(1)
		b.send(1)
	})
}

func TestErasedReceiversGetNothing(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		b.person("p2")
		b.put(Row{}, "a@mail.example", "x")
		b.put(Row{Person: "p2"}, "b@mail.example", "x")
		b.write(func(tx *store.Tx) error { return b.keys.Erase(tx, "p1") })
		b.write(func(tx *store.Tx) error { return Forget(tx, "p2") })
		b.rows(1)
		b.send(0)
		b.rows(0)
		if err := b.db.Write(context.Background(), func(tx *store.Tx) error {
			return Enqueue(tx, b.keys, Row{Kind: "note", Person: "p1", Payload: []byte("{}")})
		}); !errors.Is(err, seal.ErrErased) {
			t.Errorf("mail to somebody erased: %v", err)
		}
	})
}

func TestRendersAndGuardsDecide(t *testing.T) {
	each(t, func(b *bench) {
		var sent []string
		b.box.Guard = func(_ context.Context, _ *store.Tx, row Row) (bool, error) { return row.About == "guarded", nil }
		b.box.Sent = func(_ context.Context, tx *store.Tx, row Row) error { sent = append(sent, row.About); return nil }
		broken := true
		b.box.Handle("nothing", func(context.Context, *store.Tx, Row) (*Message, error) { return nil, nil })
		b.box.Handle("broken", func(_ context.Context, _ *store.Tx, row Row) (*Message, error) {
			switch {
			case !broken:
				m := testMessage()
				m.Kind = "other"
				return m, nil
			case row.About == "panics":
				panic("canary")
			case row.About == "bad message":
				return &Message{To: Address{"", "a@mail.example"}}, nil
			}
			return nil, errors.New("not now")
		})
		b.person("p1")
		b.put(Row{About: "guarded"}, "a@mail.example", "x")
		b.put(Row{About: "note"}, "a@mail.example", "x")
		for _, r := range []Row{{Kind: "nothing"}, {Kind: "broken", About: "error"}, {Kind: "broken", About: "panics"}, {Kind: "broken", About: "bad message"}, {Kind: "unknown"}} {
			r.Person = "p1"
			b.write(func(tx *store.Tx) error { return Enqueue(tx, b.keys, r) })
		}
		b.send(1)
		b.rows(4)
		if !slices.Equal(sent, []string{"note"}) || len(b.failed) != 0 || strings.Contains(b.log.String(), "canary") {
			t.Errorf("sent %q, failed %q, log %s", sent, b.failed, b.log)
		}
		broken = false
		b.clock.Add(5 * time.Minute)
		b.send(3)
		b.rows(1) // the unknown kind waits for a node that knows it
	})
}

func TestMailIsNotEnqueuedWhereOtherMailSaysItAnyway(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		b.put(Row{About: "r1"}, "a@mail.example", "x")
		unless := []string{"other", "note"}
		b.put(Row{About: "r1", Unless: unless}, "a@mail.example", "y")
		b.rows(1)
		b.put(Row{About: "r2", Unless: unless}, "a@mail.example", "z")
		b.rows(2)
	})
}

func TestWaitingCounts(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		b.put(Row{About: "r1"}, "a@mail.example", "x")
		b.put(Row{About: "r2", SendAt: b.clock.Now().Add(time.Hour)}, "a@mail.example", "x")
		count := func() (due, later int) {
			b.db.Read(context.Background(), func(tx *store.Tx) (err error) { due, later, err = Waiting(tx); return err })
			return due, later
		}
		if due, later := count(); due != 1 || later != 1 {
			t.Errorf("%d due, %d later", due, later)
		}
		b.write(func(tx *store.Tx) error { return Withdraw(tx, "p1", "r2", "note") })
		if due, later := count(); due != 1 || later != 0 {
			t.Errorf("%d due, %d later", due, later)
		}
	})
}
