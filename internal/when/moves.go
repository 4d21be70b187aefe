package when

import (
	"fmt"
	"time"
)

// OffsetMoved returns by how many minutes a series that keeps its hour in the
// organiser's zone has moved on the reader's clock between two of its starts:
// how far the reader's distance to the organiser has changed. It is positive
// when the later one is later on the reader's clock, and 0 for a reader whose
// clocks are set in the same nights as the organiser's.
func OffsetMoved(first, later time.Time, reader, organiser *time.Location) int {
	return (distance(later, reader, organiser) - distance(first, reader, organiser)) / 60
}

// distance is how many seconds the reader's clock is ahead of the organiser's.
func distance(t time.Time, reader, organiser *time.Location) int {
	_, r := t.In(reader).Zone()
	_, o := t.In(organiser).Zone()
	return r - o
}

// DayShift returns how many days the date in one zone is ahead of the date in
// another: 1 when it is already the next day there, -1 when it is still the day
// before, usually 0.
func DayShift(t time.Time, from, in *time.Location) int {
	return DateOf(t, in).Sub(DateOf(t, from))
}

// UTCOffset returns how the zone's clocks stand at t as people write it:
// "UTC+5:30", "UTC−3", "UTC".
func UTCOffset(t time.Time, loc *time.Location) string {
	_, offset := t.In(loc).Zone()
	if offset/60 == 0 {
		return "UTC"
	}
	sign := "+"
	if offset < 0 {
		sign, offset = "−", -offset
	}
	if minutes := offset / 60 % 60; minutes != 0 {
		return fmt.Sprintf("UTC%s%d:%02d", sign, offset/3600, minutes)
	}
	return fmt.Sprintf("UTC%s%d", sign, offset/3600)
}

// Shape says in one word how a series moves on a reader's clock, so that it
// can be said in one sentence.
type Shape uint8

const (
	Steady  Shape = iota // never: every session has the same hour
	Stays                // once, and stays there: Stretches[1] says from when and by how much
	Returns              // once, and then back: Stretches[1] says for how long and by how much
	Several              // more than that: the table says it better
)

// Stretch is a run of neighbouring sessions that the reader has at one hour.
type Stretch struct {
	First, Last int // the first and the last session, as positions in the starts
	Moved       int // minutes against the first session of all, as OffsetMoved counts

	// Whose clocks were set since the stretch before.
	ReaderSet, OrganiserSet bool
}

// Swing says whether and where the hour of a series moves on a reader's clock.
type Swing struct {
	Shape     Shape
	Stretches []Stretch // in order, covering all starts; one if Steady
}

// Swings compares the starts of a series, in order, on the reader's clock and
// on the organiser's. Only clock changes count: that one session is planned at
// another hour is no swing. No starts are Steady, without stretches.
func Swings(starts []time.Time, reader, organiser *time.Location) Swing {
	var s Swing
	for i, t := range starts {
		moved := OffsetMoved(starts[0], t, reader, organiser)
		if n := len(s.Stretches); n > 0 && s.Stretches[n-1].Moved == moved {
			s.Stretches[n-1].Last = i
			continue
		}
		next := Stretch{First: i, Last: i, Moved: moved}
		if i > 0 {
			next.ReaderSet = wasSet(reader, starts[i-1], t)
			next.OrganiserSet = wasSet(organiser, starts[i-1], t)
		}
		s.Stretches = append(s.Stretches, next)
	}
	switch n := len(s.Stretches); {
	case n < 2:
		s.Shape = Steady
	case n == 2:
		s.Shape = Stays
	case n == 3 && s.Stretches[2].Moved == 0:
		s.Shape = Returns
	default:
		s.Shape = Several
	}
	return s
}

// wasSet tells whether the zone's clocks stand otherwise at b than at a.
func wasSet(loc *time.Location, a, b time.Time) bool {
	_, x := a.In(loc).Zone()
	_, y := b.In(loc).Zone()
	return x != y
}
