package eventsweb

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// agendaDay is the agenda of one date.
type agendaDay struct {
	Title string // the date; "" where there is one agenda for all
	Zone  string // whose hours these are, in a sentence
	Slots []agendaSlot
}

// agendaSlot is a stretch of time with what goes on in it, side by side.
type agendaSlot struct {
	Hours string
	Yours string // the same on the reader's clock, where some come and some call in
	Rows  [][]agendaPart
}

// agendaPart is one part as the page shows it.
type agendaPart struct {
	Title, Text ui.Words
	Hours       string // where they are not the slot's
	Place       string
	Speakers    []people.Party
	Pause       bool
}

// abreast is how many parts stand side by side in one row.
const abreast = 3

// span is a part with its hours as instants.
type span struct {
	part       events.Part
	start, end time.Time
}

// agendaOf is the agenda of dates of an event, for who comes in a way; "" is who
// does not know yet. One that is the same on all dates is shown once, in the
// hours of the first, nil if there is none.
//
// People in a hall live by its clock, and people in a call by their own. So the
// hours are the event's where one can only come in person, the reader's where
// one can only call in, and both where one can do either.
func agendaOf(r *web.Request, e *events.Event, first *events.Occurrence, dates []events.Occurrence, way events.Way) (days []agendaDay) {
	each := !slices.ContainsFunc(e.Agenda, func(p events.Part) bool { return p.Day != 0 })
	if each && first != nil {
		dates = []events.Occurrence{*first}
	}
	ids := e.DateIDs()
	for _, o := range dates {
		parts := e.AgendaOn(1 + slices.Index(ids, o.Date.ID))
		if len(parts) == 0 {
			continue
		}
		hours := clockOf(r, e, o.Date, way)
		day := agendaDay{Slots: slotsOf(r, spansOf(e, o, parts), hours), Zone: hours.line(r)}
		if !each {
			day.Title = r.L.Date(o.Start.In(hours.shown), i18n.Long)
		}
		days = append(days, day)
	}
	return days
}

// clocks are in which zone hours are shown, and in which beside it.
type clocks struct{ shown, beside *time.Location }

func clockOf(r *web.Request, e *events.Event, d *events.Date, way events.Way) clocks {
	ways := e.Ways(d)
	if way != "" && slices.Contains(ways, way) {
		ways = []events.Way{way}
	}
	home := e.Location()
	switch {
	case !slices.Contains(ways, events.Here) && len(ways) > 0:
		return clocks{shown: r.Zone}
	case !slices.Contains(ways, events.Remote):
		return clocks{shown: home}
	}
	start := e.Occurrence(d).Start
	_, here := start.In(home).Zone()
	_, yours := start.In(r.Zone).Zone()
	if here == yours {
		return clocks{shown: home}
	}
	return clocks{home, r.Zone}
}

// line says whose hours these are.
func (c clocks) line(r *web.Request) string {
	city := r.L.City(c.shown.String())
	if c.beside == nil {
		return r.L.T("events.agenda.zone|Hours of {city}", "city", city)
	}
	return r.L.T("events.agenda.zones|Hours of {city}, and below them your own in {yours}", "city", city, "yours", r.L.City(c.beside.String()))
}

// spansOf turns parts into stretches of time. One without an end lasts until
// the next begins, the last until the event ends.
func spansOf(e *events.Event, o events.Occurrence, parts []events.Part) []span {
	list := make([]span, len(parts))
	for i, p := range parts {
		list[i] = span{part: p}
		day := e.DayOf(o.Date, p)
		list[i].start, _ = day.At(p.Start).In(e.Location())
		if p.End != nil {
			list[i].end, _ = day.At(*p.End).In(e.Location())
		}
	}
	for i := range list {
		for _, later := range list[i+1:] {
			if list[i].end.IsZero() && later.start.After(list[i].start) {
				list[i].end = later.start
			}
		}
		if list[i].end.IsZero() && o.End.After(list[i].start) {
			list[i].end = o.End
		}
	}
	return list
}

// slotsOf puts parts that run at once side by side: those of which each
// overlaps all others. What lasts all day does not swallow the day.
func slotsOf(r *web.Request, list []span, c clocks) (slots []agendaSlot) {
	for len(list) > 0 {
		n := 1
		for n < len(list) && !slices.ContainsFunc(list[:n], func(s span) bool { return !overlap(s, list[n]) }) {
			n++
		}
		slots = append(slots, slotOf(r, list[:n], c))
		list = list[n:]
	}
	return slots
}

func overlap(a, b span) bool {
	return a.start.Equal(b.start) || b.start.Before(a.end) && a.start.Before(b.end)
}

func slotOf(r *web.Request, list []span, c clocks) agendaSlot {
	usual := list[0]
	for _, s := range list { // the shortest names the slot
		if s.start.Equal(usual.start) && s.end.Before(usual.end) {
			usual = s
		}
	}
	slot := agendaSlot{Hours: between(r, usual, c.shown)}
	if c.beside != nil {
		slot.Yours = between(r, usual, c.beside)
	}
	var parts []agendaPart
	for _, s := range list {
		part := agendaPart{Title: r.Pick(s.part.Title), Text: r.Pick(s.part.Text), Place: s.part.Place, Speakers: s.part.Speakers,
			Pause: s.part.Kind != events.Work}
		if !s.start.Equal(usual.start) || !s.end.Equal(usual.end) {
			part.Hours = between(r, s, c.shown)
		}
		parts = append(parts, part)
	}
	slot.Rows = slices.Collect(slices.Chunk(parts, abreast))
	return slot
}

func between(r *web.Request, s span, zone *time.Location) string {
	if s.end.IsZero() {
		return r.L.Time(s.start.In(zone))
	}
	return r.L.TimeRange(s.start.In(zone), s.end.In(zone))
}

// wide is how many columns the agenda has.
func (d agendaDay) wide() (n int) {
	for _, slot := range d.Slots {
		for _, row := range slot.Rows {
			n = max(n, len(row))
		}
	}
	return n
}

// cells is over how many columns a part goes: parts of a row share its width,
// the last takes what is left.
func cells(wide, parts, n int) int {
	share := wide / parts
	if n == parts-1 {
		return wide - share*(parts-1)
	}
	return share
}
