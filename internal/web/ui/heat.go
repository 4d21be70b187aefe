package ui

import (
	"context"
	"io"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// HeatTable shows a count for each hour of each weekday, as a table whose cells
// darken with the number they print. Hours at which nobody can, before, after
// and between, are folded into one row.
type HeatTable struct {
	L       *i18n.Locale
	Finding string
	Note    string     // say whose hours these are
	Counts  [7][24]int // by time.Weekday and hour, in the zone of the reader
	ID      string
}

// Render writes the figure.
func (h HeatTable) Render(ctx context.Context, w io.Writer) error { return heat(h).Render(ctx, w) }

// days are the weekdays in the order of the reader's week.
func days(l *i18n.Locale) []time.Weekday {
	out := make([]time.Weekday, 7)
	for i := range out {
		out[i] = (l.FirstWeekday() + time.Weekday(i)) % 7
	}
	return out
}

// heatRow is an hour, or a run of hours at which nobody can.
type heatRow struct {
	from, to int // hours; to is after the last
	empty    bool
}

func (h HeatTable) rows() []heatRow {
	var rows []heatRow
	for hour := range 24 {
		empty := true
		for d := range 7 {
			empty = empty && h.Counts[d][hour] == 0
		}
		if n := len(rows); empty && n > 0 && rows[n-1].empty {
			rows[n-1].to = hour + 1
			continue
		}
		rows = append(rows, heatRow{hour, hour + 1, empty})
	}
	return rows
}

// step is the shade, 0 to 4, of a count; only nobody has no shade.
func (h HeatTable) step(n int) string {
	most := 1
	for _, d := range h.Counts {
		for _, c := range d {
			most = max(most, c)
		}
	}
	if n == 0 {
		return "h0"
	}
	return "h" + itoa(1+min(3, n*4/(most+1)))
}

func hourOf(l *i18n.Locale, hour int) string { return l.Time(onTheHour(hour)) }

func onTheHour(hour int) time.Time { return time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC) }

func (r heatRow) label(l *i18n.Locale) string {
	if r.to-r.from == 1 {
		return hourOf(l, r.from)
	}
	return l.TimeRange(onTheHour(r.from), onTheHour(r.to))
}
