package community

import (
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/seal/set"
	"codeberg.org/plenary/plenary/internal/store"
)

// Room is this capability with what it stands on.
type Room struct {
	Sets   set.Sets
	People *people.Room
}

// Limits of a private group. They bound what one write has to read.
const (
	mostGroups     = 20 // that one person is in, asks for or is invited to
	mostMembers    = 150
	mostInvites    = 20 // open ones
	mostRequests   = 50
	mostGatherings = 200
	mostNotes      = 300
	mostLog        = 100
	LongestTitle   = 120
	LongestText    = 5000
	inviteFor      = 7 * 24 * time.Hour
)

// What lies on a person's shelf. The id of an inGroup is the group's handle for
// this person.
const (
	inGroup = "in"      // of a shelved
	asked   = "asked"   // of a shelved: they ask to come in
	invited = "invited" // of a shelved: a steward asks them
	mailed  = "mailed"  // of a day: when they were last mailed that there is something new
)

// shelved leads from a person to a group, and to the record there that says the
// same.
type shelved struct {
	Set    string `json:"set"`
	Record string `json:"record"`
}

// day is a day in UTC.
type day struct {
	Day string `json:"day"`
}

func dayOf(t time.Time) day { return day{t.UTC().Format("2006-01-02")} }

// Group is a private group, opened for one of its members.
type Group struct {
	Handle     string // its address for this member
	About      About
	Me         Member
	Members    []Member // in the order in which they came
	Requests   []Request
	Invites    []Invite
	Gatherings []Gathering // by time
	Notes      []Note      // the newest first
	Log        []Entry     // the newest first

	x     *set.Set
	about string // the id of that record
	tells set.Item[tells]
}

// About is what a group says of itself.
type About struct {
	Name string `json:"name"`
	Text string `json:"text,omitempty"`
}

// Member is somebody in a group.
type Member struct {
	ID      string    `json:"-"`
	Person  string    `json:"person"`
	Name    string    `json:"name"` // as they call themselves here
	Steward bool      `json:"steward,omitempty"`
	Since   time.Time `json:"since"`
}

// Stewards are the members who let others in.
func (g *Group) Stewards() (n int) {
	for _, m := range g.Members {
		if m.Steward {
			n++
		}
	}
	return n
}

// Member returns the one with that id. Who is not there any more has no name.
func (g *Group) Member(id string) Member {
	for _, m := range g.Members {
		if m.ID == id {
			return m
		}
	}
	return Member{}
}

func (g *Group) byPerson(person string) (Member, bool) {
	for _, m := range g.Members {
		if m.Person == person {
			return m, true
		}
	}
	return Member{}, false
}

// MayCome asks for what opening any group takes: a person who has just shown
// who they are.
func (room *Room) MayCome(v auth.Viewer) error {
	if err := v.Needs(auth.Fresh); err != nil {
		return err
	}
	if v.Kind != auth.Person { // the console and the system have no business here
		return errs.NotThere()
	}
	return nil
}

// Open opens a group to read, by the viewer's own address of it.
func (room *Room) Open(tx *store.Tx, v auth.Viewer, handle string) (*Group, error) {
	return room.open(tx, v, handle, room.Sets.Open)
}

// change opens it to change it. Nobody outside is shown anything of it, so that
// no cache has to be dropped, which could be felt outside.
func (room *Room) change(tx *store.Tx, v auth.Viewer, handle string) (*Group, error) {
	tx.Quiet()
	return room.open(tx, v, handle, room.Sets.Change)
}

// steer opens it to do what only stewards do.
func (room *Room) steer(tx *store.Tx, v auth.Viewer, handle string) (*Group, error) {
	g, err := room.change(tx, v, handle)
	if err == nil && !g.Me.Steward {
		return nil, errs.NotThere()
	}
	return g, err
}

func (room *Room) open(tx *store.Tx, v auth.Viewer, handle string, how func(*store.Tx, string) (*set.Set, error)) (*Group, error) {
	if err := room.MayCome(v); err != nil {
		return nil, err
	}
	id, err := room.find(tx, v.Person, handle)
	if err != nil {
		return nil, err
	}
	x, err := how(tx, id)
	if errors.Is(err, seal.ErrErased) {
		return nil, errs.NotThere()
	}
	if err != nil {
		return nil, err
	}
	g, err := read(x)
	if err != nil {
		return nil, err
	}
	me, in := g.byPerson(v.Person)
	if !in {
		return nil, errs.NotThere()
	}
	g.Me, g.Handle = me, handle
	if !me.Steward {
		g.Requests, g.Invites = nil, nil
	}
	return g, nil
}

// find looks on the person's shelf for the group of that address.
func (room *Room) find(tx *store.Tx, person, handle string) (id string, err error) {
	shelf, err := room.Sets.Shelf(tx, person)
	if errors.Is(err, seal.ErrErased) {
		return "", errs.NotThere()
	}
	if err != nil {
		return "", err
	}
	list, err := set.List[shelved](shelf, inGroup)
	if err != nil {
		return "", err
	}
	for _, item := range list {
		if item.ID == handle {
			return item.Value.Set, nil
		}
	}
	return "", errs.NotThere()
}
