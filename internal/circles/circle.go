package circles

import (
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// Circle is a small group with its language and its hour.
type Circle struct {
	ID       string
	Cohort   string
	Code     string // C00042, as in the proposal
	Name     string // as its members call it; "" = none yet
	Language string
	Track    string
	Zone     string // whose clocks its hour follows
	Start    when.Clock
	Length   time.Duration
	State    CircleState
	Meetings []Meeting
}

// CircleState is whether a circle meets.
type CircleState string

// The states of a circle.
const (
	Meets     CircleState = "meets"
	Dissolved CircleState = "dissolved"
)

// Meeting is one time a circle meets. Its theme, question and activity are the
// series'.
type Meeting struct {
	ID       string
	Circle   string
	N        int // 1, 2 …
	Date     when.Date
	Status   string // as a session's
	Lead     string // the interest of who facilitates; "" = nobody yet
	Second   string
	Sequence int
}

// Placement is that somebody is in a circle.
type Placement struct {
	Interest  string
	Circle    string
	Sequence  int // of the invitations they have
	Reminders bool
	AskedAt   time.Time // when they asked to be moved; zero = they did not
	PlacedAt  time.Time
}
