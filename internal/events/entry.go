package events

import (
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// Entry is whether, when and for what one registers. Opens and Closes are wall
// time in the event's zone.
type Entry struct {
	Registration Registering `json:"registration"`
	Elsewhere    string      `json:"elsewhere,omitempty"` // the address at which one registers, if it is elsewhere
	Opens        *when.Wall  `json:"opens,omitempty"`     // nil = at once
	Closes       *when.Wall  `json:"closes,omitempty"`    // the last open minute; nil = until the last date begins
	ByDate       bool        `json:"by_date,omitempty"`   // people choose single dates, or all
	Places       Places      `json:"places,omitzero"`     // of each date, unless it says otherwise
	Waitlist     bool        `json:"waitlist,omitempty"`
	CallLater    bool        `json:"call_later,omitempty"` // it is online, and the call's address comes later
	Questions    []Question  `json:"questions,omitempty"`
}

// Registering says whether one registers.
type Registering string

const (
	NoNeed    Registering = "none"      // one just comes
	Optional  Registering = "optional"  // it helps if one registers
	Required  Registering = "required"  // only who has a place comes in
	Elsewhere Registering = "elsewhere" // at another organisation's address
)

// Openness says whether people may register.
type Openness string

const (
	Open   Openness = "open"
	NotYet Openness = "not-yet"
	Over   Openness = "over"
	Never  Openness = "never" // there is nothing to register for here
)

// OpensAt is the instant at which registration opens; zero = at once.
func (e *Event) OpensAt() time.Time {
	if e.Entry.Opens == nil {
		return time.Time{}
	}
	t, _ := e.Entry.Opens.In(e.Location())
	return t
}

// ClosesAt is the instant after which nobody can register any more: the end of
// the last open minute, or the end of the last date.
func (e *Event) ClosesAt() time.Time {
	if e.Entry.Closes == nil {
		return e.Ends()
	}
	t, _ := e.Entry.Closes.In(e.Location())
	return t.Add(time.Minute)
}

// Openness tells whether registration is open at now.
func (e *Event) Openness(now time.Time) Openness {
	switch {
	case e.Entry.Registration != Optional && e.Entry.Registration != Required:
		return Never
	case e.State != Published || !now.Before(e.ClosesAt()):
		return Over
	case now.Before(e.OpensAt()):
		return NotYet
	}
	if _, ok := e.Next(now); !ok {
		return Over
	}
	return Open
}
