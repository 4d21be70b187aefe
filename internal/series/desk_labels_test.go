package series

import (
	"slices"
	"testing"

	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestWhatATeamIsShownFollowsFromTheLabels takes the right to see a column away
// in the labels: the list and the file lose it.
func TestWhatATeamIsShownFollowsFromTheLabels(t *testing.T) {
	s := &Series{Questions: []Question{{ID: "needs"}}, Sessions: []Session{{N: 1}}}
	names := func(labels []store.Label) (list []string) {
		for _, c := range s.exportColumns(labels) {
			list = append(list, c.name)
		}
		return list
	}
	all := []string{"name", "email", "status", "track", "answered", "language", "zone", "group", "registered_at", "q.needs", "session.1"}
	if got := names(teamLabels()); !slices.Equal(got, all) {
		t.Errorf("the file has %q", got)
	}
	for _, c := range []struct{ table, column, gone string }{{"person", "name", "name"}, {"person", "address", "email"}, {"registration", "answers", "q.needs"}, {"attendance", "there", "session.1"}} {
		labels := append([]store.Label{store.Labelled(c.table, c.column, store.Self, store.ToReach, store.UntilErased, true)}, teamLabels()...)
		if got := names(labels); slices.Contains(got, c.gone) || len(got) != len(all)-1 {
			t.Errorf("without %s.%s the file has %q", c.table, c.column, got)
		}
		e := Entrant{P: people.Person{Name: "Ada", Address: "ada@mail.example"}, Answers: map[string]string{"needs": "x"}}
		e.hide(hidden(labels))
		if (e.P.Name == "") != (c.gone == "name") || (e.P.Address == "") != (c.gone == "email") || (e.Answers == nil) != (c.gone == "q.needs") {
			t.Errorf("without %s.%s the list shows %+v", c.table, c.column, e)
		}
	}
	if got := names(nil); len(got) != 0 {
		t.Errorf("without labels the file has %q", got)
	}
}
