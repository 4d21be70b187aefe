package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	groupSize  = 64                    // functions in one transaction
	groupTime  = 20 * time.Millisecond // after which no further one joins
	gatherTime = 2 * time.Millisecond  // to wait at most for those who were just answered
	maxWaiting = 4096                  // beyond that, come back later
	patience   = 10 * time.Second      // how long the database may be held by others, or be away
	maxRuns    = 6                     // of one function, if it meets deadlocks
	slowMember = 250 * time.Millisecond
	airEvery   = 50 * time.Millisecond // of unbroken writing, after which others get a chance
	air        = time.Millisecond
)

// member is one call of Write on its way through the queue.
type member struct {
	ctx   context.Context
	fn    func(*Tx) error
	since time.Time
	state atomic.Int32
	turn  chan turn  // from the writer: run, or be answered
	ran   chan error // to the writer: how fn ended
	left  bool       // the goroutine ended inside fn; nobody is there to answer
	tx    *Tx        // of the latest run
	err   error      // of the latest run
	runs  int
}

// A member waits until the writer takes it or its caller leaves: whoever
// changes the state first.
const (
	waiting int32 = iota
	taken
	gone
)

// turn tells the caller to run its function in tx, or, without one, how the
// write ended.
type turn struct {
	tx  *Tx
	err error
}

// Write runs fn in a transaction and returns once it is durable, or with the
// error of fn, and then nothing has changed. See the package's text for what
// fn may and may not do. If ctx ends while the write waits for its turn,
// nothing happens and Write returns the error of ctx.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	if err := db.refuseNested(ctx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	m := &member{ctx: ctx, fn: fn, since: steady(), turn: make(chan turn, 1), ran: make(chan error, 1)}
	if err := db.writer.enqueue(m); err != nil {
		return err
	}
	cancelled := ctx.Done()
	for {
		select {
		case <-cancelled:
			if m.state.CompareAndSwap(waiting, gone) {
				return ctx.Err()
			}
			cancelled = nil // its turn has come: hear the end
		case t := <-m.turn:
			if t.tx != nil {
				m.run(t.tx)
				continue
			}
			if t.err == nil {
				m.tx.finish()
			}
			return t.err
		}
	}
}

// run calls fn on the caller's own goroutine, so that a test which fails
// inside it ends the test and stack traces show who wrote, and reports to the
// writer however fn ends.
func (m *member) run(tx *Tx) {
	m.tx = tx
	err := errLeft
	leave := tx.db.nesting.enter()
	defer func() {
		leave()
		tx.over = true
		if v := recover(); v != nil {
			err = newPanicError(v)
		} else if err == errLeft {
			m.left = true // runtime.Goexit
		}
		if k := kindOf(tx.failed); tx.failed != nil && (err == nil || k == again || k == slow || k == away) {
			err = tx.failed // whatever fn made of it
		}
		m.ran <- err
	}()
	err = m.fn(tx)
}

var errLeft = errors.New("store: the goroutine ended inside the transaction")

// PanicError is what Write returns when its function panicked. Its text does
// not repeat what the panic said unless the runtime said it.
type PanicError struct {
	Value any
	Stack []byte
}

func newPanicError(v any) *PanicError {
	buf := make([]byte, 16<<10)
	return &PanicError{v, buf[:runtime.Stack(buf, false)]}
}

func (p *PanicError) Error() string {
	if e, ok := p.Value.(runtime.Error); ok {
		return "store: panic in a write: " + e.Error()
	}
	return fmt.Sprintf("store: panic in a write: a %T", p.Value)
}

// writer is the one goroutine that writes. It hands the transaction to each
// member in turn and commits it for all of them.
type writer struct {
	db      *DB
	commits atomic.Int64

	mu     sync.Mutex
	queue  []*member
	target int // how many waiting members are worth a wake-up, besides the first
	closed bool
	wake   chan struct{}
	ended  chan struct{}
	calls  chan func(*conn) // rare work that needs the writer's connection

	// Of the writer's goroutine alone.
	c       *conn         // nil: to be opened
	trouble time.Time     // since when no transaction can be begun; zero: it can
	expect  int           // how many members will probably come again soon
	flush   time.Duration // how long the latest commit took
	busy    time.Time     // since when groups follow each other without a pause
}

