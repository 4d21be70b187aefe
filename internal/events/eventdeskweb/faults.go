package eventdeskweb

import (
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/askform"
	"codeberg.org/plenary/plenary/internal/web/forms"
)

// beside puts what is wrong with an event beside the fields of the form.
func (in entry) beside(err error, e *events.Event) error {
	if wrong := errs.Of(err); wrong != nil {
		return forms.Beside(in.L, wrong, func(f errs.Field) string { return in.fieldOf(f.Name, e) })
	}
	return err
}

func (in entry) fieldOf(name string, e *events.Event) string {
	list, _, _ := strings.Cut(name, ".")
	n, part, row := forms.CutRow(name, list)
	switch {
	case name == "title":
		return "title." + in.Langs[0]
	case name == "length":
		return "end"
	case name == "dates", name == "rule.from":
		return "first"
	case name == "rule.nth":
		return "rule.unit"
	case list == "show_zones", list == "languages", list == "interpreted":
		return list
	case list == "part_of":
		return "part_of." + part
	case list == "questions" && row:
		return askform.Field(in.Entry, n, part)
	case list == "agenda" && row:
		return in.partField(n, part)
	case list == "dates" && row:
		return in.dateField(n, part, e)
	}
	return name
}

// partField is the field of a part of the agenda.
func (in entry) partField(n int, part string) string {
	switch {
	case part == "title":
		part += "." + in.Langs[0]
	case strings.HasPrefix(part, "speakers"):
		part = "speakers"
	}
	return forms.Cell("agenda", n, part)
}

// dateField finds the row of a date. The room counts all dates in the order of
// their times; what is wrong with one that the rule gave is wrong with the usual
// hours.
func (in entry) dateField(n int, part string, e *events.Event) string {
	if n > len(e.Dates) {
		return "first"
	}
	d := &e.Dates[n-1]
	for i := 1; i <= forms.RowCount(in.Values, "dates"); i++ {
		at := func(field string) string { return forms.Cell("dates", i, field) }
		if d.ID != "" && in.Get(at("key")) == d.ID || d.ID == "" && d.RuleDay.IsZero() && in.Get(at("date")) == d.Day.String() {
			if !in.Values.Has(at(part)) {
				part = "date"
			}
			return at(part)
		}
	}
	if part == "start" {
		return part
	}
	return "first"
}
