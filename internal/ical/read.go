package ical

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/when"
)

// Read takes a calendar file apart. An entry that cannot be read is passed over
// and named among the problems; the others are read. It fails for what is no
// calendar at all, is too large, or nests its parts deeper than any calendar
// does. It takes time in proportion to the file's size.
func Read(data []byte) (*File, error) {
	switch {
	case len(data) > LongestFile:
		return nil, errs.New(errs.Invalid, "org.ical.large|This file is too large. A calendar file has at most {most} megabytes.", "most", LongestFile>>20)
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		data = bytes.ReplaceAll(bytes.ToValidUTF8(data, []byte("\uFFFD")), []byte{0}, nil)
	}
	r := reader{file: &File{}, zones: map[string]string{}, named: map[string]string{}}
	if err := r.rows(strings.TrimPrefix(string(data), "\ufeff")); err != nil {
		return nil, err
	}
	if !r.calendar {
		return nil, errs.New(errs.Invalid, "org.ical.none|This is no calendar file. Such files begin with BEGIN:VCALENDAR and usually end in .ics.")
	}
	r.resolve()
	return r.file, nil
}

// reader walks through the rows of a file.
type reader struct {
	file     *File
	open     []string // the components that are open, outermost first
	calendar bool
	zones    map[string]string // what a VTIMEZONE of the file calls itself → the zone that it stands for, "" = unknown
	tzid     string            // of the VTIMEZONE that is open
	named    map[string]string // names that were looked up → their zones, "" = unknown
	entry    *Entry            // the VEVENT that is open
	bad      *Problem          // why it cannot be read
	lasts    time.Duration     // how long it takes, where that stands in place of an end
}

// row is one property: a name, its parameters and its value.
type row struct {
	line   int
	name   string
	params map[string]string
	value  string
}

// rows unfolds the lines of a file and reads each.
func (r *reader) rows(text string) error {
	var row strings.Builder
	line, began := 0, 0
	flush := func() error {
		if row.Len() == 0 {
			return nil
		}
		err := r.row(began, row.String())
		row.Reset()
		return err
	}
	for l := range strings.Lines(text) {
		line++
		l = strings.TrimRight(l, "\r\n")
		if more, folded := cutFold(l); folded && row.Len() > 0 {
			if row.Len()+len(more) <= longestRow {
				row.WriteString(more)
			}
			continue
		}
		if err := flush(); err != nil {
			return err
		}
		began = line
		row.WriteString(l[:min(len(l), longestRow)])
	}
	return flush()
}

// cutFold returns the rest of a line that goes on with the one before it.
func cutFold(l string) (rest string, folded bool) {
	if l != "" && (l[0] == ' ' || l[0] == '\t') {
		return l[1:], true
	}
	return l, false
}

func (r *reader) row(line int, text string) error {
	p, ok := parseRow(line, text)
	if !ok {
		if r.entry != nil && r.bad == nil && strings.TrimSpace(text) != "" {
			r.problem(line, "org.ical.row|This line could not be read.")
		}
		return nil
	}
	switch p.name {
	case "BEGIN":
		return r.begin(p)
	case "END":
		r.end(p)
		return nil
	}
	switch {
	case r.entry != nil && r.open[len(r.open)-1] == "VEVENT":
		r.property(p)
	case r.tzid != "" || len(r.open) > 0 && r.open[len(r.open)-1] == "VTIMEZONE":
		r.zone(p)
	case len(r.open) == 1 && p.name == "METHOD":
		r.file.Method = Method(strings.ToUpper(p.value))
	case len(r.open) == 1 && (p.name == "X-WR-CALNAME" || p.name == "NAME"):
		r.file.Name = oneLine(unescape(p.value), longestLine)
	}
	return nil
}

func (r *reader) begin(p row) error {
	name := strings.ToUpper(strings.TrimSpace(p.value))
	if len(r.open) >= deepest {
		return errs.New(errs.Invalid, "org.ical.deep|Line {line}: parts of this file lie in each other deeper than in any calendar.", "line", p.line)
	}
	r.open = append(r.open, name)
	switch name {
	case "VCALENDAR":
		r.calendar = true
	case "VEVENT":
		if len(r.file.Entries) >= MostEntries {
			return errs.New(errs.Invalid, "org.ical.many|This file has more than {most} entries. Please split it.", "most", MostEntries)
		}
		r.entry, r.bad, r.lasts = &Entry{Line: p.line}, nil, 0
	}
	return nil
}

