package circles

import (
	"encoding/json"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Wishes are what somebody asks for in private. Only they, the engine and, as
// to Apart, the cohort's safety contact ever see them.
type Wishes struct {
	OwnGroup OwnGroup  `json:"group,omitempty"`
	Together []Someone `json:"together,omitempty"`
	Apart    []Someone `json:"apart,omitempty"`
	Needs    []string  `json:"needs,omitempty"`  // access: captions, sign …
	Offers   []string  `json:"offers,omitempty"` // access they can give others
}

// Someone is somebody whom a wish is about, as they were named: a name, or an
// e-mail address. Whoever names them is never told whether anybody was found.
type Someone struct {
	Said    string   `json:"said"`
	Settled bool     `json:"settled,omitempty"` // the safety contact has said who is meant
	Persons []string `json:"persons,omitempty"` // whom they ticked
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

// openWishes opens the sealed wishes of an interest.
func openWishes(box seal.Box, interest string, cell []byte) (w Wishes, err error) {
	plain, err := box.Open("interest", "wishes", interest, cell)
	if err != nil || plain == "" {
		return w, err
	}
	return w, json.Unmarshal([]byte(plain), &w)
}

// resolve puts the ids of those who are meant into what people said.
func (room *Room) resolve(tx *store.Tx, list []Said, wishes map[string]Wishes) error {
	return nil
}
