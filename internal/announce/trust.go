package announce

import (
	"fmt"
	"math"
	"slices"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// doubts gathers what is inferred and what contradicts.
type doubts struct {
	found []Conflict
}

// doubt notes what contradicts, once.
func (d *draft) doubt(code, format string, args ...any) {
	d.found = append(d.found, Conflict{code, fmt.Sprintf(format, spoken(args)...)})
}

// spoken gives zones among the arguments of a sentence the name for reading.
func spoken(args []any) []any {
	for n, arg := range args {
		if zone, ok := arg.(string); ok {
			args[n] = ZoneName(zone)
		}
	}
	return args
}

// ZoneName is a zone for reading, in English: its name in the database, or "UTC+1"
// for one that is only a distance from UTC, which that writes with the other sign.
func ZoneName(zone string) string {
	if when.IsOffset(zone) {
		return i18n.For("en").City(zone)
	}
	return zone
}

// infer notes what the words do not say.
func (d *draft) infer(what string) {
	if !slices.Contains(d.Inferred, what) {
		d.Inferred = append(d.Inferred, what)
	}
}

// list returns the doubts that are not noted yet; the same hour on many dates
// may give the same one.
func (d *draft) list() (more []Conflict) {
	for _, c := range d.found {
		if !slices.Contains(d.Conflicts, c) && !slices.Contains(more, c) {
			more = append(more, c)
		}
	}
	return more
}

// What makes a draft less sure, and by how much.
const (
	certain        = 0.99
	hardly         = 0.01 // however much speaks against it
	perConflict    = 0.55
	yearInferred   = 0.97
	zoneInferred   = 0.93
	dateInferred   = 0.85
	titleGuessed   = 0.98
	startLeftOpen  = 0.40
	hourWithoutEnd = 0.995
)

// trust says how sure a draft is: the product of what speaks against it.
func (d *draft) trust() float64 {
	is := certain
	for range d.Conflicts {
		is *= perConflict
	}
	for _, what := range d.Inferred {
		switch what {
		case "year":
			is *= yearInferred
		case "zone":
			is *= zoneInferred
		default:
			is *= dateInferred
		}
	}
	if d.Title == "" {
		is *= titleGuessed
	}
	if d.Start == nil {
		is *= startLeftOpen
	}
	if d.End == nil {
		is *= hourWithoutEnd
	}
	return max(hardly, math.Round(is*100)/100)
}

// spans notes from which words something comes.
func (b *builder) spans(d *draft, field string, readings ...int) {
	for _, n := range readings {
		s := b.spanOf(b.readings[n].a, b.readings[n].b)
		if s != (Span{}) && !slices.Contains(d.Spans[field], s) {
			d.Spans[field] = append(d.Spans[field], s)
		}
	}
	slices.SortFunc(d.Spans[field], func(a, b Span) int { return a[0] - b[0] })
}

func (b *builder) zoneSpans(d *draft) {
	for n := max(0, d.slot.hour-4); n < min(len(b.readings), d.slot.hour+6); n++ {
		if b.bound[n] == d.slot.hour {
			b.spans(d, "zone", n)
		}
	}
}
