package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"sync"
)

// conn is one connection and the statements prepared on it. Preparing costs
// more than running most statements, so they are kept for good.
type conn struct {
	sc     *sql.Conn
	engine Engine
	stmts  map[string]*sql.Stmt
	broken bool          // not to be used again
	pg     *pgDriverConn // what sc is, on PostgreSQL
}

// maxStatements bounds the prepared statements of one connection. All texts
// are constants of the code but for lists of different length, so that it is
// hardly ever reached.
const maxStatements = 1000

func newConn(ctx context.Context, engine Engine, from *sql.DB) (*conn, error) {
	sc, err := from.Conn(ctx)
	if err != nil {
		return nil, failed(err, "")
	}
	c := &conn{sc: sc, engine: engine, stmts: make(map[string]*sql.Stmt)}
	if engine == Postgres {
		// Asked for once; only who holds sc uses it.
		if err := sc.Raw(func(dc any) error { c.pg = dc.(*pgDriverConn); return nil }); err != nil {
			sc.Close()
			return nil, failed(err, "")
		}
	}
	return c, nil
}

// usable tells whether the next transaction may use the connection. That no
// statement of the last one failed to be rolled back is not enough: what only
// waited to go out (see steer.go) leaves no such trace when the connection dies.
func (c *conn) usable() bool { return !c.broken && (c.pg == nil || c.pg.IsValid()) }

func (c *conn) close() {
	lost := !c.usable()
	if lost && c.pg != nil {
		c.pg.Close() // at once: a server that may be gone is not asked to forget statements
	}
	for _, s := range c.stmts {
		s.Close()
	}
	if lost {
		// Keeps the pool from handing the connection out again.
		c.sc.Raw(func(any) error { return driver.ErrBadConn })
	}
	c.sc.Close()
}

func (c *conn) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	if s, ok := c.stmts[text]; ok {
		return s, nil
	}
	s, err := c.sc.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if len(c.stmts) >= maxStatements {
		for text, old := range c.stmts { // any one will do
			old.Close()
			delete(c.stmts, text)
			break
		}
	}
	c.stmts[text] = s
	return s, nil
}

func (c *conn) exec(ctx context.Context, text string, args []any) (int64, error) {
	s, err := c.prepared(ctx, text)
	if err != nil {
		return 0, failed(err, text)
	}
	res, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, c.failed(err, text)
	}
	n, err := res.RowsAffected()
	return n, failed(err, text)
}

func (c *conn) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	s, err := c.prepared(ctx, text)
	if err != nil {
		return nil, failed(err, text)
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, c.failed(err, text)
	}
	return rows, nil
}

// failed forgets a prepared statement that failed for being out of date.
func (c *conn) failed(err error, text string) error {
	err = failed(err, text)
	if s := c.stmts[text]; s != nil && kindOf(err) == again {
		s.Close()
		delete(c.stmts, text)
	}
	return err
}

// pool lends connections that only read. The one returned last is lent first,
// since its statements are prepared and its pages are in memory.
type pool struct {
	engine Engine
	from   *sql.DB
	slots  chan struct{}

	mu     sync.Mutex
	idle   []*conn
	closed bool
}

func newPool(engine Engine, from *sql.DB, size int) *pool {
	return &pool{engine: engine, from: from, slots: make(chan struct{}, size)}
}

func (p *pool) get(ctx context.Context) (*conn, error) {
	select {
	case p.slots <- struct{}{}:
	default:
		select {
		case p.slots <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		<-p.slots
		return nil, unavailable(ErrClosed)
	}
	if n := len(p.idle); n > 0 {
		c := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return c, nil
	}
	p.mu.Unlock()
	c, err := newConn(context.WithoutCancel(ctx), p.engine, p.from)
	if err != nil {
		<-p.slots
		return nil, err
	}
	return c, nil
}

func (p *pool) put(c *conn) {
	p.mu.Lock()
	if !c.usable() || p.closed {
		p.mu.Unlock()
		c.close()
	} else {
		p.idle = append(p.idle, c)
		p.mu.Unlock()
	}
	<-p.slots
}

// close waits for all that is lent.
func (p *pool) close() {
	p.mu.Lock()
	p.closed = true
	for _, c := range p.idle {
		c.close()
	}
	p.idle = nil
	p.mu.Unlock()
	for range cap(p.slots) {
		p.slots <- struct{}{}
	}
	for range cap(p.slots) {
		<-p.slots
	}
}
