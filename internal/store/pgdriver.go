package store

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// The driver of database/sql for PostgreSQL: pgconn speaks the protocol, and
// this hands statements and values over. Everything with parameters is
// prepared, and the server alone decides the types of the parameters, which
// travel as text (bytes as bytes); nothing is ever put into an SQL text.

type pgConnector struct{ cfg *pgconn.Config }

func (c *pgConnector) Connect(ctx context.Context) (driver.Conn, error) {
	cfg := c.cfg.Copy()
	net := dialPatiently(cfg)
	pc, err := pgconn.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return &pgDriverConn{pc: pc, net: net()}, nil
}

func (c *pgConnector) Driver() driver.Driver { return pgDriver{} }

type pgDriver struct{}

func (pgDriver) Open(string) (driver.Conn, error) {
	return nil, errors.New("store: opened by address only")
}

type pgDriverConn struct {
	pc     *pgconn.PgConn
	net    *pgNet
	next   int              // names the next prepared statement
	ahead  []string         // go out with the next statement: see pgsteer.go
	unread *pgconn.Pipeline // whose answer nobody has waited for yet
}

func (c *pgDriverConn) IsValid() bool { return !c.pc.IsClosed() }

func (c *pgDriverConn) ResetSession(context.Context) error {
	if c.pc.IsClosed() || c.pc.TxStatus() != 'I' {
		return driver.ErrBadConn
	}
	return nil
}

func (c *pgDriverConn) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return c.pc.Close(ctx)
}

// Begin is not used: the store steers its transactions itself.
func (c *pgDriverConn) Begin() (driver.Tx, error) {
	return nil, errors.New("store: transactions are begun by statements")
}

// ExecContext runs one or several statements without parameters.
func (c *pgDriverConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	if len(args) > 0 {
		return nil, driver.ErrSkip // to be prepared
	}
	_, err := c.simple(ctx, text)
	return driver.ResultNoRows, err
}

// badIfUnsent lets database/sql know of a connection that was dead before
// anything was sent on it.
func badIfUnsent(err error) error {
	if err != nil && pgconn.SafeToRetry(err) {
		return driver.ErrBadConn
	}
	return err
}

func (c *pgDriverConn) Prepare(text string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), text)
}

func (c *pgDriverConn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	if err := c.settle(); err != nil {
		return nil, err
	}
	c.next++
	sd, err := c.pc.Prepare(ctx, "s"+strconv.Itoa(c.next), text, nil)
	if err != nil {
		return nil, badIfUnsent(err)
	}
	s := &pgStmt{c: c, sd: sd, params: make([]int16, len(sd.ParamOIDs)), results: make([]int16, len(sd.Fields))}
	for i, oid := range sd.ParamOIDs {
		if oid == pgtype.ByteaOID {
			s.params[i] = pgtype.BinaryFormatCode
		}
	}
	for i, f := range sd.Fields {
		if f.DataTypeOID == pgtype.ByteaOID {
			s.results[i] = pgtype.BinaryFormatCode
		}
	}
	return s, nil
}

type pgStmt struct {
	c       *pgDriverConn
	sd      *pgconn.StatementDescription
	params  []int16 // format of each
	results []int16
}

func (s *pgStmt) Close() error {
	if s.c.settle() != nil {
		return nil // and the statement with it
	}
	return s.c.pc.Deallocate(context.Background(), s.sd.Name)
}

func (s *pgStmt) NumInput() int { return len(s.sd.ParamOIDs) }

func (s *pgStmt) Exec([]driver.Value) (driver.Result, error) { return nil, driver.ErrSkip }
func (s *pgStmt) Query([]driver.Value) (driver.Rows, error)  { return nil, driver.ErrSkip }

