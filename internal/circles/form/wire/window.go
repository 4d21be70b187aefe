package wire

import (
	"fmt"

	"codeberg.org/plenary/plenary/internal/circles/form"
)

// window reads a window of the week, and says how one over midnight is written.
func window(s string) (form.Window, error) {
	w, err := form.ParseWindow(s)
	if err == nil || len(s) != len("MON 18:00-21:30") {
		return w, err
	}
	day, start, end := s[:4], s[4:10], s[10:]
	evening, bad := form.ParseWindow(day + start + "24:00")
	if bad != nil {
		return w, err
	}
	if end == "00:00" {
		return w, fmt.Errorf("got %q, expected %q: the end of a day is 24:00", s, evening)
	}
	morning, bad := form.ParseWindow(day + "00:00-" + end)
	if bad != nil || morning.To >= evening.From {
		return w, err
	}
	const perDay, perWeek = 96, 7 * 96
	morning.From = (morning.From + perDay) % perWeek
	morning.To = morning.From + morning.To%perDay
	return w, fmt.Errorf("%w; over midnight it is two, %q and %q", err, evening, morning)
}
