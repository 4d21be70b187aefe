package calendar

import (
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// MonthOf returns the first and the last day of a day's month.
func MonthOf(day when.Date) (first, last when.Date) {
	first = day.AddDays(1 - day.Day)
	last = first.AddDays(31)
	return first, last.AddDays(-last.Day)
}

// WeekOf returns the first and the last day of a day's week, as weeks begin for
// the reader.
func WeekOf(day when.Date, begins time.Weekday) (first, last when.Date) {
	first = day.AddDays(-(int(day.Weekday()-begins) + 7) % 7)
	return first, first.AddDays(6)
}

// Weeks are the whole weeks in which the days from first to last lie.
func Weeks(first, last when.Date, begins time.Weekday) (weeks [][7]when.Date) {
	day, _ := WeekOf(first, begins)
	for !last.Before(day) {
		var week [7]when.Date
		for i := range week {
			week[i] = day.AddDays(i)
		}
		weeks, day = append(weeks, week), day.AddDays(7)
	}
	return weeks
}

// SpanOf is the time from the first day's beginning to the last day's end, as
// the clocks of a zone show it.
func SpanOf(first, last when.Date, zone *time.Location) (s Span) {
	s.From, _ = first.At(0).In(zone)
	s.To, _ = last.AddDays(1).At(0).In(zone)
	return s
}

// Share is what one day has of a date that may run over several.
type Share struct {
	Date
	N, Of int // the second of three days; 1 of 1 for what is over on the day
}

// ByDay gives each day of the reader's what is on, in order: first what goes on
// from the day before. The days are those from first to last.
func ByDay(list []Date, first, last when.Date, zone *time.Location) map[when.Date][]Share {
	days := map[when.Date][]Share{}
	for _, d := range list {
		from, to := daysOf(d, zone)
		of := to.Sub(from) + 1
		for n := 1; n <= of; n++ {
			if day := from.AddDays(n - 1); !day.Before(first) && !last.Before(day) {
				days[day] = append(days[day], Share{d, n, of})
			}
		}
	}
	return days
}

// small is the hour up to which a night belongs to the day on which it began,
// and night how long one is at the most.
const (
	small = 6 * 60
	night = 12 * time.Hour
)

// daysOf are the first and the last day on which a date is on for a reader. What
// ends at midnight or in the small hours after one night is not on that day.
func daysOf(d Date, zone *time.Location) (from, to when.Date) {
	start, end := d.Start(), d.End()
	from, to = when.DateOf(start, zone), when.DateOf(end, zone)
	clock := when.ClockOf(end, zone)
	if from.Before(to) && (clock == 0 || clock <= small && end.Sub(start) <= night) {
		to = to.AddDays(-1)
	}
	return from, to
}
