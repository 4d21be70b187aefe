//go:build unix

package storetest

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
	"github.com/jackc/pgx/v5/pgconn"
)

// Start is what the clock of a test database shows at first: an ordinary
// Monday in winter.
var start = time.Date(2027, time.January, 4, 9, 0, 0, 0, time.UTC)

// Clock is a clock that a test sets. See [NewClock].
type Clock = store.Clock

// NewClock makes a clock that stands at 9:00 UTC on Monday 4 January 2027
// until the test moves it.
func NewClock() *Clock { return store.NewClock(start) }

// Open opens an empty SQLite database, migrated, with a clock that stands
// still. The test closes it at its end.
func Open(t testing.TB) *store.DB {
	t.Helper()
	return OpenWith(t, store.SQLite, store.Options{Careless: true})
}

// Each runs a test on an empty database of each engine.
func Each(t *testing.T, fn func(t *testing.T, db *store.DB)) {
	EachWith(t, store.Options{}, fn)
}

// EachWith is Each with options of one's own; the URL is set by it.
func EachWith(t *testing.T, o store.Options, fn func(t *testing.T, db *store.DB)) {
	o.Careless = true
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) { fn(t, OpenWith(t, e, o)) })
	}
}

// OpenWith opens an empty database of the engine. Unless the options say
// Careless it waits for the disk as in real life.
func OpenWith(t testing.TB, e store.Engine, o store.Options) *store.DB {
	t.Helper()
	o.URL = URL(t, e)
	return Reopen(t, o)
}

// Reopen opens a database once more, as a second process would, with the
// settings of a test.
func Reopen(t testing.TB, o store.Options) *store.DB {
	t.Helper()
	if o.Now == nil {
		o.Now = NewClock().Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	_, measuring := t.(*testing.B)
	o.Strict = !measuring
	db, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// URL makes an empty database of the engine and returns where it is.
func URL(t testing.TB, e store.Engine) string {
	t.Helper()
	if e == store.Postgres {
		return postgresURL(t)
	}
	path := filepath.Join(t.TempDir(), "plenary.db")
	blank, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, blank, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// EmptyURL is where a database of the engine may be made: there is nothing in it
// yet, not even a schema.
func EmptyURL(t testing.TB, e store.Engine) string {
	t.Helper()
	if e == store.SQLite {
		return filepath.Join(t.TempDir(), "plenary.db")
	}
	url := postgresURL(t)
	if err := connected(url, func(ctx context.Context, c *pgconn.PgConn) error {
		return run(ctx, c, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
	}); err != nil {
		t.Fatal(err)
	}
	return url
}

// sqliteTemplate is the content of a migrated, empty database file: copying it
// is faster than migrating each time.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "plenary-blank")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "plenary.db")
	db, err := store.Open(context.Background(), store.Options{URL: path, Now: NewClock().Now, Careless: true})
	if err != nil {
		return nil, err
	}
	err = db.Checkpoint(context.Background())
	db.Close()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
