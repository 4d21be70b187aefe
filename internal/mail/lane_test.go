package mail

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// ranked is a node that knows which kinds are urgent.
func (b *bench) ranked(to Transport) *Outbox {
	plain := b.node(to)
	o := New(Options{DB: b.db, Keys: b.keys, Composer: plain.Composer, Transport: to, Log: plain.Log, Workers: 1, Batch: 10,
		Ranks: [][]string{{"code", "answer"}, {"confirmation"}, {"reminder"}}})
	for _, kind := range []string{"code", "answer", "confirmation", "reminder", "news", "note"} {
		o.Handle(kind, plain.renders["note"])
	}
	return o
}

func TestUrgentMailIsSentFirst(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		o := b.ranked(client(t, "smtp://"+b.srv.addr))
		for i := range 12 { // more than one claim takes
			b.put(Row{Kind: "news"}, "a@mail.example", fmt.Sprint("news ", i))
		}
		for _, kind := range []string{"reminder", "confirmation", "answer", "code"} {
			b.put(Row{Kind: kind}, "a@mail.example", kind)
		}
		if n, err := o.SendDue(context.Background()); n != 16 || err != nil {
			t.Fatal(n, err)
		}
		got := b.subjects()
		if !slices.Equal(got[2:4], []string{"confirmation", "reminder"}) || strings.Contains(strings.Join(got[:4], " "), "news") {
			t.Errorf("sent in the order %q", got)
		}
		b.rows(0)
	})
}

// TestACodeWaitsForNoMailing has a server that does not take the mailing while
// a code is sent beside it.
func TestACodeWaitsForNoMailing(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		stuck := &stuckAt{subject: "news", to: client(t, "smtp://"+b.srv.addr), reached: make(chan bool, 100), release: make(chan bool)}
		o := b.ranked(stuck)
		for range 25 {
			b.put(Row{Kind: "news"}, "a@mail.example", "news")
		}
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan bool)
		go func() { o.Run(ctx); close(ended) }()
		<-stuck.reached // the mailing is on its way and goes no further
		b.put(Row{Kind: "code"}, "a@mail.example", "code")
		b.await(1)
		if got := b.subjects(); !slices.Equal(got, []string{"code"}) {
			t.Errorf("sent %q", got)
		}
		close(stuck.release)
		b.await(26)
		cancel()
		<-ended
		b.rows(0)
	})
}

// await waits until the server has n messages.
func (b *bench) await(n int) {
	b.t.Helper()
	for end := time.After(20 * time.Second); len(b.srv.messages()) < n; {
		select {
		case <-end:
			b.t.Fatalf("%d messages of %d came", len(b.srv.messages()), n)
		default:
			runtime.Gosched()
		}
	}
}

func TestPausesGrowForAServerAndNotForTheDatabase(t *testing.T) {
	var pause time.Duration
	for _, want := range []time.Duration{2, 4, 8, 16, 32, 60, 60} {
		if pause = nextPause(pause, &Unreachable{Step: "connect"}); pause != want*time.Second {
			t.Errorf("a pause of %v, want %d s", pause, want)
		}
	}
	if pause = nextPause(pause, errs.New(errs.Unavailable, "test.away|Not now.")); pause != 2*time.Second {
		t.Errorf("for the database: %v", pause)
	}
}

// stuckAt holds messages of one subject until it is released.
type stuckAt struct {
	subject          string
	to               Transport
	reached, release chan bool
}

func (s *stuckAt) Send(ctx context.Context, e *Envelope) error {
	if e.Subject == s.subject {
		s.reached <- true
		<-s.release
	}
	return s.to.Send(ctx, e)
}

// TestClaimsUseTheIndex: with 25,000 letters waiting, what is urgent is found
// without looking at them.
func TestClaimsUseTheIndex(t *testing.T) {
	each(t, func(b *bench) {
		if b.db.Engine() != store.SQLite {
			return // PostgreSQL plans by what lies in the table
		}
		b.write(func(tx *store.Tx) error {
			of, args := rank{kinds: []string{"code", "answer"}}.where(tx, 2)
			return tx.Each(func(r *store.Rows) error {
				var id, parent, unused int
				var detail string
				err := r.Scan(&id, &parent, &unused, &detail)
				if !strings.Contains(detail, "outbox_kind (kind=? AND next_at<?)") {
					t.Errorf("the plan is %s", detail)
				}
				return err
			}, `EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE next_at <= $1 AND `+of, append([]any{store.At(tx.Now())}, args...)...)
		})
	})
}
