package events

import (
	"cmp"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/when"
)

// Part is one item of a day's agenda. Parts whose hours overlap run side by
// side. Hours are wall time in the event's zone.
type Part struct {
	Day      int            `json:"day,omitempty"` // which of the event's dates, from 1; 0 = each of them
	Start    when.Clock     `json:"start"`
	End      *when.Clock    `json:"end,omitempty"` // nil = until the next part begins
	Title    i18n.Text      `json:"title"`
	Text     i18n.Text      `json:"text,omitempty"`  // Markdown
	Place    string         `json:"place,omitempty"` // a room of the venue, or "online"
	Speakers []people.Party `json:"speakers,omitempty"`
	Kind     PartKind       `json:"kind,omitempty"`
}

// PartKind tells work from pauses, for the eye.
type PartKind string

const (
	Work  PartKind = ""
	Doors PartKind = "doors" // arriving, registration at the door
	Pause PartKind = "pause"
)

// DayOf is the day on which a part of a date takes place: that of the date, and
// the next one for what comes after midnight where the date goes on so long. Who
// arrives on the evening before does so on the day before.
func (e *Event) DayOf(d *Date, p Part) when.Date {
	const midnight = 24 * 60
	start := e.clock(d)
	end := start + when.Clock(cmp.Or(d.Length, e.Length)/time.Minute)
	arriving := p.Kind == Doors || e.Doors != nil && p.Start >= *e.Doors
	if arriving && e.doorsEvening() && p.Start-start >= halfDay {
		return d.Day.AddDays(-1)
	}
	if p.Start < start && p.Start+midnight < end && !arriving {
		return d.Day.AddDays(1)
	}
	return d.Day
}

// AgendaOn returns the parts of the n-th date, counted from 1, in order of their
// hours; parts that begin at once stay in the order in which they were entered.
func (e *Event) AgendaOn(n int) []Part {
	var parts []Part
	for _, p := range e.Agenda {
		if p.Day == 0 || p.Day == n {
			parts = append(parts, p)
		}
	}
	if n < 1 || n > len(e.Dates) {
		return parts
	}
	d := &e.Dates[n-1]
	slices.SortStableFunc(parts, func(a, b Part) int {
		return cmp.Or(e.DayOf(d, a).Compare(e.DayOf(d, b)), cmp.Compare(a.Start, b.Start))
	})
	return parts
}
