package people

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// Hidden are the columns of a person, and of those that more names, that the
// labels do not let a team see.
func Hidden(labels []store.Label, more ...string) []string {
	return slices.DeleteFunc(append(more, "person.name", "person.address", "person.proven_at"),
		func(column string) bool { return store.Find(labels, column).ForTeam() })
}

// Hide takes columns out of a person.
func (p *Person) Hide(columns []string) {
	for _, column := range columns {
		switch column {
		case "person.name":
			p.Name = ""
		case "person.address":
			p.Address = ""
		case "person.proven_at":
			p.ProvenAt = time.Time{}
		}
	}
}
