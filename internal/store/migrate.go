package store

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sort"
	"strconv"
	"time"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration is one file of migrations/.
type migration struct {
	number   int
	name     string // 0001_house
	text     string
	checksum string
}

func migrations() []migration {
	all, err := readMigrations(migrationFiles)
	if err != nil {
		panic(err) // the files are part of the binary, and a test reads them
	}
	return all
}

func readMigrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var all []migration
	for _, path := range names {
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, err
		}
		name := path[len("migrations/") : len(path)-len(".sql")]
		if len(name) < 6 || name[4] != '_' {
			return nil, fmt.Errorf("store: migration %s is not named NNNN_room_what.sql", name)
		}
		n, err := strconv.Atoi(name[:4])
		if err != nil {
			return nil, fmt.Errorf("store: migration %s is not named NNNN_room_what.sql", name)
		}
		sum := sha256.Sum256(text)
		all = append(all, migration{n, name, string(text), hex.EncodeToString(sum[:8])})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].number < all[j].number })
	for i := 1; i < len(all); i++ {
		if all[i].number == all[i-1].number {
			return nil, fmt.Errorf("store: migrations %s and %s have one number", all[i-1].name, all[i].name)
		}
	}
	return all, nil
}

// upTo drops the migrations after one; 0: none.
func upTo(all []migration, number int) []migration {
	for i, m := range all {
		if number > 0 && m.number > number {
			return all[:i]
		}
	}
	return all
}

// Schema returns the number of the newest migration that was applied.
func Schema(tx *Tx) (number int, err error) {
	err = tx.Row("SELECT COALESCE(MAX(number), 0) FROM store_migration").Scan(&number)
	return number, err
}

// SchemaOf returns the number of the newest migration of a database, 0 if there
// is none, and changes nothing there.
func SchemaOf(ctx context.Context, o Options) (number int, err error) {
	db, err := connectTo(o)
	if err != nil {
		return 0, err
	}
	if db.engine == SQLite {
		if _, err := os.Stat(o.URL); errors.Is(err, fs.ErrNotExist) {
			return 0, nil
		}
	}
	if err := db.openPools(o); err != nil {
		return 0, err
	}
	defer db.closePools()
	there := `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'store_migration')`
	if db.engine == Postgres {
		there = `SELECT to_regclass('store_migration') IS NOT NULL`
	}
	_, err = db.read(ctx, func(tx *Tx) error {
		var is bool
		if err := tx.Row(there).Scan(&is); err != nil || !is {
			return err
		}
		number, err = Schema(tx)
		return err
	})
	return number, err
}

// NewestSchema is the number of the newest migration that this program knows.
func NewestSchema() int {
	all := migrations()
	return all[len(all)-1].number
}

const createMigrationTable = `CREATE TABLE IF NOT EXISTS store_migration (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, at BIGINT NOT NULL)`

