package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// later has a statement without values go out with the next one.
func (c *pgDriverConn) later(text string) { c.ahead = append(c.ahead, text) }

// takeBack drops the last statement that waits to go out, if it is this one.
func (c *pgDriverConn) takeBack(text string) bool {
	n := len(c.ahead)
	if n == 0 || c.ahead[n-1] != text {
		return false
	}
	c.ahead = c.ahead[:n-1]
	return true
}

// unbegun tells whether not even the BEGIN of the transaction has gone out.
func (c *pgDriverConn) unbegun() bool {
	return len(c.ahead) > 0 && strings.HasPrefix(c.ahead[0], "BEGIN")
}

// settle reads the answer that nobody waited for.
func (c *pgDriverConn) settle() error {
	if p := c.unread; p != nil {
		c.unread = nil
		if err := p.Close(); err != nil {
			c.pc.Close(context.Background())
			return driver.ErrBadConn
		}
	}
	if c.pc.IsClosed() {
		return driver.ErrBadConn
	}
	return nil
}

// sendWithAhead sends what waits and one more statement in one go and returns
// the answer to the latter.
func (c *pgDriverConn) sendWithAhead(ctx context.Context, send func(*pgconn.Pipeline)) (pgAnswer, error) {
	ahead := c.ahead
	c.ahead = c.ahead[:0]
	p := c.pc.StartPipeline(ctx)
	for _, text := range ahead {
		p.SendQueryParams(text, nil, nil, nil, nil)
	}
	send(p)
	if err := p.Sync(); err != nil {
		return pgAnswer{}, badIfUnsent(err)
	}
	for range ahead {
		rr, err := nextResult(p)
		if err == nil {
			_, err = rr.Close()
		}
		if err != nil {
			p.Close()
			return pgAnswer{}, err
		}
	}
	rr, err := nextResult(p)
	if err != nil {
		p.Close()
		return pgAnswer{}, err
	}
	return pgAnswer{rr, p}, nil
}

func nextResult(p *pgconn.Pipeline) (*pgconn.ResultReader, error) {
	got, err := p.GetResults()
	if err != nil {
		return nil, err
	}
	rr, ok := got.(*pgconn.ResultReader)
	if !ok {
		return nil, fmt.Errorf("store: the server answered with a %T", got)
	}
	return rr, nil
}

// simple runs statements without values, and before them what waits. It
// returns what the server says it did last.
func (c *pgDriverConn) simple(ctx context.Context, text string) (tag string, err error) {
	if err := c.settle(); err != nil {
		return "", err
	}
	if len(c.ahead) > 0 {
		text = strings.Join(c.ahead, "; ") + "; " + text
		c.ahead = c.ahead[:0]
	}
	all := c.pc.Exec(ctx, text)
	for all.NextResult() {
		t, _ := all.ResultReader().Close()
		tag = t.String()
	}
	return tag, badIfUnsent(all.Close())
}

var errNotCommitted = errors.New("store: the server rolled back")

// commit ends the transaction. A server answers COMMIT of a failed transaction
// with a rollback and no error.
func (c *pgDriverConn) commit(ctx context.Context) error {
	if c.unbegun() {
		c.ahead = c.ahead[:0]
		return nil
	}
	tag, err := c.simple(ctx, "COMMIT")
	if err == nil && tag != "COMMIT" {
		err = errNotCommitted
	}
	return err
}

func (c *pgDriverConn) rollback(ctx context.Context) error {
	unbegun := c.unbegun()
	c.ahead = c.ahead[:0]
	if unbegun {
		return nil
	}
	_, err := c.simple(ctx, "ROLLBACK")
	return err
}

// rollbackSoon sends a ROLLBACK and leaves its answer to be read later.
func (c *pgDriverConn) rollbackSoon(ctx context.Context) error {
	unbegun := c.unbegun()
	c.ahead = c.ahead[:0]
	if unbegun {
		return nil
	}
	if err := c.settle(); err != nil {
		return err
	}
	p := c.pc.StartPipeline(ctx)
	p.SendQueryParams("ROLLBACK", nil, nil, nil, nil)
	if err := p.Sync(); err != nil {
		return err
	}
	c.unread = p
	return nil
}
