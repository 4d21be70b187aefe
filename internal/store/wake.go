package store

import "sync"

// wakes are functions by topic.
type wakes struct {
	mu    sync.Mutex
	hooks map[string]map[int]func()
	next  int
}

// OnWake has f called whenever Wake names the topic in this process. The
// function must be quick and not wait for the database. The returned function
// ends it.
func (db *DB) OnWake(topic string, f func()) (stop func()) {
	w := &db.wakes
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hooks == nil {
		w.hooks = make(map[string]map[int]func())
	}
	if w.hooks[topic] == nil {
		w.hooks[topic] = make(map[int]func())
	}
	id := w.next
	w.next++
	w.hooks[topic][id] = f
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.hooks[topic], id)
	}
}

// Wake calls who waits for the topic in this process. It belongs into
// [Tx.AfterCommit]: what one is woken for must be there to be seen. Other
// processes notice by looking now and then.
func (db *DB) Wake(topic string) {
	w := &db.wakes
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.hooks[topic] {
		f()
	}
}
