package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"

	"codeberg.org/plenary/plenary/e2e"
)

// outing is what the harness has instead of a test.
type outing struct {
	ctx      context.Context
	failed   bool
	cleanups []func()
}

// errEnded ends an outing that cannot go on.
var errEnded = errors.New("ended")

// run goes on an outing, clears up after it and returns the exit code.
func run(do func(*outing)) (code int) {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	t := &outing{ctx: ctx}
	func() {
		defer func() {
			if r := recover(); r != nil && r != errEnded {
				t.clear()
				panic(r)
			}
		}()
		do(t)
	}()
	t.clear()
	if t.failed {
		return 1
	}
	return 0
}

func (t *outing) clear() {
	for _, f := range slices.Backward(t.cleanups) {
		f()
	}
	t.cleanups = nil
	if err := e2e.Close(); err != nil {
		t.Logf("%v", err)
	}
}

func (t *outing) Helper()                  {}
func (t *outing) Failed() bool             { return t.failed }
func (t *outing) Cleanup(f func())         { t.cleanups = append(t.cleanups, f) }
func (t *outing) Context() context.Context { return t.ctx }

func (t *outing) Logf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

func (t *outing) Error(args ...any) {
	t.failed = true
	fmt.Fprintln(os.Stderr, args...)
}

func (t *outing) Errorf(format string, args ...any) { t.Error(fmt.Sprintf(format, args...)) }

func (t *outing) Fatal(args ...any) {
	t.Error(args...)
	panic(errEnded)
}

func (t *outing) Fatalf(format string, args ...any) { t.Fatal(fmt.Sprintf(format, args...)) }

func (t *outing) TempDir() string {
	dir, err := os.MkdirTemp("", "plenary-shots-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
