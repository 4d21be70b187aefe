package announce

// hours is an hour, or one to another.
type hours struct {
	from, to clock
	ranged   bool
}

// clock is an hour as it is written.
type clock struct {
	h, m  int
	half  half
	sure  bool // a sign or word says that it is an hour
	full  bool // written as the 24-hour clock writes: 19:00, 09:00
	bare  bool // the number of the hour alone
	named bool // "noon", "midnight"
	said  bool // in words that count to twelve: "halb acht", "siete y media"
	a, b  int
}

// half is the half or part of the day that is said beside an hour. The values
// are those of the tables.
type half int

const (
	unsaid half = iota
	am
	pm
	morning
	midday
	afternoon
	evening
	night
)

// open tells whether the hour may be in the morning or in the evening.
func (c clock) open() bool {
	return c.half == unsaid && !c.named && c.h > 0 && c.h < 12 && (!c.full || c.said)
}

// minutes is the time in minutes since midnight; 24:00 where midnight is.
func (c clock) minutes() int {
	h := c.h
	switch c.half {
	case am:
		if h == 12 {
			h = 0
		}
	case pm, afternoon, evening:
		if h < 12 {
			h += 12
		}
	case midday:
		if h < 6 {
			h += 12
		}
	case night:
		if h >= 6 && h < 12 {
			h += 12
		} else if h == 12 {
			h = 24
		}
	}
	return h*60 + c.m
}

// hour reads an hour or a span of hours, with what stands before it: "at",
// "from", "شام" and the like.
func (p *parser) hour(i int) (reading, bool) {
	j, before, at := i, unsaid, noAt
	for n := 0; n < 4; n++ {
		if h, ok := p.find(j, kPart); ok && !p.is(j, kNumber) && p.tok[j].fold != "дня" {
			before, j = half(h.value), j+h.n
		} else if h, ok := p.find(j, kAt); ok {
			at, j = max(at, p.strength(h, j)), j+h.n
		} else if at > noAt && p.sign(j, "~:,") || p.sign(j, "@") {
			if p.sign(j, "@") {
				at = strongAt
			}
			j++
		} else {
			break
		}
	}
	if before > unsaid && j == i {
		return reading{}, false
	}
	from, j, ok := p.clock(j, at)
	if !ok {
		return reading{}, false
	}
	if from.half == unsaid {
		from.half = before
	}
	if before > unsaid && from.bare && !from.sure && p.dateAt(from.a) {
		return reading{}, false // "do dia 16 de março"
	}
	if before > unsaid {
		from.sure = true
	}
	is := hours{from: from}
	end := j
	if to, next, ok := p.rangeEnd(j, from, at); ok {
		is.to, is.ranged, end = to, true, next
		is.share()
	}
	if !p.believable(is, at, end) {
		return reading{}, false
	}
	return reading{kind: anHour, b: end, hours: is}, true
}

// The strength with which a word says that an hour follows.
const (
	noAt     = iota
	weakAt   // "de", "с", "from": many things may follow
	strongAt // "um", "a las", "الساعة"
)

func (p *parser) strength(h hit, i int) int {
	if h.n > 1 {
		return strongAt
	}
	switch p.tok[i].fold {
	case "at", "um", "as", "las", "ساعه", "ab":
		return strongAt
	}
	return weakAt
}

// hourWordBefore tells whether a word before i announces an hour.
func (p *parser) hourWordBefore(i int) bool {
	for n := 1; n <= 3 && i-n >= 0; n++ {
		if h, ok := p.find(i-n, kAt); ok && h.n == n {
			return true
		}
		if h, ok := p.find(i-n, kLabelTime); ok && h.n == n {
			return true
		}
	}
	return p.sign(i-1, ":") && p.is(i-2, kLabelTime)
}

// isHourAt tells whether what begins at i is surely an hour.
func (p *parser) isHourAt(i int) bool {
	r, ok := p.hour(i)
	return ok && (r.hours.from.sure || r.hours.ranged && r.hours.to.sure)
}

