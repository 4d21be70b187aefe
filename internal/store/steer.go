package store

import (
	"context"
	"database/sql/driver"
)

// What steers a transaction. On SQLite each is a statement that runs at once.
// On PostgreSQL most only wait for the next statement and go out with it, so
// that the member of a group costs one exchange with the server and not three,
// and a read costs one and a half; see pgsteer.go. An error of such a statement
// is that of the one it went out with.

// beginWrite opens a transaction that may write.
func (c *conn) beginWrite(ctx context.Context) error {
	if c.engine == SQLite {
		return c.steer(ctx, "BEGIN IMMEDIATE")
	}
	c.pg.later("BEGIN ISOLATION LEVEL READ COMMITTED")
	return nil
}

// beginRead opens a transaction that sees one state of the data.
func (c *conn) beginRead(ctx context.Context) error {
	if c.engine == SQLite {
		return c.steer(ctx, "BEGIN")
	}
	// A transaction that only reads never fails for its isolation.
	c.pg.later("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
	return nil
}

func (c *conn) savepoint(ctx context.Context) error {
	if c.engine == SQLite {
		return c.steer(ctx, savepoint)
	}
	c.pg.later(savepoint)
	return nil
}

func (c *conn) release(ctx context.Context) error {
	if c.engine == SQLite {
		return c.steer(ctx, release)
	}
	if !c.pg.takeBack(savepoint) {
		c.pg.later(release)
	}
	return nil
}

const (
	savepoint = "SAVEPOINT m"
	release   = "RELEASE m"
	undo      = "ROLLBACK TO m"
)

// undo takes back what was done since the savepoint. That it can is the proof
// that the transaction lives.
func (c *conn) undo(ctx context.Context) error {
	if c.engine == SQLite {
		if err := c.steer(ctx, undo); err != nil {
			return err
		}
		return c.steer(ctx, release)
	}
	if c.pg.takeBack(savepoint) { // nothing of it was sent
		if !c.usable() {
			return failed(driver.ErrBadConn, undo)
		}
		return nil
	}
	_, err := c.pg.simple(ctx, undo+"; "+release)
	return failed(err, undo)
}

func (c *conn) commit(ctx context.Context) error {
	if c.engine == SQLite {
		return c.steer(ctx, "COMMIT")
	}
	return failed(c.pg.commit(ctx), "COMMIT")
}

// rollback ends whatever transaction the connection is in. SQLite may have
// ended it already, which is not worth an error.
func (c *conn) rollback(ctx context.Context) {
	var err error
	if c.engine == SQLite {
		err = c.steer(ctx, "ROLLBACK")
	} else {
		err = failed(c.pg.rollback(ctx), "ROLLBACK")
	}
	if err != nil && !noTransaction(err) {
		c.broken = true
	}
}

// endRead ends a transaction that only read. Nobody waits for the answer.
func (c *conn) endRead(ctx context.Context) {
	if c.engine == SQLite {
		c.rollback(ctx)
	} else if c.pg.rollbackSoon(ctx) != nil {
		c.broken = true
	}
}

func (c *conn) steer(ctx context.Context, text string) error {
	_, err := c.exec(ctx, text, nil)
	return err
}
