package when

import "time"

// Span is a stretch of time in which a zone's clocks stand at one distance from
// UTC.
type Span struct {
	Start  time.Time // the first instant; zero if there is no earlier span
	End    time.Time // the first instant of the next span; zero if there is none
	Offset int       // seconds east of UTC
	DST    bool      // whether the zone calls it its summer time (or Ireland its winter time)
	Abbrev string    // "CET", or "+03" where there is no abbreviation
}

// holds tells whether t lies in the span.
func (s Span) holds(t time.Time) bool {
	return !t.Before(s.Start) && (s.End.IsZero() || t.Before(s.End))
}

// Spans returns the spans of the zone that hold any instant of [from, to], in
// order: each ends where the next one starts, and neighbours differ in Offset
// or DST. There is always at least one; the first starts at or before from.
func Spans(loc *time.Location, from, to time.Time) []Span {
	span := spanAt(loc, from)
	span.Start = startOf(loc, span)
	var all []Span
	for {
		span.End = endOf(loc, span)
		all = append(all, span)
		if span.End.IsZero() || span.End.After(to) {
			return all
		}
		start := span.End
		span = spanAt(loc, start)
		span.Start = start
	}
}

// spanAt returns the span at t with the bounds that Go knows, which may be
// narrower than the true ones: behind the listed changes, where Go follows a
// rule, they end with the year (and in leap years a day before it).
func spanAt(loc *time.Location, t time.Time) Span {
	t = t.In(loc)
	abbrev, offset := t.Zone()
	start, end := t.ZoneBounds()
	if !end.IsZero() && !end.After(t) {
		end = time.Date(t.UTC().Year()+1, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	return Span{Start: start.UTC(), End: end.UTC(), Offset: offset, DST: t.IsDST(), Abbrev: abbrev}
}

// startOf walks back to where the span's clocks really were set.
func startOf(loc *time.Location, s Span) time.Time {
	for !s.Start.IsZero() {
		before := spanAt(loc, s.Start.Add(-time.Second))
		if !s.same(before) {
			break
		}
		s.Start = before.Start
	}
	return s.Start
}

// endOf walks on to where the span's clocks are really set again.
func endOf(loc *time.Location, s Span) time.Time {
	for !s.End.IsZero() {
		after := spanAt(loc, s.End)
		if !s.same(after) {
			break
		}
		s.End = after.End
	}
	return s.End
}

func (s Span) same(t Span) bool { return s.Offset == t.Offset && s.DST == t.DST }

// around returns the spans that can hold a wall time whose reading in UTC is u.
// No zone is, or ever was, more than a day away from UTC.
func around(loc *time.Location, u time.Time) []Span {
	return Spans(loc, u.Add(-48*time.Hour), u.Add(48*time.Hour))
}
