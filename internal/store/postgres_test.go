package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func TestAPostgresAddressIsNotQuoted(t *testing.T) {
	for _, bad := range []string{"postgres://u:hush@host:notaport/x", "postgres://u:hush@%zz/", "postgres://u:hush@/x?sslmode=what"} {
		if _, err := store.Open(bg, store.Options{URL: bad}); err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("got %v", err)
		}
	}
	if _, err := store.Open(bg, store.Options{URL: "postgres://u:hush@127.0.0.1:1/x"}); err == nil || strings.Contains(err.Error(), "hush") {
		t.Errorf("got %v", err)
	}
}

func TestProcessesThatOpenAnEmptyPostgresTogether(t *testing.T) {
	address := storetest.EmptyURL(t, store.Postgres)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			db, err := store.Open(bg, store.Options{URL: address})
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			if err := db.Write(bg, put(store.NewID())); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// TestDeadlocksAreRunAgain has two processes lock the same two rows in
// opposite order.
func TestDeadlocksAreRunAgain(t *testing.T) {
	o := store.Options{URL: storetest.URL(t, store.Postgres), Careless: true}
	a, b := storetest.Reopen(t, o), storetest.Reopen(t, o)
	must(t, a.Write(bg, func(tx *store.Tx) error { return errors.Join(put("1")(tx), put("2")(tx)) }))
	var runs atomic.Int32
	met := make(chan bool, 2)
	first := make(map[*store.DB]*sync.Once)
	for _, db := range []*store.DB{a, b} {
		first[db] = &sync.Once{}
	}
	both := make(chan error)
	cross := func(db *store.DB, one, two string) {
		both <- db.Write(bg, func(tx *store.Tx) error {
			runs.Add(1)
			if _, err := tx.Exec("UPDATE house SET value = value || 'x' WHERE name = $1", one); err != nil {
				return err
			}
			first[db].Do(func() { // both hold one row before either asks for the other
				met <- true
				for len(met) < 2 {
				}
			})
			_, err := tx.Exec("UPDATE house SET value = value || 'x' WHERE name = $1", two)
			return err
		})
	}
	go cross(a, "1", "2")
	go cross(b, "2", "1")
	must(t, <-both)
	must(t, <-both)
	if n := count(t, a, "SELECT COUNT(*) FROM house WHERE value = 'xxx'"); n != 2 || runs.Load() < 3 {
		t.Errorf("%d rows were changed twice, in %d runs", n, runs.Load())
	}
}

// TestBrokenConnectionsLoseNothing ends all connections again and again while
// writes and reads go on.
func TestBrokenConnectionsLoseNothing(t *testing.T) {
	address := storetest.URL(t, store.Postgres)
	o := store.Options{URL: address, Careless: true}
	db, killer := storetest.Reopen(t, o), storetest.Reopen(t, store.Options{URL: withParam(address, "application_name", "killer"), Careless: true})
	l := &ledger{told: make(map[string]error)}
	stop := l.storm(t, db)
	for range 20 {
		must(t, killer.Read(bg, func(tx *store.Tx) error {
			var n int
			return tx.Row(`SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
				WHERE datname = current_database() AND application_name = 'plenary'`).Scan(&n)
		}))
		before := db.Version()
		for tries := 0; db.Version() == before; tries++ { // it works again
			if tries == 30_000 {
				t.Fatalf("nothing was written since the connections ended; a write now ends with: %v", db.Write(bg, put("probe")))
			}
			killer.Read(bg, func(tx *store.Tx) error { var n int; return tx.Row("SELECT 1 FROM pg_sleep(0.001)").Scan(&n) })
		}
	}
	stop()
	l.compare(t, db)
}

func withParam(address, name, value string) string {
	u, _ := url.Parse(address)
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// between is a proxy that can cut a connection at the moment of a commit.
type between struct {
	address string
	cut     atomic.Int32
	doomed  atomic.Pointer[string] // what ends the connection that it is sent over, once
	sent    atomic.Int32           // by clients: each asks for an answer
}

const (
	not    int32 = iota
	before       // the server never sees the COMMIT
	after        // the server commits, its answer is lost
)

// newBetween listens in front of the server of the address.
func newBetween(t *testing.T, address string) *between {
	u, err := url.Parse(address)
	must(t, err)
	q := u.Query()
	server := filepath.Join(q.Get("host"), ".s.PGSQL.5432")
	if !strings.HasPrefix(server, "/") {
		t.Fatal("this test needs a server on a local socket")
	}
	dir := t.TempDir()
	l, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	must(t, err)
	t.Cleanup(func() { l.Close() })
	q.Set("host", dir)
	u.RawQuery = q.Encode()
	b := &between{address: u.String()}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go b.serve(client, server)
		}
	}()
	return b
}

func (b *between) serve(client net.Conn, server string) {
	defer client.Close()
	up, err := net.Dial("unix", server)
	if err != nil {
		return
	}
	defer up.Close()
	var deaf atomic.Bool
	go func() {
		defer client.Close()
		buf := make([]byte, 64<<10)
		for {
			n, err := up.Read(buf)
			if n > 0 && deaf.Load() {
				return // the server has answered, which is all we wanted
			}
			if _, werr := client.Write(buf[:n]); err != nil || werr != nil {
				return
			}
		}
	}()
	buf := make([]byte, 64<<10)
	for {
		n, err := client.Read(buf)
		b.sent.Add(1)
		if text := b.doomed.Load(); text != nil && bytes.Contains(buf[:n], []byte(*text)) && b.doomed.CompareAndSwap(text, nil) {
			return
		}
		if bytes.Contains(buf[:n], []byte("COMMIT\x00")) {
			switch b.cut.Swap(not) {
			case before:
				return
			case after:
				deaf.Store(true)
			}
		}
		if _, werr := up.Write(buf[:n]); err != nil || werr != nil {
			if deaf.Load() {
				io.Copy(io.Discard, up)
			}
			return
		}
	}
}

