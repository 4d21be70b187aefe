package web

import (
	"sync"

	"codeberg.org/plenary/plenary/internal/web/ui"
)

// looks keeps the sheet of the network's colour, which costs some hashing to
// make. A network has one colour at a time, so one is kept.
type looks struct {
	mu     sync.Mutex
	colour string
	look   *ui.Look
}

func (l *looks) of(colour string) *ui.Look {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.look == nil || l.colour != colour {
		l.colour, l.look = colour, ui.NewLook(colour)
	}
	return l.look
}
