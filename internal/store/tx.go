package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Tx is a transaction, or the share of one function in it. It belongs to the
// goroutine that runs the function and ends with it.
type Tx struct {
	ctx    context.Context
	db     *DB
	c      *conn
	now    time.Time
	write  bool
	dirty  bool // changed something
	quiet  bool
	open   bool  // rows are being read
	begun  bool  // a query has succeeded
	over   bool  // the function has returned
	failed error // the first statement that failed
	after  []func()
}

var (
	errOver    = errors.New("store: the transaction is over")
	errOpen    = errors.New("store: a statement while the rows of another are being read")
	errBroken  = errors.New("store: broken connection")
	errNotRead = errors.New("store: a read that writes")
)

// Context is the context to pass on inside the transaction. It carries the
// values of the caller's and is never cancelled in a write.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Now is the time at which the transaction began, in microseconds: all its
// statements share it.
func (tx *Tx) Now() time.Time { return tx.now }

// Engine tells which engine runs the transaction.
func (tx *Tx) Engine() Engine { return tx.c.engine }

// DB is the database of the transaction.
func (tx *Tx) DB() *DB { return tx.db }

// AfterCommit has f called once the transaction is durable, on the goroutine
// of the caller of Write and before Write returns. If it is rolled back f is
// dropped; in a read f is called at its end.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// Quiet says that this write changes nothing that anybody is shown, so that it
// does not move the change counter by itself.
func (tx *Tx) Quiet() { tx.quiet = true }

// Statements run under no context that anybody cancels: PostgreSQL's driver
// gives up the whole connection for a cancelled statement, SQLite's rolls the
// whole transaction back, and both pay for watching. A read looks at its
// caller's context between statements and between rows instead.

// ready refuses statements at the wrong time, and those after a failure.
func (tx *Tx) ready() error {
	switch {
	case tx.over:
		return errOver
	case tx.failed != nil:
		return tx.failed
	case tx.open:
		return tx.fail(errOpen)
	}
	if !tx.write {
		return tx.ctx.Err()
	}
	return nil
}

func (tx *Tx) fail(err error) error {
	if tx.failed == nil && err != nil {
		tx.failed = err
	}
	return err
}

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(text string, args ...any) (int64, error) {
	if err := tx.ready(); err != nil {
		return 0, err
	}
	if !tx.write {
		return 0, tx.fail(errNotRead)
	}
	given, err := arguments(args)
	if err != nil {
		return 0, tx.fail(err)
	}
	ctx, err := tx.db.faults.statement(text)
	if err != nil {
		return 0, tx.fail(err)
	}
	n, err := tx.c.exec(ctx, text, given)
	if err != nil {
		return 0, tx.fail(err)
	}
	if n > 0 {
		tx.dirty = true
	}
	return n, nil
}

func (tx *Tx) query(text string, args []any) (*sql.Rows, error) {
	if err := tx.ready(); err != nil {
		return nil, err
	}
	given, err := arguments(args)
	if err != nil {
		return nil, tx.fail(err)
	}
	ctx := context.Background()
	if tx.write {
		if ctx, err = tx.db.faults.statement(text); err != nil {
			return nil, tx.fail(err)
		}
	}
	rows, err := tx.c.query(ctx, text, given)
	if k := kindOf(err); !tx.write && !tx.begun && (k == away || k == again) && tx.replace() == nil {
		rows, err = tx.c.query(ctx, text, given)
	}
	if err != nil {
		return nil, tx.fail(err)
	}
	tx.open, tx.begun = true, true
	return rows, nil
}

// Row prepares a query for at most one row. It runs when it is scanned.
func (tx *Tx) Row(text string, args ...any) *Row { return &Row{tx, text, args} }

// Found tells whether the query has a row.
func (tx *Tx) Found(text string, args ...any) (bool, error) {
	var one int
	err := tx.Row(text, args...).Scan(&one)
	if errors.Is(err, ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}

// Row is a query for one row that has not run yet.
type Row struct {
	tx   *Tx
	text string
	args []any
}

// Scan runs the query and reads its first row. Without one it returns
// [ErrNoRow] and leaves the destinations alone.
func (r *Row) Scan(to ...any) error {
	found := false
	err := r.tx.Each(func(rows *Rows) error {
		if found {
			return errStop
		}
		found = true
		return rows.Scan(to...)
	}, r.text, r.args...)
	if err == nil && !found {
		return ErrNoRow
	}
	return err
}

var errStop = errors.New("stop")

// Rows is the row that is being read.
type Rows struct {
	rows     *sql.Rows
	tx       *Tx
	text     string
	panicked any // what a Scanner panicked with
	calm     []calmly
}

// Scan copies the columns into the destinations. Besides what database/sql
// reads it takes *time.Time, [OrZero] and [JSON].
func (r *Rows) Scan(to ...any) error {
	err := r.rows.Scan(r.destinations(to)...)
	if r.panicked != nil {
		panic(r.panicked)
	}
	if err != nil {
		return fmt.Errorf("store: reading a row of %s: %w", head(r.text), scanError(err))
	}
	return nil
}

// All runs a query and collects what scan makes of each row.
func All[T any](tx *Tx, scan func(*Rows) (T, error), text string, args ...any) ([]T, error) {
	var all []T
	err := tx.Each(func(r *Rows) error {
		v, err := scan(r)
		if err == nil {
			all = append(all, v)
		}
		return err
	}, text, args...)
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Column is a scan function for queries of one column.
func Column[T any](r *Rows) (v T, err error) {
	err = r.Scan(&v)
	return v, err
}

// Each runs a query and calls row for each of its rows in turn. The rows may
// be many; only one is held at a time. No other statement may run meanwhile.
func (tx *Tx) Each(row func(*Rows) error, text string, args ...any) (err error) {
	rows, err := tx.query(text, args)
	if err != nil {
		return err
	}
	defer func() {
		tx.open = false
		if e := rows.Close(); err == nil && e != nil {
			err = tx.fail(failed(e, text))
		}
	}()
	r := &Rows{rows: rows, tx: tx, text: text}
	for rows.Next() {
		if tx.write && !tx.dirty {
			tx.dirty = !isSelect(text)
		}
		if err := row(r); err == errStop {
			return nil
		} else if err != nil {
			return err
		}
		if !tx.write && tx.ctx.Err() != nil {
			return tx.ctx.Err()
		}
	}
	return tx.fail(failed(rows.Err(), text))
}
