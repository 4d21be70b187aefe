package mail

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// ending is how an attempt ended.
type ending uint8

const (
	accepted ending = iota // a server has it
	dropped                // nothing to say any more
	refused                // not at all: 5xx
	deferred               // not now
	stranded               // no server could be spoken to: not the message's fault
	untried                // given back
)

type outcome struct {
	row  *claimed
	what ending
	code int
	err  error
}

// settleAll writes down what became of the rows, as it is told. Whatever has
// ended by the time one write is done goes into the next one.
func (o *Outbox) settleAll(ctx context.Context, ended <-chan outcome) (sent int, err error) {
	ctx = context.WithoutCancel(ctx)
	for first := range ended {
		batch := []outcome{first}
		for more := true; more; {
			select {
			case next, open := <-ended:
				if more = open; open {
					batch = append(batch, next)
				}
			default:
				more = false
			}
		}
		for _, out := range batch {
			if out.what == accepted {
				sent++
			}
		}
		if e := o.settle(ctx, batch...); e != nil {
			// One of them may have spoilt it for the others.
			for _, out := range batch {
				if e := o.settleAlone(ctx, out); e != nil {
					err = e
				}
			}
		}
	}
	return sent, err
}

// settleAlone tries a little longer, since a message that was sent and not
// written down is sent twice.
func (o *Outbox) settleAlone(ctx context.Context, out outcome) (err error) {
	for pause := 50 * time.Millisecond; pause < 4*time.Second; pause *= 3 {
		if err = o.settle(ctx, out); err == nil {
			return nil
		}
		timer := time.NewTimer(pause)
		<-timer.C
	}
	o.Log.Error("what became of a mail cannot be written down", "row", out.row.ID, "kind", out.row.Kind, "err", err)
	return err
}

func (o *Outbox) settle(ctx context.Context, batch ...outcome) error {
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		quiet := true
		for _, out := range batch {
			shown, err := o.settleOne(tx, out)
			if err != nil {
				return err
			}
			quiet = quiet && !shown
		}
		if quiet {
			tx.Quiet()
		}
		return nil
	})
}

// settleOne deletes the row or puts it off, unless the lease was lost. It tells
// whether something changed that is shown.
func (o *Outbox) settleOne(tx *store.Tx, out outcome) (shown bool, err error) {
	c, now := out.row, tx.Now()
	switch out.what {
	case deferred:
		if next, ok := c.again(now); ok {
			_, err = tx.Exec(`UPDATE outbox SET lease = NULL, next_at = $3 WHERE id = $1 AND lease = $2`, c.ID, c.lease, store.At(next))
			return false, err
		}
	case stranded:
		if next := now.Add(pauseMost); next.Before(c.deadline()) {
			return false, o.giveBack(tx, c, next)
		}
	case untried:
		return false, o.giveBack(tx, c, now.Add(pauseFirst))
	}
	n, err := tx.Exec(`DELETE FROM outbox WHERE id = $1 AND lease = $2`, c.ID, c.lease)
	if err != nil || n == 0 {
		return false, err
	}
	switch {
	case out.what == accepted && o.Sent != nil:
		return false, o.Sent(tx.Context(), tx, c.Row)
	case out.what != dropped && out.what != accepted && o.Failed != nil:
		return true, o.Failed(tx.Context(), tx, c.Row, out.code)
	}
	return false, nil
}

// giveBack frees a row as if it had not been claimed.
func (o *Outbox) giveBack(tx *store.Tx, c *claimed, next time.Time) error {
	_, err := tx.Exec(`UPDATE outbox SET lease = NULL, next_at = $3, attempts = attempts - 1 WHERE id = $1 AND lease = $2`,
		c.ID, c.lease, store.At(next))
	return err
}
