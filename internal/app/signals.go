package app

import (
	"context"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// ears hear the signals that end the program, so that a command can put things
// in order first. While it waits for what somebody types nothing needs to be:
// then they end the program as they usually do.
type ears struct {
	mu    sync.Mutex
	heard os.Signal
	waits bool // for input
}

// hear returns a context that ends with the first such signal, or with stop. The
// next signal ends the program as usual.
func hear() (ctx context.Context, e *ears, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	e = &ears{}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel()
			e.note(s)
		case <-ctx.Done():
		}
	}()
	return ctx, e, func() { signal.Stop(signals); cancel() }
}

func (e *ears) note(s os.Signal) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.heard = s; e.waits {
		end(s)
	}
}

func (e *ears) wait(waits bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.waits = waits; waits && e.heard != nil {
		end(e.heard)
	}
}

// end ends the program as the signal does that nobody listens for.
func end(s os.Signal) {
	signal.Reset(s)
	me, err := os.FindProcess(os.Getpid())
	if signal.Ignored(s) || err != nil || me.Signal(s) != nil { // there are systems that send none
		os.Exit(128 + int(s.(syscall.Signal)))
	}
	select {}
}

// typed is what somebody types into a command.
type typed struct {
	io.Reader
	ears *ears
}

// Read reads what is there, and waits for it.
func (t typed) Read(p []byte) (int, error) {
	t.ears.wait(true)
	defer t.ears.wait(false)
	return t.Reader.Read(p)
}
