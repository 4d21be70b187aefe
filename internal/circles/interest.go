package circles

import "time"

// Interest is somebody's yes to a circle. It is not a registration.
type Interest struct {
	ID         string
	Cohort     string
	Person     string
	State      State
	Languages  []string // in the order they like
	Track      string   // letter; "" = any
	Leads      bool     // ready to facilitate
	Wishes     Wishes
	Delegation string // the group they came with; "" = by themselves
	Zone       string // in which they are told their hours
	Language   string // in which they are told them
	AnsweredAt time.Time
	Generation int
	MadeAt     time.Time
	ChangedAt  time.Time
}

// State is where an interest stands.
type State string

// The states of an interest. Who has a circle is known by their placement.
const (
	Yes       State = "yes"
	Withdrawn State = "withdrawn"
)
