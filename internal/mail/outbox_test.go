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
	"github.com/emersion/go-smtp"
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
		rows, err := b.box.claim(context.Background())
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

func TestARefusalForGoodIsToldAndNotTriedAgain(t *testing.T) {
	each(t, func(b *bench) {
		b.srv.answers["no@mail.example"] = &smtp.SMTPError{Code: 550, Message: "no such no@mail.example"}
		b.srv.after["spam@mail.example"] = &smtp.SMTPError{Code: 554, Message: "spam"}
		b.person("p1")
		for _, to := range []string{"no@mail.example", "yes@mail.example", "spam@mail.example", "nonsense"} {
			b.put(Row{About: to}, to, "x")
		}
		b.send(1)
		b.rows(0)
		slices.Sort(b.failed)
		if want := []string{"no@mail.example 550", "nonsense 553", "spam@mail.example 554"}; !slices.Equal(b.failed, want) {
			t.Errorf("told %q", b.failed)
		}
		if strings.Contains(b.log.String(), "mail.example") {
			t.Errorf("log: %s", b.log)
		}
	})
}

func TestWhatIsPutOffIsTriedAgainWithGrowingPausesFor72Hours(t *testing.T) {
	each(t, func(b *bench) {
		b.srv.answers["slow@mail.example"] = &smtp.SMTPError{Code: 451, Message: "grey"}
		b.person("p1")
		b.put(Row{About: "r1"}, "slow@mail.example", "x")
		begin, tries := b.clock.Now(), []time.Duration{}
		for len(b.failed) == 0 {
			b.send(0)
			tries = append(tries, b.clock.Now().Sub(begin))
			var next store.Time
			b.db.Read(context.Background(), func(tx *store.Tx) error { return tx.Row(`SELECT next_at FROM outbox`).Scan(&next) })
			if next.IsZero() {
				break
			}
			if !next.After(b.clock.Now()) || len(tries) > 100 {
				t.Fatalf("after %v it is due at %v", tries, next)
			}
			b.clock.Set(next.Time)
		}
		if n := len(tries); n < 15 || n > 40 || tries[n-1] > 72*time.Hour || tries[n-1] < 71*time.Hour || tries[1] > 2*time.Minute {
			t.Errorf("%d tries at %v", len(tries), tries)
		}
		if want := []string{"r1 451"}; !slices.Equal(b.failed, want) {
			t.Errorf("told %q", b.failed)
		}
		b.rows(0)
	})
}

func TestGreylistedMailArrivesOnce(t *testing.T) {
	each(t, func(b *bench) {
		b.srv.after["a@mail.example"] = &smtp.SMTPError{Code: 451, Message: "grey"}
		b.person("p1")
		b.put(Row{}, "a@mail.example", "x")
		b.send(0)
		b.rows(1)
		delete(b.srv.after, "a@mail.example")
		b.clock.Add(5 * time.Minute)
		b.send(1)
		b.send(0)
		b.rows(0)
	})
}

func TestMailThatComesTooLateIsDropped(t *testing.T) {
	each(t, func(b *bench) {
		b.srv.answers["slow@mail.example"] = &smtp.SMTPError{Code: 451, Message: "grey"}
		b.person("p1")
		now := b.clock.Now()
		b.put(Row{About: "r1", NotAfter: now.Add(10 * time.Minute)}, "slow@mail.example", "x")
		b.put(Row{About: "r2", SendAt: now.Add(time.Hour), NotAfter: now.Add(2 * time.Hour)}, "a@mail.example", "x")
		b.send(0)
		b.clock.Set(now.Add(3 * time.Minute))
		b.send(0)
		b.clock.Set(now.Add(9*time.Minute + 30*time.Second))
		b.send(0)
		b.rows(1)
		if want := []string{"r1 451"}; !slices.Equal(b.failed, want) {
			t.Errorf("told %q", b.failed)
		}
		b.clock.Set(now.Add(2 * time.Hour)) // the node was down meanwhile
		b.send(0)
		b.rows(0)
	})
}

func TestADroppedConnectionIsTriedAgainAsTheSameMessage(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		b.put(Row{}, "a@mail.example", "x")
		good := b.box.Transport
		b.box.Transport = client(t, "smtp://"+scripted(t, map[string]string{"end": "drop"}))
		seen := &spy{to: b.box.Transport}
		b.box.Transport = seen
		b.send(0)
		b.rows(1)
		seen.to = good
		b.clock.Add(5 * time.Minute)
		b.send(1)
		b.rows(0)
		if len(seen.ids) != 2 || seen.ids[0] == "" || seen.ids[0] != seen.ids[1] {
			t.Errorf("ids %q", seen.ids)
		}
	})
}

