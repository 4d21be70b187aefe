package events

import (
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/people/lists"
	"codeberg.org/plenary/plenary/internal/seal"
)

// Matched is somebody of a call's list with whom of the registered it may be.
type Matched struct {
	Call lists.CallPerson
	Who  []Attendee // one if it is certain, several to choose from, none if unknown
}

// CallMatch is what a call's list says about one session or date, before
// anything is noted. Nobody is registered by it.
type CallMatch struct {
	Found   []Matched // by address, or by a name that only one person has
	Several []Matched // by a name that several have
	Unknown []Matched // nobody with a place is called so
	Waiting []lists.CallPerson
}

// Registrations returns those who were found, each once.
func (m CallMatch) Registrations() []string {
	var ids []string
	for _, f := range m.Found {
		if id := f.Who[0].Registration; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// MatchCall compares the list of a call with those who have a place: by address,
// then by the whole name.
func MatchCall(all []Attendee, list *lists.CallList) CallMatch {
	m := CallMatch{Waiting: list.Waiting}
	byAddress, byName := map[string]Attendee{}, map[string][]Attendee{}
	for _, a := range all {
		if key, ok := seal.CanonicalAddress(a.address); ok && a.address != "" {
			byAddress[key] = a
		}
		if key := people.FoldName(a.Name); key != "" {
			byName[key] = append(byName[key], a)
		}
	}
	for _, p := range list.People {
		key, _ := seal.CanonicalAddress(p.Address)
		if a, ok := byAddress[key]; ok && key != "" {
			m.Found = append(m.Found, Matched{p, []Attendee{a}})
			continue
		}
		switch who := whoIs(p, byName); len(who) {
		case 0:
			m.Unknown = append(m.Unknown, Matched{Call: p})
		case 1:
			m.Found = append(m.Found, Matched{p, who})
		default:
			m.Several = append(m.Several, Matched{p, who})
		}
	}
	return m
}

// whoIs finds those who are called like somebody in a call: by the name they
// were called, else by the one in brackets, else with the parts of "Lovelace,
// Ada" put right.
func whoIs(p lists.CallPerson, byName map[string][]Attendee) []Attendee {
	names := []string{p.Name, p.Other}
	for _, name := range []string{p.Name, p.Other} {
		if last, first, ok := strings.Cut(name, ","); ok {
			names = append(names, first+" "+last)
		}
	}
	for _, name := range names {
		if key := people.FoldName(name); key != "" && len(byName[key]) > 0 {
			return byName[key]
		}
	}
	return nil
}
