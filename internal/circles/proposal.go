package circles

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
)

// Proposal is one way in which the people of a cohort could meet. It is changed
// in steps, which can be undone, until it is published.
type Proposal struct {
	ID     string
	Cohort string
	State  ProposalState
	Held   time.Time // when it was last held against what people say
	Base   string    // the proposal it was formed from; "" = from nothing
	Step   int       // of its steps, the one that is shown
	Job    string
	Seed   uint64
	MadeBy string
	MadeAt time.Time
	Nth    int // of those made in the same minute, which one it is
	Last   int // the number of its last step; more than Step if something was undone
}

// ProposalState is how far a proposal is.
type ProposalState string

// The states of a proposal.
const (
	InWork     ProposalState = "forming"
	Stopping   ProposalState = "stopping" // the best so far is wanted at once
	Ready      ProposalState = "ready"
	Failed     ProposalState = "failed"
	Publishing ProposalState = "publishing"
	Published  ProposalState = "published"
)

// Step is what a proposal was after one change.
type Step struct {
	N       int
	Did     Did
	Quality Quality
	At      time.Time
}

// Did is what was done in a step, to how many people and to which circle.
type Did struct {
	What   Deed   `json:"what"`
	N      int    `json:"n,omitempty"`
	Circle string `json:"circle,omitempty"`
}

// Deed is a kind of change.
type Deed string

// The kinds of changes. The first three are the house's own.
const (
	Formed    Deed = "formed"
	Continued Deed = "continued" // begun from the circles that meet
	Rechecked Deed = "rechecked" // held against what people say now
	Move      Deed = "move"      // people to another circle
	TakeOut   Deed = "out"       // people out of their circles
	Gather    Deed = "new"       // a circle of the people picked
	Dissolve  Deed = "dissolve"
	Pin       Deed = "pin" // people stay where they are when the rest is formed again
	Unpin     Deed = "unpin"
	Keep      Deed = "keep" // a circle stays as it is, with all its members
	Release   Deed = "release"
)

// Arrangement is what one step of a proposal holds: who is in which circle, who
// in none and why, and what is to stay.
type Arrangement struct {
	Weeks    []string          `json:"weeks"`  // the Mondays of the meetings
	Length   int               `json:"length"` // minutes of a meeting
	Circles  []Planned         `json:"circles"`
	Unplaced []Left            `json:"left,omitempty"`
	Pins     map[string]string `json:"pins,omitempty"` // interest → code of the circle they stay in
	Gone     []string          `json:"gone,omitempty"` // codes of the circles that hands dissolved
	Breaches []Breach          `json:"breaches,omitempty"`
	Fitting  int               `json:"fitting,omitempty"` // people without a circle for whom there would be a place
	From     string            `json:"from,omitempty"`    // what people said and the rules asked, as a mark
}

// Planned is a circle of an arrangement.
type Planned struct {
	Code    string   `json:"c"`
	Lang    string   `json:"l"`
	Track   string   `json:"t,omitempty"`
	Zone    string   `json:"z"` // whose clocks it follows
	Day     string   `json:"d"` // MON to SUN
	Start   string   `json:"s"`
	Members []string `json:"m"` // interests
	Kept    bool     `json:"k,omitempty"`
	StandBy []string `json:"b,omitempty"` // who could lead it besides, or come to lead it
}

// Left is somebody without a circle.
type Left struct {
	Interest string           `json:"i"`
	Reason   form.Reason      `json:"r"`
	Suggest  *form.Suggestion `json:"s,omitempty"`
	Fits     bool             `json:"f,omitempty"` // a circle of the arrangement has a place for them
	Met      string           `json:"m,omitempty"` // code of the circle in which they met when this was written
}

// Said of their reason to anybody but the safety contact: a block reads as a
// circle that is full.
func (l Left) Told() form.Reason {
	if l.Reason == form.ReasonBlocked {
		return form.ReasonCapacity
	}
	return l.Reason
}

// Quality is how good a step is, in numbers. Nothing in it is about one person.
type Quality struct {
	form.Card
	Heat     []int     `json:"heat,omitempty"` // people free for the hour that begins at each quarter of the week, from Monday 00:00 UTC, in the week of the first meeting
	Leaders  int       `json:"leaders"`        // people ready to facilitate
	Held     time.Time `json:"held"`           // when it was held against what people say
	Breaches int       `json:"breaches,omitempty"`
}

// Of returns the circle of that code, or nil.
func (a *Arrangement) Of(code string) *Planned {
	for i := range a.Circles {
		if a.Circles[i].Code == code {
			return &a.Circles[i]
		}
	}
	return nil
}

// Where returns the circle in which somebody is, or nil.
func (a *Arrangement) Where(interest string) *Planned {
	for i := range a.Circles {
		if slices.Contains(a.Circles[i].Members, interest) {
			return &a.Circles[i]
		}
	}
	return nil
}

// Placed counts the people with a circle.
func (a *Arrangement) Placed() (n int) {
	for i := range a.Circles {
		n += len(a.Circles[i].Members)
	}
	return n
}

// clone copies an arrangement so deeply that it can be changed.
func (a *Arrangement) clone() *Arrangement {
	b := *a
	b.Circles = slices.Clone(a.Circles)
	for i := range b.Circles {
		b.Circles[i].Members = slices.Clone(a.Circles[i].Members)
	}
	b.Gone = slices.Clone(a.Gone)
	b.Pins = make(map[string]string, len(a.Pins))
	for who, code := range a.Pins {
		b.Pins[who] = code
	}
	return &b
}

// pinned tells whether somebody stays where they are.
func (a *Arrangement) pinned(c *Planned, interest string) bool {
	return c.Kept || a.Pins[interest] == c.Code
}

// kept is the part of the arrangement that stays when the rest is formed again,
// and to which circle each of its people is pinned.
func (a *Arrangement) kept() (part Arrangement, pins map[string]string) {
	part = Arrangement{Weeks: a.Weeks, Length: a.Length}
	pins = map[string]string{}
	for i := range a.Circles {
		c := a.Circles[i]
		members := c.Members
		c.Members = nil
		for _, m := range members {
			if a.pinned(&a.Circles[i], m) {
				c.Members = append(c.Members, m)
				pins[m] = c.Code
			}
		}
		if len(c.Members) > 0 {
			part.Circles = append(part.Circles, c)
		}
	}
	return part, pins
}
