package circles

import (
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/when"
)

// heat counts, for each quarter of an hour of the week in UTC, who is free for
// the whole hour that begins there, in the week of the first meeting. Hours of
// all zones begin on a quarter.
func heat(in *form.Instance) []int {
	counts := make([]int, quartersPerWeek)
	if len(in.Program.Weeks) == 0 {
		return counts
	}
	first, err := when.ParseDate(in.Program.Weeks[0])
	if err != nil {
		return counts
	}
	offsets := map[string]int{}
	for i := range in.People {
		x := &in.People[i]
		offset, known := offsets[x.Zone]
		if !known {
			if loc, err := when.Load(x.Zone); err == nil {
				offset = quartersAhead(first, loc)
			}
			offsets[x.Zone] = offset
		}
		addHeat(counts, x.Windows, offset)
	}
	return counts
}

// quartersAhead is by how many quarters of an hour a zone's clocks are ahead of
// UTC in the week of a Monday.
func quartersAhead(monday when.Date, loc *time.Location) int {
	t, _ := monday.At(12 * 60).In(loc)
	_, seconds := t.Zone()
	return seconds / 900
}

// addHeat counts the hours for which somebody is free throughout. Their windows
// are from a zone that is so many quarters of an hour ahead.
func addHeat(counts []int, windows []form.Window, offset int) {
	var free [quartersPerWeek]bool
	for _, w := range windows {
		for q := int(w.From); q < int(w.To); q++ {
			free[((q-offset)%quartersPerWeek+quartersPerWeek)%quartersPerWeek] = true
		}
	}
	run := 0 // quarters free from here on; the week goes round
	for q := quartersPerWeek + 3; q >= 0; q-- {
		if at := q % quartersPerWeek; !free[at] {
			run = 0
		} else if run++; run >= 4 && q < quartersPerWeek {
			counts[at]++
		}
	}
}

// HeatIn returns, by weekday and hour of a zone, how many people are free for
// the whole hour in the week of the first meeting.
func (q Quality) HeatIn(loc *time.Location, weeks []string) (counts [7][24]int) {
	if len(q.Heat) != quartersPerWeek || len(weeks) == 0 {
		return counts
	}
	first, err := when.ParseDate(weeks[0])
	if err != nil {
		return counts
	}
	ahead := quartersAhead(first, loc)
	for h := range 7 * 24 {
		at := ((4*h-ahead)%quartersPerWeek + quartersPerWeek) % quartersPerWeek
		day := (h/24 + 1) % 7 // time.Weekday: Sunday is 0
		counts[day][h%24] = q.Heat[at]
	}
	return counts
}
