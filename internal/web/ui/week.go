package ui

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// WeekGrid asks when in a week somebody can: a table of boxes, one per hour and
// weekday, in the reader's own time. One box at the head of each row and column
// stands for all of it, one below the table gives Monday's hours to the other
// working days; without the script they count when the form is sent. It works
// by keyboard, by touch and read aloud.
type WeekGrid struct {
	L        *i18n.Locale
	Name     string // each box sends Name=MON-18; Slots reads them
	Label    string // names the table
	From, To int    // hours shown: 6, 24
	Chosen   map[string]bool
}

// What a box of the grid sends beside the day or the hour that it stands for.
const (
	slotAll  = "ALL"
	slotCopy = "MON-COPY"
)

// Render writes the grid.
func (g WeekGrid) Render(ctx context.Context, w io.Writer) error {
	if g.To == 0 {
		g.From, g.To = 6, 24
	}
	return weekGrid(g).Render(ctx, w)
}

var dayNames = [...]string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}

// SlotValue is what the box of an hour sends: "MON-18".
func SlotValue(d time.Weekday, hour int) string { return dayNames[d] + "-" + twoDigits(hour) }

func twoDigits(n int) string {
	if n < 10 {
		return "0" + itoa(n)
	}
	return itoa(n)
}

// Slots returns the hours that were ticked in a grid of the hours from and to,
// those for which another box stood among them. What no box sends is left out.
func Slots(sent []string, from, to int) []string {
	chosen := map[string]bool{}
	for _, box := range sent {
		day, hour, _ := strings.Cut(box, "-")
		for _, d := range dayNames {
			for h := from; h < to; h++ {
				if (day == d || day == slotAll) && (hour == slotAll || hour == twoDigits(h)) {
					chosen[d+"-"+twoDigits(h)] = true
				}
			}
		}
	}
	if slices.Contains(sent, slotCopy) {
		for h := from; h < to; h++ {
			for d := time.Tuesday; d <= time.Friday && chosen[SlotValue(time.Monday, h)]; d++ {
				chosen[SlotValue(d, h)] = true
			}
		}
	}
	list := make([]string, 0, len(chosen))
	for slot := range chosen {
		list = append(list, slot)
	}
	slices.Sort(list)
	return list
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
