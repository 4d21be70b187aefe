package events

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/people/lists"
)

func TestPeopleAreRecognisedByAddressThenByTheirWholeName(t *testing.T) {
	all := []Attendee{
		{Registration: "1", Name: "Ada Lovelace", address: "ada@mail.example"},
		{Registration: "2", Name: "Jörg  Müller"},
		{Registration: "3", Name: "Sam", address: "sam@mail.example"},
		{Registration: "4", Name: "SAM"},
		{Registration: "5", Name: "नूर"},
		{Registration: "6", Name: ""},
	}
	list := &lists.CallList{People: []lists.CallPerson{
		{Name: "iPhone", Address: "ADA@mail.example"},
		{Name: "jorg müller"},
		{Name: "Guest 7", Other: "Lovelace, Ada"},
		{Name: "Sam"},
		{Name: "Sam", Address: "sam@mail.example"},
		{Name: "नर"},
		{Name: "Ad"},
	}}
	m := MatchCall(all, list)
	if got := strings.Join(m.Registrations(), " "); got != "1 2 3" {
		t.Errorf("found %s", got)
	}
	if len(m.Several) != 1 || len(m.Several[0].Who) != 2 {
		t.Errorf("several: %v", m.Several)
	}
	if len(m.Unknown) != 2 {
		t.Errorf("unknown: %v", m.Unknown)
	}
}
