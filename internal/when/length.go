package when

import (
	"strconv"
	"strings"
	"time"
)

// LongestLength is the longest time that ParseLength accepts.
const LongestLength = 7 * 24 * time.Hour

const expectLength = "a length such as 2h, 90m or 1h30m"

// ParseLength reads how long something takes, in hours and minutes: "2h",
// "90m", "1h30m". A length of nothing or of more than LongestLength is refused,
// and so are 60 minutes or more behind an hour.
func ParseLength(s string) (time.Duration, error) {
	rest := digits(s)
	var h, m int
	ok := rest != ""
	if hours, after, found := strings.Cut(rest, "h"); found {
		h, ok = number(hours)
		rest = after
	}
	if ok && rest != "" {
		minutes, unit := strings.CutSuffix(rest, "m")
		m, ok = number(minutes)
		ok = ok && unit && (m < 60 || rest == digits(s))
	}
	if !ok {
		return 0, unreadable(s, expectLength)
	}
	d := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	if d == 0 || d > LongestLength {
		return 0, unreadable(s, "a length of at least 1m and at most "+FormatLength(LongestLength))
	}
	return d, nil
}

// FormatLength returns a length as ParseLength reads it: "1h30m", "2h", "45m".
// Seconds are left out.
func FormatLength(d time.Duration) string {
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case h == 0:
		return strconv.Itoa(m) + "m"
	case m == 0:
		return strconv.Itoa(h) + "h"
	}
	return strconv.Itoa(h) + "h" + strconv.Itoa(m) + "m"
}
