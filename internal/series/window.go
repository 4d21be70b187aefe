package series

import (
	"strconv"
	"time"
)

// Openness is where a registration window stands.
type Openness uint8

const (
	NotYet Openness = iota // opens later
	Open
	Over // has closed
)

// OpensAt returns when registration opens; the zero time if it is open at once.
func (s *Series) OpensAt() time.Time {
	if s.Window.Opens == nil {
		return time.Time{}
	}
	t, _ := s.Window.Opens.In(s.Location())
	return t
}

// ClosesAt returns the first instant at which registration is closed. Closes
// names the last open minute, so this is the end of that minute; without one
// registration stays open until the last session is over.
func (s *Series) ClosesAt() time.Time {
	if s.Window.Closes == nil {
		return s.Ends()
	}
	t, _ := s.Window.Closes.In(s.Location())
	return t.Add(time.Minute)
}

// Openness tells where the window stands at now.
func (s *Series) Openness(now time.Time) Openness {
	switch {
	case s.State != Published:
		return Over
	case now.Before(s.OpensAt()):
		return NotYet
	case !now.Before(s.ClosesAt()):
		return Over
	}
	return Open
}

// Limited tells whether places in the track, or in the series, are limited.
func (s *Series) Limited(letter string) bool {
	t := s.Track(letter)
	return s.Window.Places != nil || (t != nil && t.Places != nil)
}

// Free returns how many places are left in the track: at most what is left in
// the series; -1 means no limit.
func (s *Series) Free(letter string) int {
	free := left(s.Window.Places, s.Taken)
	if t := s.Track(letter); t != nil {
		if f := left(t.Places, t.Taken); f >= 0 && (free < 0 || f < free) {
			free = f
		}
	}
	return free
}

func left(places *int, taken int) int {
	if places == nil {
		return -1
	}
	return max(0, *places-taken)
}

func itoa(n int) string { return strconv.Itoa(n) }
