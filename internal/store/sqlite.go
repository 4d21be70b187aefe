package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"modernc.org/sqlite"
)

// openSQLite prepares the two pools of an SQLite file: one connection that
// writes and many that cannot.
func (db *DB) openSQLite(o Options) error {
	path, err := filepath.Abs(o.URL)
	if err != nil {
		return err
	}
	if err := createPrivate(path); err != nil {
		return err
	}
	write, err := sqlite.NewConnector(sqliteAddress(path, false, o.Careless))
	if err != nil {
		return err
	}
	read, err := sqlite.NewConnector(sqliteAddress(path, true, o.Careless))
	if err != nil {
		return err
	}
	db.writing = sql.OpenDB(write)
	db.writing.SetMaxOpenConns(1)
	db.reading = sql.OpenDB(read)
	return nil
}

// createPrivate makes the file so that only its owner reads it; SQLite gives
// its companions the same mode.
func createPrivate(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// sqliteAddress is the file with the settings of each connection. The writer
// waits little inside SQLite, since the queue waits better: it lets callers go
// that gave up and asks more often than SQLite does.
func sqliteAddress(path string, readOnly, careless bool) string {
	q := url.Values{}
	busy, cache, sync := 5, 8192, "FULL"
	if careless {
		sync = "OFF"
	}
	if readOnly {
		busy, cache = 5000, 4096
	}
	q.Set("_busy_timeout", strconv.Itoa(busy))
	for _, p := range []string{
		"journal_mode(WAL)", "synchronous(" + sync + ")", "secure_delete(ON)", "trusted_schema(OFF)", "foreign_keys(ON)",
		"temp_store(MEMORY)", "cache_size(-" + strconv.Itoa(cache) + ")",
	} {
		if readOnly && strings.HasPrefix(p, "journal_mode") {
			continue
		}
		q.Add("_pragma", p)
	}
	q.Set("_dqs", "0")
	q.Set("_defensive", "1")
	q.Set("_error_rc", "1")
	if readOnly {
		q.Set("_query_only", "1")
	}
	u := url.URL{Scheme: "file", Path: path}
	return u.String() + "?" + q.Encode()
}

// isBusy tells whether another connection holds the database.
func isBusy(err error) bool {
	var f *Failure
	return errors.As(err, &f) && len(f.Code) > 0 && f.kind == away && sqliteBusy(f.Code)
}

func sqliteBusy(code string) bool {
	n, err := strconv.Atoi(code)
	return err == nil && n < 10000 && (n&0xff == 5 || n&0xff == 6)
}

// noTransaction tells whether a ROLLBACK failed only because SQLite had rolled
// back by itself.
func noTransaction(err error) bool {
	var f *Failure
	return errors.As(err, &f) && strings.Contains(f.Text, "no transaction is active")
}

// Checkpoint brings everything that was written into the database file and
// empties the log beside it, so that what was deleted is in neither. It tries
// until no reader is in the way or ctx ends. On PostgreSQL it does nothing.
func (db *DB) Checkpoint(ctx context.Context) error {
	if db.engine != SQLite {
		return nil
	}
	for {
		done, err := db.checkpoint(ctx)
		if done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return errs.New(errs.Unavailable, "store.unavailable|This cannot be saved or read just now. Please try again in a moment.").Because(ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (db *DB) checkpoint(ctx context.Context) (done bool, err error) {
	answer := make(chan error, 1)
	ask := func(c *conn) {
		if c == nil {
			answer <- unavailable(errBroken)
			return
		}
		rows, err := c.sc.QueryContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
		if err != nil {
			answer <- failed(err, "wal_checkpoint")
			return
		}
		defer rows.Close()
		var busy, log, moved int
		for rows.Next() {
			err = rows.Scan(&busy, &log, &moved)
		}
		done = err == nil && busy == 0
		answer <- err
	}
	select {
	case db.writer.calls <- ask:
		err := <-answer
		return done, err
	case <-db.writer.ended:
		return false, unavailable(ErrClosed)
	case <-ctx.Done():
		return false, ctx.Err()
	}
}