func TestACommitWhoseAnswerIsLostIsFoundOut(t *testing.T) {
	for name, when := range map[string]int32{"before": before, "after": after} {
		t.Run(name, func(t *testing.T) {
			b := newBetween(t, storetest.URL(t, store.Postgres))
			db := storetest.Reopen(t, store.Options{URL: b.address, Careless: true})
			must(t, db.Write(bg, put("first")))
			for _, quiet := range []bool{false, true} {
				b.cut.Store(when)
				var runs [2]int
				writes := make([]write, 2)
				for i := range writes {
					writes[i].fn = func(tx *store.Tx) error {
						runs[i]++
						if quiet {
							tx.Quiet()
						}
						return put(fmt.Sprint(i, quiet))(tx)
					}
				}
				for i, err := range together(db, writes...) {
					if err != nil || !has(t, db, fmt.Sprint(i, quiet)) {
						t.Errorf("write %d: %v", i, err)
					}
				}
				want := map[int32]int{before: 2, after: 1}[when]
				if runs[0] != want || runs[1] != want {
					t.Errorf("the functions ran %v times, want %d", runs, want)
				}
				if b.cut.Load() != not {
					t.Error("nothing was cut")
				}
			}
		})
	}
}

// TestAGroupCostsOneExchangePerWrite counts what goes over the wire: between
// machines that, and not the server's work, is what limits a writer.
func TestAGroupCostsOneExchangePerWrite(t *testing.T) {
	b := newBetween(t, storetest.URL(t, store.Postgres))
	db := storetest.Reopen(t, store.Options{URL: b.address, Careless: true})
	must(t, db.Write(bg, put("prepared")))
	const n = 20
	var writes []write
	for i := range n {
		writes = append(writes, write{fn: put(fmt.Sprint(i))})
	}
	before := b.sent.Load()
	for _, err := range together(db, writes...) {
		must(t, err)
	}
	// One each, the counter, the commit; the poll may have looked once or twice.
	if sent := b.sent.Load() - before; sent > n+2+4 {
		t.Errorf("%d exchanges for a group of %d", sent, n)
	}
	must(t, db.Read(bg, func(tx *store.Tx) error {
		var v string
		return tx.Row("SELECT value FROM house WHERE name = '1'").Scan(&v)
	}))
	before = b.sent.Load()
	for range n {
		must(t, db.Read(bg, func(tx *store.Tx) error {
			var v string
			return tx.Row("SELECT value FROM house WHERE name = '1'").Scan(&v)
		}))
	}
	if sent := b.sent.Load() - before; sent > 2*n+4 {
		t.Errorf("%d messages for %d reads", sent, n)
	}
}

func TestARowThatIsHeldElsewhereRefusesOnlyWhoWantsIt(t *testing.T) {
	address := storetest.URL(t, store.Postgres)
	a := storetest.Reopen(t, store.Options{URL: address, Careless: true})
	b := storetest.Reopen(t, store.Options{URL: withParam(address, "lock_timeout", "50ms"), Careless: true})
	must(t, a.Write(bg, put("held")))
	held, release := make(chan bool), make(chan bool)
	done := make(chan error)
	update := func(tx *store.Tx) error {
		_, err := tx.Exec("UPDATE house SET value = 'y' WHERE name = 'held'")
		return err
	}
	go func() {
		done <- a.Write(bg, func(tx *store.Tx) error {
			if err := update(tx); err != nil {
				return err
			}
			close(held)
			<-release
			return nil
		})
	}()
	<-held
	runs := 0
	got := together(b, write{fn: put("a")}, write{fn: func(tx *store.Tx) error { runs++; return update(tx) }}, write{fn: put("c")})
	if got[0] != nil || !errs.Is(got[1], errs.Unavailable) || got[2] != nil || runs != 1 {
		t.Errorf("got %v after %d runs", got, runs)
	}
	close(release)
	must(t, <-done)
	must(t, b.Write(bg, update))
}

func TestStatementsSurviveAMigrationByAnotherNode(t *testing.T) {
	o := store.Options{URL: storetest.URL(t, store.Postgres), Careless: true, Readers: 1}
	a, b := storetest.Reopen(t, o), storetest.Reopen(t, o)
	const read, change = "SELECT * FROM grown", "UPDATE grown SET id = id RETURNING *"
	exec := func(text string) {
		must(t, a.Write(bg, func(tx *store.Tx) error { _, err := tx.Exec(text); return err }))
	}
	use := func(columns int) {
		to := []any{new(int), new(int)}[:columns]
		must(t, b.Read(bg, func(tx *store.Tx) error { return tx.Row(read).Scan(to...) }))
		must(t, b.Write(bg, func(tx *store.Tx) error { return tx.Row(change).Scan(to...) }))
	}
	exec("CREATE TABLE grown (id INTEGER)")
	exec("INSERT INTO grown VALUES (1)")
	use(1)
	exec("ALTER TABLE grown ADD COLUMN more INTEGER NOT NULL DEFAULT 2")
	use(2)
}
