package community

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/seal/set"
	"codeberg.org/plenary/plenary/internal/store"
)

// Deed is what somebody did in a group that the others are to know of.
type Deed string

const (
	Started   Deed = "started"
	Invited   Deed = "invited"
	Joined    Deed = "joined"   // was let in by the one who did it
	Accepted  Deed = "accepted" // an invitation
	Left      Deed = "left"
	Removed   Deed = "removed"
	Raised    Deed = "raised" // made somebody a steward
	SteppedUp Deed = "heir"   // became one because nobody was left
	Stepped   Deed = "stepped-down"
)

// Entry is a line of the group's own log. It names members by their ids here,
// so that whoever leaves has no name in it.
type Entry struct {
	At   time.Time `json:"at"`
	Deed Deed      `json:"deed"`
	Who  string    `json:"who,omitempty"`
	Whom string    `json:"whom,omitempty"`
}

// note adds a line at the front and lets go of the oldest.
func (g *Group) note(tx *store.Tx, deed Deed, who, whom string) error {
	g.Log = slices.Insert(g.Log, 0, Entry{tx.Now(), deed, who, whom})
	if len(g.Log) > mostLog {
		g.Log = g.Log[:mostLog]
	}
	items, err := set.List[[]Entry](g.x, kindLog)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		_, err = g.x.Add(tx, kindLog, g.Log)
		return err
	}
	return g.x.Put(tx, items[0].ID, g.Log)
}
