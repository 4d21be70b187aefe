package store

import (
	"context"
	"net"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// pgSilence is how long the server may say nothing while it is asked
// something. The server itself ends statements earlier, so that this is for
// machines that vanished without a word.
const pgSilence = 45 * time.Second

// pgNet is a network connection that does not wait for ever.
type pgNet struct {
	net.Conn
	limit atomic.Int64 // nanoseconds; 0: none
	fixed atomic.Bool  // somebody set a deadline of their own
}

// dialPatiently makes cfg connect through a pgNet and returns where to find it.
func dialPatiently(cfg *pgconn.Config) func() *pgNet {
	var made *pgNet
	dial := cfg.DialFunc
	cfg.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		made = &pgNet{Conn: c}
		made.limit.Store(int64(pgSilence))
		return made, nil
	}
	return func() *pgNet { return made }
}

func (n *pgNet) Read(b []byte) (int, error) {
	if limit := n.limit.Load(); limit > 0 && !n.fixed.Load() {
		n.Conn.SetReadDeadline(steady().Add(time.Duration(limit)))
	}
	return n.Conn.Read(b)
}

func (n *pgNet) Write(b []byte) (int, error) {
	if limit := n.limit.Load(); limit > 0 && !n.fixed.Load() {
		n.Conn.SetWriteDeadline(steady().Add(time.Duration(limit)))
	}
	return n.Conn.Write(b)
}

// SetDeadline is called by pgconn to break a wait off, and with the zero time
// when there is nothing to break off any more.
func (n *pgNet) SetDeadline(t time.Time) error {
	n.fixed.Store(!t.IsZero())
	return n.Conn.SetDeadline(t)
}

// withoutLimit lets the server be silent for as long as it likes.
func (n *pgNet) withoutLimit() {
	n.limit.Store(0)
	n.Conn.SetDeadline(time.Time{})
}

func (n *pgNet) withLimit() { n.limit.Store(int64(pgSilence)) }
