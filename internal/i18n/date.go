package i18n

import "time"

// Style is how much of a date is printed.
type Style uint8

const (
	Short     Style = iota // 3 Mar
	Day                    // Tue 3 Mar
	LongDay                // Tuesday 3 March
	Plain                  // 3 Mar 2026
	Medium                 // Tue 3 Mar 2026
	Long                   // Tuesday 3 March 2026
	MonthYear              // March 2026
)

// Date prints the day of t, which is already in the zone to print.
func (l *Locale) Date(t time.Time, style Style) string {
	return t.Format([...]string{"2 Jan", "Mon 2 Jan", "Monday 2 January", "2 Jan 2006", "Mon 2 Jan 2006", "Monday 2 January 2006", "January 2006"}[style])
}

// Time prints the time of day: "19:30" or "7:30 pm".
func (l *Locale) Time(t time.Time) string { return t.Format("15:04") }

// DateTime prints day and time: "Tue 3 Mar 2026, 19:30".
func (l *Locale) DateTime(t time.Time, style Style) string {
	return l.Date(t, style) + ", " + l.Time(t)
}

// Range prints from when to when: "Tue 3 Mar, 19:30–21:30".
func (l *Locale) Range(start, end time.Time) string {
	return l.DateTime(start, Day) + "–" + l.Time(end)
}

// Weekday names a day of the week.
func (l *Locale) Weekday(d time.Weekday, short bool) string {
	if short {
		return d.String()[:3]
	}
	return d.String()
}

// Month names a month as it stands alone, in a heading.
func (l *Locale) Month(m time.Month, short bool) string {
	if short {
		return m.String()[:3]
	}
	return m.String()
}

// FirstWeekday returns the day with which weeks start in the region.
func (l *Locale) FirstWeekday() time.Weekday { return time.Monday }
