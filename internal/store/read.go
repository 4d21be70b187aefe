package store

import "context"

// Read runs fn in a transaction that only reads and sees one state of the
// data, that of its beginning. It returns the error of fn. If ctx ends, the
// next statement or row of the transaction fails with its error.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	if err := db.refuseNested(ctx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	tx, err := db.read(ctx, fn)
	if err == nil {
		tx.finish()
	}
	return err
}

func (db *DB) read(ctx context.Context, fn func(*Tx) error) (*Tx, error) {
	c, err := db.readers.get(ctx)
	if err != nil {
		return nil, err
	}
	tx := db.newTx(ctx, c, false)
	leave := db.nesting.enter()
	defer func() {
		leave()
		tx.over = true
		tx.c.endRead(context.Background())
		db.readers.put(tx.c)
	}()
	if err := c.beginRead(context.Background()); err != nil {
		c.broken = true
		return nil, err
	}
	if err := fn(tx); err != nil {
		return tx, err
	}
	return tx, tx.failed
}

// replace gives a read whose first statement found its connection dead another
// one: connections die while they are idle, when the server restarts, and
// their statements get out of date when another node migrates.
func (tx *Tx) replace() error {
	tx.c.broken = true
	tx.c.close()
	c, err := newConn(context.Background(), tx.db.engine, tx.db.reading)
	if err != nil {
		return err
	}
	tx.c = c
	return c.beginRead(context.Background())
}

// finish calls what was to be called after the end of the transaction.
func (tx *Tx) finish() {
	for _, f := range tx.after {
		f()
	}
}
