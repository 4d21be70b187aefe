package store_test

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// twice opens one database twice, as two processes would.
func twice(t *testing.T, fn func(t *testing.T, a, b *store.DB)) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			o := store.Options{URL: storetest.URL(t, e), Careless: true}
			fn(t, storetest.Reopen(t, o), storetest.Reopen(t, o))
		})
	}
}

func TestAnotherProcessHearsOfAChangeWithinASecond(t *testing.T) {
	twice(t, func(t *testing.T, a, b *store.DB) {
		heard := make(chan bool, 100)
		stop := b.OnChange(func() { heard <- true })
		before := b.Version()
		must(t, a.Write(bg, put("a")))
		select {
		case <-heard:
		case <-time.After(10 * time.Second): // the machine may be busy
			t.Fatal("not heard of")
		}
		if b.Version() <= before || !has(t, b, "a") {
			t.Error("the version did not move, or the change is not there")
		}
		stop()
		must(t, b.Write(bg, put("b")))
		select {
		case <-heard:
			t.Error("a hook was called after its end")
		case <-time.After(20 * time.Millisecond):
		}
	})
}

func TestAnOwnWriteMovesTheVersionBeforeItReturns(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		heard := make(chan bool, 100)
		db.OnChange(func() { heard <- true })
		before := db.Version()
		must(t, db.Write(bg, put("a")))
		if db.Version() != before+1 {
			t.Errorf("the version moved by %d", db.Version()-before)
		}
		<-heard
	})
}

func TestWhatChangesNothingDoesNotMoveTheVersion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db.Write(bg, put("a")))
		before := db.Version()
		for name, fn := range map[string]func(*store.Tx) error{
			"nothing": func(*store.Tx) error { return nil },
			"a look":  func(tx *store.Tx) error { var n int; return tx.Row("SELECT COUNT(*) FROM house").Scan(&n) },
			"a miss":  func(tx *store.Tx) error { _, err := tx.Exec("DELETE FROM house WHERE name = 'x'"); return err },
			"a quiet one": func(tx *store.Tx) error {
				tx.Quiet()
				return put("quiet")(tx)
			},
		} {
			must(t, db.Write(bg, fn))
			if db.Version() != before {
				t.Errorf("%s moved the version", name)
			}
		}
		if !has(t, db, "quiet") {
			t.Error("the quiet write is not there")
		}
		// A quiet write beside one that is not.
		for _, err := range together(db, write{fn: put("b")}, write{fn: func(tx *store.Tx) error { tx.Quiet(); return put("c")(tx) }}) {
			must(t, err)
		}
		if db.Version() != before+1 {
			t.Errorf("the version moved by %d", db.Version()-before)
		}
		must(t, db.Write(bg, func(tx *store.Tx) error {
			var name string
			return tx.Row("DELETE FROM house WHERE name = 'a' RETURNING name").Scan(&name)
		}))
		if db.Version() != before+2 {
			t.Error("a change by RETURNING did not move the version")
		}
	})
}

func TestTheVersionSurvives(t *testing.T) {
	twice(t, func(t *testing.T, a, b *store.DB) {
		for range 3 {
			must(t, a.Write(bg, put(store.NewID())))
		}
		want := a.Version()
		must(t, b.Write(bg, put("b")))
		if got := b.Version(); got != want+1 {
			t.Errorf("got %d after %d", got, want)
		}
	})
}

func TestWakeCallsWhoWaitsForTheTopic(t *testing.T) {
	db := storetest.Open(t)
	var a, b int
	stop := db.OnWake("a", func() { a++ })
	db.OnWake("b", func() { b++ })
	must(t, db.Write(bg, func(tx *store.Tx) error {
		tx.AfterCommit(func() { db.Wake("a") })
		if a != 0 {
			t.Error("woken before the commit")
		}
		return nil
	}))
	stop()
	db.Wake("a")
	if a != 1 || b != 0 {
		t.Errorf("a was woken %d times, b %d times", a, b)
	}
}
