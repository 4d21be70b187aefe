package forms

import (
	"net/url"

	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Parties are the fields for one list of those who appear beside the organiser:
// the rows that are filled in, and one row more.
type Parties struct {
	Form  ui.Form
	List  string // before the names of the fields
	Title string
}

// KeepParties drops the rows that say nothing.
func KeepParties(v url.Values, list string) {
	KeepRows(v, list, func(n int) bool { return !Blank(v, list, n, "name", "url", "role") })
}

func (p Parties) rows() int { return RowCount(p.Form.Values, p.List) + 1 }

func (p Parties) field(n int, name, label string) ui.Field {
	return p.Form.Field(ui.Field{Name: Cell(p.List, n, name), Label: label, LTR: name == "url"})
}
