package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func TestWritesThatWaitShareOneCommit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		before := db.Version()
		for i, err := range together(db, write{fn: put("a")}, write{fn: put("b")}, write{fn: put("c")}) {
			if err != nil {
				t.Error(i, err)
			}
		}
		if n := db.Version() - before; n != 1 {
			t.Errorf("%d commits for three writes that waited together", n)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM house"); n != 3 {
			t.Errorf("%d rows of 3", n)
		}
	})
}

func TestAFailingWriteTakesBackOnlyItsOwnWork(t *testing.T) {
	no := errs.New(errs.Conflict, "test.no|No.")
	failures := map[string]func(*store.Tx) error{
		"a refusal": func(tx *store.Tx) error {
			if err := put("b")(tx); err != nil {
				return err
			}
			return no
		},
		"a taken key":        func(tx *store.Tx) error { return errors.Join(put("b")(tx), put("a")(tx)) },
		"a broken statement": func(tx *store.Tx) error { put("b")(tx); _, err := tx.Exec("UPSERT everything"); return err },
		"a panic":            func(tx *store.Tx) error { put("b")(tx); panic("b") },
		"an ended goroutine": func(tx *store.Tx) error { put("b")(tx); runtime.Goexit(); return nil },
	}
	for name, failure := range failures {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				got := together(db, write{fn: put("a")}, write{fn: failure}, write{fn: put("c")})
				if got[0] != nil || got[1] == nil || got[2] != nil {
					t.Fatalf("got %v", got)
				}
				if !has(t, db, "a") || has(t, db, "b") || !has(t, db, "c") {
					t.Error("not just the failing write was taken back")
				}
				alone := together(db, write{fn: failure}) // without a savepoint
				if alone[0] == nil || has(t, db, "b") {
					t.Errorf("alone: %v", alone)
				}
			})
		})
	}
}

func TestErrorsTellWhatHappened(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db.Write(bg, put("a")))
		if err := db.Write(bg, put("a")); !store.IsUnique(err) || !store.IsConstraint(err) || store.IsRetry(err) {
			t.Errorf("a taken key: %v", err)
		}
		err := db.Write(bg, func(tx *store.Tx) error {
			_, err := tx.Exec("INSERT INTO house (name, value) VALUES ('n', NULL)")
			return err
		})
		if store.IsUnique(err) || !store.IsConstraint(err) {
			t.Errorf("a missing value: %v", err)
		}
		var p *store.PanicError
		if err := db.Write(bg, func(*store.Tx) error { panic("secret") }); !errors.As(err, &p) || p.Value != "secret" || len(p.Stack) == 0 {
			t.Errorf("a panic: %v", err)
		} else if got := err.Error(); got != "store: panic in a write: a string" {
			t.Errorf("the text repeats the panic: %s", got)
		}
	})
}

func TestAStatementThatFailedFailsTheWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db.Write(bg, put("a")))
		err := db.Write(bg, func(tx *store.Tx) error {
			first := put("a")(tx)
			if second := put("b")(tx); second != first {
				t.Errorf("a statement after a failed one: %v", second)
			}
			return nil
		})
		if !store.IsUnique(err) || has(t, db, "b") {
			t.Errorf("got %v", err)
		}
	})
}

func TestACallerThatGaveUpIsSkipped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		g := hold(db)
		ctx, cancel := context.WithCancel(bg)
		ended := make(chan error)
		go func() {
			ended <- db.Write(ctx, func(*store.Tx) error { t.Error("it ran"); return nil })
		}()
		awaitWaiting(db, 1)
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		g.open()
		must(t, <-g.done)
		must(t, db.Write(bg, put("a")))
	})
}

func TestACallerThatGivesUpInItsTurnHearsTheTruth(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, cancel := context.WithCancel(bg)
		got := together(db, write{fn: put("a")}, write{ctx: ctx, fn: func(tx *store.Tx) error {
			cancel()
			if tx.Context().Err() != nil {
				t.Error("the transaction's context ended")
			}
			return put("b")(tx)
		}}, write{fn: put("c")})
		for i, err := range got {
			if err != nil {
				t.Error(i, err)
			}
		}
		if !has(t, db, "a") || !has(t, db, "b") || !has(t, db, "c") {
			t.Error("rows are missing")
		}
	})
}

