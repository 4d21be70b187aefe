package store

import (
	"context"
	"time"
)

// commitFailure is a commit that did not succeed, or of which nobody knows.
type commitFailure struct {
	cause   error
	unknown bool
}

func (c *commitFailure) Error() string { return "store: commit: " + c.cause.Error() }
func (c *commitFailure) Unwrap() error { return c.cause }

// commit raises the change counter if anything changed and makes it all
// durable. After an error nothing of the group is in the database, unless the
// error says that this could not be found out.
func (w *writer) commit(ctx context.Context, members []*member) error {
	changed, quiet := false, true
	for _, m := range members {
		if m.err == nil && m.tx.dirty {
			changed = true
			quiet = quiet && m.tx.quiet
		}
	}
	start := steady()
	var mk mark
	var err error
	if changed {
		if mk, err = w.mark(ctx, quiet); err == nil {
			err = w.db.faults.commit()
		}
	}
	sent := err == nil
	if sent {
		err = w.c.commit(ctx)
	}
	if err != nil && sent && changed && w.db.engine == Postgres && kindOf(err) == away {
		err = w.findOut(ctx, mk, err)
	}
	if err == nil {
		w.flush = pastSince(start)
		w.commits.Add(1)
		w.db.changed(mk.version)
		return nil
	}
	if _, is := err.(*commitFailure); !is {
		w.c.rollback(ctx)
		err = &commitFailure{cause: err}
	}
	w.db.log.Warn("a commit failed", "writes", len(members), "err", err)
	return err
}

// mark is the last statement of a group: the new change counter, and how to
// ask PostgreSQL afterwards whether the transaction was committed.
type mark struct {
	version int64
	xact    string
}

func (w *writer) mark(ctx context.Context, quiet bool) (m mark, err error) {
	text := "UPDATE store_change SET n = n + 1 RETURNING n"
	switch {
	case w.db.engine == SQLite && quiet:
		return m, nil
	case w.db.engine == Postgres && quiet:
		text = "SELECT 0, pg_current_xact_id()::text"
	case w.db.engine == Postgres:
		text = "UPDATE store_change SET n = n + 1 RETURNING n, pg_current_xact_id()::text"
	}
	to := []any{&m.version, &m.xact}
	if w.db.engine == SQLite {
		to = to[:1]
	}
	return m, w.c.one(ctx, text, nil, to...)
}

// one runs a query of the store itself that gives one row.
func (c *conn) one(ctx context.Context, text string, args []any, to ...any) error {
	rows, err := c.query(ctx, text, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return scanError(err)
		}
	}
	return failed(rows.Err(), text)
}

// findOut asks a new connection how a transaction ended whose connection was
// lost while it was being committed. It returns nil if it was committed.
func (w *writer) findOut(ctx context.Context, m mark, lost error) error {
	w.c.broken = true
	start := steady()
	for pastSince(start) < patience {
		var version int64
		var status string
		err := w.connect()
		if err == nil {
			err = w.c.one(ctx, "SELECT n, COALESCE(pg_xact_status($1::text::xid8), 'unknown') FROM store_change", []any{m.xact}, &version, &status)
		}
		switch {
		case err != nil && kindOf(err) == away:
			if w.c != nil {
				w.c.broken = true
			}
		case err != nil, status == "aborted", version < m.version:
			// An error here says that the number lies in the future of a server
			// that took over, which then never saw the transaction.
			return &commitFailure{cause: lost}
		case status == "committed":
			w.db.log.Warn("the connection was lost during a commit, which was found to have succeeded")
			return nil
		}
		time.Sleep(20 * time.Millisecond) // still in progress, or not to be reached yet
	}
	return &commitFailure{cause: lost, unknown: true}
}
