package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/store/storetest/pgcluster"
)

// TestAConnectionThatDiesBeforeItsFirstStatementIsReplaced ends the writer's
// connection while it prepares the first statement of a transaction: nothing of
// the transaction has gone out then, so there is nothing to roll back.
func TestAConnectionThatDiesBeforeItsFirstStatementIsReplaced(t *testing.T) {
	for name, with := range map[string][]string{"alone": nil, "in a group": {"before", "after"}} {
		t.Run(name, func(t *testing.T) {
			b := newBetween(t, storetest.URL(t, store.Postgres))
			db := storetest.Reopen(t, store.Options{URL: b.address, Careless: true})
			text := "INSERT INTO house (name, value) VALUES ($1, 'never prepared before')"
			doomed := func(tx *store.Tx) error { _, err := tx.Exec(text, "doomed"); return err }
			b.doomed.Store(&text)
			writes := []write{{fn: doomed}}
			for _, name := range with {
				writes = append(writes, write{fn: put(name)})
			}
			for i, err := range together(db, writes...) {
				if err != nil {
					t.Errorf("write %d: %v", i, err)
				}
			}
			if b.doomed.Load() != nil {
				t.Error("no connection was ended")
			}
			for i := range 3 {
				must(t, db.Write(bg, put(fmt.Sprint(i))))
			}
			for _, name := range append(with, "doomed") {
				if !has(t, db, name) {
					t.Errorf("%s is not there", name)
				}
			}
		})
	}
}

// TestAReadWhoseConnectionDiesGetsAnother does the same to a read, as often as
// there are connections.
func TestAReadWhoseConnectionDiesGetsAnother(t *testing.T) {
	b := newBetween(t, storetest.URL(t, store.Postgres))
	db := storetest.Reopen(t, store.Options{URL: b.address, Careless: true, Readers: 2})
	for i := range 5 {
		text := fmt.Sprintf("SELECT %d FROM store_change", i)
		b.doomed.Store(&text)
		var n int
		must(t, db.Read(bg, func(tx *store.Tx) error { return tx.Row(text).Scan(&n) }))
		if n != i || b.doomed.Load() != nil {
			t.Errorf("got %d, want %d", n, i)
		}
	}
}

// TestAServerThatStartsAgainLosesNothing ends a PostgreSQL of its own, in order
// and not, while writes and reads go on.
func TestAServerThatStartsAgainLosesNothing(t *testing.T) {
	cluster, err := pgcluster.Start(true)
	must(t, err)
	t.Cleanup(cluster.Stop)
	db := storetest.Reopen(t, store.Options{URL: cluster.URL})
	moved := make(chan bool, 1)
	defer db.OnChange(func() {
		select {
		case moved <- true:
		default:
		}
	})()
	l := &ledger{told: make(map[string]error)}
	stop := l.storm(t, db)
	for _, how := range []string{pgcluster.Orderly, pgcluster.Crash, pgcluster.Crash, pgcluster.Orderly} {
		must(t, cluster.Restart(how))
		before := db.Version()
		for late := time.After(30 * time.Second); db.Version() == before; {
			select {
			case <-moved:
			case <-late:
				t.Fatalf("nothing was written since the server is back; a write now ends with: %v", db.Write(bg, put("probe")))
			}
		}
	}
	stop()
	l.compare(t, db)
}

// ledger is what writers were told.
type ledger struct {
	mu   sync.Mutex
	told map[string]error
}

// storm writes and reads from eight sides until it is stopped.
func (l *ledger) storm(t *testing.T, db *store.DB) (stop func()) {
	var busy sync.WaitGroup
	stopped := make(chan bool)
	for g := range 8 {
		busy.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stopped:
					return
				default:
				}
				name := fmt.Sprintf("%d-%d", g, i)
				err := db.Write(bg, put(name))
				if store.IsUnique(err) {
					t.Errorf("%s was written by a run that was said to have failed", name)
				}
				l.mu.Lock()
				l.told[name] = err
				l.mu.Unlock()
				db.Read(bg, func(tx *store.Tx) error { var n int; return tx.Row("SELECT COUNT(*) FROM house").Scan(&n) })
			}
		})
	}
	return func() { close(stopped); busy.Wait() }
}

// compare holds what writers were told against what is there.
func (l *ledger) compare(t *testing.T, db *store.DB) {
	refused := 0
	for name, err := range l.told {
		if (err == nil) != has(t, db, name) {
			t.Errorf("%s: told %v, which is not so", name, err)
		}
		if err != nil {
			refused++
		}
	}
	t.Logf("%d writes, %d refused", len(l.told), refused)
}
