package when

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day of the calendar, the same everywhere. The zero value is no
// date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// FirstYear and LastYear are those for which anything is planned here. They are
// those that calendar files are read for; a date behind the year 9999 could not
// even be read back.
const FirstYear, LastYear = 1900, 2200

const expectDate = "a date such as 2027-02-10"

// ParseDate reads "2027-02-10". The year has four digits and is not 0; days
// that the month does not have are refused.
func ParseDate(s string) (Date, error) {
	t := digits(s)
	if len(t) != 10 || t[4] != '-' || t[7] != '-' {
		return Date{}, unreadable(s, expectDate)
	}
	year, ok1 := number(t[:4])
	month, ok2 := number(t[5:7])
	day, ok3 := number(t[8:])
	if !ok1 || !ok2 || !ok3 || year < 1 {
		return Date{}, unreadable(s, expectDate)
	}
	d := Date{year, time.Month(month), day}
	if d != d.AddDays(0) {
		return Date{}, unreadable(s, "a day that the calendar has")
	}
	return d, nil
}

// DateOf returns the day that a calendar hanging in the zone shows at t.
func DateOf(t time.Time, loc *time.Location) Date {
	year, month, day := t.In(loc).Date()
	return Date{year, month, day}
}

// String returns the date as ParseDate reads it, and "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero tells whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// midnight is the date as an instant of a clock that always shows UTC.
func (d Date) midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// AddDays returns the day n days later, or earlier for a negative n.
func (d Date) AddDays(n int) Date { return DateOf(d.midnight().AddDate(0, 0, n), time.UTC) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnight().Weekday() }

// Monday returns the first day of the week in which d lies, by ISO 8601.
func (d Date) Monday() Date { return d.AddDays(-SinceMonday(d.Weekday())) }

// SinceMonday returns how many days of its week come before a weekday, by
// ISO 8601: none before Monday, six before Sunday.
func SinceMonday(d time.Weekday) int { return (int(d) + 6) % 7 }

// Sub returns how many days d lies after e; it is negative if d is earlier.
func (d Date) Sub(e Date) int {
	const day = 24 * 60 * 60
	return int((d.midnight().Unix() - e.midnight().Unix()) / day)
}

// Before tells whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// Compare returns -1, 0 or 1 as d is earlier than, the same as or later than e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// At returns the wall time of that day and clock.
func (d Date) At(c Clock) Wall { return Wall{d, c} }

// MarshalText returns the date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; "" is no date.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d = Date{}
	if len(b) > 0 {
		*d, err = ParseDate(string(b))
	}
	return err
}
