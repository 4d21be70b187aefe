package mail

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

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
		dead, err := b.box.claim(context.Background(), b.box.lanes[0])
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
