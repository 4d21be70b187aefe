package mail

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// deliver sends the rows with the lane's workers and settles each as it ends.
// It returns how many were accepted, and an error if no server can be used.
func (o *Outbox) deliver(ctx context.Context, l *lane, rows []claimed) (sent int, err error) {
	var (
		todo    = make(chan *claimed, len(rows))
		ended   = make(chan outcome, len(rows))
		down    atomic.Pointer[Unreachable]
		workers sync.WaitGroup
	)
	for i := range rows {
		todo <- &rows[i]
	}
	close(todo)
	lease := o.holdLease(ctx, rows)
	defer lease.end()
	for range min(l.workers, len(rows)) {
		workers.Go(func() {
			for c := range todo {
				if ctx.Err() != nil || down.Load() != nil || lease.lost.Load() {
					ended <- outcome{row: c, what: untried}
					continue
				}
				out := o.send(ctx, c)
				if u := (*Unreachable)(nil); errors.As(out.err, &u) {
					out.what = stranded
					down.Store(u)
				}
				ended <- out
			}
		})
	}
	go func() { workers.Wait(); close(ended) }()
	sent, err = o.settleAll(ctx, ended)
	if u := down.Load(); u != nil {
		return sent, u
	}
	return sent, err
}

// send renders and sends one row and says how that ended.
func (o *Outbox) send(ctx context.Context, c *claimed) outcome {
	m, err := o.render(ctx, c)
	if err != nil {
		if ctx.Err() != nil || errs.Is(err, errs.Unavailable) {
			return outcome{row: c, what: untried} // not the message's fault: the database is away
		}
		o.Log.Error("mail cannot be made", "row", c.ID, "kind", c.Kind, "err", err)
		return outcome{row: c, what: deferred, err: err}
	}
	if m == nil {
		return outcome{row: c, what: dropped}
	}
	if m.Kind == "" {
		m.Kind = c.Kind
	}
	o.composing.Lock()
	e, err := o.Composer.Compose(c.ID, m)
	o.composing.Unlock()
	if errors.Is(err, ErrAddress) {
		return outcome{row: c, what: refused, code: 553}
	}
	if err != nil {
		o.Log.Error("mail cannot be made", "row", c.ID, "kind", c.Kind, "err", err)
		return outcome{row: c, what: deferred, err: err}
	}
	return o.hand(ctx, c, e)
}

// hand gives the message to the server. It has Limit for that, and when ctx
// ends no more than the grace.
func (o *Outbox) hand(ctx context.Context, c *claimed, e *Envelope) outcome {
	sending, cancel := context.WithTimeout(context.WithoutCancel(ctx), o.Limit)
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		last, done := context.WithTimeout(sending, grace)
		defer done()
		<-last.Done()
		cancel()
	})
	defer stop()
	err := o.Transport.Send(sending, e)
	var no *Rejected
	switch {
	case err == nil:
		return outcome{row: c, what: accepted}
	case errors.As(err, &no) && no.Final():
		o.Log.Warn("mail refused", "row", c.ID, "kind", c.Kind, "err", err)
		return outcome{row: c, what: refused, code: no.Code}
	case errors.As(err, &no):
		o.Log.Info("mail put off", "row", c.ID, "kind", c.Kind, "err", err)
		return outcome{row: c, what: deferred, code: no.Code, err: err}
	}
	o.Log.Warn("mail not sent", "row", c.ID, "kind", c.Kind, "err", err)
	return outcome{row: c, what: deferred, err: err}
}

// render opens the payload and makes the message. A receiver whose key is gone
// is told nothing any more.
func (o *Outbox) render(ctx context.Context, c *claimed) (m *Message, err error) {
	r := o.renders[c.Kind]
	if r == nil {
		return nil, errors.New("mail: nothing renders this kind")
	}
	defer func() {
		if p := recover(); p != nil {
			m, err = nil, fmt.Errorf("mail: the render of %s panicked", c.Kind)
		}
	}()
	err = o.DB.Read(ctx, func(tx *store.Tx) error {
		m = nil
		row := c.Row
		if c.cell != nil {
			row.Payload = c.cell
			if err := row.open(tx, o.Keys); errors.Is(err, seal.ErrErased) {
				return nil
			} else if err != nil {
				return err
			}
		}
		if o.Guard != nil {
			drop, err := o.Guard(tx.Context(), tx, row)
			if err != nil || drop {
				return err
			}
		}
		m, err = r(tx.Context(), tx, row)
		return err
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}
