package announce

// digitClock reads "19:30", "19.30", "19h30", "19 Uhr 30", "1930", "7".
func (p *parser) digitClock(c *clock, i, at int) int {
	n, ok := p.number(i, 4)
	if !ok {
		return i
	}
	digits := len(p.tok[i].text)
	if digits >= 3 {
		return p.packed(c, i, n, at)
	}
	c.h = n
	c.full = digits == 2 && (n >= 13 || p.tok[i].text[0] == '0')
	j := i + 1
	if m, ok := p.minutesAfter(j, ":"); ok && !(p.sign(j+2, ":") && p.sign(j+4, ":")) {
		c.m, c.sure = m, true
		c.full = c.full || n == 0
		j += 2
		if _, ok := p.minutesAfter(j, ":"); ok { // seconds
			j += 2
		}
		return p.unitAfter(c, j)
	}
	if m, ok := p.minutesAfter(j, "."); ok && p.dotted(i, j+2, at) {
		c.m, c.sure = m, true
		return p.unitAfter(c, j+2)
	}
	if m, ok := p.minutesAfter(j, "-"); ok && (at > noAt || p.hourWordBefore(i) || m%30 == 0 && p.afterDate(i)) && p.lang == "ru" && (m%30 == 0 || m%5 == 0 && (m > 24 || p.tok[max(i-1, 0)].fold == "в" || p.is(j+2, kTo))) { // "в 19-00"
		c.m, c.sure, c.full = m, true, true
		return j + 2
	}
	if p.sign(j, ":.,") && !p.spaced(j) && j+1 < len(p.tok) && p.tok[j+1].kind == isNumber && !p.spaced(j+1) {
		return i // a decimal, a verse
	}
	if p.sign(i-1, ".,:/") && !p.spaced(i) && i >= 2 && p.tok[i-2].kind == isNumber && !p.spaced(i-1) && !(p.lang == "fr" && p.hourSlash(i-1)) {
		return i
	}
	if h, ok := p.find(j, kAfter); ok && h.langs&1 == 0 && (at > noAt || h.n > 1) { // "7 y media"
		shift(c, n, h.value)
		c.sure, c.said = true, n <= 12
		return p.unitAfter(c, j+h.n)
	}
	if m, ok := p.number(j+1, 2); ok && at > noAt && p.is(j, kAnd) && (m == 30 || m == 45) && (p.lang == "es" || p.lang == "pt") { // "a las 19 y 30"
		c.m, c.sure = m, true
		return p.unitAfter(c, j+2)
	}
	c.bare = true
	return p.unitAfter(c, j)
}

// minutesAfter reads ":30".
func (p *parser) minutesAfter(j int, sign string) (int, bool) {
	if !p.sign(j, sign) || p.spaced(j) || p.spaced(j+1) {
		return 0, false
	}
	m, ok := p.number(j+1, 2)
	return m, ok && len(p.tok[j+1].text) == 2 && m < 60
}

// packed reads "1930 hrs", "730pm".
func (p *parser) packed(c *clock, i, n, at int) int {
	c.h, c.m = n/100, n%100
	if c.h > 24 || c.m > 59 {
		return i
	}
	digits := len(p.tok[i].text)
	h, clocked := p.find(i+1, kClock)
	_, halved := p.find(i+1, kMer)
	switch {
	case clocked && digits == 4:
		c.sure, c.full = true, true
		return i + 1 + h.n
	case halved && c.h <= 12:
		c.sure = true
		return i + 1
	case digits == 4 && p.sign(i+1, "-–") && !p.spaced(i+1): // "1900-2100 hrs"
		if _, ok := p.number(i+2, 4); ok && len(p.tok[i+2].text) == 4 && p.is(i+3, kClock) {
			c.sure, c.full = true, true
			return i + 1
		}
	case digits == 4 && p.is(i+1, kAbbr) && c.m%5 == 0: // "1900 UTC"
		c.sure, c.full = true, true
		return i + 1
	case digits == 4 && at == strongAt && !isYear(n) && c.m%5 == 0:
		c.sure, c.full = true, true
		return i + 1
	}
	return i
}

