package mail

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"github.com/emersion/go-smtp"
)

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

func TestADatabaseThatIsAwayCostsNoAttempt(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		away := true
		o := b.node(client(t, "smtp://"+b.srv.addr))
		o.Handle("shy", func(ctx context.Context, tx *store.Tx, row Row) (*Message, error) {
			if away {
				return nil, errs.New(errs.Unavailable, "test.away|Not now.")
			}
			return o.renders["note"](ctx, tx, row)
		})
		b.put(Row{Kind: "shy"}, "a@mail.example", "x")
		if n, err := o.SendDue(context.Background()); n != 0 || err != nil {
			t.Fatal(n, err)
		}
		away = false
		b.clock.Add(pauseFirst) // and not the minute after an attempt
		if n, err := o.SendDue(context.Background()); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	})
}
