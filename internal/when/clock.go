package when

import (
	"fmt"
	"strings"
	"time"
)

// Clock is a time of day as a clock on the wall shows it: the minutes since
// midnight, 0 to 1439.
type Clock int

const expectClock = "a time such as 10:00 or 19:30"

// ParseClock reads "10:00", with one or two digits before the colon and two
// after it. "24:00" is refused: that is 00:00 of the next day.
func ParseClock(s string) (Clock, error) {
	hours, minutes, _ := strings.Cut(digits(s), ":")
	h, ok1 := number(hours)
	m, ok2 := number(minutes)
	if !ok1 || !ok2 || len(hours) > 2 || len(minutes) != 2 || h > 23 || m > 59 {
		return 0, unreadable(s, expectClock)
	}
	return Clock(h*60 + m), nil
}

// ClockOf returns what a clock in the zone shows at t, without the seconds.
func ClockOf(t time.Time, loc *time.Location) Clock {
	hour, minute, _ := t.In(loc).Clock()
	return Clock(hour*60 + minute)
}

// String returns the time as ParseClock reads it: "09:05".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour(), c.Minute()) }

// Hour returns the hour, 0 to 23.
func (c Clock) Hour() int { return int(c) / 60 }

// Minute returns the minute within the hour, 0 to 59.
func (c Clock) Minute() int { return int(c) % 60 }

// MarshalText returns the time as String does.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Clock) UnmarshalText(b []byte) (err error) {
	*c, err = ParseClock(string(b))
	return err
}

// digits replaces the digits that Arabic, Persian and Hindi keyboards write by
// 0 to 9. All else stays as it is.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		for _, zero := range [...]rune{'٠', '۰', '०'} {
			if zero <= r && r <= zero+9 {
				return r - zero + '0'
			}
		}
		return r
	}, s)
}

// number reads up to six digits, without a sign.
func number(s string) (n int, ok bool) {
	if s == "" || len(s) > 6 {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}
