package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

const (
	pollEvery  = time.Second
	leaseTime  = 2 * time.Minute
	renewEvery = 30 * time.Second
)

// Handler does the work of one kind of job. What it must keep to is said in
// the package's text. Its context ends when the queue stops or the claim on
// the job is lost.
type Handler func(context.Context, *Running) error

// Queue runs jobs. Kinds and schedules are declared before it runs.
type Queue struct {
	db       *store.DB
	log      *slog.Logger
	workers  int
	handlers map[string]handling
	every    map[string]time.Duration
	only     map[string]Condition // of schedules that have one

	mu    sync.Mutex
	mine  map[string]bool // ids of the jobs that run in this queue
	stirs chan struct{}
}

type handling struct {
	run      Handler
	attempts int
}

// New makes a queue on the database that runs up to four jobs at once.
func New(db *store.DB, log *slog.Logger) *Queue {
	if log == nil {
		log = slog.Default()
	}
	q := &Queue{
		db: db, log: log, workers: 4, handlers: make(map[string]handling), every: make(map[string]time.Duration), only: make(map[string]Condition),
		mine: make(map[string]bool), stirs: make(chan struct{}, 1),
	}
	q.Handle(sweepKind, q.sweep)
	q.Every(sweepKind, 24*time.Hour)
	return q
}

// Option changes how one kind is handled.
type Option func(*handling)

// Attempts is how often a job is tried before it fails for good; 12 if not
// said, which is about four and a half hours.
func Attempts(n int) Option { return func(h *handling) { h.attempts = n } }

// Handle declares who does the jobs of a kind.
func (q *Queue) Handle(kind string, run Handler, options ...Option) {
	if _, twice := q.handlers[kind]; twice {
		panic("jobs: two handlers for " + kind)
	}
	h := handling{run: run, attempts: 12}
	for _, o := range options {
		o(&h)
	}
	q.handlers[kind] = h
}

// Every has a job of the kind run once per interval over all processes that
// share the database.
func (q *Queue) Every(kind string, interval time.Duration) {
	if interval < time.Second {
		panic("jobs: a schedule of less than a second: " + kind)
	}
	q.every[kind] = interval
}

// Condition tells whether a schedule has anything to do. It is asked about each
// second and reads little.
type Condition func(tx *store.Tx) (bool, error)

// EveryIf is Every for what has mostly nothing to do: no job is made until the
// condition holds, so that a house at rest writes nothing.
func (q *Queue) EveryIf(kind string, interval time.Duration, only Condition) {
	q.Every(kind, interval)
	q.only[kind] = only
}

// Run runs jobs until ctx ends, and returns when the last one has stopped.
// Jobs that are stopped so run again, here or elsewhere.
func (q *Queue) Run(ctx context.Context) error {
	defer q.db.OnWake(topic, q.stir)()
	var busy sync.WaitGroup
	defer busy.Wait()
	slots := make(chan struct{}, q.workers)
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		started, err := q.fill(ctx, slots, &busy)
		if err != nil && ctx.Err() == nil {
			q.log.Error("jobs cannot be claimed", "err", err)
		}
		if started {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-q.stirs:
		case <-tick.C:
		}
	}
}

// stir has the queue look for work.
func (q *Queue) stir() {
	select {
	case q.stirs <- struct{}{}:
	default:
	}
}

// fill claims as many due jobs as there are free workers and starts them.
func (q *Queue) fill(ctx context.Context, slots chan struct{}, busy *sync.WaitGroup) (started bool, err error) {
	free := cap(slots) - len(slots)
	if free == 0 || ctx.Err() != nil {
		return false, nil
	}
	claimed, err := q.claim(ctx, free)
	if err != nil {
		return false, err
	}
	for _, r := range claimed {
		slots <- struct{}{}
		busy.Go(func() {
			defer q.stir()
			defer func() { <-slots }()
			q.do(ctx, r)
		})
	}
	return len(claimed) > 0, nil
}

// RunDue runs everything that is due by the database's clock, one after the
// other, and what these add that is due at once. It returns how many jobs ran
// and the errors of those that failed. It is for tests and for commands that
// do not serve.
func (q *Queue) RunDue(ctx context.Context) (n int, err error) {
	var failed []error
	for {
		claimed, err := q.claim(ctx, 1)
		if err != nil {
			return n, err
		}
		if len(claimed) == 0 {
			return n, errors.Join(failed...)
		}
		for _, r := range claimed {
			n++
			if err := q.do(ctx, r); err != nil {
				failed = append(failed, fmt.Errorf("job %s: %w", r.Kind, err))
			}
		}
	}
}
