package when

import (
	"cmp"
	"strings"
	"time"
)

// Wall is a time as people plan it: what calendar and clock on the wall will
// show, wherever that wall is. The zero value is no time.
type Wall struct {
	Date  Date
	Clock Clock
}

// Kind says how often the clocks of a zone show a wall time.
type Kind uint8

const (
	Exact    Kind = iota // once
	Skipped              // never: the clocks are set forward over it
	Repeated             // twice: the clocks are set back over it
)

const expectWall = "a date and time such as 2027-01-04T09:00"

// ParseWall reads "2027-01-04T09:00".
func ParseWall(s string) (Wall, error) {
	date, clock, ok := strings.Cut(s, "T")
	if !ok {
		return Wall{}, unreadable(s, expectWall)
	}
	d, err := ParseDate(date)
	if err != nil {
		return Wall{}, unreadable(s, expectWall)
	}
	c, err := ParseClock(clock)
	if err != nil {
		return Wall{}, unreadable(s, expectWall)
	}
	return Wall{d, c}, nil
}

// WallOf returns what calendar and clock in the zone show at t, without the
// seconds.
func WallOf(t time.Time, loc *time.Location) Wall { return Wall{DateOf(t, loc), ClockOf(t, loc)} }

// String returns the time as ParseWall reads it, and "" for no time.
func (w Wall) String() string {
	if w.IsZero() {
		return ""
	}
	return w.Date.String() + "T" + w.Clock.String()
}

// IsZero tells whether w is no time.
func (w Wall) IsZero() bool { return w == Wall{} }

// Compare returns -1, 0 or 1 as w reads earlier than, the same as or later than x.
func (w Wall) Compare(x Wall) int {
	return cmp.Or(w.Date.Compare(x.Date), cmp.Compare(w.Clock, x.Clock))
}

// Before tells whether w reads earlier than x.
func (w Wall) Before(x Wall) bool { return w.Compare(x) < 0 }

// MarshalText returns the time as String does.
func (w Wall) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads what MarshalText wrote; "" is no time.
func (w *Wall) UnmarshalText(b []byte) (err error) {
	*w = Wall{}
	if len(b) > 0 {
		*w, err = ParseWall(string(b))
	}
	return err
}

// ShiftWall is a planned time so many days later; nil stays nil.
func ShiftWall(w *Wall, days int) *Wall {
	if w == nil {
		return nil
	}
	later := w.Date.AddDays(days).At(w.Clock)
	return &later
}

// reading is the wall time as an instant of a clock that always shows UTC.
func (w Wall) reading() time.Time {
	return w.Date.midnight().Add(time.Duration(w.Clock) * time.Minute)
}

// In returns the instant at which the clocks of the zone show w, in that zone.
//
// A Repeated wall time gives its first reading. A Skipped one gives the instant
// at which the clocks would have shown it, had they not been set: it lies as far
// behind the gap's end as w lies behind the gap's beginning. Berlin's 02:30 of
// the night that has no 02:00 to 03:00 is 03:30, and 10:00 of the day that Apia
// never had is 10:00 of the next. Calendars read such a time in the same way
// (RFC 5545, section 3.3.5). Plans with a skipped time are refused and Next is
// offered.
func (w Wall) In(loc *time.Location) (t time.Time, kind Kind) {
	u := w.reading()
	if t, ok := calm(loc, u); ok {
		return t, Exact
	}
	spans := around(loc, u)
	found := 0
	for _, s := range spans {
		at := u.Add(-time.Duration(s.Offset) * time.Second)
		if s.holds(at) {
			if found == 0 {
				t = at
			}
			found++
		}
	}
	switch {
	case found > 1:
		return t.In(loc), Repeated
	case found == 1:
		return t.In(loc), Exact
	}
	return afterGap(spans, u).In(loc), Skipped
}

// calm is the instant at which the zone shows u where no clock is set within two
// days of it, which is nearly always.
func calm(loc *time.Location, u time.Time) (time.Time, bool) {
	const far = 48 * time.Hour
	_, offset := u.In(loc).Zone()
	t := u.Add(-time.Duration(offset) * time.Second).In(loc)
	start, end := t.ZoneBounds()
	if !start.IsZero() && t.Sub(start) < far || !end.IsZero() && end.Sub(t) < far {
		return time.Time{}, false
	}
	return t, true
}

// afterGap reads u with the clocks as they stood before the gap that holds it.
func afterGap(spans []Span, u time.Time) time.Time {
	for i := range len(spans) - 1 {
		before := u.Add(-time.Duration(spans[i].Offset) * time.Second)
		after := u.Add(-time.Duration(spans[i+1].Offset) * time.Second)
		if !before.Before(spans[i].End) && after.Before(spans[i+1].Start) {
			return before
		}
	}
	panic("when: a wall time without a reading and without a gap")
}

// Next returns the wall time to offer instead of one that the zone's clocks
// skip: the one that In answers with. Any other wall time is returned as it is.
func (w Wall) Next(loc *time.Location) Wall {
	t, kind := w.In(loc)
	if kind == Skipped {
		return WallOf(t, loc)
	}
	return w
}
