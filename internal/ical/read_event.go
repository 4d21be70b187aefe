package ical

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// Bounds of what one entry may hold.
const (
	mostTimes     = 2000 // exceptions and extra dates
	mostAttendees = 50
)

// property takes one property into the open entry.
func (r *reader) property(p row) {
	e := r.entry
	switch p.name {
	case "UID":
		e.UID = oneLine(p.value, longestUID)
	case "SEQUENCE":
		e.Sequence = number(p.value)
	case "STATUS":
		e.Status = Status(strings.ToUpper(strings.TrimSpace(p.value)))
	case "SUMMARY":
		e.Summary = oneLine(unescape(p.value), longestLine)
	case "DESCRIPTION":
		e.Description = manyLines(unescape(p.value), longestDescription)
	case "LOCATION":
		e.Location = oneLine(unescape(p.value), longestLine)
	case "URL":
		e.URL = address(p.value)
	case "CATEGORIES":
		for part := range strings.SplitSeq(strings.ReplaceAll(p.value, `\,`, "\x00"), ",") {
			part = unescape(strings.ReplaceAll(part, "\x00", ","))
			if part = strings.TrimSpace(oneLine(part, longestLine)); part != "" && len(e.Categories) < mostCategories {
				e.Categories = append(e.Categories, part)
			}
		}
	case "ORGANIZER":
		e.Organizer = Organizer{Name: oneLine(p.params["CN"], longestName), Address: mailAddress(p.value)}
	case "ATTENDEE":
		if len(e.Attendees) < mostAttendees {
			e.Attendees = append(e.Attendees, Attendee{Name: oneLine(p.params["CN"], longestName), Address: mailAddress(p.value),
				Answer: Answer(strings.ToUpper(p.params["PARTSTAT"]))})
		}
	default:
		r.planned(p)
	}
}

// planned takes what is about the entry's hours.
func (r *reader) planned(p row) {
	e := r.entry
	switch p.name {
	case "DTSTART":
		r.time(p, p.value, &e.Start)
	case "DTEND":
		r.time(p, p.value, &e.End)
	case "DURATION":
		r.lasts, _ = readDuration(p.value)
	case "RRULE":
		e.Rule = r.rule(p)
	case "RECURRENCE-ID":
		e.Instead = &Time{}
		r.time(p, p.value, e.Instead)
	case "EXDATE":
		r.times(p, &e.Except)
	case "RDATE":
		r.times(p, &e.Extra)
	case "EXRULE":
		r.problem(p.line, "org.ical.exrule|Rules of exceptions are not used any more and are passed over here.")
	}
}

func (r *reader) times(p row, to *[]Time) {
	for part := range strings.SplitSeq(p.value, ",") {
		if len(*to) >= mostTimes {
			r.problem(p.line, "org.ical.times|This entry has more exceptions than {most}. The others are passed over.", "most", mostTimes)
			return
		}
		start, end, period := strings.Cut(part, "/")
		var t, until Time
		if r.time(p, start, &t); t.Wall.IsZero() {
			continue
		}
		if lasts, ok := readDuration(end); ok {
			t.Lasts = lasts
		} else if r.bad == nil && period {
			if r.time(p, end, &until); !until.Wall.IsZero() {
				t.Lasts = max(0, until.reading().Sub(t.reading()))
			}
		}
		*to = append(*to, t)
	}
}

// time reads "20270210T100000Z", "20270210T100000" or "20270210". The zone of
// one that names a zone is settled at the end of the file; until then it stands
// with a question mark.
func (r *reader) time(p row, value string, to *Time) {
	value = strings.TrimSpace(value)
	digits := strings.NewReplacer("-", "", ":", "").Replace(value)
	utc := strings.HasSuffix(digits, "Z")
	digits = strings.TrimSuffix(digits, "Z")
	layout := localLayout
	if len(digits) == len("20270210") {
		layout = "20060102"
	}
	t, err := time.Parse(layout, digits)
	if err != nil || t.Year() < when.FirstYear || t.Year() > when.LastYear {
		r.fail(p.line, "org.ical.time|“{time}” is no time that can be read.", "time", oneLine(value, 40))
		return
	}
	to.Wall, to.AllDay = when.WallOf(t, time.UTC), layout == "20060102"
	switch zone := p.params["TZID"]; {
	case utc:
		to.Zone = "UTC"
	case zone != "" && !to.AllDay:
		if to.Zone = r.zoneOf(zone); to.Zone == "" {
			to.Zone = "?" + zone
		}
	}
}

