package series

import (
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// Rhythm is how the dates of a series follow each other.
type Rhythm string

const (
	Daily       Rhythm = "day"
	Weekly      Rhythm = "week"
	Fortnightly Rhythm = "2-weeks"
	Monthly     Rhythm = "month" // on the same weekday of each month: every second Tuesday
)

// Rhythms lists all of them, the usual one first.
func Rhythms() []Rhythm { return []Rhythm{Weekly, Fortnightly, Monthly, Daily} }

// Dates returns n dates in the rhythm, beginning with the first. A fifth
// weekday of a month stands for the last one.
func (r Rhythm) Dates(first when.Date, n int) []when.Date {
	dates := make([]when.Date, n)
	for i := range dates {
		switch r {
		case Daily:
			dates[i] = first.AddDays(i)
		case Fortnightly:
			dates[i] = first.AddDays(14 * i)
		case Monthly:
			dates[i] = sameWeekday(first, i)
		default:
			dates[i] = first.AddDays(7 * i)
		}
	}
	return dates
}

// WeekOfMonth is which of its weekday in the month a date is: 1 to 4, or 5 for
// the last one of months that have five.
func WeekOfMonth(d when.Date) int { return (d.Day-1)/7 + 1 }

// sameWeekday is the weekday of first in the same week of a month, some months
// later.
func sameWeekday(first when.Date, months int) when.Date {
	month := time.Date(first.Year, first.Month+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	d := when.Date{Year: month.Year(), Month: month.Month(), Day: 1}
	d = d.AddDays((int(first.Weekday()) - int(d.Weekday()) + 7) % 7)
	d = d.AddDays(7 * (WeekOfMonth(first) - 1))
	if d.Month != month.Month() {
		d = d.AddDays(-7)
	}
	return d
}

// RhythmOf finds the rhythm that most of the dates follow. One that nearly none
// follows is a guess.
func RhythmOf(dates []when.Date) Rhythm {
	best, most := Weekly, 0
	if len(dates) == 0 {
		return best
	}
	for _, r := range Rhythms() {
		n := 0
		for i, d := range r.Dates(dates[0], len(dates)) {
			if d == dates[i] {
				n++
			}
		}
		if n > most {
			best, most = r, n
		}
	}
	return best
}
