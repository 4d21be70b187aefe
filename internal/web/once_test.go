package web

import (
	"net/url"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

func onBoth(t *testing.T, test func(t *testing.T, h *house)) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) { test(t, newHouseOn(t, engine)) })
	}
}

func TestAFormSentTwiceCountsOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		form := url.Values{"name": {"Ada"}, "once": {NewOnce()}}
		first := h.ask("POST", "/send", form).want(t, 303)
		again := h.ask("POST", "/send", form).want(t, 303)
		if a, b := first.Header.Get("Location"), again.Header.Get("Location"); a != b || a == "" {
			t.Errorf("led to %q, then to %q", a, b)
		}
		if n := h.sent(); n != 1 {
			t.Errorf("taken %d times", n)
		}
	})
}

func TestAFormSentInParallelCountsOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		form := url.Values{"name": {"Ada"}, "once": {NewOnce()}}
		led := make([]string, 24)
		var group sync.WaitGroup
		for i := range led {
			group.Go(func() { led[i] = h.ask("POST", "/send", form).Header.Get("Location") })
		}
		group.Wait()
		for _, to := range led {
			if to != led[0] || to == "" {
				t.Errorf("led to %q and to %q", led[0], to)
			}
		}
		if n := h.sent(); n != 1 {
			t.Errorf("taken %d times", n)
		}
	})
}

// Who goes back and fills the same form in for somebody else has not sent it
// twice.
func TestAFormFilledInAnewIsTaken(t *testing.T) {
	h := newHouse(t)
	once := NewOnce()
	first := h.ask("POST", "/send", url.Values{"name": {"Ada"}, "once": {once}}).want(t, 303)
	other := h.ask("POST", "/send", url.Values{"name": {"Ada"}, "also": {"her son"}, "once": {once}}).want(t, 303)
	if h.sent() != 2 || first.Header.Get("Location") == other.Header.Get("Location") {
		t.Errorf("taken %d times", h.sent())
	}
}

func TestARefusedFormMayComeAgain(t *testing.T) {
	h := newHouse(t)
	once := NewOnce()
	h.ask("POST", "/send", url.Values{"name": {""}, "once": {once}}).want(t, 422, "Enter a name.")
	h.ask("POST", "/send", url.Values{"name": {"panic"}, "once": {once}}).want(t, 500)
	h.ask("POST", "/send", url.Values{"name": {"panic"}, "once": {once}}).want(t, 500)
	h.ask("POST", "/send", url.Values{"name": {"Ada"}, "once": {once}}).want(t, 303)
	if n := h.sent(); n != 1 {
		t.Errorf("taken %d times", n)
	}
}

func TestOnceIsForgottenAfterItsTime(t *testing.T) {
	h := newHouse(t)
	form := url.Values{"name": {"Ada"}, "once": {NewOnce()}}
	h.ask("POST", "/send", form)
	h.clock.Add(49 * time.Hour)
	forget := func(tx *store.Tx) error { return ForgetOnce(tx, tx.Now().Add(-48*time.Hour)) }
	if err := h.DB.Write(t.Context(), forget); err != nil {
		t.Fatal(err)
	}
	var n int
	err := h.DB.Read(t.Context(), func(tx *store.Tx) error { return tx.Row(`SELECT COUNT(*) FROM once`).Scan(&n) })
	if err != nil || n != 0 {
		t.Errorf("%d rows are left: %v", n, err)
	}
}
