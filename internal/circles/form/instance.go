package form

import "time"

// Instance is what circles are formed from: the programme, the people who said
// yes, and the ids of circles that must not change. It says the same as a
// circles-instance/1 file; package wire reads and writes that.
type Instance struct {
	Program Program
	Locked  []string // ids of circles of the previous placement
	People  []Person
}

// Program is what holds for every circle.
type Program struct {
	Weeks            []string // Mondays "2027-01-11", ascending, one per meeting
	LengthMin        int      // minutes of a meeting, a multiple of 15
	GridMin          int      // circles start on this grid of the anchor's local time
	Anchors          []string // zones in which a circle's weekly hour may be fixed
	Days             []string // weekdays on which a circle may meet; none: any
	Size             Size
	MinFacilitators  int       // hard
	WantFacilitators int       // wished for
	OffHours         [2]string // "23:00", "07:00": unpleasant, in each member's zone
	OrgPolicy        string    // PolicyMix, PolicyKeep or PolicyNone
	Languages        []string  // at most 64
	Tracks           []string
	Offers           []string // access that the programme gives everywhere
}

// Size bounds the number of members of a circle.
type Size struct{ Min, Target, Max int }

// What the programme wishes of people of one organisation: that they meet
// others, that they stay together, or nothing.
const (
	PolicyMix  = "mix"
	PolicyKeep = "keep"
	PolicyNone = "none"
)

// Person is somebody who said yes to a circle.
type Person struct {
	ID          string
	Zone        string
	Country     string
	Windows     []Window // when they are free, in their zone, every week
	Langs       []string // in the order they like
	Track       string   // "": any
	Role        string
	Org         string
	Experience  int // 0 to 3
	Facilitator bool
	Together    []string // counts when both name each other; a wish
	Apart       []string // one side suffices; a must
	Needs       []string // access that the programme or a member must offer
	Offers      []string
	Pin         string // the circle they must be in
}

// Placement says who is in which circle, and why somebody is in none. It says
// the same as a circles-assignment/1 file.
type Placement struct {
	InstanceSHA256 string
	Seed           uint64
	Circles        []Circle
	Unplaced       []Unplaced
}

// Circle is a group with its language and weekly hour.
type Circle struct {
	ID       string
	Lang     string
	Track    string
	Anchor   string // zone whose clocks the circle follows
	Day      string // "MON" to "SUN"
	Start    string // "18:30"
	Meetings []time.Time
	Members  []string
}

// Unplaced is somebody without a circle.
type Unplaced struct {
	ID      string
	Reason  Reason
	Detail  string // a sentence for them, in English; it never tells of a block
	Suggest *Suggestion
}

// Reason is why somebody has no circle: the first that applies, in this order.
type Reason string

// The reasons. ReasonBlocked is known to the file and the safety contact only;
// everybody else reads ReasonCapacity in its place.
const (
	ReasonNoLanguage    Reason = "no_language"    // speaks no language of the programme
	ReasonNoSlot        Reason = "no_slot"        // no start fits on every date
	ReasonNoFacilitator Reason = "no_facilitator" // no facilitator shares language, track and hour
	ReasonTooFew        Reason = "too_few"        // too few people share language, track and hour
	ReasonBlocked       Reason = "blocked"        // only a circle with somebody to be kept apart from has room
	ReasonCapacity      Reason = "capacity"       // the circles that fit are full
)

// Suggestion is one change that lets somebody join the circle at once. Exactly
// one of AddWindow and AddLang is set.
type Suggestion struct {
	Circle    string
	AddWindow string // "WED 18:00-19:30", in their zone
	AddLang   string
}
