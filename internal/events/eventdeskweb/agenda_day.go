package eventdeskweb

import (
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// A part of the agenda names its date by what does not change when other rows
// come and go: by its id or, of one that is not saved yet, by where it was typed.
const (
	everyDate = "0"
	firstDay  = "first"
	rowPrefix = "row-"
)

// rowDay names the date that was typed in the n-th row.
func rowDay(n int) string { return rowPrefix + strconv.Itoa(n) }

// followRows lets the parts of the agenda follow rows that have another number
// since blank ones were dropped.
func (in entry) followRows() {
	now := map[string]string{}
	for n := 1; n <= forms.RowCount(in.Values, "dates"); n++ {
		row := forms.Cell("dates", n, "row")
		now[in.Get(row)] = rowDay(n)
		in.Values.Del(row)
	}
	for n := 1; n <= forms.RowCount(in.Values, "agenda"); n++ {
		day := forms.Cell("agenda", n, "day")
		if was := in.Get(day); strings.HasPrefix(was, rowPrefix) && now[was] != was {
			in.Values.Set(day, now[was]) // "" where the row is gone
			if now[was] == "" {
				in.Values.Set(day, "gone")
			}
		}
	}
}

// partDay is on which of the dates a part is, counted from 1, 0 for each of them.
// Where the form does not ask, it stays with the date that it had.
func (in entry) partDay(form *errs.Form, field string, had int, e *events.Event, before []events.Date) int {
	id := in.Get(field)
	if !in.Values.Has(field) && had > 0 && had <= len(before) {
		id = before[had-1].ID
	}
	if id == "" || id == everyDate {
		return 0
	}
	if i := slices.IndexFunc(e.Dates, func(d events.Date) bool { return d.ID == id }); i >= 0 {
		return i + 1
	}
	typed := len(e.Dates) - forms.RowCount(in.Values, "dates") // they stand last, behind the first one
	row, isRow := strings.CutPrefix(id, rowPrefix)
	if n, err := strconv.Atoi(row); isRow && err == nil && n > 0 && typed+n <= len(e.Dates) {
		return typed + n
	}
	switch {
	case id == firstDay && typed > 0:
		return typed
	case in.Values.Has(field) && e.Rule == nil:
		form.Add(field, "org.event.part-day-gone|The date of this part is taken away. Choose another day, or take the part away too.")
	}
	return 0
}

// agendaDays are the dates of which the n-th part of the agenda may be; nil where
// there is one date, or where a rule makes them.
func (p editPage) agendaDays(n int) []ui.Option {
	if p.E.Rule != nil || len(p.E.Dates) < 2 && !p.WrongIn(forms.Cell("agenda", n, "day")) {
		return nil
	}
	options := []ui.Option{{Value: everyDate, Label: p.R.L.T("org.event.agenda.each|On each date")}}
	named := map[string]bool{}
	for i := range p.E.Dates {
		d := &p.E.Dates[i]
		name := d.ID
		if name == "" {
			name = p.typedAt(d, named)
		}
		named[name] = true
		options = append(options, ui.Option{Value: name, Label: p.R.L.Date(forms.OnPaper(d.Day.At(0)), i18n.Medium)})
	}
	return options
}

// typedAt is where a date that is not saved yet stands in the form, but for what
// is named already.
func (p editPage) typedAt(d *events.Date, named map[string]bool) string {
	for n := 1; n <= forms.RowCount(p.In.Values, "dates"); n++ {
		at := func(field string) string { return p.In.Get(forms.Cell("dates", n, field)) }
		if at("key") == "" && at("date") == d.Day.String() && !named[rowDay(n)] {
			return rowDay(n)
		}
	}
	return firstDay
}
