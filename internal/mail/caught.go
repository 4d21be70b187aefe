package mail

import (
	"context"
	"sync"
	"time"
)

// Caught keeps messages instead of sending them, for a server that is only
// tried out. Nothing leaves the machine.
type Caught struct {
	now func() time.Time

	mu    sync.Mutex
	first int // number of all[0]
	all   []caughtMessage
	bytes int
}

// CaughtEntry is one line of /dev/mail.json.
type CaughtEntry struct {
	N       int       `json:"n"`
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Kind    string    `json:"kind"`
	Lang    string    `json:"lang"`
	At      time.Time `json:"at"`
}

type caughtMessage struct {
	CaughtEntry
	data []byte
}

// maxCaught is how many bytes of messages are kept; the oldest go first.
const maxCaught = 512 << 20

// NewCaught makes an empty Caught. now tells when a message came.
func NewCaught(now func() time.Time) *Caught { return &Caught{now: now, first: 1} }

// Send implements Transport.
func (c *Caught) Send(_ context.Context, e *Envelope) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.first + len(c.all)
	c.all = append(c.all, caughtMessage{
		CaughtEntry{N: n, To: e.To, Subject: e.Subject, Kind: e.Kind, Lang: e.Lang, At: c.now().UTC()}, e.Data})
	for c.bytes += len(e.Data); c.bytes > maxCaught && len(c.all) > 1; c.first++ {
		c.bytes -= len(c.all[0].data)
		c.all[0] = caughtMessage{}
		c.all = c.all[1:]
	}
	return nil
}

// List returns the messages in the order in which they came, numbered from 1.
// The caller owns the slice; without messages it is empty and not nil.
func (c *Caught) List() []CaughtEntry {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := make([]CaughtEntry, len(c.all))
	for i := range c.all {
		list[i] = c.all[i].CaughtEntry
	}
	return list
}

// Raw returns the bytes of message n as they would have been sent. They are
// not to be changed.
func (c *Caught) Raw(n int) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n < c.first || n >= c.first+len(c.all) {
		return nil, false
	}
	return c.all[n-c.first].data, true
}