func (r *reader) end(p row) {
	name := strings.ToUpper(strings.TrimSpace(p.value))
	at := slices.Index(r.open, name)
	if at < 0 {
		return
	}
	r.open = r.open[:at]
	switch {
	case name == "VTIMEZONE":
		r.tzid = ""
	case r.entry != nil && !slices.Contains(r.open, "VEVENT"):
		if name != "VEVENT" {
			r.fail(r.entry.Line, "org.ical.torn|This entry has no end.")
		}
		if r.bad == nil && r.entry.Start.Wall.IsZero() {
			r.fail(r.entry.Line, "org.ical.start|This entry has no start.")
		}
		if r.lasts > 0 && r.entry.End.Wall.IsZero() {
			r.entry.End = r.entry.Start.after(r.lasts)
		}
		if r.bad == nil {
			r.file.Entries = append(r.file.Entries, *r.entry)
		} else {
			r.file.Problems = append(r.file.Problems, *r.bad)
		}
		r.entry, r.bad = nil, nil
	}
}

// fail notes why the open entry cannot be read; the first reason stands.
func (r *reader) fail(line int, msg string, args ...any) {
	if r.bad == nil {
		r.bad = &Problem{line, errs.T(msg, args...)}
	}
}

// problem notes something that is passed over; the entry is read.
func (r *reader) problem(line int, msg string, args ...any) {
	const most = 100
	if len(r.file.Problems) < most {
		r.file.Problems = append(r.file.Problems, Problem{line, errs.T(msg, args...)})
	}
}

// zone notes what a VTIMEZONE says of itself: its name in this file, and the
// zone that it stands for.
func (r *reader) zone(p row) {
	switch p.name {
	case "TZID":
		r.tzid = p.value
		r.zones[p.value] = r.zoneOf(p.value)
	case "X-LIC-LOCATION":
		if zone := r.zoneOf(p.value); zone != "" && r.tzid != "" {
			r.zones[r.tzid] = zone
		}
	}
}

// zoneOf is the function of that name, which is slow for a name that nobody knows:
// each is looked up once, and not more than there are zones in the world.
func (r *reader) zoneOf(name string) string {
	zone, known := r.named[name]
	if !known && len(r.named) < mostZones {
		zone = zoneOf(name)
		r.named[name] = zone
	}
	return zone
}

// zoneOf returns the zone that a name in a file stands for, "" if none is known:
// one of the IANA database, also with a prefix as some programs write it, or one
// of Windows.
func zoneOf(name string) string {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	const longest, parts = 200, 3 // America/Argentina/Buenos_Aires
	if len(name) > longest {
		return ""
	}
	words := strings.Split(name, "/")
	for n := min(parts, len(words)); n > 0; n-- {
		last := strings.Join(words[len(words)-n:], "/")
		if _, err := when.Load(last); err == nil {
			return when.Canonical(last)
		}
	}
	if zone, ok := when.FromWindows(name); ok {
		return zone
	}
	return ""
}

// resolve settles the zones of all times: a name that the file itself explains
// further down is known only at its end.
func (r *reader) resolve() {
	for i := range r.file.Entries {
		e := &r.file.Entries[i]
		for _, t := range e.times() {
			if name, unknown := strings.CutPrefix(t.Zone, "?"); unknown {
				if t.Zone = r.zones[name]; t.Zone == "" {
					t.Named = oneLine(name, longestLine)
				}
			}
		}
	}
}

// times are all times of an entry.
func (e *Entry) times() []*Time {
	list := []*Time{&e.Start, &e.End}
	for i := range e.Except {
		list = append(list, &e.Except[i])
	}
	for i := range e.Extra {
		list = append(list, &e.Extra[i])
	}
	if e.Instead != nil {
		list = append(list, e.Instead)
	}
	return list
}

// parseRow reads NAME;PARAM=value;PARAM="a;b":value.
func parseRow(line int, text string) (p row, ok bool) {
	p = row{line: line, params: map[string]string{}}
	at, quoted := 0, false
	var parts []string
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ';':
			parts, at = append(parts, text[at:i]), i+1
		case c == ':':
			parts = append(parts, text[at:i])
			p.name, p.value = strings.ToUpper(strings.TrimSpace(parts[0])), text[i+1:]
			for _, param := range parts[1:] {
				if name, value, found := strings.Cut(param, "="); found {
					p.params[strings.ToUpper(name)] = strings.Trim(value, `"`)
				}
			}
			return p, p.name != ""
		}
	}
	return p, false
}

// unescape is a text as its writer meant it.
func unescape(s string) string {
	return strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(s)
}

func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 || n > 1<<30 {
		return 0
	}
	return n
}
