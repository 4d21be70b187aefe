package ical

import (
	"fmt"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

const localLayout = "20060102T150405"

// Where observances begin whose true onset is of no use: the epoch, or for
// events before it the first year that all programs can read.
var (
	epoch   = time.Date(1970, time.January, 1, 0, 0, 0, 0, time.UTC)
	ancient = time.Date(1601, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// zone is a zone that events of the calendar use, and the time that they take
// up between them.
type zone struct {
	name       string
	loc        *time.Location
	start, end time.Time
	open       bool   // a rule goes on behind the end
	tzid       string // as a parameter
}

// include widens the zone's time so that it holds t.
func (z *zone) include(t time.Time) {
	if z.start.IsZero() || t.Before(z.start) {
		z.start = t
	}
	if z.end.IsZero() || t.After(z.end) {
		z.end = t
	}
}

// unambiguous tells whether a wall time of the zone means t and nothing else.
// It does not in an hour that the clocks repeat: iCalendar says that the first
// reading is meant, and many readers take the second.
func (z *zone) unambiguous(t time.Time) bool {
	seconds := time.Duration(t.In(z.loc).Second()) * time.Second
	read, kind := when.WallOf(t, z.loc).In(z.loc)
	return kind == when.Exact && read.Add(seconds).Equal(t.Truncate(time.Second))
}

// describe writes the zone: one observance for each span of its clocks that the
// events touch, and how the clocks go on where a rule does.
func (z *zone) describe(to *lines) {
	spans := when.Spans(z.loc, z.start, z.end)
	if !hasStandard(spans) && spans[0].Start.After(epoch) {
		// Some calendars refuse a zone that knows only a summer time.
		earlier := when.Spans(z.loc, spans[0].Start.Add(-time.Second), spans[0].Start)
		spans = append(earlier[:1:1], spans...)
	}
	to.begin("VTIMEZONE")
	to.set("TZID", "", escape(z.name))
	for i, s := range spans {
		from := s.Offset
		if i > 0 {
			from = spans[i-1].Offset
		} else if !s.Start.IsZero() {
			from = offsetBefore(z.loc, s.Start)
		}
		observance(to, s, from, z.start, "")
	}
	if z.open {
		z.goesOn(to, spans[len(spans)-1])
	}
	to.end("VTIMEZONE")
}

func hasStandard(spans []when.Span) bool {
	for _, s := range spans {
		if !s.DST {
			return true
		}
	}
	return false
}

func offsetBefore(loc *time.Location, t time.Time) int {
	_, offset := t.Add(-time.Second).In(loc).Zone()
	return offset
}

// observance writes one span. Its onset is written as the clocks stood before it.
// An onset that lies before 1970 is moved there, which all programs can read,
// unless events need it.
func observance(to *lines, s when.Span, from int, first time.Time, rule string) {
	name := "STANDARD"
	if s.DST {
		name = "DAYLIGHT"
	}
	onset := s.Start.Add(time.Duration(from) * time.Second)
	switch {
	case s.Start.Before(epoch) && first.After(epoch.AddDate(0, 0, 2)):
		onset, from = epoch, s.Offset
	case s.Start.IsZero():
		onset, from = ancient, s.Offset
	}
	to.begin(name)
	to.set("DTSTART", "", onset.UTC().Format(localLayout))
	to.set("RRULE", "", rule)
	to.set("TZNAME", "", escape(s.Abbrev))
	to.set("TZOFFSETFROM", "", utcOffset(from))
	to.set("TZOFFSETTO", "", utcOffset(s.Offset))
	to.end(name)
}

// utcOffset writes a value of type UTC-OFFSET: "+0530", "-0330", "-004430".
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf("%02d", seconds%60)
	}
	return text
}
