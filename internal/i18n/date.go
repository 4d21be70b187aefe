package i18n

import "time"

// Style is how much of a date is printed. The examples are British English;
// each language and region has its own order.
type Style uint8

const (
	Short     Style = iota // 3 Mar
	Day                    // Tue 3 Mar
	LongDay                // Tuesday 3 March
	Plain                  // 3 Mar 2026
	Medium                 // Tue 3 Mar 2026
	Long                   // Tuesday 3 March 2026
	MonthYear              // March 2026
	numStyles
)

// Date prints the day of t, which is already in the zone to print.
func (l *Locale) Date(t time.Time, style Style) string {
	return string(l.appendDate(nil, t, style))
}

func (l *Locale) appendDate(b []byte, t time.Time, style Style) []byte {
	return l.appendTime(b, l.format.styles[style], t)
}

// Time prints the time of day: "19:30" or "7:30 pm".
func (l *Locale) Time(t time.Time) string { return string(l.appendClock(nil, t)) }

func (l *Locale) appendClock(b []byte, t time.Time) []byte {
	if l.Twelve() {
		return l.appendTime(b, l.format.time12, t)
	}
	return l.appendTime(b, l.format.time24, t)
}

// DateTime prints day and time: "Tue 3 Mar 2026, 19:30".
func (l *Locale) DateTime(t time.Time, style Style) string {
	return string(l.appendDateTime(make([]byte, 0, 64), t, style))
}

func (l *Locale) appendDateTime(b []byte, t time.Time, style Style) []byte {
	b = l.appendDate(b, t, style)
	b = append(b, l.format.Glue...)
	return l.appendClock(b, t)
}

// Range prints from when to when, without the year: "Tue 3 Mar, 19:30–21:30".
// What ends on another day names both: "Tue 3 Mar, 22:00 – Wed 4 Mar, 01:00";
// midnight still belongs to the day before it.
func (l *Locale) Range(start, end time.Time) string { return l.RangeStyle(start, end, Day) }

// RangeStyle is Range with another style of date.
func (l *Locale) RangeStyle(start, end time.Time, style Style) string {
	b := make([]byte, 0, 96)
	if !oneDay(start, end) {
		b = l.appendDateTime(b, start, style)
		b = append(b, " – "...)
		return string(l.appendDateTime(b, end, style))
	}
	b = l.appendDate(b, start, style)
	b = append(b, l.format.Glue...)
	return string(l.appendClocks(b, start, end))
}

// TimeRange prints the hours alone: "19:30–21:30", "7:30 – 9:30 pm".
func (l *Locale) TimeRange(start, end time.Time) string {
	var b []byte
	if l.Dir() == "rtl" {
		b = append(b, rlm...) // digits alone would be taken for left-to-right, and the end read as the start
	}
	return string(l.appendClocks(b, start, end))
}

func (l *Locale) appendClocks(b []byte, start, end time.Time) []byte {
	switch {
	case start.Equal(end):
		return l.appendClock(b, start)
	case !l.Twelve():
		b = l.appendClock(b, start)
		b = append(b, l.format.Dash24...)
	case start.Hour()/12 == end.Hour()/12 && oneDay(start, end) && end.After(start) && !midnight(end):
		b = l.appendTime(b, l.format.time12[:unmarked(l.format.time12)], start)
		b = append(b, l.format.Dash12...)
	default:
		b = l.appendClock(b, start)
		b = append(b, " – "...)
	}
	return l.appendClock(b, end)
}

// unmarked returns how much of a 12-hour pattern comes before the space and
// the marker.
func unmarked(p pattern) int {
	for i, f := range p {
		if f.kind == marker {
			return max(i-1, 0)
		}
	}
	return len(p)
}

// DateRange prints a span of days: "3–5 Mar 2026", "28 Feb – 2 Mar 2026".
func (l *Locale) DateRange(start, end time.Time) string {
	b := make([]byte, 0, 64)
	switch {
	case sameDay(start, end):
		b = l.appendDate(b, start, Plain)
	case start.Year() != end.Year() || end.Before(start):
		b = l.appendDate(b, start, Plain)
		b = append(b, " – "...)
		b = l.appendDate(b, end, Plain)
	case start.Month() != end.Month():
		b = l.appendSpan(b, l.format.inYear, start, end)
	default:
		b = l.appendSpan(b, l.format.inMonth, start, end)
	}
	return string(b)
}

// oneDay tells whether a range needs its date only once.
func oneDay(start, end time.Time) bool {
	if sameDay(start, end) {
		return true
	}
	return midnight(end) && sameDay(start, end.AddDate(0, 0, -1))
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 }

func sameDay(a, b time.Time) bool {
	y, m, d := a.Date()
	y2, m2, d2 := b.Date()
	return y == y2 && m == m2 && d == d2
}

// Twelve tells whether the reader's clock runs to 12.
func (l *Locale) Twelve() bool {
	switch l.clock {
	case Clock12:
		return true
	case Clock24:
		return false
	}
	return l.speech.clock12[l.Region]
}

// Weekday names a day of the week as it stands alone, in the head of a table.
func (l *Locale) Weekday(d time.Weekday, short bool) string {
	if short {
		return l.format.WeekdayShort[d]
	}
	return l.format.WeekdayLong[d]
}

// Month names a month as it stands alone, in a heading.
func (l *Locale) Month(m time.Month, short bool) string {
	if short {
		return l.format.MonthShort[m-1]
	}
	return l.format.MonthLong[m-1]
}

// FirstWeekday returns the day with which weeks start.
func (l *Locale) FirstWeekday() time.Weekday {
	if l.week != 0 {
		return time.Weekday(l.week - 1)
	}
	if d, ok := formats().weekStarts[l.Region]; ok {
		return d
	}
	return time.Monday
}

// Weekdays returns the seven days in the reader's order.
func (l *Locale) Weekdays() [7]time.Weekday {
	var days [7]time.Weekday
	for i := range days {
		days[i] = (l.FirstWeekday() + time.Weekday(i)) % 7
	}
	return days
}
