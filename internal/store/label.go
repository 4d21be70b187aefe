package store

import (
	"fmt"
	"strings"
)

// Label says of columns of one table who may see them, why they are kept, for
// how long, and whether their person gets them in the file of their data. Each
// room labels its own; app joins them, and a column without a label fails the
// house tests. Filters, retention, export and the privacy page are to follow
// them.
type Label struct {
	Table   string
	Columns string // names, separated by spaces
	Sees    Sees
	Why     Why
	Keep    Keep
	Export  bool // in the file that a person gets of themselves
}

// Sees says who may see a column, as far as it is shown at all.
type Sees uint8

const (
	Everyone Sees = iota + 1 // public
	Self                     // the person it is about
	SelfTeam                 // they, and who holds the verb on what it lies in
	Team                     // who holds the verb on what it lies in
	Keeper                   // who runs the house: counts and states, no content
	Nobody                   // the program alone
)

// Why says why a column is kept.
type Why uint8

const (
	ToShow     Why = iota + 1 // what the network tells the world
	ToReach                   // to write to a person and greet them
	ToPlace                   // to keep a person's place and hour
	ToCare                    // what somebody needs to take part well
	ToFollowUp                // who was there, and who is to be told of it
	ToSignIn                  // to know who is asking
	ToAnswer                  // to answer for what was done, and undo it
	ToRun                     // to do the work itself
)

// Keep says how long a column is kept.
type Keep uint8

const (
	WithThing   Keep = iota + 1 // as long as what it belongs to exists
	AfterEnd30                  // until 30 days after the series ends
	UntilErased                 // until the person leaves
	Days180                     // half a year
	UntilDone                   // until its work is done, days at the most
)

// Columns lists the columns of all tables of the database, "table.column".
func Columns(tx *Tx) ([]string, error) {
	text := `SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY 1, 2`
	if tx.Engine() == Postgres {
		text = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2`
	}
	return All(tx, func(r *Rows) (string, error) {
		var table, column string
		err := r.Scan(&table, &column)
		return table + "." + column, err
	}, text)
}

// Unlabelled compares labels with columns and says what does not fit: columns
// without a label, with two, or labels without a column or with a part missing.
func Unlabelled(labels []Label, columns []string) (wrong []string) {
	seen := map[string]int{}
	for _, l := range labels {
		if l.Sees == 0 || l.Why == 0 || l.Keep == 0 {
			wrong = append(wrong, fmt.Sprintf("the label of %s (%s) leaves something open", l.Table, l.Columns))
		}
		for _, c := range strings.Fields(l.Columns) {
			seen[l.Table+"."+c]++
		}
	}
	for _, c := range columns {
		switch n := seen[c]; {
		case n == 0:
			wrong = append(wrong, c+" has no label: say in its room's labels.go who may see it, why it is kept and how long")
		case n > 1:
			wrong = append(wrong, c+" has two labels")
		}
		delete(seen, c)
	}
	for c := range seen {
		wrong = append(wrong, c+" is labelled and does not exist")
	}
	return wrong
}

// Labels are those of the store's own tables.
func Labels() []Label {
	return []Label{
		{"store_change", "id n", Nobody, ToRun, WithThing, false},
		{"store_migration", "number name checksum at", Keeper, ToRun, WithThing, false},
		{"house", "name value", Nobody, ToRun, WithThing, false},
	}
}

// Labelled makes a label in one line of a table.
func Labelled(table, columns string, sees Sees, why Why, keep Keep, export bool) Label {
	return Label{table, columns, sees, why, keep, export}
}
