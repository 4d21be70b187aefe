package circles

// Cohort is the people from whom circles are formed together, with the rules
// that hold for all of them. Today it belongs to a series.
type Cohort struct {
	ID        string
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
