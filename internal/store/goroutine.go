package store

import (
	"bytes"
	"runtime"
	"strconv"
	"sync"
)

// nesting finds transactions inside transactions that the context does not
// show, because the function used the context of its caller: by the goroutine.
// Looking takes a few microseconds, so only strict databases have one.
type nesting struct{ inside sync.Map }

// goroutine is the number of the goroutine that calls it, as its own stack
// trace says.
func goroutine() uint64 {
	var buf [40]byte // "goroutine 123 [running]:…"
	head := buf[:runtime.Stack(buf[:], false)]
	head = bytes.TrimPrefix(head, []byte("goroutine "))
	head, _, _ = bytes.Cut(head, []byte(" "))
	n, _ := strconv.ParseUint(string(head), 10, 64)
	return n
}

func (n *nesting) refuse() error {
	if n == nil {
		return nil
	}
	if _, is := n.inside.Load(goroutine()); is {
		return ErrNested
	}
	return nil
}

// enter notes that the goroutine runs a transaction until leave is called.
func (n *nesting) enter() (leave func()) {
	if n == nil {
		return func() {}
	}
	id := goroutine()
	n.inside.Store(id, true)
	return func() { n.inside.Delete(id) }
}
