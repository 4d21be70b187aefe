package events

import (
	"cmp"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// Occurrence is one date of an event as a stretch of time.
type Occurrence struct {
	Date  *Date
	Wall  when.Wall // as planned, in the event's zone
	Start time.Time // in the event's zone
	End   time.Time
	Doors time.Time // when the doors open; zero if nothing is said
	Kind  when.Kind // Repeated: the clocks show the hour twice, the first is meant
	Own   bool      // it has an hour of its own, which does not follow the event's
}

// Location is the zone in which the event's hours are meant.
func (e *Event) Location() *time.Location {
	loc, err := when.Load(e.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// Occurrence returns when a date is.
func (e *Event) Occurrence(d *Date) Occurrence {
	loc := e.Location()
	o := Occurrence{Date: d, Wall: d.Day.At(e.clock(d)), Own: d.Start != nil}
	o.Start, o.Kind = o.Wall.In(loc)
	o.End = o.Start
	if length := cmp.Or(d.Length, e.Length); length > 0 {
		o.End = endAfter(o, length, loc)
	}
	switch {
	case e.Doors == nil:
	case *e.Doors < o.Wall.Clock:
		o.Doors, _ = d.Day.At(*e.Doors).In(loc)
	case e.doorsEvening() && *e.Doors-o.Wall.Clock >= halfDay:
		o.Doors, _ = d.Day.AddDays(-1).At(*e.Doors).In(loc)
	}
	return o
}

const halfDay when.Clock = 12 * 60

// doorsEvening tells whether the doors open on the evening before: what begins
// half an hour after midnight lets people in before it.
func (e *Event) doorsEvening() bool { return e.Doors != nil && *e.Doors-e.Start >= halfDay }

// endAfter is when an occurrence ends that takes so long on the wall: what goes
// on until four does so in a night in which the clocks are changed as well.
func endAfter(o Occurrence, length time.Duration, loc *time.Location) time.Time {
	const day = 24 * 60
	minutes := int(o.Wall.Clock) + int(length/time.Minute)
	end, _ := o.Wall.Date.AddDays(minutes / day).At(when.Clock(minutes % day)).In(loc)
	if !end.After(o.Start) {
		return o.Start.Add(length)
	}
	return end
}

// clock is the hour at which a date begins.
func (e *Event) clock(d *Date) when.Clock {
	if d.Start != nil {
		return *d.Start
	}
	return e.Start
}

// Occurrences returns every date of the event that people are told of, in the
// order of their times; cancelled ones are among them.
func (e *Event) Occurrences() []Occurrence {
	list := make([]Occurrence, 0, len(e.Dates))
	for i := range e.Dates {
		if e.Dates[i].Status != Skipped {
			list = append(list, e.Occurrence(&e.Dates[i]))
		}
	}
	slices.SortStableFunc(list, func(a, b Occurrence) int { return a.Start.Compare(b.Start) })
	return list
}

// Plain tells whether the date is just as the event's rule gave it, so that its
// day says all that is to be said of it.
func (d *Date) Plain() bool {
	return !d.RuleDay.IsZero() && d.Day == d.RuleDay && d.Start == nil && d.Length == 0 && d.Venue == nil && d.Theme.Empty()
}

// Coming returns the dates that are not over at now and not cancelled.
func (e *Event) Coming(now time.Time) []Occurrence {
	return slices.DeleteFunc(e.Occurrences(), func(o Occurrence) bool {
		return !o.End.After(now) || e.StatusOf(o.Date) == CalledOff
	})
}

// Next returns the first date that is not over at now and not cancelled, and
// false after the last.
func (e *Event) Next(now time.Time) (Occurrence, bool) {
	if coming := e.Coming(now); len(coming) > 0 {
		return coming[0], true
	}
	return Occurrence{}, false
}

// Begins returns when the first date starts, and Ends when the last is over;
// both are zero for an event without dates.
func (e *Event) Begins() time.Time {
	if list := e.Occurrences(); len(list) > 0 {
		return list[0].Start
	}
	return time.Time{}
}

// Ends returns when the last date is over. A rule without an end of its own
// ends with the last date made from it so far.
func (e *Event) Ends() (last time.Time) {
	for _, o := range e.Occurrences() {
		if o.End.After(last) {
			last = o.End
		}
	}
	return last
}

// Moved returns by how many minutes the reader's clock at this date differs
// from what it would be had no clock changed since the first one; ok is false
// for dates with an hour of their own, where the comparison says nothing.
func (e *Event) Moved(o Occurrence, reader *time.Location) (minutes int, ok bool) {
	list := e.Occurrences()
	if o.Own || len(list) == 0 || list[0].Own {
		return 0, false
	}
	return when.OffsetMoved(list[0].Start, o.Start, reader, e.Location()), true
}
