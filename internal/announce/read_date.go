package announce

// date reads "Thursday, 1 February 2024", "8.2.", "6, 13 and 20 March",
// "12–14 June", "tomorrow", and a weekday alone.
func (p *parser) date(i int) (reading, bool) {
	if r, ok := p.relativeDay(i); ok {
		return r, true
	}
	w, j := p.weekdays(i)
	k, part := p.afterWeekday(j, len(w) > 0)
	days, span, end := p.dates(k, len(w) > 0)
	if m, ok := p.find(i, kMonth); ok && len(days) == 0 && len(w) > 0 { // "Mar 13": in Spanish a Tuesday
		w = nil
		days, span, end = p.monthFirst(i, m)
	}
	if len(days) == 0 {
		return p.weekdayAlone(i, j, w)
	}
	if h, ok := p.find(i, kDayPart); ok && len(w) > 0 {
		part = h.value
	}
	if len(w) > 0 && len(days) == 1 && len(w) > 1 {
		w = w[:1]
	}
	if len(w) == 2 && len(days) > 2 && p.between(w[0].b, w[1].a, func(i int) bool { return p.is(i, kTo) || p.is(i, kUntil) || p.sign(i, "–-") }) {
		last := &days[len(days)-1] // "Tue to Thu, 9, 10 and 11 June"
		if last.weekday < 0 {
			last.weekday, last.written = w[1].weekday, w[1].written
		}
		w = w[:1]
	}
	for n := range min(len(w), len(days)) {
		if days[n].weekday < 0 {
			days[n].weekday, days[n].written = w[n].weekday, w[n].written
			days[n].a = w[n].a
		}
	}
	days[0].a = i
	end = p.weekdayAfter(days, end)
	r := reading{kind: aDate, b: end, days: days, span: span, part: part}
	if len(days) > longestDayList {
		r.days = days[:longestDayList]
	}
	fillDown(r.days)
	return r, true
}

const longestDayList = 60

// fillDown gives days the year, and the month, of those after them.
func fillDown(days []day) {
	for n := len(days) - 2; n >= 0; n-- {
		if days[n].m == 0 {
			days[n].m = days[n+1].m
		}
		if days[n].y == 0 && days[n+1].y != 0 {
			days[n].y = days[n+1].y
			if days[n].m > days[n+1].m { // "28 December – 3 January 2025"
				days[n].y--
			}
		}
	}
	for n := 1; n < len(days); n++ {
		if days[n].y == 0 && days[n-1].y != 0 {
			days[n].y = days[n-1].y
			if days[n].m < days[n-1].m {
				days[n].y++
			}
		}
	}
}

// dates reads one date or several.
func (p *parser) dates(i int, weekday bool) (days []day, span bool, end int) {
	days, span, end = p.dateCore(i, weekday)
	if len(days) == 0 {
		return nil, false, i
	}
	for len(days) < longestDayList {
		j, ranged, joined := p.joint(end)
		if !joined {
			break
		}
		w, k := p.weekdays(j)
		if len(w) > 0 {
			k = p.skip(k, ",.(", kOf)
		} else {
			k = p.skip(j, "", kOf)
		}
		more, moreSpan, next := p.dateCore(k, true)
		if len(more) == 0 || p.isHourAt(k) || ranged && (span || moreSpan) {
			break
		}
		if len(w) > 0 && more[0].weekday < 0 {
			more[0].weekday, more[0].written, more[0].a = w[0].weekday, w[0].written, w[0].a
		}
		span = span && !moreSpan || ranged && len(days) == 1 && len(more) == 1
		days, end = append(days, more...), next
	}
	return days, span, end
}

// joint reads what joins two dates: a comma, "and", a dash, "to".
func (p *parser) joint(i int) (next int, ranged, ok bool) {
	j := i
	if p.sign(j, ")") {
		j++
	}
	switch {
	case p.sign(j, "–-—"):
		return j + 1, true, true
	case p.sign(j, ",،;/&+|·"):
		return p.skip(j+1, "", kAnd), false, true
	}
	if h, ok := p.find(j, kAnd); ok {
		return j + h.n, false, true
	}
	if _, number := p.number(j+1, 2); number && j > 2 && p.tok[j].fold == "на" { // "с 24 на 26 ноября"
		return j + 1, true, true
	}
	h, ok := p.find(j, kTo)
	if u, too := p.find(j, kUntil); too && (!ok || u.n > h.n) {
		h, ok = u, true
	}
	if ok {
		return j + h.n, true, true
	}
	return i, false, false
}

// dateCore reads a date without its weekday, or days of one month.
func (p *parser) dateCore(i int, sure bool) (days []day, span bool, end int) {
	if d, end, ok := p.yearFirst(i); ok {
		return []day{d}, false, end
	}
	if m, ok := p.find(i, kMonth); ok {
		return p.monthFirst(i, m)
	}
	if _, ok := p.number(i, 2); !ok {
		if d, end, ok := p.dayInWords(i); ok {
			return []day{d}, false, end
		}
		return nil, false, i
	}
	if d, end, ok := p.numeric(i, sure); ok {
		return []day{d}, false, end
	}
	return p.dayFirst(i)
}

