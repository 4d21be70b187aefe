package form

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// label is how a slot is written in a placement: an hour of the week on the
// clocks of an anchor zone.
type label struct {
	anchor int16 // index in Program.Anchors
	day    int8  // 0 is Monday
	start  int16 // minutes since midnight
}

// slot is a weekly hour at which circles may meet. Labels that mean the same
// instants on every date are one slot, written with the first of them.
type slot struct {
	label
	at []int64 // the start of every meeting, Unix seconds
}

// parseWeeks reads the Mondays of the programme.
func parseWeeks(weeks []string) ([]when.Date, error) {
	dates := make([]when.Date, len(weeks))
	for i, s := range weeks {
		d, err := when.ParseDate(s)
		if err != nil {
			return nil, err
		}
		if d.Weekday() != time.Monday {
			return nil, fmt.Errorf("got %q, expected a Monday", s)
		}
		if i > 0 && !dates[i-1].Before(d) {
			return nil, fmt.Errorf("got %q, expected a Monday after %s", s, weeks[i-1])
		}
		dates[i] = d
	}
	return dates, nil
}

// clockwork knows how far a zone's clocks stand from UTC during the programme.
type clockwork struct{ spans []when.Span }

func newClockwork(loc *time.Location, weeks []when.Date) clockwork {
	first := weeks[0].At(0)
	last := weeks[len(weeks)-1].At(0)
	from, _ := first.In(time.UTC)
	to, _ := last.In(time.UTC)
	return clockwork{when.Spans(loc, from.Add(-72*time.Hour), to.Add(11*24*time.Hour))}
}

// instant returns the instant at which the zone's clocks show what UTC clocks
// show at wall (both Unix seconds). ok is false if they never do, or do twice.
func (c clockwork) instant(wall int64) (at int64, ok bool) {
	n := 0
	for _, s := range c.spans {
		t := wall - int64(s.Offset)
		if (s.Start.IsZero() || t >= s.Start.Unix()) && (s.End.IsZero() || t < s.End.Unix()) {
			at = t
			n++
		}
	}
	return at, n == 1
}

// local returns the seconds of the local week that have passed at the instant,
// and the instant at which the zone's clocks are next set.
func (c clockwork) local(at int64) (sinceMonday int64, next int64) {
	for _, s := range c.spans {
		if s.End.IsZero() || at < s.End.Unix() {
			const monday = 4 * 86400 // 1970-01-05 was a Monday
			const week = 7 * 86400
			local := (at + int64(s.Offset) - monday) % week
			if local < 0 {
				local += week
			}
			next = 1 << 62
			if !s.End.IsZero() {
				next = s.End.Unix()
			}
			return local, next
		}
	}
	return 0, 1 << 62
}

// stretch is a run of quarters of somebody's local week that a meeting takes.
type stretch struct {
	from uint16
	n    uint8
}

// stretches returns what a meeting that starts at the instant takes of the
// local week. It is one stretch unless the clocks are set during the meeting.
func (c clockwork) stretches(at int64, length int, out []stretch) []stretch {
	end := at + int64(length)*60
	for at < end {
		local, next := c.local(at)
		stop := min(end, next)
		first := local / 900
		last := (local + (stop - at) - 1) / 900
		s := stretch{uint16(first), uint8(last - first + 1)}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
		at = stop
	}
	return out
}

// enumerateSlots returns the legal slots in the order of their first meeting,
// and the slot of every legal label. A start that does not exist on the
// anchor's clocks on one of the dates, or exists twice, is not legal.
func enumerateSlots(prog *Program, weeks []when.Date, zone func(string) (*time.Location, error)) ([]slot, map[label]int32, error) {
	allowed := [7]bool{}
	for d := range allowed {
		allowed[d] = len(prog.Days) == 0 || slices.Contains(prog.Days, dayNames[d])
	}
	type found struct {
		labels []label
		at     []int64
	}
	byInstants := map[string]*found{}
	var all []*found
	key := make([]byte, 0, 8*len(weeks))
	at := make([]int64, len(weeks))
	for a, name := range prog.Anchors {
		loc, err := zone(name)
		if err != nil {
			return nil, nil, err
		}
		clock := newClockwork(loc, weeks)
		perDay := 1440 / prog.GridMin
		for n := range 7 * perDay {
			l := label{int16(a), int8(n / perDay), int16(n % perDay * prog.GridMin)}
			if !allowed[l.day] || !clock.meetings(weeks, l, at) {
				continue
			}
			key = key[:0]
			for _, t := range at {
				key = binary.LittleEndian.AppendUint64(key, uint64(t))
			}
			f := byInstants[string(key)]
			if f == nil {
				f = &found{at: slices.Clone(at)}
				byInstants[string(key)] = f
				all = append(all, f)
			}
			f.labels = append(f.labels, l)
		}
	}
	slices.SortStableFunc(all, func(x, y *found) int { return slices.CompareFunc(x.at, y.at, cmp.Compare) })
	slots := make([]slot, len(all))
	byLabel := make(map[label]int32)
	for i, f := range all {
		slots[i] = slot{f.labels[0], f.at}
		for _, l := range f.labels {
			byLabel[l] = int32(i)
		}
	}
	return slots, byLabel, nil
}

