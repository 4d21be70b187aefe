package ui

import (
	"context"
	"io"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// DayTable shows weeks: a table with a column for each day where there is room,
// and on a phone the list of those days on which something is. It needs the
// sheet CalendarSheet.
type DayTable struct {
	L     *i18n.Locale
	Label string // names the table: "February 2027"
	Weeks [][]Day
	Roomy bool // a week by itself: each thing with all that is known of it
}

// Day is one day of a DayTable.
type Day struct {
	Date  when.Date
	Out   bool // of another month: not shown on a phone
	Today bool
	Items []DayItem
	More  int    // how many more there are
	Href  string // of the day by itself, where all of them stand
}

// DayItem is one thing on a day.
type DayItem struct {
	Title, Lang string
	Href        string
	Hours       string // "19:00–21:00"
	Stamp       string // the same for machines, "" = none
	Text        string // one line more
	Tags        []Tag
	Off         bool // cancelled
}

// Render writes the table.
func (t DayTable) Render(ctx context.Context, w io.Writer) error { return dayTable(t).Render(ctx, w) }

// class names what the sheet shows in another way.
func (d Day) class() string {
	switch {
	case d.Out:
		return "out"
	case len(d.Items) == 0 && !d.Today:
		return "none"
	case d.Today:
		return "now"
	}
	return ""
}

// id is where links to the day lead.
func (d Day) id() string { return "d" + d.Date.String() }

func (t DayTable) more(d Day) string {
	return t.L.T("ui.days.more|and {n} more|and {n} more", "n", d.More)
}
