package mail

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Render makes the message of a row from the data as it is now. It runs in a
// read transaction, maybe more than once. A nil message means that there is
// nothing to say any more: the row is dropped. An error is logged, and the row
// tried again later; it holds nothing personal.
type Render func(ctx context.Context, tx *store.Tx, row Row) (*Message, error)

// Options are what an Outbox works with.
type Options struct {
	DB        *store.DB
	Keys      *seal.Keys
	Composer  *Composer
	Transport Transport
	Log       *slog.Logger

	// Guard is asked before each message is rendered, in the same read. It
	// answers whether the row is to be dropped: the place of the rule on
	// addresses that have not answered. May be nil.
	Guard func(ctx context.Context, tx *store.Tx, row Row) (drop bool, err error)
	// Sent is called in the write that deletes a row after its message was
	// accepted, so that what was sent can be counted. The row comes without
	// its payload, here and in Failed. What it writes is not
	// to be shown to anybody: the change counter does not move. May be nil.
	Sent func(ctx context.Context, tx *store.Tx, row Row) error
	// Failed is called in the write that deletes a row which no server took:
	// refused for good (5xx), given up after a last 4xx, or 0 if no server
	// could be spoken to. May be nil.
	Failed func(ctx context.Context, tx *store.Tx, row Row, code int) error

	// Paused is asked before mail is claimed; while it says so nothing is sent,
	// and what waits stays. May be nil.
	Paused func(tx *store.Tx) (bool, error)

	// Ranks are the kinds of mail by urgency, the most urgent first. What is
	// named first has a way of its own, so that it waits behind nothing else;
	// of the rest the more urgent is claimed first, and kinds that are not named
	// come last.
	Ranks [][]string

	Workers int           // messages on their way at once; 0: 4
	Batch   int           // rows claimed at once; 0: 50
	Limit   time.Duration // for one message, whatever a server does; 0: 4 minutes
}

// Outbox sends what lies in the table outbox.
type Outbox struct {
	Options
	renders map[string]Render

	lanes     []*lane
	composing sync.Mutex // one message is composed at a time: a storm of mail leaves the other cores to people
}

const (
	leaseTime  = 45 * time.Second // after it the rows of a node that died are sent by another
	renewEvery = 12 * time.Second
	tryFor     = 72 * time.Hour
	grace      = 10 * time.Second // for messages on their way when Run ends
	lookEvery  = time.Second
	pauseFirst = 2 * time.Second // after a server could not be reached
	pauseMost  = time.Minute
)

// New makes an Outbox. Register the renders with Handle before it runs.
func New(o Options) *Outbox {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Workers == 0 {
		o.Workers = 4
	}
	if o.Batch == 0 {
		o.Batch = 50
	}
	if o.Limit == 0 {
		o.Limit = 4 * time.Minute
	}
	box := &Outbox{Options: o, renders: map[string]Render{}}
	box.makeLanes()
	return box
}

// Handle registers the Render of a kind of message.
func (o *Outbox) Handle(kind string, r Render) {
	if _, twice := o.renders[kind]; twice {
		panic("mail: two renders for " + kind)
	}
	o.renders[kind] = r
}

// Run sends whatever is or becomes due until ctx ends. It lets messages that
// are on their way end, for up to ten seconds.
func (o *Outbox) Run(ctx context.Context) {
	var lanes sync.WaitGroup
	for _, l := range o.lanes {
		lanes.Go(func() { o.runLane(ctx, l) })
	}
	lanes.Wait()
}

// SendDue sends all that is due and returns how many messages were accepted.
// It stops with an error when no server can be reached or the database fails;
// what happens to single messages is no error.
func (o *Outbox) SendDue(ctx context.Context) (sent int, err error) {
	for _, l := range o.lanes {
		n, e := o.sendLane(ctx, l)
		sent, err = sent+n, errors.Join(err, e)
	}
	return sent, err
}