// markedHour tells whether the number at i is an hour by what stands behind it,
// without the end of a span.
func (p *parser) markedHour(i int) bool {
	c, _, ok := p.clock(i, noAt)
	return ok && c.sure
}

// believable tells whether numbers are hours: a sign or a word must say so.
func (p *parser) believable(is hours, at, end int) bool {
	a, b := is.from, is.to
	switch {
	case a.minutes() > 24*60 || is.ranged && b.minutes() > 24*60:
		return false
	case a.sure || is.ranged && b.sure:
		return !(a.bare && !a.sure && p.is(end, kUnit))
	case p.dateAt(a.a):
		return false
	case at > noAt && !is.ranged && p.afterDate(a.a) && !p.countsAfter(end):
		return true // "tomorrow at 12"
	case p.nounAfter(end):
		return false
	case is.ranged && at == noAt && p.ofFullDate(a.a, end):
		return b.h > a.h || a.h >= 8 && a.h <= 12 && b.h <= 6
	case is.ranged:
		return at > noAt && (b.h > a.h || at == strongAt || a.h >= 8 && a.h <= 12 && b.h <= 6)
	}
	return at == strongAt && !(p.tok[max(a.a-1, 0)].fold == "ab" && p.firstOfLine(a.a)) // "für Kinder ab 12"
}

// firstOfLine tells whether nothing was read before i on its line.
func (p *parser) firstOfLine(i int) bool {
	n := len(p.readings)
	return n == 0 || p.lineOf(p.readings[n-1].b-1) != p.lineOf(i)
}

// nounOfDay tells whether a part of the day is the noun itself.
func nounOfDay(fold string) bool {
	switch fold {
	case "morning", "afternoon", "evening", "night", "abend", "vormittag", "nachmittag", "manana", "tarde", "noche", "matin", "soir", "manha", "noite":
		return true
	}
	return false
}

// dateAt tells whether a date begins at i: "de 6 a 8 de março".
// The question is not asked again while it is answered.
func (p *parser) dateAt(i int) bool {
	if p.asking {
		return false
	}
	p.asking = true
	defer func() { p.asking = false }()
	days, _, _ := p.dateCore(i, false)
	return len(days) > 0
}

// afterDate tells whether a date ends right before the word that stands before i.
func (p *parser) afterDate(i int) bool {
	n := len(p.readings)
	return n > 0 && p.readings[n-1].kind == aDate && i-p.readings[n-1].b <= 3 && p.lineOf(i) == p.lineOf(p.readings[n-1].b-1)
}

// ofFullDate tells whether numbers stand alone between a date with its weekday and
// the end of what is said: "Sun 6 Dec 10-12, Old Dairy".
func (p *parser) ofFullDate(i, end int) bool {
	n := len(p.readings)
	if n == 0 || p.readings[n-1].kind != aDate || len(p.readings[n-1].days) != 1 || !p.ends(end) && !p.sign(end, ",،;)|·•–") && !p.is(end, kIn) {
		return false
	}
	r := &p.readings[n-1]
	return r.days[0].near == dated && r.days[0].weekday >= 0 && i-r.b <= 1 && p.lineOf(i) == p.lineOf(r.b-1) && (i == r.b || p.sign(r.b, ",،:|·•–"))
}

// countsAfter tells whether what follows is surely counted by the number.
func (p *parser) countsAfter(i int) bool {
	return p.is(i, kMoney) || p.is(i, kUnit) || p.is(i, kSeats) || p.is(i, kMonth) || p.is(i, kStreet) || p.is(i, kHours) || p.is(i, kSessions) || p.sign(i, "€$£%₹₽°:/.") && !p.spaced(i) && i+1 < len(p.tok) && p.tok[i+1].kind == isNumber ||
		i < len(p.tok) && p.tok[i].kind == isWord && p.tok[i].text[0] < 0x80 && capital(p.tok[i].text) && !p.is(i, kPart) && !p.is(i, kAbbr) && !p.is(i, kZoneName) && !p.is(i, kCity)
}

