package store

import (
	"context"
	"errors"
	"reflect"
	"runtime"
	"time"
)

// group writes what waits in one transaction. It begins before it takes
// anybody, so that callers may still give up while another process writes.
func (w *writer) group() {
	ctx := context.Background()
	start := steady()
	if err := w.begin(ctx, w.pending); err != nil {
		w.refuse(err)
		return
	}
	first := w.take()
	if first == nil {
		w.c.rollback(ctx)
		return
	}
	if !w.pending() {
		// Nobody else waits: no savepoint is needed, since what is rolled back
		// for this one is rolled back for all.
		err := w.run(first)
		if err == nil {
			err = w.commit(ctx, []*member{first})
		} else {
			w.c.rollback(ctx)
		}
		w.settleAlone(ctx, first, err)
		return
	}
	members := []*member{first}
	lost := !w.runInSavepoint(ctx, first)
	for !lost && len(members) < groupSize && pastSince(start) < groupTime {
		m := w.take()
		if m == nil {
			break
		}
		members = append(members, m)
		lost = !w.runInSavepoint(ctx, m)
	}
	if !lost {
		lost = w.commit(ctx, members) != nil
	} else {
		w.c.rollback(ctx)
	}
	w.settle(ctx, members, lost)
}

// settle answers the members of a group. If the transaction was lost nobody
// has heard anything yet, and each runs again alone; so do those who met a
// deadlock, after the others are safe.
func (w *writer) settle(ctx context.Context, members []*member, lost bool) {
	var rest []*member
	for _, m := range members {
		if lost || IsRetry(m.err) {
			rest = append(rest, m)
		} else {
			m.answer(m.err)
		}
	}
	for _, m := range rest {
		w.alone(ctx, m)
	}
}

// settleAlone answers a member that ran in a transaction of its own, or runs
// it once more if that may help.
func (w *writer) settleAlone(ctx context.Context, m *member, err error) {
	if err == nil || !worthAgain(err) {
		m.answer(err)
		return
	}
	w.alone(ctx, m)
}

// worthAgain tells whether a function that failed deserves another
// transaction: the failure was not its own.
func worthAgain(err error) bool {
	var cf *commitFailure
	return IsRetry(err) || kindOf(err) == away || errors.As(err, &cf) && !cf.unknown
}

// alone runs one member in a transaction of its own, a few times if the
// database asks for that.
func (w *writer) alone(ctx context.Context, m *member) {
	var err error
	for try := range maxTries {
		if m.left {
			return
		}
		if try > 0 {
			time.Sleep(time.Duration(try*try) * time.Millisecond) // lets the other side of a deadlock pass
		}
		if err = w.begin(ctx, func() bool { return true }); err != nil {
			break
		}
		if err = w.run(m); err == nil {
			if err = w.commit(ctx, []*member{m}); err == nil {
				break
			}
		} else {
			w.c.rollback(ctx)
		}
		if !worthAgain(err) || !IsRetry(err) && try >= 1 {
			break
		}
	}
	m.answer(err)
}

func (m *member) answer(err error) {
	if m.left {
		return
	}
	var cf *commitFailure
	if IsRetry(err) {
		err = unavailable(err)
	} else if errors.As(err, &cf) {
		err = unavailable(cf)
	}
	m.turn <- turn{err: err}
}

// begin opens a transaction that may write. While another process holds the
// database it tries again every few milliseconds, as long as somebody waits.
func (w *writer) begin(ctx context.Context, wanted func() bool) error {
	start := steady()
	reconnected := false
	for {
		err := w.connect()
		if err == nil {
			if err = w.c.control(ctx, beginWrite(w.db.engine)); err == nil {
				return nil
			}
		}
		switch {
		case isBusy(err):
			if !wanted() || pastSince(start) > lockPatience {
				return err
			}
			time.Sleep(500 * time.Microsecond)
		case !reconnected:
			reconnected = true // a connection that died while it was idle
			if w.c != nil {
				w.c.broken = true
			}
		default:
			return err
		}
	}
}

func beginWrite(e Engine) string {
	if e == SQLite {
		return "BEGIN IMMEDIATE"
	}
	return "BEGIN ISOLATION LEVEL READ COMMITTED"
}

// refuse answers everybody who waits: the database cannot be written.
func (w *writer) refuse(err error) {
	if kindOf(err) != away {
		err = unavailable(err)
	}
	w.db.log.Error("the database cannot be written", "err", err)
	for m := w.take(); m != nil; m = w.take() {
		m.answer(err)
	}
}

// runInSavepoint runs a member so that its failure takes back only its own
// work. It returns false if the transaction is lost.
func (w *writer) runInSavepoint(ctx context.Context, m *member) (alive bool) {
	if m.err = w.c.control(ctx, "SAVEPOINT m"); m.err != nil {
		return false
	}
	if w.run(m) == nil {
		m.err = w.c.control(ctx, "RELEASE m")
		return m.err == nil
	}
	// That the savepoint is still there is the proof that the transaction
	// lives: engines end it by themselves when the disk is full, a statement
	// was interrupted or the connection broke.
	if w.c.control(ctx, "ROLLBACK TO m") != nil {
		return false
	}
	return w.c.control(ctx, "RELEASE m") == nil && kindOf(m.err) != away
}

const slowMember = 250 * time.Millisecond

// run hands the transaction to the member and waits until it is done with it.
func (w *writer) run(m *member) error {
	tx := w.db.newTx(context.WithoutCancel(m.ctx), w.c, true)
	start := steady()
	m.turn <- turn{tx: tx}
	m.err = <-m.ran
	if took := pastSince(start); took > slowMember {
		w.db.log.Warn("a write held the queue", "took", took, "fn", runtime.FuncForPC(reflect.ValueOf(m.fn).Pointer()).Name())
	}
	return m.err
}

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
	if !changed {
		w.c.rollback(ctx)
		return nil
	}
	mark, err := w.mark(ctx, quiet)
	if err == nil {
		err = w.db.faults.commit(ctx, w.c)
	}
	if err == nil {
		err = w.c.control(ctx, "COMMIT")
	}
	if err == nil {
		w.db.changed(mark.version)
		return nil
	}
	w.c.rollback(ctx)
	return &commitFailure{cause: err}
}

// mark is the last statement of a group.
type mark struct{ version int64 }

func (w *writer) mark(ctx context.Context, quiet bool) (m mark, err error) {
	if quiet {
		return m, nil
	}
	rows, err := w.c.query(ctx, "UPDATE store_change SET n = n + 1 RETURNING n", nil)
	if err != nil {
		return m, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&m.version); err != nil {
			return m, err
		}
	}
	return m, failed(rows.Err(), "change counter")
}
