package events

import (
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

// AgendaOn returns the parts of the n-th date, counted from 1, in order of their
// hours; parts that begin at once stay in the order in which they were entered.
func (e *Event) AgendaOn(n int) []Part {
	var parts []Part
	for _, p := range e.Agenda {
		if p.Day == 0 || p.Day == n {
			parts = append(parts, p)
		}
	}
	sortParts(parts)
	return parts
}