// meetings writes the start of every meeting of a label to at. It returns false
// if one of the starts does not exist or exists twice.
func (c clockwork) meetings(weeks []when.Date, l label, at []int64) bool {
	for i, w := range weeks {
		t, _ := w.AddDays(int(l.day)).At(when.Clock(l.start)).In(time.UTC)
		var ok bool
		if at[i], ok = c.instant(t.Unix()); !ok {
			return false
		}
	}
	return true
}

// habitat is what the slots mean on the clocks of one zone.
type habitat struct {
	byQuarter []int32   // slots by the quarter in which their first meeting starts …
	index     []int32   // … those of quarter q are byQuarter[index[q]:index[q+1]]
	more      []int32   // further stretches of slot s are rest[more[s]:more[s+1]]
	rest      []stretch // distinct, over all dates
	first     []stretch // of each slot
	off       []uint8   // meetings of each slot that touch the off-hours
}

// newHabitat works out the local weeks of all slots in a zone.
func newHabitat(loc *time.Location, prog *Program, weeks []when.Date, slots []slot) *habitat {
	clock := newClockwork(loc, weeks)
	h := &habitat{
		byQuarter: make([]int32, len(slots)),
		index:     make([]int32, quartersPerWeek+1),
		more:      make([]int32, len(slots)+1),
		first:     make([]stretch, len(slots)),
		off:       make([]uint8, len(slots)),
	}
	night := offQuarters(prog)
	var all, one []stretch
	for s := range slots {
		all = all[:0]
		for _, at := range slots[s].at {
			one = clock.stretches(at, prog.LengthMin, one[:0])
			if touches(one, night) {
				h.off[s]++
			}
			for _, x := range one {
				if !slices.Contains(all, x) {
					all = append(all, x)
				}
			}
		}
		h.first[s] = all[0]
		h.rest = append(h.rest, all[1:]...)
		h.more[s+1] = int32(len(h.rest))
		h.index[all[0].from+1]++
	}
	for q := range quartersPerWeek {
		h.index[q+1] += h.index[q]
	}
	next := slices.Clone(h.index)
	for s := range slots {
		q := h.first[s].from
		h.byQuarter[next[q]] = int32(s)
		next[q]++
	}
	return h
}

// touches tells whether one of the stretches holds an unpleasant quarter.
func touches(all []stretch, night *[quartersPerDay]bool) bool {
	for _, x := range all {
		for i := range int(x.n) {
			if night[(int(x.from)+i)%quartersPerDay] {
				return true
			}
		}
	}
	return false
}

// offQuarters marks the unpleasant quarters of a day.
func offQuarters(prog *Program) *[quartersPerDay]bool {
	from, _ := parseClock(prog.OffHours[0])
	to, _ := parseClock(prog.OffHours[1])
	var night [quartersPerDay]bool
	for q := range night {
		m := q * 15
		if from <= to {
			night[q] = m >= from && m < to
		} else {
			night[q] = m >= from || m < to
		}
	}
	return &night
}

// fits tells whether somebody with these free runs can be at every meeting of
// the slot but the first stretch.
func (h *habitat) fits(s int32, run *[quartersPerWeek]uint8) bool {
	for _, x := range h.rest[h.more[s]:h.more[s+1]] {
		if run[x.from] < x.n {
			return false
		}
	}
	return true
}

// free sets the bits of the slots in which somebody with these windows can be
// at every meeting, on every date.
func (h *habitat) free(windows []Window, run *[quartersPerWeek]uint8, bits []uint64) {
	freeRuns(windows, run)
	for q := range quartersPerWeek {
		if run[q] == 0 {
			continue
		}
		for _, s := range h.byQuarter[h.index[q]:h.index[q+1]] {
			if run[q] >= h.first[s].n && h.fits(s, run) {
				bits[s>>6] |= 1 << (s & 63)
			}
		}
	}
}