// after is the time a while later, in the same zone.
func (t Time) after(d time.Duration) Time {
	end := t
	end.Wall = when.WallOf(t.reading().Add(d), time.UTC)
	return end
}

// reading is the wall time as if it were in UTC, for counting on the wall.
func (t Time) reading() time.Time {
	at, _ := t.Wall.In(time.UTC)
	return at
}

// rule reads an RRULE. One that repeats more often than daily, or holds parts
// that no gathering needs, is refused with its entry.
func (r *reader) rule(p row) *Rule {
	rule := &Rule{Interval: 1, Text: oneLine(p.value, longestLine)}
	for part := range strings.SplitSeq(strings.ToUpper(p.value), ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "FREQ":
			rule.Freq = value
		case "INTERVAL":
			rule.Interval = max(1, number(value))
		case "COUNT":
			rule.Count = number(value)
		case "UNTIL":
			if latest := strconv.Itoa(when.LastYear); len(value) >= len(latest) && value[:len(latest)] > latest { // as some programs write "for ever"
				continue
			}
			rule.Until = &Time{}
			r.time(p, value, rule.Until)
		case "BYDAY":
			rule.ByDay = strings.Split(value, ",")
		case "BYMONTHDAY":
			rule.ByMonthDay = numbers(value)
		case "BYMONTH":
			rule.ByMonth = numbers(value)
		case "BYSETPOS":
			rule.BySetPos = numbers(value)
		case "WKST", "":
		default:
			r.fail(p.line, "org.ical.rule-part|The rule “{rule}” holds a part that cannot be read: {part}.", "rule", rule.Text, "part", oneLine(name, 20))
		}
	}
	if !slices.Contains([]string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}, rule.Freq) || !rule.sound() {
		r.fail(p.line, "org.ical.rule-often|The rule “{rule}” repeats more often than daily, or says nothing that can be read.", "rule", rule.Text)
	}
	return rule
}

// sound tells whether the parts of a rule name days, months and places that
// there are (RFC 5545, section 3.3.10).
func (r *Rule) sound() bool {
	within := func(list []int, most int) bool {
		return !slices.ContainsFunc(list, func(n int) bool { return n == 0 || n < -most || n > most })
	}
	weeks := 5
	if r.Freq == "YEARLY" && len(r.ByMonth) == 0 {
		weeks = 53
	}
	return within(r.ByMonthDay, 31) && within(r.ByMonth, 12) && !slices.ContainsFunc(r.ByMonth, func(n int) bool { return n < 0 }) &&
		within(r.BySetPos, 366) && r.Interval <= 1000 && !slices.ContainsFunc(r.ByDay, func(s string) bool { return !isDay(strings.TrimSpace(s), weeks) })
}

// isDay tells whether a text names a day of the week, or the so-manieth of them.
func isDay(s string, most int) bool {
	if len(s) < 2 || strings.Index("SU,MO,TU,WE,TH,FR,SA", s[len(s)-2:])%3 != 0 {
		return false
	}
	number := s[:len(s)-2]
	n, err := strconv.Atoi(number)
	return number == "" || err == nil && n != 0 && n >= -most && n <= most
}

func numbers(list string) []int {
	var all []int
	for s := range strings.SplitSeq(list, ",") {
		if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n >= -366 && n <= 366 && len(all) < 366 {
			all = append(all, n)
		}
	}
	return all
}

// readDuration reads a value of type DURATION, such as PT1H30M or P1DT2H.
func readDuration(s string) (d time.Duration, ok bool) {
	s, found := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(s)), "P")
	if !found || len(s) > 20 {
		return 0, false
	}
	n, clock := 0, false
	units := map[rune]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour, 'H': time.Hour, 'S': time.Second}
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9' && n < 1_000_000:
			n = n*10 + int(c-'0')
		case c == 'T':
			clock = true
		case c == 'M' && clock:
			d, n, ok = d+time.Duration(n)*time.Minute, 0, true
		case units[c] > 0:
			d, n, ok = d+time.Duration(n)*units[c], 0, true
		default:
			return 0, false
		}
	}
	return d, ok && d <= 366*24*time.Hour
}

// mailAddress is the address of a mailto URI, "" if it is none.
func mailAddress(uri string) string {
	scheme, rest, found := strings.Cut(strings.TrimSpace(uri), ":")
	if !found || !strings.EqualFold(scheme, "mailto") {
		return ""
	}
	if plain, err := url.PathUnescape(rest); err == nil {
		rest = plain
	}
	return oneLine(rest, 320)
}