// start sends the statement, and before it what was to go out with it.
func (s *pgStmt) start(ctx context.Context, args []driver.NamedValue) (pgAnswer, error) {
	if err := s.c.settle(); err != nil {
		return pgAnswer{}, err
	}
	values := make([][]byte, len(args))
	for i, a := range args {
		values[i] = pgValue(a.Value)
	}
	if len(s.c.ahead) == 0 {
		return pgAnswer{s.c.pc.ExecStatement(ctx, s.sd, values, s.params, s.results), nil}, nil
	}
	return s.c.sendWithAhead(ctx, func(p *pgconn.Pipeline) {
		p.SendQueryStatement(s.sd, values, s.params, s.results)
	})
}

// pgAnswer is the answer to a statement that is being read.
type pgAnswer struct {
	rr *pgconn.ResultReader
	pl *pgconn.Pipeline // nil: it was sent by itself
}

func (a pgAnswer) close() (pgconn.CommandTag, error) {
	tag, err := a.rr.Close()
	if a.pl != nil {
		if e := a.pl.Close(); err == nil {
			err = e
		}
	}
	return tag, err
}

func pgValue(v driver.Value) []byte {
	switch v := v.(type) {
	case nil:
		return nil
	case int64:
		return strconv.AppendInt(make([]byte, 0, 20), v, 10)
	case string:
		return []byte(v)
	case []byte:
		if v == nil {
			return nil
		}
		return v
	case bool:
		return strconv.AppendBool(nil, v)
	case float64:
		return strconv.AppendFloat(nil, v, 'g', -1, 64)
	}
	panic(fmt.Sprintf("store: a %T reached the driver", v)) // arguments lets none through
}

func (s *pgStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	a, err := s.start(ctx, args)
	if err != nil {
		return nil, err
	}
	tag, err := a.close()
	return driver.RowsAffected(tag.RowsAffected()), badIfUnsent(err)
}

func (s *pgStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	a, err := s.start(ctx, args)
	if err != nil {
		return nil, err
	}
	r := &pgRows{s: s, a: a}
	// The first row is awaited here, so that a statement that fails fails now.
	if r.ready = a.rr.NextRow(); !r.ready {
		r.ended = true
		if _, err := a.close(); err != nil {
			return nil, badIfUnsent(err)
		}
	}
	return r, nil
}

type pgRows struct {
	s     *pgStmt
	a     pgAnswer
	ready bool // a row has been received and not been given out
	ended bool
}

func (r *pgRows) Columns() []string {
	names := make([]string, len(r.s.sd.Fields))
	for i, f := range r.s.sd.Fields {
		names[i] = f.Name
	}
	return names
}

func (r *pgRows) Close() error {
	if r.ended {
		return nil
	}
	r.ended = true
	_, err := r.a.close()
	return err
}

func (r *pgRows) Next(to []driver.Value) error {
	if !r.ready && !r.ended {
		r.ready = r.a.rr.NextRow()
	}
	if !r.ready {
		if err := r.Close(); err != nil {
			return err
		}
		return io.EOF
	}
	r.ready = false
	for i, b := range r.a.rr.Values() {
		v, err := pgResult(r.s.sd.Fields[i].DataTypeOID, b)
		if err != nil {
			return err
		}
		to[i] = v
	}
	return nil
}

func pgResult(oid uint32, b []byte) (driver.Value, error) {
	if b == nil {
		return nil, nil
	}
	switch oid {
	case pgtype.Int8OID, pgtype.Int4OID, pgtype.Int2OID, pgtype.OIDOID:
		return strconv.ParseInt(string(b), 10, 64)
	case pgtype.BoolOID:
		return len(b) == 1 && b[0] == 't', nil
	case pgtype.Float8OID, pgtype.Float4OID:
		return strconv.ParseFloat(string(b), 64)
	case pgtype.NumericOID: // sums of BIGINT
		if n, err := strconv.ParseInt(string(b), 10, 64); err == nil {
			return n, nil
		}
		return strconv.ParseFloat(string(b), 64)
	case pgtype.ByteaOID:
		return bytes.Clone(b), nil
	}
	return string(b), nil
}