func newWriter(db *DB) *writer {
	return &writer{
		db: db, wake: make(chan struct{}, 1), ended: make(chan struct{}), calls: make(chan func(*conn)),
	}
}

func (w *writer) enqueue(m *member) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return unavailable(ErrClosed)
	}
	if len(w.queue) >= maxWaiting {
		w.queue = slices.DeleteFunc(w.queue, func(m *member) bool { return m.state.Load() == gone })
	}
	if len(w.queue) >= maxWaiting {
		return unavailable(errFull)
	}
	w.queue = append(w.queue, m)
	if len(w.queue) == 1 || len(w.queue) == w.target {
		w.stir()
	}
	return nil
}

var errFull = errors.New("store: too many writes are waiting")

// Waiting is how many writes wait for their turn: a measure of load.
func (db *DB) Waiting() int {
	w := db.writer
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.queue)
}

func (w *writer) stir() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// take removes the next member whose caller is still there.
func (w *writer) take() *member {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) > 0 {
		m := w.queue[0]
		w.queue[0] = nil
		w.queue = w.queue[1:]
		if m.state.CompareAndSwap(waiting, taken) {
			return m
		}
	}
	w.queue = nil
	return nil
}

// pending drops those who gave up and tells whether anybody is left.
func (w *writer) pending() bool {
	any, _ := w.look()
	return any
}

// look tells whether anybody waits and whether anybody may still come. Both at
// once: nobody is left behind who came just before the end.
func (w *writer) look() (any, closed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) > 0 && w.queue[0].state.Load() == gone {
		w.queue[0] = nil
		w.queue = w.queue[1:]
	}
	return len(w.queue) > 0, w.closed
}

func (w *writer) loop() {
	defer close(w.ended)
	for {
		select {
		case f := <-w.calls:
			w.call(f)
			continue
		default:
		}
		any, closed := w.look()
		if any {
			w.gather()
			w.giveAir()
			w.group()
			continue
		}
		w.expect, w.busy = 0, time.Time{}
		if closed {
			if w.c != nil {
				w.c.close()
			}
			return
		}
		select {
		case <-w.wake:
		case f := <-w.calls:
			w.call(f)
		}
	}
}

// gather waits a moment for those who were answered together a moment ago and
// are likely to write again: one flush of the disk for all of them is better
// than two for half of them each. It waits a fraction of what a flush takes,
// and not at all after a write that was alone.
func (w *writer) gather() {
	most := min(w.flush/4, gatherTime)
	if w.expect == 0 || most < 20*time.Microsecond {
		return
	}
	w.mu.Lock()
	w.target = min(len(w.queue)+w.expect, groupSize)
	full := len(w.queue) >= w.target
	w.mu.Unlock()
	w.expect = 0
	if full {
		return
	}
	timer := time.NewTimer(most)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			return
		case <-w.wake:
		}
		w.mu.Lock()
		full := len(w.queue) >= w.target
		w.mu.Unlock()
		if full {
			return
		}
	}
}

// giveAir leaves the database free for a millisecond now and then when groups
// follow each other without a pause: another process that wants to write asks
// about as often.
func (w *writer) giveAir() {
	if w.db.engine != SQLite {
		return
	}
	now := steady()
	switch {
	case w.busy.IsZero():
		w.busy = now
	case now.Sub(w.busy) > airEvery:
		time.Sleep(air)
		w.busy = time.Time{}
	}
}

func (w *writer) call(f func(*conn)) {
	if w.connect() == nil {
		f(w.c)
	} else {
		f(nil)
	}
}

// close lets everything that waits be written, then ends the writer.
func (w *writer) close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.stir()
	<-w.ended
}

func (w *writer) connect() error {
	if w.c != nil && w.c.usable() {
		return nil
	}
	if w.c != nil {
		w.c.close()
		w.c = nil
	}
	c, err := newConn(context.Background(), w.db.engine, w.db.writing)
	if err != nil {
		return err
	}
	w.c = c
	return nil
}
