package form

import "fmt"

// The week is counted in quarters of an hour from Monday 00:00.
const (
	quartersPerDay  = 96
	quartersPerWeek = 7 * quartersPerDay
)

var dayNames = [7]string{"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"}

// Window is a stretch of the week in which somebody is free: quarters of an
// hour from Monday 00:00, From before To. It does not reach over midnight;
// windows that touch are one stretch.
type Window struct{ From, To uint16 }

// ParseWindow reads "WED 18:00-21:30". Times are multiples of 15 minutes and
// "24:00" is the end of the day.
func ParseWindow(s string) (Window, error) {
	bad := func(why string) (Window, error) {
		return Window{}, fmt.Errorf("got %q, expected a window such as \"WED 18:00-21:30\"%s", s, why)
	}
	if len(s) != 15 || s[3] != ' ' || s[9] != '-' {
		return bad("")
	}
	day, ok := parseDay(s[:3])
	from, ok1 := parseClock(s[4:9])
	to, ok2 := parseClock(s[10:])
	switch {
	case !ok || !ok1 || !ok2:
		return bad("")
	case from%15 != 0 || to%15 != 0:
		return bad(" on quarters of an hour")
	case from >= to:
		return bad(" that ends after it starts, on the same day")
	}
	base := day * quartersPerDay
	return Window{uint16(base + from/15), uint16(base + to/15)}, nil
}

// String returns the window as ParseWindow reads it.
func (w Window) String() string {
	day := int(w.From) / quartersPerDay
	base := day * quartersPerDay
	return dayNames[day] + " " + clockText((int(w.From)-base)*15) + "-" + clockText((int(w.To)-base)*15)
}

// parseDay returns the number of a weekday, 0 for Monday.
func parseDay(s string) (int, bool) {
	for i, n := range dayNames {
		if s == n {
			return i, true
		}
	}
	return 0, false
}

// parseClock reads "18:30" as minutes since midnight, up to "24:00".
func parseClock(s string) (int, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	n := [4]int{}
	for i, at := range [4]int{0, 1, 3, 4} {
		if s[at] < '0' || s[at] > '9' {
			return 0, false
		}
		n[i] = int(s[at] - '0')
	}
	h, m := n[0]*10+n[1], n[2]*10+n[3]
	if h > 24 || m > 59 || h == 24 && m > 0 {
		return 0, false
	}
	return h*60 + m, true
}

func clockText(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// freeRuns writes to run, for every quarter of the week, how many quarters from
// there on are free without a break, at most 255. The week is a ring: Sunday
// 24:00 is Monday 00:00.
func freeRuns(windows []Window, run *[quartersPerWeek]uint8) {
	*run = [quartersPerWeek]uint8{}
	for _, w := range windows {
		for q := w.From; q < w.To; q++ {
			run[q] = 1
		}
	}
	laps := 1
	if run[0] > 0 && run[quartersPerWeek-1] > 0 {
		laps = 2 // to carry runs over the end of the week
	}
	for lap := range laps {
		for q := quartersPerWeek - 1; q >= 0; q-- {
			if run[q] == 0 {
				continue
			}
			next := run[(q+1)%quartersPerWeek]
			if lap == 0 && q == quartersPerWeek-1 {
				next = 0
			}
			run[q] = max(run[q], min(next, 254)+1)
		}
	}
}
