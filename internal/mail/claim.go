package mail

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// claimed is a row that this process may send until its lease ends.
type claimed struct {
	Row
	cell  []byte // the payload, sealed
	lease string
}

// claim takes the next due rows of the lane, rank by rank. A claim moves
// next_at to the end of the lease, so that a row whose sender died is simply
// due again.
func (o *Outbox) claim(ctx context.Context, l *lane) (rows []claimed, err error) {
	err = o.DB.Write(ctx, func(tx *store.Tx) error {
		tx.Quiet()
		rows = nil
		if o.Paused != nil {
			if paused, err := o.Paused(tx); err != nil || paused {
				return err
			}
		}
		if _, err := tx.Exec(`DELETE FROM outbox WHERE next_at <= $1 AND not_after <= $1`, store.At(tx.Now())); err != nil {
			return err
		}
		lease := store.NewID()
		for _, r := range l.ranks {
			more, err := claimRank(tx, r, lease, o.Batch-len(rows))
			if err != nil {
				return err
			}
			slices.SortFunc(more, func(a, b claimed) int { return a.SendAt.Compare(b.SendAt) })
			if rows = append(rows, more...); len(rows) >= o.Batch {
				break
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claim mail: %w", err)
	}
	return rows, nil
}

func claimRank(tx *store.Tx, r rank, lease string, most int) ([]claimed, error) {
	of, args := r.where(tx, 5)
	return store.All(tx, func(r *store.Rows) (claimed, error) {
		c := claimed{lease: lease}
		err := r.Scan(&c.ID, &c.Kind, &c.Person, &c.About, &c.Lang, &c.cell, &c.SendAt, &c.NotAfter, &c.Attempts)
		c.Attempts--
		return c, err
	}, `UPDATE outbox SET lease = $1, next_at = $2, attempts = attempts + 1
		WHERE id IN (SELECT id FROM outbox WHERE next_at <= $3 AND `+of+` ORDER BY next_at LIMIT $4`+tx.SkipLocked()+`)
		RETURNING id, kind, person, about, lang, payload, send_at, not_after, attempts`,
		append([]any{lease, store.At(tx.Now().Add(leaseTime)), store.At(tx.Now()), most}, args...)...)
}

// deadline is when trying ends.
func (c *claimed) deadline() time.Time {
	end := c.SendAt.Add(tryFor)
	if !c.NotAfter.IsZero() && c.NotAfter.Before(end) {
		return c.NotAfter
	}
	return end
}

// again is when to try next after an attempt at now, and false if there is no
// time left for it. Pauses double from one minute to four hours; the last try
// is just before the deadline.
func (c *claimed) again(now time.Time) (time.Time, bool) {
	pause := min(time.Minute<<min(c.Attempts, 10), 4*time.Hour)
	// Rows that failed together do not all come back together.
	pause += pause / 8 * time.Duration(c.ID[0]%8) / 8
	next, end := now.Add(pause), c.deadline()
	if next.Before(end) {
		return next, true
	}
	last := end.Add(-time.Minute)
	return last, last.After(now.Add(30 * time.Second))
}

// held keeps a lease alive while its rows are being sent.
type held struct {
	lost atomic.Bool // could not be renewed: begin nothing more under it
	quit chan struct{}
	over chan struct{}
}

func (o *Outbox) holdLease(ctx context.Context, rows []claimed) *held {
	h := &held{quit: make(chan struct{}), over: make(chan struct{})}
	ctx = context.WithoutCancel(ctx)
	go func() {
		defer close(h.over)
		tick := time.NewTicker(renewEvery)
		defer tick.Stop()
		for {
			select {
			case <-h.quit:
				return
			case <-tick.C:
				h.lost.Store(o.renew(ctx, rows) != nil)
			}
		}
	}()
	return h
}

func (h *held) end() { close(h.quit); <-h.over }

// renew moves the end of the lease of those rows that still have it.
func (o *Outbox) renew(ctx context.Context, rows []claimed) error {
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].ID
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		tx.Quiet()
		among, args := store.In(tx, "id", 3, ids)
		_, err := tx.Exec(`UPDATE outbox SET next_at = $1 WHERE lease = $2 AND `+among,
			append([]any{store.At(tx.Now().Add(leaseTime)), rows[0].lease}, args...)...)
		return err
	})
}
