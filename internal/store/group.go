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
	if err := w.begin(ctx, w.pending); err != nil {
		w.refuse(err)
		return
	}
	start := steady()
	first := w.take()
	if first == nil {
		w.c.rollback(ctx)
		return
	}
	size := w.db.faults.groupSize()
	if size == 1 || !w.pending() {
		// Nobody else waits: no savepoint is needed, since what is rolled back
		// for this one is rolled back for all.
		w.finishAlone(ctx, first)
		return
	}
	members := []*member{first}
	alive := w.runInSavepoint(ctx, first)
	for alive && len(members) < size && pastSince(start) < groupTime {
		m := w.take()
		if m == nil {
			break
		}
		members = append(members, m)
		alive = w.runInSavepoint(ctx, m)
	}
	if alive {
		alive = w.commit(ctx, members) == nil
	} else {
		w.c.rollback(ctx)
	}
	w.settle(ctx, members, alive)
}

// settle answers the members of a group. If the transaction was lost nobody
// has heard anything yet, and each runs again alone; so do those whose failure
// was not their own, after the others are safe.
func (w *writer) settle(ctx context.Context, members []*member, alive bool) {
	var rest []*member
	for _, m := range members {
		if !alive || m.worthAgain(m.err) {
			rest = append(rest, m)
		} else {
			m.answer(m.err)
		}
	}
	w.expect = len(members) - len(rest)
	for _, m := range rest {
		w.alone(ctx, m)
	}
}

// alone runs one member in a transaction of its own.
func (w *writer) alone(ctx context.Context, m *member) {
	if m.left {
		return
	}
	if err := w.begin(ctx, always); err != nil {
		m.answer(outage(err))
		return
	}
	w.finishAlone(ctx, m)
}

func always() bool { return true }

// finishAlone runs a member in the transaction that was begun for it, and once
// more in another if the failure was not its own.
func (w *writer) finishAlone(ctx context.Context, m *member) {
	err := w.run(m)
	if err == nil {
		err = w.commit(ctx, []*member{m})
	} else {
		w.c.rollback(ctx)
	}
	if m.left {
		return
	}
	if !m.worthAgain(err) {
		m.answer(err)
		return
	}
	if IsRetry(err) {
		time.Sleep(time.Duration(m.runs*m.runs) * time.Millisecond) // lets the other side of a deadlock pass
	}
	w.alone(ctx, m)
}

// worthAgain tells whether a member that failed deserves another transaction:
// after a deadlock a few more, after a failure of the database two more.
func (m *member) worthAgain(err error) bool {
	var cf *commitFailure
	switch {
	case errors.As(err, &cf) && cf.unknown:
		return false
	case IsRetry(err):
		return m.runs < maxRuns
	case cf != nil, kindOf(err) == away:
		return m.runs < 3
	}
	return false
}

// answer ends a write. Only a caller that is still there hears it.
func (m *member) answer(err error) {
	if m.left {
		return
	}
	var cf *commitFailure
	if errors.As(err, &cf) || IsRetry(err) {
		err = outage(err)
	}
	m.turn <- turn{err: err}
}

// outage makes the error for people out of one of the database.
func outage(err error) error {
	var cf *commitFailure
	if kindOf(err) == away && !errors.As(err, &cf) {
		return err
	}
	return unavailable(err)
}

// begin opens a transaction that may write. While another process holds the
// database, or the server is away, it tries again as long as somebody waits,
// but not longer than patience from the first failure: after that writes fail
// at once until it works again.
func (w *writer) begin(ctx context.Context, wanted func() bool) error {
	for {
		err := w.connect()
		if err == nil {
			err = w.c.beginWrite(ctx)
		}
		if err == nil {
			w.trouble = time.Time{}
			return nil
		}
		held := isBusy(err)
		if !held && w.c != nil {
			w.c.broken = true
		}
		first := w.trouble.IsZero()
		if first {
			w.trouble = steady()
		}
		switch {
		case kindOf(err) != away || !wanted() || pastSince(w.trouble) > patience:
			return err
		case held:
			time.Sleep(500 * time.Microsecond)
		case !first: // a connection that died while it was idle is replaced at once
			time.Sleep(50 * time.Millisecond)
		}
	}
}

// refuse answers everybody who waits: the database cannot be written.
func (w *writer) refuse(err error) {
	refused := 0
	for m := w.take(); m != nil; m = w.take() {
		m.answer(outage(err))
		refused++
	}
	if refused > 0 {
		w.db.log.Error("the database cannot be written", "refused", refused, "err", err)
	}
}

// runInSavepoint runs a member so that its failure takes back only its own
// work. It returns false if the transaction is lost.
func (w *writer) runInSavepoint(ctx context.Context, m *member) (alive bool) {
	if m.err = w.c.savepoint(ctx); m.err != nil {
		return false
	}
	if w.run(m) == nil {
		m.err = w.c.release(ctx)
		return m.err == nil
	}
	// That the savepoint is still there is the proof that the transaction
	// lives: engines end it by themselves when the disk is full, a statement
	// was interrupted or the connection broke.
	return w.c.undo(ctx) == nil
}

// run hands the transaction to the member and waits until it is done with it.
func (w *writer) run(m *member) error {
	m.runs++
	tx := w.db.newTx(context.WithoutCancel(m.ctx), w.c, true)
	start := steady()
	m.turn <- turn{tx: tx}
	m.err = <-m.ran
	if took := pastSince(start); took > slowMember {
		w.db.log.Warn("a write held the queue", "took", took, "fn", runtime.FuncForPC(reflect.ValueOf(m.fn).Pointer()).Name())
	}
	return m.err
}
