package mail

import (
	"slices"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
)

// TestMailAboutAThingAndItsPartsIsRecalled, and none about another whose name
// begins alike.
func TestMailAboutAThingAndItsPartsIsRecalled(t *testing.T) {
	each(t, func(b *bench) {
		b.person("p1")
		for _, about := range []string{"r1", "r1-2", "r12"} {
			b.put(Row{About: about}, "a@mail.example", "x")
		}
		var left []string
		b.write(func(tx *store.Tx) error {
			list, err := Recall(tx, b.keys, "p1", "r1", "note", "other")
			if len(list) != 2 || !strings.Contains(string(list[0].Payload), "a@mail.example") {
				t.Errorf("recalled %+v", list)
			}
			if err == nil {
				left, err = Unsent(tx, []string{"note"}, []string{"p1"}, []string{"r1", "r1-2", "r12"})
			}
			return err
		})
		if !slices.Equal(left, []string{"r12"}) {
			t.Errorf("left is what is about %v", left)
		}
	})
}
