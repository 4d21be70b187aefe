package ui

import (
	"context"
	"io"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// WeekGrid asks when in a week somebody can: a table of boxes, one per hour and
// weekday, in the reader's own time. It works by keyboard, by touch and read
// aloud; the script lets one row or column be ticked at once.
type WeekGrid struct {
	L        *i18n.Locale
	Name     string // each box sends Name=MON-18
	Label    string // names the table
	From, To int    // hours shown: 6, 24
	Chosen   map[string]bool
}

// Render writes the grid.
func (g WeekGrid) Render(ctx context.Context, w io.Writer) error {
	if g.To == 0 {
		g.From, g.To = 6, 24
	}
	return weekGrid(g).Render(ctx, w)
}

// SlotValue is what the box of an hour sends: "MON-18".
func SlotValue(d time.Weekday, hour int) string {
	name := [...]string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}[d]
	if hour < 10 {
		return name + "-0" + itoa(hour)
	}
	return name + "-" + itoa(hour)
}

func (g WeekGrid) slotName(d time.Weekday, hour int) string {
	return g.L.T("ui.week.slot|{weekday} {time}", "weekday", g.L.Weekday(d, false), "time", hourOf(g.L, hour))
}

func (g WeekGrid) hoursShown() []int {
	var out []int
	for h := g.From; h < g.To; h++ {
		out = append(out, h)
	}
	return out
}
