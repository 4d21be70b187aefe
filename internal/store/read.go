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
	c, err := db.beginRead(ctx)
	if err != nil {
		return nil, err
	}
	tx := db.newTx(ctx, c, false)
	leave := db.nesting.enter()
	defer func() {
		leave()
		tx.over = true
		c.rollback(context.Background())
		db.readers.put(c)
	}()
	if err := fn(tx); err != nil {
		return tx, err
	}
	return tx, tx.failed
}

// beginRead lends a connection with a transaction on it. A connection that
// died while it was idle is replaced.
func (db *DB) beginRead(ctx context.Context) (*conn, error) {
	for try := 0; ; try++ {
		c, err := db.readers.get(ctx)
		if err != nil {
			return nil, err
		}
		err = c.control(context.WithoutCancel(ctx), beginRead(db.engine))
		if err == nil {
			return c, nil
		}
		c.broken = true
		db.readers.put(c)
		if try > cap(db.readers.slots) {
			return nil, err
		}
	}
}

func beginRead(e Engine) string {
	if e == SQLite {
		return "BEGIN"
	}
	// One state of the data for all statements, as on SQLite. A transaction
	// that only reads never fails for it.
	return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
}

// finish calls what was to be called after the end of the transaction.
func (tx *Tx) finish() {
	for _, f := range tx.after {
		f()
	}
}