// dotted tells whether "19.30" is an hour.
func (p *parser) dotted(i, end, at int) bool {
	if p.sign(end, ".") && !p.spaced(end) && end+1 < len(p.tok) && p.tok[end+1].kind == isNumber {
		return false // a date
	}
	if at > noAt || p.is(end, kMer) || p.is(end, kClock) || p.is(end, kPart) || p.hourWordBefore(i) || p.is(end, kAbbr) {
		return true
	}
	if end < len(p.tok) && p.tok[end].fold == "on" && p.dayNear(end+1) { // "for 10.00 on 5.3.26"
		return true
	}
	if p.sign(end, "–-") || p.is(end, kTo) { // "19.30–21.30"
		j := end + 1
		if h, ok := p.find(end, kTo); ok {
			j = end + h.n
		}
		if _, ok := p.number(j, 2); ok {
			if _, ok := p.minutesAfter(j+1, "."); ok && !(p.sign(j+3, ".") && !p.spaced(j+3)) || p.is(j+1, kClock) || p.is(j+1, kMer) {
				return true
			}
		}
	}
	if p.sign(i-1, "–-") { // the second of a span
		_, ok := p.number(i-2, 2)
		return ok && p.sign(i-3, ".")
	}
	if n := len(p.readings); n > 0 && p.readings[n-1].kind == aDate && i-p.readings[n-1].b <= 3 && p.lineOf(i) == p.lineOf(p.readings[n-1].b-1) {
		return true
	}
	if m, ok := p.number(i+2, 2); ok && m > 12 && p.lines[p.lineOf(i)].first == i && !p.sign(end, ".") {
		return true // a programme: "19.30 Welcome"
	}
	return false
}

// unitAfter reads "Uhr", "h", "o'clock", and the minutes behind them.
func (p *parser) unitAfter(c *clock, i int) int {
	h, ok := p.find(i, kClock)
	if !ok || p.lasting(c, h, i) {
		if h, ok := p.find(i, kAfter); ok && c.sure && c.m == 0 && !c.full && h.n > 1 {
			shift(c, c.h, h.value)
			c.said = c.h <= 12
			return i + h.n
		}
		return i
	}
	j := i + h.n
	c.sure, c.bare = true, c.bare && p.lang == "ru" && !hourUnit(p.tok[i].fold) // "в 7 часов" may be in the evening
	c.full = c.full || c.h > 12 || p.lang != "en" && p.lang != "hi" && hourUnit(p.tok[i].fold)
	if p.sign(j, ".") && !p.spaced(j) && (p.tok[i].fold == "ч" || p.tok[i].fold == "h" || p.tok[i].fold == "hs" || p.tok[i].fold == "hrs") && !p.ends(j+1) && !(p.spaced(j+1) && p.tok[j+1].kind == isWord && capital(p.tok[j+1].text)) {
		j++
	}
	if m, ok := p.number(j, 2); ok && c.m == 0 && len(p.tok[j].text) == 2 && m < 60 {
		tight := !p.spaced(j)
		next := j + 1
		if h, ok := p.find(next, kMinutes); ok {
			c.m = m
			return next + h.n
		}
		counts := p.is(next, kUnit) || p.is(next, kSeats) || p.is(next, kMoney) || p.is(next, kMonth) || p.is(next, kStreet) || p.sign(next, "€$%:/")
		if tight || m%5 == 0 && !counts {
			c.m = m
			if h, ok := p.find(next, kClock); ok && tight && p.tok[next].fold != "heure" && p.tok[next].fold != "hora" { // "19h30 h"
				next += h.n
			}
			return next
		}
	}
	if a, ok := p.find(j, kAfter); ok {
		c.said = c.h <= 12
		shift(c, c.h, a.value)
		j += a.n
		if c, ok := p.find(j, kMinutes); ok {
			j += c.n
		}
	}
	if p.is(j, kMinutes) {
		return i
	}
	if p.tok[i].fold == "uhr" { // "20 Uhr c. t." is a quarter past
		if p.is2(j, "c", "t") {
			c.m = 15
			return p.skipDot(j)
		}
		if p.is2(j, "s", "t") {
			return p.skipDot(j)
		}
	}
	return j
}

func (p *parser) is2(j int, a, b string) bool {
	k := joined(p.tok, j)
	return j < len(p.tok) && p.tok[j].fold == a && k > 0 && p.tok[k].fold == b && k-j <= 2
}

func (p *parser) skipDot(j int) int {
	j = joined(p.tok, j) + 1
	if p.sign(j, ".") && !p.spaced(j) {
		j++
	}
	return j
}

// hourUnit tells whether a unit belongs to the 24-hour clock.
func hourUnit(fold string) bool {
	switch fold {
	case "uhr", "h", "hs", "heures", "heure", "hrs":
		return true
	}
	return false
}

