package events

import (
	"cmp"
	"slices"

	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// Presence is what is noted of somebody on a date, or at a session of a series.
type Presence uint8

const (
	NotNoted Presence = iota
	There
	Absent
)

// How somebody came to be noted. What was tapped is not overwritten by anything
// but a tap.
const (
	HowJoined = "joined" // pressed the button of the way in
	HowTapped = "tapped" // an organiser tapped their name
	HowFile   = "file"   // stood in the call's list
	HowRest   = "rest"   // was left when everybody who was there had been tapped
)

// Attendee is somebody with a place, on the list of a date or of a session.
type Attendee struct {
	Registration string
	Person       string
	Name         string // "" if forgotten
	Way          Way    // of an event
	Track        string // letter, of a series
	Presence     Presence
	How          string

	address string
}

// Attendees are those with a place, by name. Counts are over all of them,
// whatever the list was narrowed to.
type Attendees struct {
	People []Attendee
	There  int
	Absent int
	Open   int // not noted yet
}

// AttendeesOf names those with a place and sorts them.
func AttendeesOf(tx *store.Tx, room *people.Room, all []Attendee) (Attendees, error) {
	ids := make([]string, len(all))
	for i, a := range all {
		ids[i] = a.Person
	}
	known, err := room.Several(tx, ids)
	if err != nil {
		return Attendees{}, err
	}
	list := Attendees{People: all}
	for i := range all {
		a := &all[i]
		a.Name, a.address = known[a.Person].Name, known[a.Person].Address
		switch a.Presence {
		case There:
			list.There++
		case Absent:
			list.Absent++
		default:
			list.Open++
		}
	}
	folded := make(map[string]string, len(all))
	for _, a := range all {
		folded[a.Registration] = people.FoldName(a.Name)
	}
	slices.SortFunc(all, func(a, b Attendee) int {
		return cmp.Or(cmp.Compare(folded[a.Registration], folded[b.Registration]), cmp.Compare(a.Registration, b.Registration))
	})
	return list, nil
}

// Narrow leaves those of a way or a track, each where it is given, whose names
// hold all that somebody typed.
func (l Attendees) Narrow(way Way, track, search string) Attendees {
	l.People = slices.DeleteFunc(slices.Clone(l.People), func(a Attendee) bool {
		return way != "" && a.Way != way || track != "" && a.Track != track || !(people.Person{Name: a.Name}).Found(search)
	})
	return l
}

// PresenceOf is what is noted of somebody.
func PresenceOf(noted, there bool) Presence {
	switch {
	case there:
		return There
	case noted:
		return Absent
	}
	return NotNoted
}
