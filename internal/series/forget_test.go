package series

import (
	"context"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// forgets does what the job does, and returns how many writes it took.
func (h *groupHouse) forgets() (writes int) {
	h.t.Helper()
	for more := true; more; writes++ {
		h.do(func(tx *store.Tx) (err error) {
			more, err = h.room.Forget(tx.Context(), tx)
			return err
		})
	}
	return writes
}

func (h *groupHouse) count(query string, args ...any) (n int) {
	h.t.Helper()
	h.must(h.db.Read(context.Background(), func(tx *store.Tx) error { return tx.Row(query, args...).Scan(&n) }))
	return n
}

const forAll = `{opens: 2027-01-04T09:00, for: anyone, group_min: 10, group_max: 50, waitlist: true}`

func TestThirtyDaysAfterTheEndNothingIsLeftButWhoConfirmed(t *testing.T) {
	eachGroupHouse(t, forAll, func(h *groupHouse) {
		h.register(groupForm("carla", 12)) // complete, and nobody of it confirms but its contact person
		h.register(groupForm("dee", 3))    // a draft for ever
		h.settle()
		h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			if err := h.room.AnswerGroup(tx.Context(), tx, v, s, d); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO attendance (session, registration, there, how, at)
				SELECT x.id, r.id, $1, 'tapped', 1 FROM session x, registration r WHERE x.n = 1`, true)
			return err
		}))
		h.room.People.KeepsPerson = []func(*store.Tx, string) (bool, error){h.room.Keeps, func(tx *store.Tx, person string) (bool, error) {
			p, err := h.room.People.Get(tx, person)
			return p.Name == "Member carla 7", err
		}}
		end := time.Date(2027, 3, 17, 20, 0, 0, 0, time.UTC) // of track B
		h.clock.Set(end.Add(KeptFor - time.Minute))
		h.forgets()
		if n := h.count(`SELECT COUNT(*) FROM registration`); n != 15 {
			t.Fatalf("%d registrations are left before their time", n)
		}
		h.clock.Set(end.Add(KeptFor))
		if n := h.forgets(); n < 3 {
			t.Errorf("all in %d writes", n)
		}
		for _, table := range []string{"registration", "delegation", "delegation_part", "delegation_also", "attendance", "announced", "mailing"} {
			if n := h.count(`SELECT COUNT(*) FROM ` + table); n != 0 {
				t.Errorf("%d rows are left in %s", n, table)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM keys`); n != 2 { // Carla, and who has something elsewhere
			t.Errorf("%d people can be read", n)
		}
		h.do(func(tx *store.Tx) error {
			s, err := h.room.BySlug(tx.Context(), tx, auth.Itself(), h.slug)
			if err == nil && (s.Taken != 0 || s.Track("A").Taken != 0) {
				t.Errorf("%d places are taken", s.Taken)
			}
			return err
		})
	})
}

func TestWhatLapsedUnansweredIsForgottenThirtyDaysLater(t *testing.T) {
	eachGroupHouse(t, forAll, func(h *groupHouse) {
		h.register(groupForm("carla", 12)) // in the limited track, and never answered
		h.register(groupForm("dee", 11))
		h.settle()
		h.must(h.as("dee", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			return h.room.AnswerGroup(tx.Context(), tx, v, s, d)
		}))
		h.lapse(HoldFor)
		h.settle()
		h.clock.Add(KeptFor - time.Minute)
		h.forgets()
		if n := h.count(`SELECT COUNT(*) FROM registration WHERE state = 'cancelled'`); n != 12 {
			t.Fatalf("%d are left before their time", n)
		}
		h.clock.Add(time.Minute)
		h.forgets()
		if n := h.count(`SELECT COUNT(*) FROM registration`); n != 11 {
			t.Errorf("%d registrations are left", n)
		}
		if n := h.count(`SELECT COUNT(*) FROM delegation`); n != 1 {
			t.Errorf("%d groups are left", n)
		}
		if n := h.count(`SELECT COUNT(*) FROM keys`); n != 12 {
			t.Errorf("%d people can be read", n)
		}
	})
}