// lasting tells whether a unit after a number rather says how long something
// takes: "2 hours", "3 часа".
func (p *parser) lasting(c *clock, h hit, i int) bool {
	switch p.tok[i].fold {
	case "hours", "hour", "hr", "hrs":
		return !p.hourWordBefore(c.a) || c.h < 13
	case "uhr", "बजे", "बजकर", "o", "oclock":
		return false
	}
	if p.spanFrom(c.a) {
		return false // "20h-1h"
	}
	if a, ok := p.find(i+h.n, kAfter); ok && p.is(i+h.n+a.n, kPart) {
		return false // "quatre heures moins le quart de l'après-midi"
	}
	if m, ok := p.number(i+h.n, 2); ok && m < 60 && len(p.tok[i+h.n].text) == 2 {
		return false // "5 h 00"
	}
	return c.h < 6 && p.tok[c.a].text[0] != '0' && !p.hourWordBefore(c.a) && c.bare && !p.is(i+h.n, kPart) || p.is(c.a-1, kLong)
}

// shift puts minutes to an hour, or takes them away.
func shift(c *clock, h, by int) {
	n := h*60 + c.m + by
	if n < 0 {
		n += 12 * 60
	}
	if h == 1 && by < 0 {
		n += 12 * 60
	}
	c.h, c.m = n/60, n%60
}

// wordClock reads "noon", "half past seven", "acht Uhr", "السابعة مساء".
func (p *parser) wordClock(c *clock, i, at int) int {
	if h, ok := p.find(i, kClockWord); ok && (p.is(i+h.n, kClock) || h.langs == 1<<6) {
		c.h, c.m, c.sure, c.said = h.value/60, h.value%60, true, h.value < 12*60
		return p.unitAfter(c, i+h.n)
	}
	if h, ok := p.find(i, kBefore); ok {
		j := i + h.n
		n, next := p.hourWord(j)
		if next == j {
			var ok bool
			if n, ok = p.number(j, 2); !ok || n > 12 {
				return i
			}
			next = j + 1
		}
		if h.langs == 1 && h.value == 30 && h.n == 1 && !p.hourWordBefore(i) && !p.afterDate(i) && !p.is(next, kPart) && !p.is(next, kMer) { // "half seven", but not "half 12"
			return i
		}
		shift(c, n, h.value)
		c.sure, c.said = true, true
		return p.unitAfter(c, next)
	}
	if by := quarters(p.tok[i].text); by != 0 && p.lang == "de" {
		if n, ok := p.number(i+1, 2); ok && n >= 1 && n <= 12 {
			shift(c, n, by)
			c.sure, c.said = true, true
			return p.unitAfter(c, i+2)
		}
	}
	if h, ok := p.find(i, kNoon); ok && !(p.tok[i].fold == "mittag" && at == noAt) && !p.afterApres(i) {
		c.h, c.sure, c.named = 12, true, true
		return p.minutesOfNoon(c, i+h.n)
	}
	if h, ok := p.find(i, kMidnight); ok {
		c.h, c.sure, c.named = 24, true, true
		return i + h.n
	}
	n, j := p.hourWord(i)
	if j == i {
		return i
	}
	c.h = n
	if a, ok := p.find(j, kAfter); ok && (at > noAt || p.is(i, kHour) || p.is(j+a.n, kPart) || p.is(j+a.n, kMer)) {
		shift(c, n, a.value)
		c.sure, c.said = true, true
		return p.unitAfter(c, j+a.n)
	}
	c.bare = true
	end := p.unitAfter(c, j)
	switch {
	case end > j:
		c.said = n <= 12 && c.half == unsaid
		return end
	case p.is(j, kMer), p.is(j, kPart) && (at > noAt || p.afterDate(i) || p.hourWordBefore(i) || p.lines[p.lineOf(i)].first == i || p.is(i, kHour) || p.tok[i].text[0] >= 0x80 && p.lang != "ar"):
		return end
	case p.is(i, kHour) && (at == strongAt || p.is(j, kPart)):
		c.sure = true
		return end
	case at == strongAt && n > 1 && !p.nounAfter(j):
		return end
	}
	return i
}

// quarters is by how much "½ 8" is before the hour that it names.
func quarters(sign string) int {
	switch sign {
	case "¼":
		return -45
	case "½":
		return -30
	case "¾":
		return -15
	}
	return 0
}

// afterApres tells the noon of "après-midi".
func (p *parser) afterApres(i int) bool {
	return i > 0 && (p.tok[i-1].fold == "apres" || p.sign(i-1, "-") && i > 1 && p.tok[i-2].fold == "apres")
}

func (p *parser) minutesOfNoon(c *clock, i int) int {
	if h, ok := p.find(i, kAfter); ok {
		c.m = h.value
		return i + h.n
	}
	return i
}

// hourWord reads an hour in words.
func (p *parser) hourWord(i int) (n, next int) {
	for _, k := range []kind{kHour, kNumber} {
		if h, ok := p.find(i, k); ok && h.value >= 1 && h.value <= 24 && i < len(p.tok) && p.tok[i].kind == isWord {
			return h.value, i + h.n
		}
	}
	return 0, i
}
