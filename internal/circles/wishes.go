package circles

// Wishes are what somebody asks for in private. Only they, the engine and, as
// to Apart, the cohort's safety contact ever see them.
type Wishes struct {
	OwnGroup OwnGroup `json:"group,omitempty"`
	Together []Other  `json:"together,omitempty"`
	Apart    []Other  `json:"apart,omitempty"`
	Needs    []string `json:"needs,omitempty"`  // access: captions, sign …
	Offers   []string `json:"offers,omitempty"` // access they can give others
}

// Other is somebody whom a wish is about, as they were named. Person is their
// id once somebody has been found to be meant; whoever names them is never told
// whether that is so.
type Other struct {
	Said   string `json:"said"`
	Person string `json:"person,omitempty"`
}

// OwnGroup is whether somebody likes to be with people of the group they came
// with.
type OwnGroup string

// The wishes as to one's own group.
const (
	AnyGroup     OwnGroup = ""
	WithGroup    OwnGroup = "with"
	WithoutGroup OwnGroup = "without"
)
