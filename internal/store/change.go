package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

const (
	pollEvery = 400 * time.Millisecond
	// After that many polls without another look the log beside an SQLite file
	// is brought into it and emptied, if anything was written: what was deleted
	// is to be gone from both.
	pollsPerCheckpoint = 75
)

// changes knows the change counter and tells those who want to hear of it.
type changes struct {
	version atomic.Int64
	moved   chan struct{}
	stop    chan struct{}
	ended   chan struct{}

	mu    sync.Mutex
	hooks map[int]func()
	next  int
}

func newChanges() *changes {
	return &changes{
		moved: make(chan struct{}, 1), stop: make(chan struct{}), ended: make(chan struct{}),
		hooks: make(map[int]func()),
	}
}

// Version is the newest known value of the change counter. It only grows. Own
// writes move it before Write returns, those of other processes within half a
// second. What is read after Version was asked is at least as new as it.
func (db *DB) Version() int64 { return db.changes.version.Load() }

// OnChange has f called soon after anything was written, by this process or
// another. Several writes may lead to one call. Calls come one at a time from
// a goroutine of the store, so f is quick; it may read and write. The returned
// function ends it.
func (db *DB) OnChange(f func()) (stop func()) {
	c := db.changes
	c.mu.Lock()
	defer c.mu.Unlock()
	id := c.next
	c.next++
	c.hooks[id] = f
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.hooks, id)
	}
}

// changed notes a newer version.
func (db *DB) changed(version int64) {
	c := db.changes
	for {
		old := c.version.Load()
		if version <= old {
			return
		}
		if c.version.CompareAndSwap(old, version) {
			break
		}
	}
	select {
	case c.moved <- struct{}{}:
	default:
	}
}

func (c *changes) call() {
	c.mu.Lock()
	hooks := make([]func(), 0, len(c.hooks))
	for _, f := range c.hooks {
		hooks = append(hooks, f)
	}
	c.mu.Unlock()
	for _, f := range hooks {
		f()
	}
}

// watch looks at the counter and calls the hooks until the store closes.
func (db *DB) watch() {
	c := db.changes
	defer close(c.ended)
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	complained := false
	polls, clean := 0, int64(-1)
	for {
		select {
		case <-c.stop:
			return
		case <-c.moved:
			c.call()
		case <-tick.C:
			v, err := db.readVersion(context.Background())
			if err != nil && !complained {
				db.log.Error("the change counter cannot be read", "err", err)
			}
			complained = err != nil
			if err == nil {
				db.changed(v)
			}
			state := v + db.writer.commits.Load() // moves with quiet writes, too
			if polls++; polls >= pollsPerCheckpoint && state != clean && db.engine == SQLite {
				if done, err := db.checkpoint(context.Background()); done && err == nil {
					polls, clean = 0, state
				}
			}
		}
	}
}

func (db *DB) readVersion(ctx context.Context) (v int64, err error) {
	c, err := db.watching.get(ctx)
	if err != nil {
		return 0, err
	}
	defer db.watching.put(c)
	if err = c.one(ctx, "SELECT n FROM store_change", nil, &v); err != nil {
		c.broken = true
	}
	return v, err
}