// long runs long enough to be interrupted.
const long = `INSERT INTO house (name, value) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
	SELECT 'long', 'x' FROM n WHERE i = 300000`

// TestAnInterruptedStatementHarmsNobodyElse: SQLite rolls the whole transaction
// back when a statement is interrupted, PostgreSQL's driver gives the
// connection up. On a busy machine the time may be over before the statement
// has begun, which interrupts nothing; then it gets more.
func TestAnInterruptedStatementHarmsNobodyElse(t *testing.T) {
	onEach(t, func(t *testing.T, db *store.DB, f *store.Faults) {
		var runs [3]int
		for after := 5 * time.Millisecond; runs[0] != 2 && after < time.Second; after *= 2 {
			must(t, db.Write(bg, func(tx *store.Tx) error { _, err := tx.Exec("DELETE FROM house"); return err }))
			runs = [3]int{}
			interruptOnce(t, f, after)
			counted := func(i int, fn func(*store.Tx) error) write {
				return write{fn: func(tx *store.Tx) error { runs[i]++; return fn(tx) }}
			}
			got := together(db, counted(0, put("a")),
				counted(1, func(tx *store.Tx) error { _, err := tx.Exec(long); return err }), counted(2, put("c")))
			for i, err := range got {
				if err != nil {
					t.Error(i, err)
				}
			}
			if n := count(t, db, "SELECT COUNT(*) FROM house"); n != 3 {
				t.Errorf("%d rows of 3", n)
			}
		}
		if runs[0] != 2 || runs[1] != 2 {
			t.Errorf("the functions ran %v times; was nothing interrupted?", runs)
		}
	})
}

// interruptOnce breaks the long statement off the next time that it runs.
func interruptOnce(t *testing.T, f *store.Faults, after time.Duration) {
	var once atomic.Bool
	f.Set(func(f *store.Faults) {
		f.OnStatement = func(ctx context.Context, sql string) (context.Context, error) {
			if sql != long || once.Swap(true) {
				return ctx, nil
			}
			ctx, cancel := context.WithTimeout(ctx, after)
			t.Cleanup(cancel)
			return ctx, nil
		}
	})
}

func TestAFailedCommitLetsEachRunAgainAlone(t *testing.T) {
	onEach(t, func(t *testing.T, db *store.DB, f *store.Faults) {
		before := db.Version()
		g := hold(db)
		var once atomic.Bool
		f.Set(func(f *store.Faults) {
			f.OnCommit = func() error {
				if once.Swap(true) {
					return nil
				}
				return errors.New("no commit")
			}
		})
		const n = 5
		var runs [n]int
		var hooks [n]int
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				must(t, db.Write(bg, func(tx *store.Tx) error {
					runs[i]++
					tx.AfterCommit(func() { hooks[i]++ })
					return put(fmt.Sprint(i))(tx)
				}))
			})
		}
		awaitWaiting(db, n)
		g.open()
		wg.Wait()
		for i := range n {
			if runs[i] != 2 || hooks[i] != 1 || !has(t, db, fmt.Sprint(i)) {
				t.Errorf("write %d ran %d times, its hook %d times", i, runs[i], hooks[i])
			}
		}
		if moved := db.Version() - before; moved != n {
			t.Errorf("%d commits, want %d", moved, n)
		}
	})
}

func TestAWriteThatCannotBeCommittedIsRefusedAndLeavesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, db *store.DB, f *store.Faults) {
		f.Set(func(f *store.Faults) { f.OnCommit = func() error { return errors.New("no commit") } })
		err := db.Write(bg, func(tx *store.Tx) error {
			tx.AfterCommit(func() { t.Error("a hook of a write that failed") })
			return put("a")(tx)
		})
		if !errs.Is(err, errs.Unavailable) || has(t, db, "a") {
			t.Errorf("got %v", err)
		}
		f.Set(func(f *store.Faults) { f.OnCommit = nil })
		must(t, db.Write(bg, put("a")))
	})
}

