package mail

import (
	"context"
	"errors"
	"sync"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// lane is a stream of mail with workers of its own. What people wait for goes
// over one of them, all else over the other: neither a mailing of thousands nor
// a server that is slow to take it holds a sign-in code up.
type lane struct {
	ranks   []rank // the most urgent first
	workers int
	sending sync.Mutex // held by the one round that runs
}

// rank is the mail of some kinds, or of all others.
type rank struct {
	kinds []string
	but   bool // all kinds but these
}

// where is the condition of the rank; its arguments begin with $from.
func (r rank) where(tx *store.Tx, from int) (text string, args []any) {
	text, args = store.In(tx, "kind", from, r.kinds)
	if r.but {
		text = "NOT (" + text + ")"
	}
	return text, args
}

// lanes parts the kinds: the first rank has a lane of its own.
func (o *Outbox) makeLanes() {
	rest := &lane{workers: o.Workers}
	var named []string
	for i, kinds := range o.Ranks {
		named = append(named, kinds...)
		if i == 0 {
			o.lanes = append(o.lanes, &lane{ranks: []rank{{kinds: kinds}}, workers: max(1, o.Workers/2)})
			continue
		}
		rest.ranks = append(rest.ranks, rank{kinds: kinds})
	}
	rest.ranks = append(rest.ranks, rank{kinds: named, but: true})
	o.lanes = append(o.lanes, rest)
}

// run sends what is or becomes due on the lane until ctx ends.
func (o *Outbox) runLane(ctx context.Context, l *lane) {
	wake := make(chan struct{}, 1)
	stop := o.DB.OnChange(func() {
		select {
		case wake <- struct{}{}:
		default:
		}
	})
	defer stop()
	var pause time.Duration
	for ctx.Err() == nil {
		_, err := o.sendLane(ctx, l)
		wait, woken := lookEvery, wake
		if err != nil && ctx.Err() == nil {
			pause = nextPause(pause, err)
			o.Log.Error("mail cannot be sent", "err", err, "next", pause)
			wait, woken = pause, nil
		} else {
			pause = 0
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-woken:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// nextPause grows while no mail server can be reached. The database comes back
// sooner.
func nextPause(last time.Duration, err error) time.Duration {
	if errs.Is(err, errs.Unavailable) {
		return pauseFirst
	}
	return min(max(2*last, pauseFirst), pauseMost)
}

// sendLane sends all that is due on the lane.
func (o *Outbox) sendLane(ctx context.Context, l *lane) (sent int, err error) {
	l.sending.Lock()
	defer l.sending.Unlock()
	for ctx.Err() == nil {
		due, err := o.anyDue(ctx, l)
		if err != nil || !due {
			return sent, err
		}
		rows, err := o.claim(ctx, l)
		if err != nil || len(rows) == 0 {
			return sent, err
		}
		n, err := o.deliver(ctx, l, rows)
		sent += n
		if err != nil {
			return sent, err
		}
	}
	return sent, ctx.Err()
}

// anyDue looks whether there is something to claim, so that an idle node
// writes nothing.
func (o *Outbox) anyDue(ctx context.Context, l *lane) (due bool, err error) {
	err = o.DB.Read(ctx, func(tx *store.Tx) error {
		for _, r := range l.ranks {
			of, args := r.where(tx, 2)
			var one int
			err := tx.Row(`SELECT 1 FROM outbox WHERE next_at <= $1 AND `+of+` LIMIT 1`,
				append([]any{store.At(tx.Now())}, args...)...).Scan(&one)
			if err == nil {
				due = true
				return nil
			}
			if !errors.Is(err, store.ErrNoRow) {
				return err
			}
		}
		return nil
	})
	return due, err
}
