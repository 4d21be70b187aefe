package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// TestWhateverAServerDoesEachLetterEndsOnce sends letters through a server that
// refuses, puts off, hangs, hangs up and loses its answers as it likes, from
// two nodes of which one dies again and again. Each letter that was committed
// arrives, or its sender is told once that it does not; one whose transaction
// was rolled back never leaves; none arrives more often than answers were lost.
func TestWhateverAServerDoesEachLetterEndsOnce(t *testing.T) {
	const letters = 150
	each(t, func(b *bench) {
		b.person("p1")
		server := &moody{rand: rand.New(rand.NewPCG(1, 2)), got: map[string]int{}, lost: map[string]int{}}
		failed := map[string]int{}
		var nodes []*Outbox
		for range 2 {
			o := b.node(server)
			o.Limit = 20 * time.Millisecond
			o.Failed = func(_ context.Context, _ *store.Tx, row Row, _ int) error { failed[row.About]++; return nil }
			nodes = append(nodes, o)
		}
		no := errors.New("rolled back")
		for i := range letters {
			err := b.db.Write(context.Background(), func(tx *store.Tx) error {
				name := fmt.Sprint("letter ", i)
				payload, _ := json.Marshal(note{"a@mail.example", name})
				if err := Enqueue(tx, b.keys, Row{Kind: "note", Person: "p1", About: name, Payload: payload}); err != nil || i%10 != 0 {
					return err
				}
				return no
			})
			if err != nil && !errors.Is(err, no) {
				t.Fatal(err)
			}
		}
		for round := 0; round < 2000 && waiting(b) > 0; round++ {
			for n, o := range nodes {
				if n == 1 && round%3 == 0 { // it claims, and dies
					if _, err := o.claim(context.Background(), o.lanes[0]); err != nil {
						t.Fatal(err)
					}
					continue
				}
				o.SendDue(context.Background()) // that no server can be reached is one of its moods
			}
			b.clock.Add(3 * time.Minute)
		}
		b.rows(0)
		for i := range letters {
			name := fmt.Sprint("letter ", i)
			got, lost, told := server.got[name], server.lost[name], failed[name]
			switch {
			case i%10 == 0 && got+told > 0:
				t.Errorf("%s was rolled back: it arrived %d times, told %d times", name, got, told)
			case i%10 != 0 && got+told == 0, told > 1, got > lost+1:
				t.Errorf("%s arrived %d times, %d answers were lost, told %d times", name, got, lost, told)
			}
		}
	})
}

func waiting(b *bench) (n int) {
	b.t.Helper()
	if err := b.db.Read(context.Background(), func(tx *store.Tx) error {
		due, later, err := Waiting(tx)
		n = due + later
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	return n
}

// moody is a server of many moods.
type moody struct {
	mu   sync.Mutex
	rand *rand.Rand
	got  map[string]int // how often each letter arrived
	lost map[string]int // how often it arrived and the answer did not
}

func (m *moody) Send(ctx context.Context, e *Envelope) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !strings.HasPrefix(e.Subject, "letter ") {
		return errors.New("what is this?")
	}
	switch mood := m.rand.IntN(100); {
	case mood < 40:
		m.got[e.Subject]++
		return nil
	case mood < 55:
		m.got[e.Subject]++
		m.lost[e.Subject]++
		return errors.New("the connection ended")
	case mood < 75:
		return &Rejected{Code: 451}
	case mood < 80:
		return &Rejected{Code: 550}
	case mood < 85:
		return &Unreachable{Step: "connect", Cause: errors.New("nobody there")}
	case mood < 90:
		<-ctx.Done()
		return ctx.Err()
	}
	return errors.New("the connection ended before")
}
