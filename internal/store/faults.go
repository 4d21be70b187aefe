package store

import (
	"context"
	"sync"
	"time"
)

// Faults makes a database misbehave, for tests. The zero value does nothing.
type Faults struct {
	mu sync.Mutex

	// GroupSize is how many writes share a transaction at most; 0: as usual.
	GroupSize int
	// CommitDelay is how much longer a commit takes, as on a slow disk.
	CommitDelay time.Duration
	// OnCommit is called before each commit; its error makes the commit fail.
	OnCommit func() error
	// OnStatement is called before each statement of a write. Its error makes
	// the statement fail as on a full disk. The context it returns is what the statement runs under.
	OnStatement func(ctx context.Context, sql string) (context.Context, error)
}

func (f *Faults) groupSize() int {
	if f == nil {
		return groupSize
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.GroupSize == 0 {
		return groupSize
	}
	return f.GroupSize
}

func (f *Faults) statement(text string) (context.Context, error) {
	ctx := context.Background()
	if f == nil {
		return ctx, nil
	}
	f.mu.Lock()
	on := f.OnStatement
	f.mu.Unlock()
	if on == nil {
		return ctx, nil
	}
	ctx, err := on(ctx, text)
	if err != nil {
		return ctx, unavailable(&Failure{Code: "fault", Text: err.Error(), SQL: head(text), kind: away})
	}
	return ctx, nil
}

func (f *Faults) commit() error {
	if f == nil {
		return nil
	}
	f.mu.Lock()
	on, delay := f.OnCommit, f.CommitDelay
	f.mu.Unlock()
	if delay > 0 {
		time.Sleep(delay)
	}
	if on != nil {
		return on()
	}
	return nil
}

// Set changes the faults of a database that is in use.
func (f *Faults) Set(change func(*Faults)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}
