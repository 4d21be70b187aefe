package store

import (
	"sync"
	"time"
)

// SystemClock tells the time. It is the only place that asks the system; all
// others are handed a function like it.
func SystemClock() time.Time { return time.Now().UTC() }

// Clock is a clock that can be set, for tests and for a server that is being
// tried out in another year. It is safe for use by several goroutines.
type Clock struct {
	mu   sync.Mutex
	at   time.Time        // what it showed when it was last set
	base time.Time        // what under showed then
	tick func() time.Time // nil: stands still until it is moved
}

// NewClock makes a clock that stands still at the given instant.
func NewClock(at time.Time) *Clock { return &Clock{at: at.UTC()} }

// NewRunningClock makes a clock that starts at the given instant and goes on
// as the system's does.
func NewRunningClock(at time.Time) *Clock {
	c := &Clock{tick: SystemClock}
	c.Set(at)
	return c
}

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.tick == nil {
		return c.at
	}
	return c.at.Add(c.tick().Sub(c.base))
}

// Set moves the clock to the instant, back or forth.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set(at.UTC())
}

// Add moves the clock by d.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set(c.now().Add(d))
}

func (c *Clock) set(at time.Time) {
	c.at = at
	if c.tick != nil {
		c.base = c.tick()
	}
}

// pastSince is how long ago start was by the system's steady clock, whatever
// the set clock shows: waiting and group lengths are real durations.
func pastSince(start time.Time) time.Duration { return time.Since(start) }

// steady is a point of the system's steady clock.
func steady() time.Time { return time.Now() }
