package events

// Place is where people meet in person.
type Place struct {
	Name    string `json:"name"`
	Address string `json:"address,omitempty"`
	City    string `json:"city,omitempty"`  // as the list of cities spells it, for who looks near a place
	Notes   string `json:"notes,omitempty"` // how to get in: steps, lift, bell, signs
}

// Way is how somebody comes: in person, or online.
type Way string

const (
	Here   Way = "here"
	Remote Way = "online"
)

// Mode is where an event takes place, as readers filter by it.
type Mode string

const (
	InPerson Mode = "in-person"
	Online   Mode = "online"
	Hybrid   Mode = "hybrid"
	Nowhere  Mode = "unknown" // neither a place nor a call is known yet
)

// Places are how many can come, by way; nil = no limit.
type Places struct {
	Here   *int `json:"here,omitempty"`
	Online *int `json:"online,omitempty"`
}

// Of is the limit of one way, nil for none.
func (p Places) Of(w Way) *int {
	if w == Here {
		return p.Here
	}
	return p.Online
}

// Taken are the places taken on a date, by way.
type Taken struct {
	Here   int
	Online int
}

// Of is how many places of one way are taken.
func (t Taken) Of(w Way) int {
	if w == Here {
		return t.Here
	}
	return t.Online
}

// VenueOn is where people meet in person on a date, nil for nowhere.
func (e *Event) VenueOn(d *Date) *Place {
	if d.Venue != nil {
		return d.Venue
	}
	return e.Venue
}

// CallOn is the address of the call of a date, "" for none. It is for those who
// have a place, unless the event is open.
func (e *Event) CallOn(d *Date) string {
	if d.Online != "" {
		return d.Online
	}
	return e.Online
}

// PlacesOn are the limits of a date.
func (e *Event) PlacesOn(d *Date) Places {
	if d.Places != nil {
		return *d.Places
	}
	return e.Entry.Places
}

// Free returns how many places of a way are left on a date, and -1 for no limit.
func (e *Event) Free(d *Date, w Way) int {
	limit := e.PlacesOn(d).Of(w)
	if limit == nil {
		return -1
	}
	return max(0, *limit-d.Taken.Of(w))
}

// Ways are the ways in which one can come to a date.
func (e *Event) Ways(d *Date) []Way {
	var ways []Way
	if e.VenueOn(d) != nil {
		ways = append(ways, Here)
	}
	if e.CallOn(d) != "" || e.Entry.CallLater {
		ways = append(ways, Remote)
	}
	return ways
}

// Mode is where the event takes place, over all its dates.
func (e *Event) Mode() Mode {
	here, online := false, false
	for i := range e.Dates {
		for _, w := range e.Ways(&e.Dates[i]) {
			here, online = here || w == Here, online || w == Remote
		}
	}
	switch {
	case here && online:
		return Hybrid
	case here:
		return InPerson
	case online:
		return Online
	}
	return Nowhere
}
