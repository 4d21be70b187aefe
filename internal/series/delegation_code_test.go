package series

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestNamesAreShownOnlyWithTheMailedCode(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		const browser, other = "browser-one-0123456789", "browser-two-0123456789"
		var code string
		h.do(func(tx *store.Tx) error {
			d, s, v := h.group(tx, "carla")
			if _, err := h.room.Roster(tx.Context(), tx, v, s, &d); !errs.Is(err, errs.NotFound) {
				t.Errorf("a carried link shows names: %v", err)
			}
			return h.room.SendCode(tx.Context(), tx, v, &d, browser)
		})
		h.do(func(tx *store.Tx) error { code = h.codeOf(tx); return nil })
		unlock := func(browser, code string) (ticket string, ok bool) {
			h.do(func(tx *store.Tx) (err error) {
				d, s, v := h.group(tx, "carla")
				ticket, ok, err = h.room.Unlock(tx.Context(), tx, v, s, &d, browser, code)
				return err
			})
			return ticket, ok
		}
		if _, ok := unlock(other, code); ok {
			t.Error("the code works in another browser")
		}
		ticket, ok := unlock(browser, code)
		if !ok {
			t.Fatal("the code does not work")
		}
		if _, ok := unlock(browser, code); ok {
			t.Error("the code works twice")
		}
		h.do(func(tx *store.Tx) error {
			d, s, v := h.group(tx, "carla")
			now := tx.Now()
			for _, c := range []struct {
				browser, ticket string
				at              time.Time
				want            bool
			}{
				{browser, ticket, now, true}, {other, ticket, now, false}, {browser, ticket + "x", now, false},
				{"", ticket, now, false}, {browser, ticket, now.Add(auth.UnlockedFor), false},
			} {
				raised := h.room.Raise(v, &d, c.browser, c.ticket, c.at)
				if _, err := h.room.Roster(tx.Context(), tx, raised, s, &d); (err == nil) != c.want {
					t.Errorf("%+v: got %v", c, err)
				}
			}
			if d.AnsweredAt.IsZero() {
				t.Error("the code is no answer")
			}
			return nil
		})
	})
}

func TestCodesCannotBeTriedOut(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		const browser = "browser-one-0123456789"
		var code string
		send := func() error {
			return h.db.Write(context.Background(), func(tx *store.Tx) error {
				d, _, v := h.group(tx, "carla")
				if err := h.room.SendCode(tx.Context(), tx, v, &d, browser); err != nil {
					return err
				}
				code = h.codeOf(tx)
				return nil
			})
		}
		h.must(send())
		wrong := "000000"
		if code == wrong {
			wrong = "111111"
		}
		for range 5 {
			h.do(func(tx *store.Tx) error {
				d, s, v := h.group(tx, "carla")
				_, ok, err := h.room.Unlock(tx.Context(), tx, v, s, &d, browser, wrong)
				if ok {
					t.Error("a wrong code opens")
				}
				return err
			})
		}
		h.do(func(tx *store.Tx) error {
			d, s, v := h.group(tx, "carla")
			_, ok, err := h.room.Unlock(tx.Context(), tx, v, s, &d, browser, code)
			if ok {
				t.Error("the right code works after too many wrong ones")
			}
			return err
		})
		for range 5 {
			h.must(send())
		}
		if err := send(); !errs.Is(err, errs.TooMany) {
			t.Errorf("got %v", err)
		}
		h.clock.Add(12 * time.Hour)
		h.must(send())
	})
}

// codeOf reads the code from the letter that waits to be sent.
func (h *groupHouse) codeOf(tx *store.Tx) string {
	h.t.Helper()
	var id, person string
	var cell []byte
	if err := tx.Row(`SELECT id, person, payload FROM outbox WHERE kind = $1 ORDER BY send_at DESC, id LIMIT 1`, MailGroupCode).Scan(&id, &person, &cell); err != nil {
		h.t.Fatal(err)
	}
	box, err := h.room.Keys.Box(tx, person)
	if err != nil {
		h.t.Fatal(err)
	}
	plain, err := box.Open("outbox", "payload", id, cell)
	if err != nil {
		h.t.Fatal(err)
	}
	var c GroupCode
	if err := json.Unmarshal([]byte(plain), &c); err != nil {
		h.t.Fatal(err)
	}
	return c.Code
}
