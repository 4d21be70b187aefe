package ical

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	goical "github.com/emersion/go-ical"

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
	w := writer{method: c.method(), zones: make(map[string]*zone)}
	root := component(goical.CompCalendar, 10)
	w.head(root, c)
	events := w.events(c.Events)
	size := 4 << 10 // a guess at the file's, texts aside
	for i := range c.Events {
		e := &c.Events[i]
		size += 640 + len(e.Summary) + len(e.Description) + len(e.Location)
	}
	for _, name := range slices.Sorted(maps.Keys(w.zones)) {
		if z := w.zones[name]; z != nil && !z.start.IsZero() {
			root.Children = append(root.Children, z.component())
		}
	}
	root.Children = append(root.Children, events...)
	if len(events) == 0 { // a calendar must hold something
		root.Children = []*goical.Component{(&zone{name: "Etc/UTC", loc: time.UTC}).component()}
	}
	var out bytes.Buffer
	out.Grow(size)
	if err := goical.NewEncoder(folder{&out}).Encode(&goical.Calendar{Component: root}); err != nil {
		return nil, fmt.Errorf("ical: %w", err)
	}
	return out.Bytes(), nil
}

// writer builds the components of one calendar and notes the zones they use.
type writer struct {
	method Method
	zones  map[string]*zone // nil for a name that is no zone

	lang   string // of the event before, with its parameter
	params goical.Params
}

func component(name string, props int) *goical.Component {
	return &goical.Component{Name: name, Props: make(goical.Props, props)}
}

// set gives the component a property, unless it is empty. The value must be
// written as its type demands. Params are shared and never changed.
func set(c *goical.Component, name, value string, params goical.Params) {
	if value != "" {
		c.Props[name] = []goical.Prop{{Name: name, Params: params, Value: value}}
	}
}

func (w *writer) head(root *goical.Component, c *Calendar) {
	set(root, goical.PropVersion, "2.0", nil)
	set(root, goical.PropCalendarScale, "GREGORIAN", nil)
	set(root, goical.PropProductID, escape(cmp.Or(oneLine(c.Prod, longestLine), standardProd)), nil)
	set(root, goical.PropMethod, string(w.method), nil)
	name := escape(oneLine(c.Name, longestLine))
	set(root, goical.PropName, name, w.language(c.Lang))
	set(root, "X-WR-CALNAME", name, nil)
	if every := duration(c.Refresh); every != "" {
		set(root, goical.PropRefreshInterval, every, goical.Params{goical.ParamValue: {string(goical.ValueDuration)}})
		set(root, "X-PUBLISHED-TTL", every, nil)
	}
}

// manyEvents is from how many on a second processor is worth waking.
const manyEvents = 500

// events builds the components of all events, of many in two halves beside each
// other. Each half notes the zones of its own.
func (w *writer) events(list []Event) []*goical.Component {
	built := make([]*goical.Component, len(list))
	build := func(w *writer, from, to int) {
		for i := from; i < to; i++ {
			built[i] = w.event(&list[i])
		}
	}
	if len(list) < manyEvents {
		build(w, 0, len(list))
		return built
	}
	half, other := len(list)/2, writer{method: w.method, zones: make(map[string]*zone)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		build(&other, half, len(list))
	}()
	build(w, 0, half)
	<-done
	for _, z := range other.zones {
		if z != nil && !z.start.IsZero() {
			mine := w.zone(z.loc)
			mine.include(z.start)
			mine.include(z.end)
		}
	}
	return built
}

func (w *writer) event(e *Event) *goical.Component {
	c := component(goical.CompEvent, 16)
	set(c, goical.PropUID, escape(e.UID), nil)
	set(c, goical.PropSequence, strconv.Itoa(e.Sequence), nil)
	set(c, goical.PropDateTimeStamp, e.Stamp.UTC().Format(utcLayout), nil)
	if !e.Modified.IsZero() {
		set(c, goical.PropLastModified, e.Modified.UTC().Format(utcLayout), nil)
	}
	w.times(c, e)

	lang := w.language(e.Lang)
	set(c, goical.PropSummary, escape(oneLine(e.Summary, longestLine)), lang)
	set(c, goical.PropDescription, escape(manyLines(e.Description, longestDescription)), lang)
	set(c, goical.PropLocation, escape(oneLine(e.Location, longestLine)), lang)
	set(c, goical.PropCategories, categories(e.Categories), lang)
	set(c, goical.PropURL, address(e.URL), nil)

	status := e.Status
	if w.method == Cancel {
		status = Cancelled
	}
	set(c, goical.PropStatus, string(status), nil)
	if e.Organizer != nil {
		set(c, goical.PropOrganizer, mailto(e.Organizer.Address), named(e.Organizer.Name, 1))
	}
	if a := e.Attendee; a != nil {
		params := named(a.Name, 5)
		params[goical.ParamCalendarUserType] = []string{"INDIVIDUAL"}
		params[goical.ParamRole] = []string{"REQ-PARTICIPANT"}
		params[goical.ParamParticipationStatus] = []string{string(cmp.Or(a.Answer, NoAnswer))}
		params[goical.ParamRSVP] = []string{strings.ToUpper(strconv.FormatBool(a.RSVP))}
		set(c, goical.PropAttendee, mailto(a.Address), params)
	}
	return c
}

// times writes start and end: as wall times of the start's zone, or both in UTC
// where the start has no such zone or a wall time would be read as another
// instant.
func (w *writer) times(c *goical.Component, e *Event) {
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
			set(c, name, t.In(z.loc).Format(localLayout), z.tzid)
		default:
			set(c, name, t.UTC().Format(utcLayout), nil)
		}
	}
	write(goical.PropDateTimeStart, e.Start)
	write(goical.PropDateTimeEnd, end)
	if !e.Instead.IsZero() && z != nil {
		local = true // it is the wall time that the rule gave
	}
	write(goical.PropRecurrenceID, e.Instead)
	if r := e.Repeats; r != nil {
		z.include(e.Start)
		z.include(r.Last)
		set(c, goical.PropRecurrenceRule, r.Rule, nil)
		for _, t := range r.Except { // one to a line: some readers take the first of a list only
			c.Props.Add(&goical.Prop{Name: goical.PropExceptionDates, Params: z.tzid, Value: t.In(z.loc).Format(localLayout)})
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
			z = &zone{name: name, loc: known, tzid: goical.Params{goical.ParamTimezoneID: {name}}}
		}
		w.zones[name] = z
	}
	return z
}

// language returns the parameter for texts in that language, or none.
func (w *writer) language(tag string) goical.Params {
	if tag != w.lang {
		w.lang, w.params = tag, nil
		if tag = language(tag); tag != "" {
			w.params = goical.Params{goical.ParamLanguage: {tag}}
		}
	}
	return w.params
}

// named returns parameters with somebody's name, and room for more.
func named(name string, more int) goical.Params {
	params := make(goical.Params, more)
	if name = strings.TrimSpace(param(name, longestName)); name != "" {
		params[goical.ParamCommonName] = []string{name}
	}
	return params
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