// nounAfter tells whether a word follows that the number before it counts.
func (p *parser) nounAfter(i int) bool {
	if p.ends(i) || p.tok[i].kind == isOpaque {
		return false
	}
	if p.is(i, kMoney) || p.is(i, kUnit) || p.is(i, kSeats) || p.is(i, kMonth) || p.is(i, kStreet) || p.sign(i, "€$£%₹₽°:") || p.is(i, kHours) || p.is(i, kSessions) {
		return true
	}
	if p.tok[i].kind != isWord {
		return p.sign(i, "./") && !p.spaced(i) && p.tok[min(i+1, len(p.tok)-1)].kind == isNumber && !p.spaced(i+1)
	}
	for _, k := range []kind{kAt, kTo, kAnd, kOf, kOr, kWeekday, kPart, kIn, kAbbr, kZoneName, kCity, kLocal, kUntil, kFrom, kZoneTimeBefore, kToday, kEvery, kCommon, kEnds, kThis} {
		if p.is(i, k) {
			return false
		}
	}
	return true
}

// clock reads one hour.
func (p *parser) clock(i, at int) (clock, int, bool) {
	if p.ends(i) {
		return clock{}, i, false
	}
	c := clock{a: i}
	end := p.wordClock(&c, i, at)
	if end == i {
		end = p.digitClock(&c, i, at)
	}
	if end == i || c.h > 24 || c.m > 59 || c.h == 24 && c.m > 0 {
		return clock{}, i, false
	}
	end = p.halfAfter(&c, end)
	c.b = end
	return c, end, true
}

// halfAfter reads "pm", "in the evening", "Uhr abends" after an hour.
func (p *parser) halfAfter(c *clock, i int) int {
	if c.named {
		if h, ok := p.find(i, kPart); ok {
			return i + h.n
		}
		return i
	}
	k := p.skip(i, "")
	if p.sign(k, "(") && p.is(k+1, kPart) {
		k++
	}
	if h, ok := p.find(k, kMer); ok && (c.h <= 12 || h.langs&1 != 0) {
		c.half, c.sure, c.bare = half(h.value), true, false
		k += h.n
		if p.sign(k, ".") && !p.spaced(k) && p.tok[k-1].fold == "m" {
			k++
		}
		if c.h > 12 { // "19:00 pm"
			c.half = unsaid
		}
		if h, ok := p.find(k, kPart); ok && c.half > unsaid { // "7 pm in the evening"
			k += h.n
		}
		return k
	}
	if k == i && !p.spaced(k) && !p.ends(k) && c.h >= 1 && c.h <= 12 && (p.tok[k].text == "p" || p.tok[k].text == "a") && p.lang == "en" { // "1-4p"
		c.half, c.sure, c.bare = am, true, false
		if p.tok[k].text == "p" {
			c.half = pm
		}
		return k + 1
	}
	if c.h == 12 && c.m == 0 && p.lang == "es" && !p.ends(k) && p.tok[k].text == "m" && !p.is(k+1, kOf) { // "12 m.": meridiem
		c.sure, c.named, c.bare = true, true, false
		if k++; p.sign(k, ".") && !p.spaced(k) {
			k++
		}
		return k
	}
	if h, ok := p.find(k, kNoon); ok && c.h == 12 {
		c.sure, c.named, c.bare = true, true, false
		return k + h.n
	}
	if h, ok := p.find(k, kMidnight); ok && c.h == 12 {
		c.h, c.sure, c.named, c.bare = 24, true, true, false
		return k + h.n
	}
	if h, ok := p.find(k, kPart); ok && c.half == unsaid && !c.sure && h.n == 1 && p.tok[k].text[0] < 0x80 && nounOfDay(p.tok[k].fold) && !p.hourWordBefore(c.a) {
		return i // "10 evening sessions"
	}
	if h, ok := p.find(k, kPart); ok && c.h <= 12 && (c.sure || !p.is(k, kUnit) || p.hourWordBefore(c.a)) {
		c.half, c.sure, c.bare = half(h.value), true, false
		if p.tok[k].fold == "дня" && c.h == 12 {
			c.half = midday
		}
		return k + h.n
	} else if ok && h.n > 0 && c.sure {
		return k + h.n
	}
	return i
}
