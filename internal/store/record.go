package store

import (
	"slices"
	"strings"
)

// Record says of a table which of its rows are about a person, so that what the
// labels mark for export can be read for them, and what to call it. Each room
// lists its own beside its labels; app joins them, and a table with a column for
// export and no record fails the tests.
type Record struct {
	Table string
	Says  string            // a message: what these rows are, for the person they are about
	Alone string            // a message: what stands in the columns that nobody else sees, where others see the rest
	Of    string            // the condition under which a row is theirs; $1 is the person's id
	Row   string            // the name of the row under which its cells are sealed, an expression; "" without such cells
	Key   string            // whose key sealed them, an expression; "" for the person's
	Cells string            // the sealed columns, separated by spaces
	As    map[string]string // expressions that say in words what a column holds as an id or a flag
}

// Sealed tells whether a column of the table is sealed.
func (r Record) Sealed(column string) bool { return slices.Contains(strings.Fields(r.Cells), column) }

// Exported lists the columns of a table that belong into the file of a person's
// data, in the order of the labels.
func Exported(labels []Label, table string) (columns []string) {
	for _, l := range labels {
		if l.Table == table && l.Export {
			columns = append(columns, strings.Fields(l.Columns)...)
		}
	}
	return columns
}

// Find returns the label of a column, "table.column"; the zero value, which
// shows it to nobody, if there is none.
func Find(labels []Label, column string) Label {
	table, name, _ := strings.Cut(column, ".")
	for _, l := range labels {
		if l.Table == table && slices.Contains(strings.Fields(l.Columns), name) {
			return l
		}
	}
	return Label{}
}

// ForTeam tells whether who holds the verb on what a column lies in may see it.
func (l Label) ForTeam() bool { return l.Sees == Everyone || l.Sees == SelfTeam || l.Sees == Team }
