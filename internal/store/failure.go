package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"
)

// ErrNoRow says that a query for one row found none.
var ErrNoRow = errors.New("store: no row")

// ErrNested says that Read or Write was called from inside a transaction.
var ErrNested = errors.New("store: Read or Write inside a transaction; pass its Tx on instead")

// ErrClosed is the cause of the Unavailable error after Close.
var ErrClosed = errors.New("store: closed")

// Failure is a statement that the database refused. It holds no values of the
// statement, so it may be logged.
type Failure struct {
	Code string // SQLSTATE, or SQLite's extended result code
	Text string // what the database says about it, if that cannot quote a value
	SQL  string // the start of the statement
	kind failureKind
}

type failureKind uint8

const (
	fault      failureKind = iota // a mistake in the statement, or anything unknown
	unique                        // a unique or primary key is taken
	constraint                    // another constraint
	again                         // a deadlock or a serialisation failure: run it again
	slow                          // it took too long: come back later
	away                          // the database cannot be used right now
)

func (f *Failure) Error() string {
	s := "store: " + f.Text + " (" + f.Code + ")"
	if f.SQL != "" {
		s += " in " + f.SQL
	}
	return s
}

// IsUnique tells whether a unique key was taken already.
func IsUnique(err error) bool { return kindOf(err) == unique }

// IsConstraint tells whether a constraint of the schema refused the row, a
// unique key included.
func IsConstraint(err error) bool {
	k := kindOf(err)
	return k == unique || k == constraint
}

// IsRetry tells whether the same transaction may well succeed when it is run
// again. Write does so by itself.
func IsRetry(err error) bool { return kindOf(err) == again }

// Again makes an error that has Write run the function once more: something
// outside the database has changed meanwhile.
func Again(err error) error { return &Failure{Code: "again", Text: err.Error(), kind: again} }

func kindOf(err error) failureKind {
	var f *Failure
	if errors.As(err, &f) {
		return f.kind
	}
	return fault
}

// unavailable is the error that people see when the database cannot be used.
func unavailable(cause error) error {
	return errs.New(errs.Unavailable,
		"store.unavailable|This cannot be saved or read just now. Please try again in a moment.").Because(cause)
}

// failed turns a driver's error into one of ours.
func failed(err error, text string) error {
	var (
		pg *pgconn.PgError
		sq *sqlite.Error
		ne net.Error
	)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return ErrNoRow
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		// No statement runs under a caller's context; this one was broken off.
		return unavailable(&Failure{Code: "interrupted", Text: "the statement was interrupted", SQL: head(text), kind: away})
	case errors.As(err, &sq):
		return sqliteFailure(sq, text)
	case errors.As(err, &pg):
		return postgresFailure(pg, text)
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, io.EOF), errors.Is(err, net.ErrClosed), errors.As(err, &ne), isConnectError(err),
		strings.HasPrefix(err.Error(), "conn closed"):
		return unavailable(&Failure{Code: "connection", Text: "the connection is lost", SQL: head(text), kind: away})
	}
	// A driver's own complaint, such as a value that a column's type does not
	// take; it may quote the value, so only its type is kept.
	return &Failure{Code: "driver", Text: fmt.Sprintf("the driver refused it with a %T", err), SQL: head(text)}
}

func isConnectError(err error) bool {
	var ce *pgconn.ConnectError
	return errors.As(err, &ce)
}

func sqliteFailure(e *sqlite.Error, text string) error {
	f := &Failure{Code: fmt.Sprint(e.Code()), Text: e.Error(), SQL: head(text)}
	switch e.Code() {
	case sqlitelib.SQLITE_CONSTRAINT_UNIQUE, sqlitelib.SQLITE_CONSTRAINT_PRIMARYKEY, sqlitelib.SQLITE_CONSTRAINT_ROWID:
		f.kind = unique
		return f
	}
	switch e.Code() & 0xff {
	case sqlitelib.SQLITE_CONSTRAINT:
		f.kind = constraint
		return f
	case sqlitelib.SQLITE_BUSY, sqlitelib.SQLITE_LOCKED, sqlitelib.SQLITE_FULL, sqlitelib.SQLITE_IOERR,
		sqlitelib.SQLITE_CANTOPEN, sqlitelib.SQLITE_READONLY, sqlitelib.SQLITE_NOMEM, sqlitelib.SQLITE_INTERRUPT,
		sqlitelib.SQLITE_PROTOCOL:
		f.kind = away
		return unavailable(f)
	}
	return f
}

func postgresFailure(e *pgconn.PgError, text string) error {
	f := &Failure{Code: e.Code, Text: e.Message, SQL: head(text)}
	class, _, _ := strings.Cut(e.Code, "")
	if len(e.Code) == 5 {
		class = e.Code[:2]
	}
	switch {
	case e.Code == "23505":
		f.kind = unique
	case class == "23":
		f.kind = constraint
	case e.Code == "40001", e.Code == "40P01", staleStatement(e):
		f.kind = again
	case e.Code == "55P03", e.Code == "57014": // somebody holds a lock; the statement ran into its limit
		f.kind = slow
		return unavailable(f)
	case class == "08", class == "53", class == "57", class == "58", e.Code == "25006", e.Code == "25P03", e.Code == "55000":
		f.kind = away
		return unavailable(f)
	case class == "22":
		f.Text = "a value does not fit" // the message quotes it
	}
	return f
}

// staleStatement tells whether a prepared statement no longer fits, because
// another node migrated the schema under it.
func staleStatement(e *pgconn.PgError) bool {
	return e.Code == "26000" || e.Code == "0A000" && strings.Contains(e.Message, "cached plan")
}

// head is enough of a statement to find it in the code.
func head(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 100 {
		text = text[:100] + "…"
	}
	return text
}
