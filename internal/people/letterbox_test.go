package people

import (
	"context"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// postHouse is a room with one person whose letterbox is filled.
type postHouse struct {
	t     *testing.T
	db    *store.DB
	room  *Room
	clock *storetest.Clock
	p     Person
}

// kindsOfMail has one kind for each class, and one that nobody classed.
var kindsOfMail = map[string]MailClass{"confirmation": Confirmation, "answer": Answer, "reminder": Reminder, "notice": Notice, "news": News, "code": Code}

func eachPostHouse(t *testing.T, fn func(h *postHouse)) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			clock := storetest.NewClock()
			h := &postHouse{t: t, db: storetest.OpenWith(t, e, store.Options{Now: clock.Now, Careless: true}), clock: clock,
				room: &Room{Keys: seal.New(make([]byte, 32))}}
			h.do(func(tx *store.Tx) (err error) {
				h.p, _, err = h.room.Meet(tx.Context(), tx, auth.Viewer{}, Input{Name: "Ada", Address: "ada@mail.example", Zone: "UTC", Language: "en"})
				return err
			})
			fn(h)
		})
	}
}

func (h *postHouse) do(fn func(tx *store.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// send tries to send a mail of the kind so often, and returns how often it
// went.
func (h *postHouse) send(kind string, tries int) (sent int) {
	h.t.Helper()
	for range tries {
		h.do(func(tx *store.Tx) error {
			row := mail.Row{ID: store.NewID(), Person: h.p.ID, Kind: kind}
			may, err := h.room.MayWrite(tx, row, kindsOfMail)
			if err != nil || !may {
				return err
			}
			sent++
			return h.room.Wrote(tx, row, kindsOfMail)
		})
	}
	return sent
}

func TestHowMuchMailAnAddressGets(t *testing.T) {
	for _, c := range []struct {
		kind                  string
		first, second, proven int // on its first day, on the next, and on one after it answered
	}{
		{"confirmation", 1, 0, 12},
		{"answer", 1, 1, 6},
		{"reminder", 1, 0, 24},
		{"notice", 6, 6, 24},
		{"news", 0, 0, 12},
		{"code", 4, 4, 24},
		{"never heard of", 0, 0, 12},
	} {
		t.Run(c.kind, func(t *testing.T) {
			eachPostHouse(t, func(h *postHouse) {
				if got := h.send(c.kind, 30); got != c.first {
					t.Errorf("%d on the first day, want %d", got, c.first)
				}
				h.clock.Add(24 * time.Hour)
				h.do(h.room.SweepLetterboxes)
				if got := h.send(c.kind, 30); got != c.second {
					t.Errorf("%d on the next day, want %d", got, c.second)
				}
				h.clock.Add(24 * time.Hour)
				h.do(func(tx *store.Tx) error { return h.room.Prove(tx, h.p.ID) })
				h.do(h.room.SweepLetterboxes)
				if got := h.send(c.kind, 30); got != c.proven {
					t.Errorf("%d on a day after it answered, want %d", got, c.proven)
				}
			})
		})
	}
}

func TestADayHoldsSoMuchMailAndCodesBesides(t *testing.T) {
	eachPostHouse(t, func(h *postHouse) {
		h.do(func(tx *store.Tx) error { return h.room.Prove(tx, h.p.ID) })
		all := h.send("notice", 30) + h.send("reminder", 30) + h.send("news", 30) + h.send("confirmation", 30)
		if all != mostDaily {
			t.Errorf("%d in a day", all)
		}
		if h.send("code", 3) != 3 {
			t.Error("nobody else's mail may keep a code away")
		}
		h.clock.Add(24 * time.Hour)
		if h.send("notice", 1) != 1 {
			t.Error("a new day brings new mail")
		}
	})
}

func TestTwoMailsOnTheirWayAtOnceCountTogether(t *testing.T) {
	eachPostHouse(t, func(h *postHouse) {
		may := map[string]bool{}
		h.do(func(tx *store.Tx) error {
			for _, id := range []string{"a", "b"} {
				if _, err := tx.Exec(`INSERT INTO outbox (id, kind, person, send_at, next_at, lease) VALUES ($1, 'reminder', $2, $3, $4, 'x')`,
					id, h.p.ID, tx.Now(), tx.Now().Add(time.Minute)); err != nil {
					return err
				}
			}
			for _, id := range []string{"b", "a"} {
				ok, err := h.room.MayWrite(tx, mail.Row{ID: id, Person: h.p.ID, Kind: "reminder"}, kindsOfMail)
				if err != nil {
					return err
				}
				may[id] = ok
			}
			return nil
		})
		if !may["a"] || may["b"] {
			t.Errorf("%v of two reminders that are sent together", may)
		}
	})
}

func TestAnsweringIsNotedOnceAndTold(t *testing.T) {
	eachPostHouse(t, func(h *postHouse) {
		told := 0
		h.room.OnProven = append(h.room.OnProven, func(tx *store.Tx, person string) error {
			if person == h.p.ID {
				told++
			}
			return nil
		})
		for range 3 {
			h.do(func(tx *store.Tx) error { return h.room.Prove(tx, h.p.ID) })
		}
		if told != 1 {
			t.Errorf("told %d times", told)
		}
	})
}

func TestErasingEmptiesTheLetterbox(t *testing.T) {
	eachPostHouse(t, func(h *postHouse) {
		h.send("notice", 3)
		h.do(func(tx *store.Tx) error { return h.room.Erase(tx.Context(), tx, auth.Itself(), h.p.ID) })
		var n int
		h.do(func(tx *store.Tx) error {
			return tx.Row(`SELECT COUNT(*) FROM letterbox WHERE person = $1`, h.p.ID).Scan(&n)
		})
		if n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}