// dayFirst reads "8 February 2023", "the 8th of February", "6, 13 and 20 March",
// "12. bis 14. Juni", "8.–10.2.2023".
func (p *parser) dayFirst(i int) (days []day, span bool, end int) {
	j := i
	for len(days) < 31 {
		n, ok := p.number(j, 2)
		if !ok || n < 1 || n > 31 || len(days) > 0 && p.isHourAt(j) || p.sign(j-1, "$€£₹#№") {
			return nil, false, i
		}
		d := day{d: n, weekday: -1, a: j, b: j + 1}
		j = p.ordinal(j + 1)
		days = append(days, d)
		k := p.skip(j, ",", kOf)
		if p.sign(j, "-/") && !p.spaced(j) && p.is(j+1, kMonth) { // "8-Feb", "8/Feb/2023"
			k = j + 1
		}
		if m, ok := p.find(k, kMonth); ok {
			return p.closeDays(days, span, m.value, k+m.n)
		}
		if m, ok := p.number(k, 2); ok && len(days) > 1 && m >= 1 && m <= 12 && p.sign(j-1, ".") && p.sign(k+1, ".") {
			return p.closeDays(days, span, m, k+2)
		}
		next, ranged, joined := p.joint(j)
		if !joined || ranged && len(days) > 1 {
			return nil, false, i
		}
		w, k := p.weekdays(next)
		if len(w) > 0 {
			k = p.skip(k, ",.", kOf)
		} else {
			k = p.skip(next, "", kOf)
		}
		if n, ok := p.number(k, 2); !ok || n > 31 {
			return nil, false, i
		}
		span = span || ranged
		if len(w) > 0 {
			return p.restOfDays(days, w[0], k, span, i)
		}
		j = k
	}
	return nil, false, i
}

// restOfDays goes on after a weekday in a row of days: "Fri 12 – Sun 14 June".
func (p *parser) restOfDays(days []day, w day, k int, span bool, i int) ([]day, bool, int) {
	more, moreSpan, end := p.dateCore(k, true)
	if len(more) == 0 || moreSpan {
		return nil, false, i
	}
	more[0].weekday, more[0].written, more[0].a = w.weekday, w.written, w.a
	return append(days, more...), span, end
}

// ordinal passes "th", "º", "." after the number of a day.
func (p *parser) ordinal(j int) int {
	if h, ok := p.find(j, kOrdinal); ok && !p.spaced(j) {
		return j + h.n
	}
	if p.sign(j, "-") && !p.spaced(j) && p.is(j+1, kOrdinal) && !p.spaced(j+1) { // "8-го"
		return j + 2
	}
	if p.sign(j, ".°") && !p.spaced(j) {
		j++
		if h, ok := p.find(j, kOrdinal); ok && !p.spaced(j) {
			j += h.n
		}
	}
	return j
}

// closeDays gives the days their month, and the year behind it.
func (p *parser) closeDays(days []day, span bool, month, end int) ([]day, bool, int) {
	for n := range days {
		days[n].m = month
	}
	last := &days[len(days)-1]
	end = p.yearAfter(last, end)
	return days, span, end
}

// yearAfter reads the year after a month, and its second name in Arabic.
func (p *parser) yearAfter(d *day, j int) int {
	if p.sign(j, ".") && !p.spaced(j) {
		j++
	}
	if p.sign(j, "/(–-") {
		if m, ok := p.find(j+1, kMonth); ok && m.value == d.m {
			j += 1 + m.n
			if p.sign(j, ")") {
				j++
			}
		}
	}
	d.b = j
	k := p.skip(j, ",/-", kOf)
	if y, ok := p.number(k, 4); ok && len(p.tok[k].text) == 4 && (isYear(y) || isPast(y) && !p.between(j, k, func(i int) bool { return p.sign(i, ",") })) && !p.is(k+1, kClock) && !p.is(k+1, kUnit) && !(p.is(k+1, kAbbr) && y%5 == 0 && p.sign(k-1, ",")) {
		d.y = y
		k++
	} else if p.sign(j, "'") && !p.spaced(j+1) {
		y, ok := p.number(j+1, 2)
		if !ok {
			return j
		}
		d.y = 2000 + y
		k = j + 2
	} else {
		return j
	}
	d.b = k
	if h, ok := p.find(k, kOf); ok && h.langs&(1<<6) != 0 { // "2023 года"
		k += h.n
		if p.sign(k, ".") {
			k++
		}
	}
	return k
}

// monthFirst reads "February 8th, 2023", "March 5–7", "May 6, 13 and 20".
func (p *parser) monthFirst(i int, m hit) (days []day, span bool, end int) {
	j := i + m.n
	if p.sign(j, ".-") && !p.spaced(j) {
		j++
	}
	j = p.skip(j, "", kOf)
	for len(days) < 31 {
		n, ok := p.number(j, 2)
		if !ok || n < 1 || n > 31 || p.sign(j+1, ":") && j+2 < len(p.tok) && p.tok[j+2].kind == isNumber && !p.spaced(j+2) || p.is(j+1, kMer) && !p.spaced(j+1) || p.markedHour(j) || len(days) > 0 && p.isHourAt(j) {
			break
		}
		if k := p.skip(p.ordinal(j+1), "", kOf); len(days) > 0 && p.is(k, kMonth) {
			break // that is the day of another month
		}
		days = append(days, day{m: m.value, d: n, weekday: -1, a: j, b: j + 1})
		end = p.ordinal(j + 1)
		next, ranged, joined := p.joint(end)
		if !joined || ranged && len(days) > 1 {
			break
		}
		if w, k := p.weekdays(next); len(w) > 0 {
			next = k
		}
		if n, ok := p.number(next, 2); !ok || n < 1 || n > 31 || p.isHourAt(next) {
			break
		}
		if ranged {
			span = true
		}
		j = next
	}
	if len(days) == 0 {
		return nil, false, i
	}
	days[0].a = i
	if len(days) == 1 {
		span = false
	}
	end = p.yearAfter(&days[len(days)-1], end)
	return days, span, end
}
