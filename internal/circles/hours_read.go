package circles

import (
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// longestLine bounds a line of hours, in bytes.
const longestLine = 2000

// ParseHours reads hours as people write them, in the words of any of our
// languages, those of the reader first: "Mon–Fri 18–21", "lun-vie 18 a 21",
// "по будням с 18 до 21:30; сб 10-12". What it did not understand comes back as
// it was written; only what is clear is taken. Hours that end before they begin
// reach into the next day.
func ParseHours(text string, l *i18n.Locale) (h Hours, unread []string) {
	if len(text) > longestLine {
		return nil, []string{shortened(text)}
	}
	p := lineReader{line: lexLine(text, l.Lang)}
	p.read()
	return p.week.hours(), p.unread
}

// shortened is the beginning of a text that is too long to be shown.
func shortened(text string) string {
	for i := range text {
		if i >= 60 {
			return text[:i] + "…"
		}
	}
	return text
}

// lineReader puts together what the words of a line say. A line is a row of
// blocks, each some days with some hours, in either order.
type lineReader struct {
	line   []word
	week   week
	unread []string

	days       dayset
	spans      []clockSpan
	hoursFirst bool
	text       []string // of the block, as written
}

// clockSpan is from one time of the day to another, in minutes; to is later,
// after 24:00 where it is on the next day.
type clockSpan struct{ from, to int }

func (p *lineReader) read() {
	for len(p.line) > 0 {
		switch w := p.line[0]; {
		case w.kind == isDays:
			p.takeDays()
		case w.kind == isAfter && len(p.line) > 1 && p.line[1].kind == isTime && !p.isSpan(1):
			p.takeOpen(1, 2)
		case w.kind == isTime && len(p.line) > 1 && p.line[1].kind == isAfter && (len(p.line) == 2 || p.line[2].kind != isTime):
			p.takeOpen(0, 2)
		case w.kind == isTime:
			p.takeTime()
		case w.kind == isPart && w.span.to > 0:
			p.addSpan(w.span, 1)
		case w.kind == isBreak:
			if p.complete() {
				p.close()
			}
			p.line = p.line[1:]
		case w.kind == isUnknown, w.kind == isNot, w.kind == isPart:
			p.unread = append(p.unread, w.text)
			p.line = p.line[1:]
		default: // what joins nothing here
			p.line = p.line[1:]
		}
	}
	p.close()
}

func (p *lineReader) complete() bool { return p.days != 0 && len(p.spans) > 0 }

// close ends a block. Days without hours, and hours without days, say nothing.
func (p *lineReader) close() {
	switch {
	case p.complete():
		for _, s := range p.spans {
			p.mark(s)
		}
	case len(p.text) > 0:
		p.unread = append(p.unread, strings.Join(p.text, " "))
	}
	p.days, p.spans, p.hoursFirst, p.text = 0, nil, false, nil
}

func (p *lineReader) mark(s clockSpan) {
	const quarter = 15
	for d := range 7 {
		if p.days&(1<<d) == 0 {
			continue
		}
		for q := (s.from + quarter - 1) / quarter; q < s.to/quarter; q++ {
			p.week[(d*quartersPerDay+q)%quartersPerWeek] = true
		}
	}
}

// takeDays reads a day, or one to another.
func (p *lineReader) takeDays() {
	first := p.line[0]
	n, days := 1, first.days
	if len(p.line) > 2 && p.line[1].kind == isRange && p.line[2].kind == isDays && single(first.days) && single(p.line[2].days) {
		n, days = 3, between(first.days, p.line[2].days)
	}
	if p.complete() && !p.hoursFirst || first.days == allDays && p.days != 0 {
		p.close()
	}
	p.days |= days
	p.take(n)
}

func (p *lineReader) take(n int) {
	for _, w := range p.line[:n] {
		p.text = append(p.text, w.text)
	}
	p.line = p.line[n:]
}

func single(d dayset) bool { return d&(d-1) == 0 }

// between are the days from one to another, over the end of the week where the
// second comes earlier in it.
func between(from, to dayset) (all dayset) {
	for d := from; ; d = d<<1&allDays | d>>6 {
		if all |= d; d == to {
			return all
		}
	}
}

// isSpan tells whether one time to another begins at the n-th word.
func (p *lineReader) isSpan(n int) bool {
	return len(p.line) > n+2 && p.line[n].kind == isTime && p.line[n+1].kind == isRange && p.line[n+2].kind == isTime
}

// takeTime reads one time to another. A time alone says nothing.
func (p *lineReader) takeTime() {
	if !p.isSpan(0) {
		p.unread = append(p.unread, p.line[0].text)
		p.line = p.line[1:]
		return
	}
	s, ok := spanOf(p.line[0], p.line[2])
	if !ok {
		p.startHours()
		p.unread = append(p.unread, p.line[0].text+p.line[1].text+p.line[2].text)
		p.line = p.line[3:]
		return
	}
	p.addSpan(s, 3)
}

// takeOpen reads a time from which on somebody can, the one at that place of so
// many words: until the evening is over.
func (p *lineReader) takeOpen(at, words int) {
	w := p.line[at]
	s := clockSpan{w.on(w.part), evenings.to}
	if s.from >= s.to-60 {
		s.to = 24 * 60
	}
	if s.from >= s.to {
		p.unread = append(p.unread, w.text)
		p.line = p.line[words:]
		return
	}
	p.addSpan(s, words)
}

// addSpan takes the hours that so many words mean.
func (p *lineReader) addSpan(s clockSpan, words int) {
	p.startHours()
	p.spans = append(p.spans, s)
	p.take(words)
}

// startHours notes that hours come next in the block.
func (p *lineReader) startHours() {
	if p.complete() && p.hoursFirst {
		p.close()
	}
	if len(p.text) == 0 {
		p.hoursFirst = true
	}
}

// longestNight is how long hours may be that end on the next day, in minutes:
// "20-18" is no night, but written the wrong way round.
const longestNight = 12 * 60

// spanOf says what two times mean together. "6-9 pm" is in the evening,
// "11-2 pm" over noon, "22-2" over midnight; "9-5" is not clear.
func spanOf(a, b word) (s clockSpan, ok bool) {
	from, to := a.on(a.part), b.on(b.part)
	switch {
	case a.part == 0 && b.part != 0 && a.minutes < 13*60:
		if from = a.on(b.part); from >= to {
			from = a.on(otherHalf(b.part))
		}
	case a.part != 0 && b.part == 0 && b.minutes < 13*60:
		if to = b.on(a.part); to <= from {
			to = b.on(otherHalf(a.part))
		}
	case a.part == 0 && b.part == 0 && to <= from && to > 0 && from < 13*60:
		return s, false
	}
	if from == 24*60 {
		from = 0
	}
	if to <= from && (to > 0 || from > 0) || to == 0 {
		to += 24 * 60
	}
	if to > 24*60 && to-from > longestNight {
		return s, false
	}
	return clockSpan{from, to}, to-from <= 24*60 && from != to%(24*60) || from == 0 && to == 24*60
}

// Backwards returns those of the parts of a line that end before they begin.
func Backwards(unread []string) (list []string) {
	for _, text := range unread {
		if w := lexLine(text, ""); len(w) == 3 && w[0].kind == isTime && w[1].kind == isRange && w[2].kind == isTime && w[0].minutes > w[2].minutes {
			list = append(list, text)
		}
	}
	return list
}

// on is the time in a part of the day, in minutes since midnight.
func (w word) on(part byte) int {
	hour := w.minutes / 60
	switch {
	case part == 'a' && hour == 12, part == 'n' && hour == 12:
		return w.minutes - 12*60
	case part == 'p' && hour < 12, part == 'n' && hour >= 6 && hour < 12:
		return w.minutes + 12*60
	}
	return w.minutes
}

// otherHalf is the other half of the day.
func otherHalf(part byte) byte {
	if part == 'a' {
		return 'p'
	}
	return 'a'
}
