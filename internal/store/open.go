package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Options say which database to open and how.
type Options struct {
	// URL is the path of an SQLite file, which is made if it is not there, or
	// a PostgreSQL address (postgres://…).
	URL string
	// Now tells the time; SystemClock if nil.
	Now func() time.Time
	// Log hears what went wrong outside any call; slog.Default() if nil.
	Log *slog.Logger
	// Schema stops migrating after the migration of that number; 0: none. It is
	// for data that a backup of an older program brings back.
	Schema int
	// Readers is how many reads run at once; 0: chosen by the machine.
	Readers int
	// Strict refuses a Read or Write inside another also when it was called
	// with the context of the outer one's caller. It is for tests, since it
	// takes a few microseconds each time.
	Strict bool
	// Careless does not wait for the disk, so that what was acknowledged may
	// be lost when the machine fails. It is for tests.
	Careless bool
	// Faults are for tests.
	Faults *Faults
}

// DB is an open database. It is safe for use by several goroutines.
type DB struct {
	engine   Engine
	now      func() time.Time
	log      *slog.Logger
	writing  *sql.DB
	reading  *sql.DB
	readers  *pool
	watching *pool // one connection, so that slow reads do not hide changes
	writer   *writer
	changes  *changes
	wakes    wakes
	faults   *Faults
	nesting  *nesting // of a strict database
	closing  sync.Once
}

// Open opens the database and migrates it to what this binary needs. A
// database that a newer binary has migrated is refused.
func Open(ctx context.Context, o Options) (*DB, error) {
	db, err := connectTo(o)
	if err != nil {
		return nil, err
	}
	if err := db.openPools(o); err != nil {
		return nil, err
	}
	db.writer = newWriter(db)
	if err := db.start(ctx, upTo(migrations(), o.Schema)); err != nil {
		db.closePools()
		return nil, err
	}
	return db, nil
}

// connectTo makes a database of the options, which nothing is connected to yet.
func connectTo(o Options) (*DB, error) {
	if o.URL == "" {
		return nil, errors.New("store: no database named")
	}
	db := &DB{engine: SQLite, now: o.Now, log: o.Log, faults: o.Faults, changes: newChanges()}
	if strings.HasPrefix(o.URL, "postgres://") || strings.HasPrefix(o.URL, "postgresql://") {
		db.engine = Postgres
	}
	if db.now == nil {
		db.now = SystemClock
	}
	if o.Strict {
		db.nesting = &nesting{}
	}
	if db.log == nil {
		db.log = slog.Default()
	}
	return db, nil
}

func (db *DB) openPools(o Options) (err error) {
	if o.Readers == 0 {
		o.Readers = min(max(4, 2*runtime.GOMAXPROCS(0)), 32)
	}
	if db.engine == Postgres {
		err = db.openPostgres(o)
	} else {
		err = db.openSQLite(o)
	}
	if err != nil {
		return fmt.Errorf("store: opening: %w", err)
	}
	db.readers = newPool(db.engine, db.reading, o.Readers)
	db.watching = newPool(db.engine, db.reading, 1)
	return nil
}

func (db *DB) start(ctx context.Context, all []migration) error {
	if err := db.migrate(ctx, all); err != nil {
		return err
	}
	v, err := db.readVersion(ctx)
	if err != nil {
		return err
	}
	db.changes.version.Store(v)
	go db.writer.loop()
	go db.watch()
	return nil
}

// Engine is which database it is.
func (db *DB) Engine() Engine { return db.engine }

// Now is the time by the database's clock.
func (db *DB) Now() time.Time { return db.now().UTC().Truncate(time.Microsecond) }

// Close writes what is waiting, lets reads end and closes the database. Later
// calls of Read and Write fail.
func (db *DB) Close() error {
	db.closing.Do(func() {
		db.writer.close()
		close(db.changes.stop)
		<-db.changes.ended
		db.closePools()
	})
	return nil
}

func (db *DB) closePools() {
	db.readers.close()
	db.watching.close()
	db.reading.Close()
	db.writing.Close()
}

func (db *DB) newTx(ctx context.Context, c *conn, write bool) *Tx {
	return &Tx{ctx: context.WithValue(ctx, nestedKey{}, db), db: db, c: c, now: db.Now(), write: write}
}

// nestedKey finds the database whose transaction a context belongs to.
type nestedKey struct{}

func (db *DB) refuseNested(ctx context.Context) error {
	if ctx.Value(nestedKey{}) == db {
		return ErrNested
	}
	return db.nesting.refuse()
}
