package series

import (
	"context"
	"fmt"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// TestWhoAnswersInTheLastMomentKeepsTheirPlace has one node take an answer just
// before the time for it is over, while another one already lets go of what ran
// out: it has to see the answer.
func TestWhoAnswersInTheLastMomentKeepsTheirPlace(t *testing.T) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		for _, offered := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, offered %t", e, offered), func(t *testing.T) {
				h, there := twoNodes(t, e)
				r := h.registersAlone("ada")
				who, until := "ada", r.HoldUntil
				answer := func(tx *store.Tx, v auth.Viewer, s *Series, r *Registration) error {
					return h.room.Answer(tx.Context(), tx, v, r)
				}
				if offered {
					h.registersAlone("bea")
					h.own(r, func(tx *store.Tx, v auth.Viewer, s *Series, r *Registration) error {
						return h.room.Cancel(tx.Context(), tx, v, s, r)
					})
					r = h.alone("bea")
					who, until = "bea", r.OfferUntil
					answer = func(tx *store.Tx, v auth.Viewer, s *Series, r *Registration) error {
						return h.room.Accept(tx.Context(), tx, v, s, r)
					}
				}
				if until.IsZero() {
					t.Fatalf("%+v has no time to answer", r)
				}
				h.clock.Set(until.Add(-time.Second))
				lapse := func(tx *store.Tx) error {
					_, err := h.room.Lapse(tx.Context(), tx)
					return err
				}
				var lapsed chan error
				h.own(r, func(tx *store.Tx, v auth.Viewer, s *Series, r *Registration) error {
					err := answer(tx, v, s, r)
					if lapsed == nil { // a write may run twice
						lapsed = h.meanwhile(there, lapse, 2*time.Second)
					}
					return err
				})
				h.must(<-lapsed)
				if got := h.alone(who); got.Standing != Registered || got.AnsweredAt.IsZero() {
					t.Errorf("who answered a second before the end is %s, answered %s", got.Standing, got.AnsweredAt)
				}
			})
		}
	}
}

// twoNodes are a house with a series of one place, and a second node on its
// database.
func twoNodes(t *testing.T, e store.Engine) (*groupHouse, *store.DB) {
	clock, url, keys := storetest.NewClock(), storetest.URL(t, e), seal.New(make([]byte, 32))
	o := store.Options{URL: url, Now: clock.Now}
	h := &groupHouse{t: t, db: storetest.Reopen(t, o), clock: clock, engine: e, room: &Room{Keys: keys, People: &people.Room{Keys: keys}}}
	h.open("fundamentals", `{opens: 2027-01-04T09:00, for: anyone, places: 1, waitlist: true}`)
	return h, storetest.Reopen(t, o)
}

// meanwhile has another node write something a while later, and returns when it
// waits for what this node is writing. SQLite has one writer: the other begins
// when this one has ended.
func (h *groupHouse) meanwhile(there *store.DB, write func(tx *store.Tx) error, later time.Duration) (done chan error) {
	h.clock.Add(later)
	done = make(chan error, 1)
	go func() { done <- there.Write(context.Background(), write) }()
	for waits := h.engine == store.SQLite; !waits; {
		err := there.Read(context.Background(), func(tx *store.Tx) error {
			return tx.Row(`SELECT COUNT(*) > 0 FROM pg_locks WHERE NOT granted`).Scan(&waits)
		})
		if err != nil {
			h.t.Error(err)
			return done
		}
	}
	return done
}

// own does something that a registered person does on their own page.
func (h *groupHouse) own(r Registration, do func(tx *store.Tx, v auth.Viewer, s *Series, r *Registration) error) {
	h.t.Helper()
	h.do(func(tx *store.Tx) error {
		r, s, v, err := h.room.Mine(tx.Context(), tx, h.room.Key(r))
		if err != nil {
			return err
		}
		return do(tx, v, s, &r)
	})
}

func formOf(name string) Form {
	return Form{Track: "A", Input: people.Input{Name: name, Address: name + "@mail.example", Zone: "UTC", Language: "en"}}.Clean()
}

// registersAlone registers somebody who is in no group.
func (h *groupHouse) registersAlone(name string) Registration {
	h.t.Helper()
	h.do(func(tx *store.Tx) error {
		_, err := h.room.Register(tx.Context(), tx, auth.Viewer{}, h.slug, formOf(name))
		return err
	})
	return h.alone(name)
}

// alone is the registration of somebody as it is now.
func (h *groupHouse) alone(name string) (r Registration) {
	h.t.Helper()
	h.must(h.db.Read(context.Background(), func(tx *store.Tx) error {
		id, err := h.room.People.Find(tx, name+"@mail.example")
		if err != nil {
			return err
		}
		s, err := h.room.BySlug(tx.Context(), tx, auth.Itself(), h.slug)
		if err != nil {
			return err
		}
		r, err = h.room.registrationOf(tx, s.ID, id)
		return err
	}))
	return r
}

// TestWhoRegistersAnewOnTwoNodesHasOnePlace has somebody who gave their place up
// press the button twice, and each press reach another node.
func TestWhoRegistersAnewOnTwoNodesHasOnePlace(t *testing.T) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			h, there := twoNodes(t, e)
			r := h.registersAlone("ada")
			h.own(r, func(tx *store.Tx, v auth.Viewer, s *Series, r *Registration) error {
				return h.room.Cancel(tx.Context(), tx, v, s, r)
			})
			anew := func(tx *store.Tx) error {
				_, err := h.room.Register(tx.Context(), tx, auth.Viewer{}, h.slug, formOf("ada"))
				return err
			}
			var second chan error
			h.do(func(tx *store.Tx) error {
				err := anew(tx)
				if second == nil {
					second = h.meanwhile(there, anew, time.Second)
				}
				return err
			})
			h.must(<-second)
			var taken int
			h.do(func(tx *store.Tx) error {
				return tx.Row(`SELECT taken FROM series WHERE id = $1`, r.Series).Scan(&taken)
			})
			if got := h.alone("ada"); got.Standing != Registered || taken != 1 {
				t.Errorf("she is %s, and %d places are taken", got.Standing, taken)
			}
		})
	}
}