// TestWhateverFailsWhatWasAcknowledgedIsThere lets the N-th statement fail, as
// on a full disk, for each N, and compares what was acknowledged with what is
// there.
func TestWhateverFailsWhatWasAcknowledgedIsThere(t *testing.T) {
	onEach(t, func(t *testing.T, db *store.DB, f *store.Faults) {
		const writers, rows, tries = 6, 3, 30
		for bad := range tries {
			var statements atomic.Int64
			f.Set(func(f *store.Faults) {
				f.OnStatement = func(ctx context.Context, _ string) (context.Context, error) {
					if statements.Add(1)-1 == int64(bad) {
						return ctx, errors.New("the disk is full")
					}
					return ctx, nil
				}
			})
			writes := make([]write, writers)
			for w := range writers {
				writes[w].fn = func(tx *store.Tx) error {
					for r := range rows {
						if err := put(fmt.Sprintf("%d-%d-%d", bad, w, r))(tx); err != nil {
							return err
						}
					}
					if w == writers-1 {
						return errors.New("the last one never wants to")
					}
					return nil
				}
			}
			for w, err := range together(db, writes...) {
				want := 0
				if err == nil {
					want = rows
				}
				like := fmt.Sprintf("%d-%d-", bad, w)
				from, before := store.Prefix(like)
				if n := count(t, db, "SELECT COUNT(*) FROM house WHERE name >= $1 AND name < $2", from, before); n != want {
					t.Fatalf("statement %d failed: write %d answered %v and left %d rows", bad, w, err, n)
				}
				if w < writers-1 && err != nil {
					t.Errorf("statement %d failed once: write %d was refused: %v", bad, w, err)
				}
			}
		}
	})
}

func TestHooksRunAfterTheCommitOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ran := false
		must(t, db.Write(bg, func(tx *store.Tx) error {
			tx.AfterCommit(func() {
				ran = true
				if !has(t, db, "a") {
					t.Error("the hook does not see what was written")
				}
				must(t, db.Write(bg, put("from the hook")))
			})
			if ran {
				t.Error("the hook ran inside the transaction")
			}
			return put("a")(tx)
		}))
		if !ran {
			t.Error("the hook did not run")
		}
		db.Write(bg, func(tx *store.Tx) error {
			tx.AfterCommit(func() { t.Error("a hook of a write that failed") })
			return errors.New("no")
		})
	})
}

func TestTransactionsInsideTransactionsAreRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		nop := func(*store.Tx) error { return nil }
		inside := func(tx *store.Tx) error {
			for _, err := range []error{
				db.Read(tx.Context(), nop), db.Write(tx.Context(), nop), db.Read(bg, nop), db.Write(bg, nop),
			} {
				if !errors.Is(err, store.ErrNested) {
					t.Errorf("got %v", err)
				}
			}
			return nil
		}
		must(t, db.Write(bg, inside))
		must(t, db.Read(bg, inside))
		must(t, db.Write(bg, nop)) // and not for ever
		must(t, db.Read(bg, nop))
	})
}

func TestCloseWritesWhatWaits(t *testing.T) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			url := storetest.URL(t, e)
			db := storetest.Reopen(t, store.Options{URL: url})
			g := hold(db)
			const n = 100
			results := make(chan error, n)
			for i := range n {
				go func() { results <- db.Write(bg, put(fmt.Sprint(i))) }()
			}
			awaitWaiting(db, n)
			closed := make(chan bool)
			go func() { db.Close(); close(closed) }()
			g.open()
			<-closed
			for range n {
				must(t, <-results)
			}
			if err := db.Write(bg, put("late")); !errs.Is(err, errs.Unavailable) || !errors.Is(err, store.ErrClosed) {
				t.Errorf("a write after Close: %v", err)
			}
			if err := db.Read(bg, func(*store.Tx) error { return nil }); !errs.Is(err, errs.Unavailable) {
				t.Errorf("a read after Close: %v", err)
			}
			again := storetest.Reopen(t, store.Options{URL: url})
			if rows := count(t, again, "SELECT COUNT(*) FROM house"); rows != n {
				t.Errorf("%d rows of %d", rows, n)
			}
		})
	}
}

func TestTooManyWaitingWritesAreSentAway(t *testing.T) {
	db := storetest.Open(t)
	g := hold(db)
	ctx, cancel := context.WithCancel(bg)
	var wg sync.WaitGroup
	for range 4096 {
		wg.Go(func() { db.Write(ctx, func(*store.Tx) error { return nil }) })
	}
	awaitWaiting(db, 4096)
	if err := db.Write(bg, put("a")); !errs.Is(err, errs.Unavailable) {
		t.Errorf("got %v", err)
	}
	cancel()
	wg.Wait()
	g.open()
	must(t, db.Write(bg, put("a")))
}