// spy notes the Message-ID of what passes.
type spy struct {
	to  Transport
	ids []string
}

func (s *spy) Send(ctx context.Context, e *Envelope) error {
	for line := range strings.SplitSeq(string(e.Data), "\r\n") {
		if id, ok := strings.CutPrefix(line, "Message-ID: "); ok {
			s.ids = append(s.ids, id)
		}
	}
	return s.to.Send(ctx, e)
}

func TestAnUnreachableServerCostsNoAttempt(t *testing.T) {
	each(t, func(b *bench) {
		b.srv.offline = true
		b.person("p1")
		for i := range 20 {
			b.put(Row{About: fmt.Sprint(i)}, "a@mail.example", "x")
		}
		for range 10 {
			var u *Unreachable
			if n, err := b.box.SendDue(context.Background()); n != 0 || !errors.As(err, &u) {
				t.Fatalf("sent %d, %v", n, err)
			}
			b.clock.Add(2 * time.Minute)
		}
		if b.srv.connects > 10*4 {
			t.Errorf("%d connections for ten looks", b.srv.connects)
		}
		b.rows(20)
		var attempts int
		b.db.Read(context.Background(), func(tx *store.Tx) error { return tx.Row(`SELECT SUM(attempts) FROM outbox`).Scan(&attempts) })
		if attempts != 0 || len(b.failed) != 0 {
			t.Errorf("%d attempts, told %q", attempts, b.failed)
		}
		b.srv.mu.Lock()
		b.srv.offline = false
		b.srv.mu.Unlock()
		b.send(20)
	})
}