// migrate brings the schema to what the binary knows. One process at a time
// does so: on SQLite whoever holds the write lock, on PostgreSQL whoever holds
// an advisory lock of the schema.
func (db *DB) migrate(ctx context.Context, all []migration) error {
	c, err := db.migrationConn(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if err := db.prepareMigrating(ctx, c); err != nil {
		return err
	}
	defer db.endMigrating(c)
	for {
		more, err := db.migrateOne(ctx, c, all)
		if err != nil || !more {
			return err
		}
	}
}

// migrationConn waits for another process that is making the same file.
func (db *DB) migrationConn(ctx context.Context) (*conn, error) {
	start := steady()
	for {
		c, err := newConn(ctx, db.engine, db.writing)
		if err == nil || !isBusy(err) || pastSince(start) > patience {
			return c, err
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func (db *DB) prepareMigrating(ctx context.Context, c *conn) error {
	if db.engine == SQLite {
		// Tables that others refer to are rebuilt without these; they are
		// checked before the commit instead.
		return db.untilFree(func() error { return c.run(ctx, "PRAGMA foreign_keys = OFF") })
	}
	c.pg.net.withoutLimit()
	if err := c.run(ctx, "SET statement_timeout = 0; SET lock_timeout = '60s'"); err != nil {
		return err
	}
	return c.run(ctx, "SELECT pg_advisory_lock(hashtext('plenary migration'), hashtext(current_schema()))")
}

func (db *DB) endMigrating(c *conn) {
	ctx := context.Background()
	if db.engine == SQLite {
		c.run(ctx, "PRAGMA foreign_keys = ON")
		return
	}
	// The writer goes on with this connection; if this fails it opens another.
	c.pg.net.withLimit()
	if c.run(ctx, "RESET statement_timeout; RESET lock_timeout; SELECT pg_advisory_unlock_all()") != nil {
		c.broken = true
	}
}

// untilFree repeats f while another process holds the database.
func (db *DB) untilFree(f func() error) error {
	start := steady()
	for {
		err := f()
		if err == nil || !isBusy(err) || pastSince(start) > patience {
			return err
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// run executes a text of one or several statements that return nothing.
func (c *conn) run(ctx context.Context, text string) error {
	_, err := c.sc.ExecContext(ctx, text)
	return failed(err, text)
}

// migrateOne applies the next migration, if there is one, in a transaction.
func (db *DB) migrateOne(ctx context.Context, c *conn, all []migration) (more bool, err error) {
	begin := "BEGIN IMMEDIATE"
	if db.engine == Postgres {
		begin = "BEGIN"
	}
	if err := db.untilFree(func() error { return c.run(ctx, begin) }); err != nil {
		return false, err
	}
	defer func() {
		if err != nil || !more {
			c.rollback(context.Background())
		}
	}()
	table, err := translate(db.engine, createMigrationTable)
	if err != nil {
		return false, err
	}
	if err := c.run(ctx, table); err != nil {
		return false, err
	}
	done, err := applied(ctx, c)
	if err != nil {
		return false, err
	}
	next, err := nextMigration(all, done)
	if err != nil || next == nil {
		return false, err
	}
	if err := db.apply(ctx, c, next); err != nil {
		return false, fmt.Errorf("store: migration %s: %w", next.name, err)
	}
	return true, c.run(ctx, "COMMIT")
}

func (db *DB) apply(ctx context.Context, c *conn, m *migration) error {
	text, err := translate(db.engine, m.text)
	if err != nil {
		return err
	}
	if err := c.run(ctx, text); err != nil {
		return err
	}
	if _, err := c.exec(ctx, "INSERT INTO store_migration (number, name, checksum, at) VALUES ($1, $2, $3, $4)",
		[]any{m.number, m.name, m.checksum, db.Now().UnixMicro()}); err != nil {
		return err
	}
	if db.engine == SQLite {
		return checkForeignKeys(ctx, c)
	}
	return nil
}

func checkForeignKeys(ctx context.Context, c *conn) error {
	rows, err := c.sc.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return failed(err, "foreign_key_check")
	}
	defer rows.Close()
	if rows.Next() {
		var table, parent string
		var row, key any
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return err
		}
		return fmt.Errorf("a row of %s refers to nothing in %s", table, parent)
	}
	return failed(rows.Err(), "foreign_key_check")
}

func applied(ctx context.Context, c *conn) (map[int]migration, error) {
	rows, err := c.query(ctx, "SELECT number, name, checksum FROM store_migration", nil)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	done := make(map[int]migration)
	for rows.Next() {
		var m migration
		if err := rows.Scan(&m.number, &m.name, &m.checksum); err != nil {
			return nil, err
		}
		done[m.number] = m
	}
	return done, failed(rows.Err(), "store_migration")
}

// nextMigration returns the first that is not applied, or what forbids going on.
func nextMigration(all []migration, done map[int]migration) (*migration, error) {
	known := make(map[int]bool)
	newest := 0
	for n := range done {
		newest = max(newest, n)
	}
	var next *migration
	for i := range all {
		m := &all[i]
		known[m.number] = true
		d, is := done[m.number]
		switch {
		case is && d.checksum != m.checksum:
			return nil, fmt.Errorf("store: migration %s was changed after it was applied", m.name)
		case !is && m.number < newest:
			return nil, fmt.Errorf("store: migration %s is older than the newest one applied, %04d", m.name, newest)
		case !is && next == nil:
			next = m
		}
	}
	for n, d := range done {
		if !known[n] {
			return nil, fmt.Errorf("store: the database is newer than this program: it has migration %s", d.name)
		}
	}
	return next, nil
}

// SchemaName names the schema of this binary: two binaries with the same
// migrations give the same name.
func SchemaName() string {
	h := sha256.New()
	for _, m := range migrations() {
		fmt.Fprintln(h, m.name, m.checksum)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
