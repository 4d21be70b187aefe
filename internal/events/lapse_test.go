package events

import (
	"context"
	"fmt"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// TestWhoAnswersInTheLastMomentKeepsTheirPlace has one node take an answer just
// before the time for it is over, while another one already lets go of what ran
// out: it has to see the answer.
func TestWhoAnswersInTheLastMomentKeepsTheirPlace(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		for _, offered := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, offered %t", engine, offered), func(t *testing.T) {
				b, there := twoNodes(t, engine)
				e := b.publishes(oneSeat())
				r := b.registers(e, "ada", e.Dates[0].ID, Here)
				until := r.HoldUntil
				answer := func(tx *store.Tx, r *Registration) error { return b.room.Answer(tx, holder(*r), r) }
				if offered {
					bea := b.registers(e, "bea", e.Dates[0].ID, Here)
					b.cancels(e, r)
					r = b.stands(bea)
					until = r.OfferUntil
					answer = func(tx *store.Tx, r *Registration) error {
						return b.room.Accept(tx.Context(), tx, holder(*r), e, r)
					}
				}
				if until.IsZero() {
					t.Fatalf("%+v has no time to answer", r)
				}
				b.clock.Set(until.Add(-time.Second))
				var lapsed chan error
				b.do(func(tx *store.Tx) error {
					own := r
					err := answer(tx, &own)
					if lapsed == nil { // a write may run twice
						lapsed = b.meanwhile(engine, there, 2*time.Second)
					}
					return err
				})
				if err := <-lapsed; err != nil {
					t.Fatal(err)
				}
				if is := b.stands(r); is.Standing != Registered || is.AnsweredAt.IsZero() {
					t.Errorf("who answered a second before the end is %s, answered %s", is.Standing, is.AnsweredAt)
				}
			})
		}
	}
}

// oneSeat is a meeting with one place in its hall.
func oneSeat() *Event {
	e := assembly()
	e.Entry.Places.Here = ptr(1)
	return e
}

// twoNodes are an empty house and a second node on its database.
func twoNodes(t *testing.T, engine store.Engine) (*bench, *store.DB) {
	clock, url, keys := storetest.NewClock(), storetest.URL(t, engine), seal.New(make([]byte, 32))
	clock.Set(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC))
	o := store.Options{URL: url, Now: clock.Now}
	b := &bench{t: t, db: storetest.Reopen(t, o), clock: clock, room: &Room{Keys: keys, People: &people.Room{Keys: keys}}}
	return b, storetest.Reopen(t, o)
}

// meanwhile has another node let go of what ran out a while later, and returns
// when it waits for what this node is writing. SQLite has one writer: the other
// begins when this one has ended.
func (b *bench) meanwhile(engine store.Engine, there *store.DB, later time.Duration) (done chan error) {
	b.clock.Add(later)
	done = make(chan error, 1)
	go func() {
		done <- there.Write(context.Background(), func(tx *store.Tx) error {
			_, err := b.room.Lapse(tx.Context(), tx)
			return err
		})
	}()
	for waits := engine == store.SQLite; !waits; {
		err := there.Read(context.Background(), func(tx *store.Tx) error {
			return tx.Row(`SELECT COUNT(*) > 0 FROM pg_locks WHERE NOT granted`).Scan(&waits)
		})
		if err != nil {
			b.t.Error(err)
			return done
		}
	}
	return done
}