func TestAnUnreachableServerIsGivenUpAfter72Hours(t *testing.T) {
	each(t, func(b *bench) {
		b.srv.offline = true
		b.person("p1")
		b.put(Row{About: "r1"}, "a@mail.example", "x")
		b.clock.Add(73 * time.Hour)
		b.box.SendDue(context.Background())
		b.rows(0)
		if want := []string{"r1 0"}; !slices.Equal(b.failed, want) {
			t.Errorf("told %q", b.failed)
		}
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

func TestSeveralNodesSendEachMessageOnce(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		const n = 300
		b.write(func(tx *store.Tx) error {
			for i := range n {
				payload, _ := json.Marshal(note{fmt.Sprintf("a%d@mail.example", i), "x"})
				if err := Enqueue(tx, b.keys, Row{Kind: "note", Person: "p1", Payload: payload}); err != nil {
					return err
				}
			}
			return nil
		})
		var nodes sync.WaitGroup
		for range 3 {
			o := b.node(client(t, "smtp://"+b.srv.addr))
			nodes.Go(func() {
				if _, err := o.SendDue(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		nodes.Wait()
		b.rows(0)
		seen := map[string]bool{}
		for _, m := range b.srv.messages() {
			if seen[m.to] {
				t.Errorf("%s twice", m.to)
			}
			seen[m.to] = true
		}
		if len(seen) != n {
			t.Errorf("%d of %d arrived", len(seen), n)
		}
	})
}

func TestWhatADeadNodeHadClaimedIsSentByAnother(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		b.put(Row{}, "a@mail.example", "x")
		dead, err := b.box.claim(context.Background())
		if err != nil || len(dead) != 1 {
			t.Fatal(dead, err)
		}
		b.send(0)
		b.clock.Add(leaseTime / 2)
		if err := b.box.renew(context.Background(), dead); err != nil {
			t.Fatal(err)
		}
		b.clock.Add(leaseTime / 2)
		b.send(0) // it was alive half a lease ago
		b.clock.Add(leaseTime / 2)
		b.send(1)
		b.rows(0)
		// It comes back and believes that it still has the row.
		if err := b.box.settle(context.Background(), outcome{row: &dead[0], what: refused, code: 550}); err != nil || len(b.failed) != 0 {
			t.Errorf("%v, told %q", err, b.failed)
		}
	})
}

func TestNoTransactionIsOpenWhileAServerIsSpokenTo(t *testing.T) {
	each(t, func(b *bench) {
		hold := make(chan struct{})
		b.srv.hold = hold
		b.person("p1")
		b.put(Row{}, "a@mail.example", "x")
		done := make(chan int)
		go func() {
			n, _ := b.box.SendDue(context.Background())
			done <- n
		}()
		for leased := 0; leased == 0; {
			b.db.Read(context.Background(), func(tx *store.Tx) error {
				return tx.Row(`SELECT COUNT(lease) FROM outbox`).Scan(&leased)
			})
		}
		b.person("p2") // would wait for ever
		b.put(Row{Person: "p2", SendAt: b.clock.Now().Add(time.Hour)}, "b@mail.example", "y")
		close(hold)
		if n := <-done; n != 1 {
			t.Errorf("sent %d", n)
		}
		b.rows(1)
	})
}

func TestRunSendsSoonAndEndsInOrder(t *testing.T) {
	each(t, func(b *bench) {
		caught := NewCaught(b.clock.Now)
		b.box.Transport = caught
		b.person("p1")
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() { b.box.Run(ctx); close(ended) }()
		b.put(Row{Lang: "en"}, "a@mail.example", "hello")
		for end := time.After(5 * time.Second); len(caught.List()) == 0; {
			select {
			case <-end:
				t.Fatal("nothing was sent")
			default:
			}
		}
		cancel()
		<-ended
		got := caught.List()[0]
		if got.N != 1 || got.To != "a@mail.example" || got.Subject != "hello" || got.Kind != "note" || got.Lang != "en" || !got.At.Equal(b.clock.Now()) {
			t.Errorf("got %+v", got)
		}
		if raw, ok := caught.Raw(1); !ok || !bytes.Contains(raw, []byte("Subject: hello\r\n")) {
			t.Error("the bytes are not there")
		}
		b.rows(0)
	})
}

func TestAMessageOnItsWayIsFinishedWhenRunEnds(t *testing.T) {
	each(t, func(b *bench) {
		hold := make(chan struct{})
		b.srv.hold = hold
		b.person("p1")
		b.put(Row{}, "a@mail.example", "x")
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() { b.box.Run(ctx); close(ended) }()
		for connects := 0; connects == 0; {
			b.srv.mu.Lock()
			connects = b.srv.connects
			b.srv.mu.Unlock()
		}
		cancel()
		close(hold)
		<-ended
		if n := len(b.srv.messages()); n != 1 {
			t.Errorf("%d messages arrived", n)
		}
		b.rows(0)
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

// BenchmarkEnqueue adds rows inside one transaction: what a registration pays.
func BenchmarkEnqueue(b *testing.B) {
	db := storetest.OpenWith(b, store.SQLite, store.Options{})
	keys := seal.New(bytes.Repeat([]byte{7}, 32))
	var box seal.Box
	if err := db.Write(context.Background(), func(tx *store.Tx) (err error) { box, err = keys.Create(tx, "p1"); return err }); err != nil {
		b.Fatal(err)
	}
	for name, r := range map[string]Row{"bare": {}, "payload": {Box: box, Payload: []byte(`{"Track":"A"}`)}, "payload-without-box": {Payload: []byte(`{"Track":"A"}`)}} {
		b.Run(name, func(b *testing.B) {
			r.Kind, r.Person, r.About, r.Lang = "registered", "p1", "aaaaaaaaaaaaaaaaaaaaaaaaae", "en"
			b.ReportAllocs()
			db.Write(context.Background(), func(tx *store.Tx) error {
				for b.Loop() {
					if err := Enqueue(tx, keys, r); err != nil {
						b.Fatal(err)
					}
				}
				return nil
			})
		})
	}
}

// BenchmarkSend renders and sends messages to a server on this machine.
func BenchmarkSend(b *testing.B) {
	db := storetest.OpenWith(b, store.SQLite, store.Options{})
	keys := seal.New(bytes.Repeat([]byte{7}, 32))
	srv := listen(b, nil)
	o := New(Options{DB: db, Keys: keys, Composer: testComposer(), Transport: client(b, "smtp://"+srv.addr)})
	o.Handle("note", func(context.Context, *store.Tx, Row) (*Message, error) { return testMessage(), nil })
	const n = 500
	for b.Loop() {
		if err := db.Write(context.Background(), func(tx *store.Tx) error {
			for range n {
				if err := Enqueue(tx, keys, Row{Kind: "note", Person: "p1"}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		if sent, err := o.SendDue(context.Background()); sent != n || err != nil {
			b.Fatal(sent, err)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "mails/s")
}
