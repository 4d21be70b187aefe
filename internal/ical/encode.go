package ical

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

const (
	standardProd = "-//Plenary//Plenary//EN"
	utcLayout    = "20060102T150405Z"
)

// Encode returns the calendar as a file. Its errors are those of the caller,
// and name no texts or addresses.
func (c *Calendar) Encode() ([]byte, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	w := newWriter(c.method())
	w.events(c.Events)
	var file lines
	file.out = make([]byte, 0, len(w.out)+len(w.rest)+4<<10) // head and zones come before what is written already
	file.begin("VCALENDAR")
	w.head(&file, c)
	for _, name := range slices.Sorted(maps.Keys(w.zones)) {
		if z := w.zones[name]; z != nil && !z.start.IsZero() {
			z.describe(&file)
		}
	}
	if len(c.Events) == 0 { // a calendar must hold something
		(&zone{name: "Etc/UTC", loc: time.UTC}).describe(&file)
	}
	file.out = append(append(file.out, w.out...), w.rest...)
	file.end("VCALENDAR")
	return file.out, nil
}

// writer writes the events of one calendar and notes the zones they use.
type writer struct {
	lines
	method Method
	zones  map[string]*zone // nil for a name that is no zone
	rest   []byte           // what was written beside, and comes after

	lang, tagged string // of the event before, and its parameter
}

func newWriter(method Method) *writer {
	return &writer{method: method, zones: make(map[string]*zone)}
}

// manyEvents is from how many on a second processor is worth waking.
const manyEvents = 500

// events writes all events, of many the second half beside the first.
func (w *writer) events(list []Event) {
	if len(list) < manyEvents {
		w.half(list)
		return
	}
	middle, other := len(list)/2, newWriter(w.method)
	done := make(chan struct{})
	go func() {
		defer close(done)
		other.half(list[middle:])
	}()
	w.half(list[:middle])
	<-done
	w.rest = other.out
	for _, z := range other.zones {
		if z != nil && !z.start.IsZero() {
			mine := w.zone(z.loc)
			mine.include(z.start)
			mine.include(z.end)
		}
	}
}

func (w *writer) half(list []Event) {
	size := 0 // about: of all but the texts as much as most need
	for i := range list {
		size += 512 + len(list[i].Summary) + len(list[i].Description) + len(list[i].Location)
	}
	w.out = make([]byte, 0, size)
	for i := range list {
		w.event(&list[i])
	}
}

// head writes what is about the calendar as a whole.
func (w *writer) head(file *lines, c *Calendar) {
	file.set("VERSION", "", "2.0")
	file.set("PRODID", "", escape(cmp.Or(oneLine(c.Prod, longestLine), standardProd)))
	file.set("CALSCALE", "", "GREGORIAN")
	file.set("METHOD", "", string(w.method))
	name := escape(oneLine(c.Name, longestLine))
	file.set("NAME", w.language(c.Lang), name)
	file.set("X-WR-CALNAME", "", name)
	every := duration(c.Refresh)
	file.set("REFRESH-INTERVAL", ";VALUE=DURATION", every)
	file.set("X-PUBLISHED-TTL", "", every)
}

func (w *writer) event(e *Event) {
	w.begin("VEVENT")
	w.set("UID", "", escape(e.UID))
	w.set("SEQUENCE", "", strconv.Itoa(e.Sequence))
	w.set("DTSTAMP", "", e.Stamp.UTC().Format(utcLayout))
	if !e.Modified.IsZero() {
		w.set("LAST-MODIFIED", "", e.Modified.UTC().Format(utcLayout))
	}
	w.times(e)

	lang := w.language(e.Lang)
	w.set("SUMMARY", lang, escape(oneLine(e.Summary, longestLine)))
	w.set("DESCRIPTION", lang, escape(manyLines(e.Description, longestDescription)))
	w.set("LOCATION", lang, escape(oneLine(e.Location, longestLine)))
	w.set("CATEGORIES", lang, categories(e.Categories))
	w.set("URL", "", address(e.URL))

	status := e.Status
	if w.method == Cancel {
		status = Cancelled
	}
	w.set("STATUS", "", string(status))
	if e.Organizer != nil {
		w.set("ORGANIZER", named(e.Organizer.Name), mailto(e.Organizer.Address))
	}
	if a := e.Attendee; a != nil {
		w.set("ATTENDEE", named(a.Name)+";CUTYPE=INDIVIDUAL;PARTSTAT="+string(cmp.Or(a.Answer, NoAnswer))+
			";ROLE=REQ-PARTICIPANT;RSVP="+strings.ToUpper(strconv.FormatBool(a.RSVP)), mailto(a.Address))
	}
	w.end("VEVENT")
}

// times writes start and end: as wall times of the start's zone, or both in UTC
// where the start has no such zone or a wall time would be read as another
// instant.
func (w *writer) times(e *Event) {
	z := w.zone(e.Start.Location())
	end := e.End
	if !end.After(e.Start) {
		end = time.Time{}
	}
	local := z != nil && z.unambiguous(e.Start) && (end.IsZero() || z.unambiguous(end))
	if e.Repeats != nil && z != nil {
		local = true // a rule holds in wall time or not at all
	}
	write := func(name string, t time.Time) {
		switch {
		case t.IsZero():
		case local:
			z.include(t)
			w.set(name, z.tzid, t.In(z.loc).Format(localLayout))
		default:
			w.set(name, "", t.UTC().Format(utcLayout))
		}
	}
	write("DTSTART", e.Start)
	write("DTEND", end)
	if !e.Instead.IsZero() && z != nil {
		local = true // it is the wall time that the rule gave
	}
	write("RECURRENCE-ID", e.Instead)
	if r := e.Repeats; r != nil {
		z.include(e.Start)
		z.include(r.Last)
		z.open = true // a rule goes on behind what is known of it
		w.set("RRULE", "", r.Rule)
		for _, t := range r.Except { // one to a line: some readers take the first of a list only
			w.set("EXDATE", z.tzid, t.In(z.loc).Format(localLayout))
		}
	}
}

// zone returns the zone of a location, or nil if that is UTC or no zone that
// other programs know.
func (w *writer) zone(loc *time.Location) *zone {
	name := loc.String()
	z, ok := w.zones[name]
	if !ok {
		if known, err := when.Load(name); err == nil && known != time.UTC {
			z = &zone{name: name, loc: known, tzid: parameter("TZID", name)}
		}
		w.zones[name] = z
	}
	return z
}

// language returns the parameter for texts in that language, or none.
func (w *writer) language(tag string) string {
	if tag != w.lang {
		w.lang, w.tagged = tag, ""
		if tag = language(tag); tag != "" {
			w.tagged = parameter("LANGUAGE", tag)
		}
	}
	return w.tagged
}

// named returns the parameter with somebody's name, or none.
func named(name string) string {
	if name = strings.TrimSpace(param(name, longestName)); name != "" {
		return parameter("CN", name)
	}
	return ""
}

func categories(list []string) string {
	var written []string
	for _, s := range list {
		if s = strings.TrimSpace(oneLine(s, longestLine)); s != "" && len(written) < mostCategories {
			written = append(written, escape(s))
		}
	}
	return strings.Join(written, ",")
}

// duration writes a value of type DURATION in hours and minutes, or "" for less
// than a minute.
func duration(d time.Duration) string {
	if d < time.Minute {
		return ""
	}
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case m == 0:
		return fmt.Sprintf("PT%dH", h)
	case h == 0:
		return fmt.Sprintf("PT%dM", m)
	}
	return fmt.Sprintf("PT%dH%dM", h, m)
}
