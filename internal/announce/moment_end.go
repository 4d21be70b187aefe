package announce

import (
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// end says when an event ends: by its span of hours, by an hour of its own, by
// its length, or on the last of its days.
func (b *builder) end(d *draft, days []fixedDay, start time.Time, from int, z choice) {
	h := b.readings[d.slot.hour].hours
	last := days[0].Date
	several := d.c.span && len(days) == 2 && days[1].ok && (d.c.rhythm == nil || d.c.rhythm.unit == noUnit && d.c.rhythm.count == 0)
	if several {
		last = days[1].Date
		if last.Before(days[0].Date) {
			d.doubt("date", "The last day, %s, is before the first.", last)
			return
		}
	}
	if !several && d.c.until != nil && d.c.rhythm == nil && len(days) == 1 {
		f := b.fix(*d.c.until)
		d.Conflicts = append(d.Conflicts, f.doubts...)
		several, last = f.ok, f.Date
		if !f.ok || last.Before(days[0].Date) {
			d.doubt("date", "The last day is not clear.")
			return
		}
	}
	if several && last.Sub(days[0].Date) > longestEvent {
		d.doubt("date", "From %s to %s: this may be a row of dates.", days[0].Date, last)
	}
	var to int
	switch {
	case h.ranged:
		to = h.to.minutes()
		if h.to.half == unsaid && !h.to.full && h.to.h < 12 && h.from.half == unsaid && h.from.minutes() < 12*60 && to <= from && !several {
			to += 12 * 60 // "from 10 to 4"
			if to <= from || to-from > longestNight {
				d.doubt("time", "The end, “%s”, is before the beginning.", b.words(h.to.a, h.to.b))
				return
			}
		}
	case d.c.ends != nil:
		to = b.endClock(*d.c.ends, from)
	case d.c.long > 0 && !several:
		to = from + d.c.long
	default:
		return
	}
	if !several && to < from && to+24*60-from <= longestNight {
		last = last.AddDays(1)
	} else if !several && to <= from {
		d.doubt("time", "The end is before the beginning.")
		return
	}
	if to >= 24*60 && to != 24*60 {
		last, to = last.AddDays(to/(24*60)), to%(24*60)
	}
	end, _ := at(last, to, z.loc)
	if end.Before(start) {
		d.doubt("time", "The end is before the beginning.")
		return
	}
	d.End = &end
	if d.c.doors != nil {
		b.doors(d, days[0].Date, from, z)
	}
}

// endClock reads an end without am or pm beside its beginning.
func (b *builder) endClock(c clock, from int) int {
	to := c.minutes()
	if c.half == unsaid && !c.full && c.h < 12 && to <= from && to+12*60 > from {
		to += 12 * 60
	}
	return to
}

func (b *builder) doors(d *draft, day when.Date, from int, z choice) {
	c := d.c.doors.from
	minutes := c.minutes()
	if c.half == unsaid && !c.full && c.h < 12 && minutes+12*60 <= from {
		minutes += 12 * 60
	}
	t, _ := at(day, minutes, z.loc)
	if minutes > from {
		d.doubt("time", "The doors open after the beginning.")
	}
	d.Doors = &t
}

// sharedOut tells whether weekdays stand between the hours of several days: then
// each hour may be that of one day only.
func (b *builder) sharedOut(c *cluster) bool {
	if len(c.days) < 2 && c.until == nil || len(c.slots) < 2 {
		return false
	}
	for n := 1; n < len(c.slots); n++ {
		if b.between(b.readings[c.slots[n-1].hour].b, b.readings[c.slots[n].hour].a, func(i int) bool { return b.is(i, kWeekday) }) {
			return true
		}
	}
	return false
}
