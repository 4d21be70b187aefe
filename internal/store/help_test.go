package store_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

var bg = context.Background()

// put makes a write function that adds a row to the table house.
func put(name string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := tx.Exec("INSERT INTO house (name, value) VALUES ($1, 'x')", name)
		return err
	}
}

// has tells whether the row is there.
func has(t testing.TB, db *store.DB, name string) bool {
	t.Helper()
	n := count(t, db, "SELECT COUNT(*) FROM house WHERE name = $1", name)
	return n > 0
}

func count(t testing.TB, db *store.DB, query string, args ...any) (n int) {
	t.Helper()
	err := db.Read(bg, func(tx *store.Tx) error { return tx.Row(query, args...).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// gate holds the writer until it is opened.
type gate struct {
	open func()
	done chan error
}

func hold(db *store.DB) *gate {
	inside, opened := make(chan bool), make(chan bool)
	g := &gate{open: sync.OnceFunc(func() { close(opened) }), done: make(chan error, 1)}
	go func() {
		first := true
		g.done <- db.Write(bg, func(*store.Tx) error {
			if first {
				first = false
				close(inside)
			}
			<-opened
			return nil
		})
	}()
	<-inside
	return g
}

// awaitWaiting returns once n writes wait for their turn.
func awaitWaiting(db *store.DB, n int) {
	for db.Waiting() != n {
		runtime.Gosched()
	}
}

// write is one of several that come together.
type write struct {
	ctx context.Context // nil: Background
	fn  func(*store.Tx) error
}

// together writes all in one group, in their order, and returns their errors.
func together(db *store.DB, writes ...write) []error {
	g := hold(db)
	results := make([]error, len(writes))
	var wg sync.WaitGroup
	for i, w := range writes {
		if w.ctx == nil {
			w.ctx = bg
		}
		wg.Go(func() {
			results[i] = errors.New("the goroutine ended")
			results[i] = db.Write(w.ctx, w.fn)
		})
		awaitWaiting(db, i+1)
	}
	g.open()
	wg.Wait()
	<-g.done
	return results
}

// onEach opens a database with faults on each engine.
func onEach(t *testing.T, fn func(t *testing.T, db *store.DB, f *store.Faults)) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			f := &store.Faults{}
			fn(t, storetest.OpenWith(t, e, store.Options{Faults: f}), f)
		})
	}
}
