package circles

import (
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/i18n"
)

// In writes the hours for a reader, days with the same hours together, so that
// ParseHours reads them back: "Mon–Fri 18:00–21:00; Sat 10:00–12:00".
func (h Hours) In(l *i18n.Locale) string {
	byDay := h.byDay()
	var parts []string
	var done dayset
	for d := range 7 {
		if len(byDay[d]) == 0 || done&(1<<d) != 0 {
			continue
		}
		var same dayset
		text := timesIn(l, byDay[d])
		for e := d; e < 7; e++ {
			if timesIn(l, byDay[e]) == text {
				same |= 1 << e
			}
		}
		done |= same
		parts = append(parts, daysIn(l, same)+" "+text)
	}
	return strings.Join(parts, "; ")
}

func (h Hours) byDay() (days [7]Hours) {
	for _, x := range h {
		d := int(x.From) / quartersPerDay
		days[d] = append(days[d], x)
	}
	return days
}

// timesIn writes the times of one day.
func timesIn(l *i18n.Locale, h Hours) string {
	parts := make([]string, len(h))
	for i, x := range h {
		from, to := clocksOf(x)
		parts[i] = l.TimeRange(from, to)
	}
	return strings.Join(parts, ", ")
}

// clocksOf are the ends of a stretch on some day, for what prints times.
func clocksOf(x form.Window) (from, to time.Time) {
	midnight := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	day := x.From / quartersPerDay * quartersPerDay
	return midnight.Add(time.Duration(x.From-day) * 15 * time.Minute), midnight.Add(time.Duration(x.To-day) * 15 * time.Minute)
}

// daysIn writes weekdays, three and more in a row as from one to another.
func daysIn(l *i18n.Locale, days dayset) string {
	var parts []string
	for d := 0; d < 7; d++ {
		if days&(1<<d) == 0 {
			continue
		}
		end := d
		for end < 6 && days&(1<<(end+1)) != 0 {
			end++
		}
		if end-d < 2 {
			parts = append(parts, dayIn(l, d))
			continue
		}
		parts = append(parts, dayIn(l, d)+"–"+dayIn(l, end))
		d = end
	}
	return strings.Join(parts, ", ")
}

func dayIn(l *i18n.Locale, d int) string { return l.Weekday(time.Weekday((d+1)%7), true) }
