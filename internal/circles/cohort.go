package circles

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/series"
)

// Cohort is the people from whom circles are formed together, with the rules
// that hold for all of them. Today it belongs to a series.
type Cohort struct {
	ID        string // "" as long as nobody has said yes and no rule was set
	Kind      CohortKind
	Subject   string // the id of the series
	Rules     Rules
	Safety    string // the person who may see who is to be kept apart; "" = nobody yet
	Published string // the proposal that the circles came of; "" = none yet
	Version   int
}

// CohortKind is what a cohort belongs to.
type CohortKind string

// OfSeries is a cohort of those who said yes to the circles of a series.
const OfSeries CohortKind = "series"

// Rules are what an organiser asks of circles beyond what the series' file
// says: its sizes, length, facilitators and dates.
type Rules struct {
	GridMin   int      `json:"grid"`              // circles begin on this grid, in minutes: 15, 30 or 60
	Anchors   []string `json:"anchors,omitempty"` // zones whose clocks a circle may follow; none: the series' zone
	OffHours  []string `json:"off,omitempty"`     // "23:00", "07:00": unpleasant hours in each member's zone
	OrgPolicy string   `json:"org"`               // form.PolicyMix, PolicyKeep or PolicyNone: people of one group
	Offers    []string `json:"offers,omitempty"`  // access that the programme gives in every circle
	Seconds   bool     `json:"seconds,omitempty"` // two facilitators are wished for
}

// DefaultRules hold until an organiser says otherwise.
func DefaultRules() Rules {
	return Rules{GridMin: 30, OffHours: []string{"23:00", "07:00"}, OrgPolicy: form.PolicyMix}
}

// Mark tells rules apart.
func (r Rules) Mark() string {
	plain, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(plain)
	return hex.EncodeToString(sum[:8])
}

// Asking is whether people can say yes to the circles of a series now.
type Asking uint8

// The stages of asking.
const (
	NotAsking Asking = iota // there are no circles, or nobody may come any more
	Open                    // circles are formed from those who say yes now
	Forming                 // closed: circles are being formed and not published yet
	Late                    // circles meet; who says yes gets a place that fits them, if there is one
)

// AskingOf tells at which stage a cohort of the series is at now.
func AskingOf(s *series.Series, c Cohort, now time.Time) Asking {
	switch {
	case s.Circles == nil || s.State != series.Published, !now.Before(s.CirclesEnd()):
		return NotAsking
	case c.Published != "":
		return Late
	case s.Circles.Closes == nil || now.Before(ClosesAt(s)):
		return Open
	}
	return Forming
}

// ClosesAt is the first instant at which nobody is asked any more; the series
// names the last open minute. Without one it is the zero time.
func ClosesAt(s *series.Series) time.Time {
	if s.Circles == nil || s.Circles.Closes == nil {
		return time.Time{}
	}
	t, _ := s.Circles.Closes.In(s.Location())
	return t.Add(time.Minute)
}
