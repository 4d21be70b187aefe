package announce

import (
	"strings"
	"unicode/utf8"
)

// weekdays reads one weekday or several joined ones.
func (p *parser) weekdays(i int) (list []day, next int) {
	next = i
	for j := i; len(list) < 7; {
		h, ok := p.find(j, kWeekday)
		if !ok || p.shortWeekday(j, h) && !p.dayNear(j+h.n) {
			break
		}
		list = append(list, day{weekday: h.value, written: p.words(j, j+h.n), a: j, b: j + h.n})
		next = j + h.n
		if p.sign(next, ".") && !p.spaced(next) {
			next++
		}
		j = p.skip(next, ",/&+–-", kAnd, kTo, kOf)
		if j == next && !(p.is(j, kWeekday) && strings.HasPrefix(p.tok[j].text, "و")) {
			break
		}
	}
	return list, next
}

// shortWeekday: "So", "do", "mar" say many things.
func (p *parser) shortWeekday(i int, h hit) bool {
	return h.n == 1 && utf8.RuneCountInString(p.tok[i].text) <= 3 && (h.meaning == nil || h.langs != 1<<7)
}

// dayNear tells whether a day of the month, or another weekday, comes next.
func (p *parser) dayNear(i int) bool {
	i = p.skip(i, ",./&+–-(", kAnd, kOf, kTo)
	if h, ok := p.find(i, kWeekday); ok && h.n > 0 {
		return true
	}
	_, ok := p.number(i, 4)
	return ok || p.is(i, kMonth)
}

// afterWeekday passes what may stand between a weekday and its date.
func (p *parser) afterWeekday(j int, any bool) (next, part int) {
	if !any {
		return j, 0
	}
	for n := 0; n < 4; n++ {
		k := p.skip(p.otherCalendar(p.skip(j, ",.:(–-|·/", kOf)), ",.:(–-|·/", kOf)
		if h, ok := p.find(k, kPart); ok && part == 0 {
			part, j = h.value, k+h.n
			continue
		}
		return k, part
	}
	return j, part
}

// otherCalendar passes a date of the Hijri calendar that stands before ours.
func (p *parser) otherCalendar(i int) int {
	n, ok := p.number(i, 2)
	if !ok || n < 1 || n > 30 {
		return i
	}
	h, ok := p.find(i+1, kHijri)
	if !ok {
		return i
	}
	end := i + 1 + h.n
	if _, ok := p.number(end, 4); ok {
		end++
	}
	if end < len(p.tok) && (p.tok[end].fold == "ه" || p.tok[end].text == "هـ") {
		end++
	}
	return end
}

// weekdayAfter reads "8 February (Wednesday)", if the weekday is not that of
// the next date.
func (p *parser) weekdayAfter(days []day, end int) int {
	if k := p.skip(end, ""); len(days) > 1 && days[0].weekday < 0 && p.sign(k, "([,") {
		if w, j := p.weekdays(k + 1); len(w) == len(days) {
			if next, _, _ := p.dates(p.skip(j, ",.", kOf), true); len(next) > 0 && p.sign(k, ",") {
				return end // that of the next date
			}
			for n := range w {
				days[n].weekday, days[n].written = w[n].weekday, w[n].written
			}
			if p.sign(j, ")]") && !p.sign(k, ",") {
				j++
			}
			return j
		}
	}
	last := &days[len(days)-1]
	if last.weekday >= 0 || len(days) > 1 && days[0].weekday >= 0 {
		return end
	}
	k := p.skip(end, ",(–-/|[", kOf)
	h, ok := p.find(k, kWeekday)
	if !ok || p.is(k, kPlural) && h.n == 1 && !p.sign(k-1, "(") {
		return end
	}
	if p.shortWeekday(k, h) && !p.sign(k-1, "([,") && !p.sign(k+h.n, ")],.") {
		return end
	}
	after := k + h.n
	if p.sign(after, ".") && p.sign(after+1, ")") {
		after++
	}
	if !p.sign(k-1, "([") {
		if next, _, _ := p.dates(p.skip(after, ",.", kOf), true); len(next) > 0 {
			return end
		}
	}
	last.weekday, last.written = h.value, p.words(k, k+h.n)
	if p.sign(after, ")]") {
		after++
	}
	last.b = after
	return after
}
