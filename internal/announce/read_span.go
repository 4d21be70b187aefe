package announce

// rangeEnd reads "– 10:45am", "bis 21 Uhr", "से दोपहर 1 बजे".
func (p *parser) rangeEnd(j int, from clock, at int) (to clock, end int, ok bool) {
	k := j
	if p.sign(k, ",") { // "from 7 pm, to 9 pm"
		k++
	}
	switch {
	case p.sign(k, "/"):
		if !p.slashedEnd(k) {
			return clock{}, j, false
		}
		k++
	case p.sign(k, "–-—~"):
		k++
	default:
		h, found := p.find(k, kTo)
		if !found {
			h, found = p.find(k, kUntil)
		}
		if !found && at > noAt && p.betweenWord(from.a) {
			h, found = p.find(k, kAnd)
		}
		if !found {
			return clock{}, j, false
		}
		k += h.n
	}
	before := unsaid
	for n := 0; n < 3; n++ {
		if h, ok := p.find(k, kPart); ok && !p.is(k, kNumber) {
			before, k = half(h.value), k+h.n
		} else if h, ok := p.find(k, kAt); ok {
			k += h.n
		} else if h, ok := p.find(k, kEnds); ok && h.n == 1 && n == 0 {
			k += h.n
		}
	}
	if to, end, ok = p.clock(k, strongIf(from.sure, at)); !ok {
		return clock{}, j, false
	}
	if to.half == unsaid {
		to.half = before
	}
	if before > unsaid {
		to.sure = true
	}
	if at == noAt && from.bare && !from.sure && to.sure && p.is(j, kAt) && (to.minutes() <= from.minutes() || p.lang == "es" || p.is(from.a-1, kWeekday)) {
		return clock{}, j, false // "domingo 15 a las 14:30"
	}
	if to.bare && !to.sure && p.nounAfter(end) || from.bare && !from.sure && from.h > 12 && (to.half == am || to.half == pm) {
		return clock{}, j, false
	}
	return to, end, true
}

// slashedEnd tells whether a slash stands between the start and the end of an
// event, as in French programmes: "18h30/20h". Where the line goes on with another
// slash, or counts sessions, the hours may be those of several zones or showings.
func (p *parser) slashedEnd(k int) bool {
	if p.lang != "fr" || !p.hourSlash(k) {
		return false
	}
	ln := p.lines[p.lineOf(k)]
	return !p.between(k+1, ln.last+1, func(i int) bool { return p.sign(i, "/") }) &&
		!p.between(ln.first, ln.last+1, func(i int) bool { return p.is(i, kSessions) })
}

// hourSlash tells whether hours with their unit stand close on both sides of a
// slash, the later one behind it.
func (p *parser) hourSlash(k int) bool {
	if !p.sign(k, "/") || k < 2 || p.spaced(k) || p.spaced(k+1) || k+2 >= len(p.tok) {
		return false
	}
	past, written := p.number(k-1, 2)
	at := k - 2
	if !written {
		past, at = 0, k-1
	}
	from, left := p.number(at-1, 2)
	to, right := p.number(k+1, 2)
	if !left || !right || p.tok[at].fold != "h" || p.tok[k+2].fold != "h" || p.spaced(k+2) {
		return false
	}
	more := 0
	if m, ok := p.number(k+3, 2); ok && !p.spaced(k+3) {
		more = m
	}
	return from*60+past < to*60+more
}

// betweenWord tells whether a word such as "between" stands before an hour: only
// then "and" makes a span of two.
func (p *parser) betweenWord(i int) bool {
	for n := i - 1; n >= max(0, i-4); n-- {
		switch p.tok[n].fold {
		case "between", "zwischen", "entre", "между", "بين", "from", "von", "de", "desde", "das":
			return true
		}
	}
	return false
}

// spanFrom tells whether an hour with its unit, and a word or sign that leads from
// one hour to another, stand before i: "20h-", "20 h bis".
func (p *parser) spanFrom(i int) bool {
	led := false
	for n := i - 1; n >= max(0, i-3); n-- {
		if led && hourUnit(p.tok[n].fold) {
			_, ok := p.number(n-1, 2)
			return ok
		}
		if !p.sign(n, "–-—") && !p.is(n, kTo) && !p.is(n, kUntil) && !p.is(n, kAt) {
			return false
		}
		led = true
	}
	return false
}

// strongIf: after an hour that is sure, "until three" is one too.
func strongIf(sure bool, at int) int {
	if sure {
		return strongAt
	}
	return max(at, weakAt)
}

// share lets one "pm" hold for both hours of a span: "7–9 pm" is in the evening,
// "11–2 pm" over noon, "10 am – 2" too.
func (h *hours) share() {
	a, b := &h.from, &h.to
	if a.half == unsaid && b.half == unsaid && (a.full && a.h >= 13 || b.full) {
		a.full, b.full = true, true // "9–17 Uhr"
	}
	switch {
	case a.half == unsaid && b.half != unsaid && a.h <= 12 && !a.named && !a.full:
		a.half = b.half
		if a.minutes() >= b.minutes() && b.minutes() > 0 {
			a.half = other(b.half)
		}
		a.sure = a.sure || b.sure
	case b.half == unsaid && a.half != unsaid && b.h <= 12 && !b.named && !b.full:
		b.half = a.half
		if b.minutes() <= a.minutes() {
			b.half = other(a.half)
		}
		b.sure = b.sure || a.sure
	}
}

func other(h half) half {
	if h == am || h == morning {
		return pm
	}
	return am
}
