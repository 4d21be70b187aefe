package i18n

import (
	"strings"
	"time"
)

// pattern is a date pattern of CLDR, cut into fields: "E, d. MMM y".
type pattern []field

type field struct {
	kind fieldKind
	text string // of a literal
}

type fieldKind uint8

const (
	literal fieldKind = iota
	weekdayShort
	weekdayLong
	day
	day2 // two digits
	month
	month2
	monthShort
	monthLong
	monthAlone
	year
	hour12
	hour24
	minute
	marker // am, pm
)

var fieldNames = map[string]fieldKind{
	"E": weekdayShort, "EEEE": weekdayLong, "d": day, "dd": day2,
	"M": month, "MM": month2, "MMM": monthShort, "MMMM": monthLong, "LLLL": monthAlone,
	"y": year, "h": hour12, "HH": hour24, "mm": minute, "a": marker,
}

// cut reads a pattern. The letters that are meant as such stand between
// apostrophes.
func cut(s string) pattern {
	var p pattern
	text := func(t string) {
		if t == "" {
			return
		}
		if n := len(p); n > 0 && p[n-1].kind == literal {
			p[n-1].text += t
			return
		}
		p = append(p, field{literal, t})
	}
	for s != "" {
		if s[0] == '\'' {
			quoted, rest, _ := strings.Cut(s[1:], "'")
			text(quoted)
			s = rest
			continue
		}
		n := run(s)
		if kind, ok := fieldNames[s[:n]]; ok {
			p = append(p, field{kind: kind})
		} else {
			text(s[:n])
		}
		s = s[n:]
	}
	return p
}

// run returns how often the first byte of s repeats if it is a letter, else how
// many bytes come before the next letter or apostrophe.
func run(s string) int {
	n := 1
	if isLetter(s[0]) {
		for n < len(s) && s[n] == s[0] {
			n++
		}
		return n
	}
	for n < len(s) && !isLetter(s[n]) && s[n] != '\'' {
		n++
	}
	return n
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// appendTime prints t by the pattern.
func (l *Locale) appendTime(b []byte, p pattern, t time.Time) []byte {
	for _, f := range p {
		b = l.appendField(b, f, t)
	}
	return b
}

// appendSpan prints two days by the pattern of an interval: a field that comes
// up a second time belongs to the end.
func (l *Locale) appendSpan(b []byte, p pattern, start, end time.Time) []byte {
	var seen [marker + 1]bool
	for _, f := range p {
		t := start
		if f.kind != literal {
			if seen[f.kind] {
				t = end
			}
			seen[f.kind] = true
		}
		b = l.appendField(b, f, t)
	}
	return b
}

func (l *Locale) appendField(b []byte, f field, t time.Time) []byte {
	switch f.kind {
	case literal:
		return append(b, f.text...)
	case weekdayShort:
		return append(b, l.format.WeekdayShortFormat[t.Weekday()]...)
	case weekdayLong:
		return append(b, l.format.WeekdayLong[t.Weekday()]...)
	case day:
		return l.appendDigits(b, t.Day(), 1)
	case day2:
		return l.appendDigits(b, t.Day(), 2)
	case month:
		return l.appendDigits(b, int(t.Month()), 1)
	case month2:
		return l.appendDigits(b, int(t.Month()), 2)
	case monthShort:
		return append(b, l.format.MonthShortFormat[t.Month()-1]...)
	case monthLong:
		return append(b, l.format.MonthLongFormat[t.Month()-1]...)
	case monthAlone:
		return append(b, l.format.MonthLong[t.Month()-1]...)
	case year:
		return l.appendDigits(b, t.Year(), 1)
	case hour12:
		return l.appendDigits(b, (t.Hour()+11)%12+1, 1)
	case hour24:
		return l.appendDigits(b, t.Hour(), 2)
	case minute:
		return l.appendDigits(b, t.Minute(), 2)
	default:
		if t.Hour() < 12 {
			return append(b, l.format.AM...)
		}
		return append(b, l.format.PM...)
	}
}
