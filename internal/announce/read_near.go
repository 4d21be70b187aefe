package announce

// relativeDay reads "tomorrow" and its like.
func (p *parser) relativeDay(i int) (reading, bool) {
	h, ok := p.find(i, kToday)
	if !ok {
		return reading{}, false
	}
	if p.tok[i].fold == "morgen" && h.n == 1 && !p.dayStarts(i) {
		return reading{}, false // "am Morgen"
	}
	if p.tok[i].fold == "manana" && h.n == 1 && (!p.hourFollows(i+1) && !p.is(i+1, kWeekday) || i > 0 && (p.tok[i-1].fold == "la" || p.tok[i-1].fold == "de")) {
		return reading{}, false // "de la mañana"
	}
	d := day{weekday: -1, near: fromToday, relative: h.value, a: i, b: i + h.n}
	part := 0
	for n := i; n < i+h.n; n++ {
		if h, ok := p.find(n, kPart); ok && (n > i || h.n > 1) || p.tok[n].fold == "tonight" {
			part = int(evening)
			if ok {
				part = h.value
			}
		}
	}
	end := i + h.n
	if w, j := p.weekdays(p.skip(end, ",(–-", kOf)); len(w) == 1 { // "mañana viernes", "غدا السبت"
		if days, _, _ := p.dates(p.skip(j, ",.(", kOf), true); len(days) > 0 {
			return reading{}, false // the date says it
		}
		d.weekday, d.written, end = w[0].weekday, w[0].written, j
		d.b = end
	}
	return reading{kind: aDate, b: end, days: []day{d}, part: part}, true
}

// hourFollows tells whether an hour is read at i, or "viernes, a las 7".
func (p *parser) hourFollows(i int) bool {
	if w, j := p.weekdays(i); len(w) > 0 {
		i = p.skip(j, ",")
	}
	_, ok := p.hour(i)
	return ok
}

// dayStarts tells whether the German word is tomorrow and no morning.
func (p *parser) dayStarts(i int) bool {
	return !capital(p.tok[i].text) || i == p.lines[p.lineOf(i)].first
}

// weekdayAlone reads "this Friday", "on Friday", "Wednesday the 8th". It says
// less than a date, and the checks say so.
func (p *parser) weekdayAlone(i, j int, w []day) (reading, bool) {
	start := i
	near := bareWeekday
	if len(w) == 0 {
		near = thisWeekday
		h, ok := p.find(i, kThis)
		if !ok {
			if h, ok = p.find(i, kNext); !ok {
				return reading{}, false
			}
			near = nextWeekday
		}
		if w, j = p.weekdays(i + h.n); len(w) == 0 {
			return reading{}, false
		}
		if days, _, _ := p.dates(p.skip(j, ",.(–-", kOf), true); len(days) > 0 {
			return reading{}, false // the date says it
		}
	} else if h, ok := p.find(j, kThis); ok && near == bareWeekday { // "viernes próximo"
		near, j = thisWeekday, j+h.n
	} else if h, ok := p.find(j, kNext); ok && h.langs&1 == 0 {
		near, j = nextWeekday, j+h.n
	}
	for n := 1; n < len(w); n++ {
		if !p.between(w[n-1].b, w[n].a, func(i int) bool { return p.is(i, kAnd) || p.sign(i, ",/&+") }) {
			return reading{}, false // "Monday to Friday": the hours of an office
		}
	}
	if p.is(w[0].a, kPlural) && w[0].b == w[0].a+1 {
		return reading{}, false // a rhythm, which is read elsewhere
	}
	if p.shortWeekday(w[0].a, hit{n: 1}) && w[0].b-w[0].a == 1 && p.tok[w[0].a].kind == isWord && len(p.tok[w[0].a].text) <= 3 {
		return reading{}, false
	}
	part := 0
	if h, ok := p.find(w[0].a, kDayPart); ok {
		part = h.value
	}
	k := p.skip(j, ",", kOf)
	if n, ok := p.number(k, 2); ok && len(w) == 1 && n >= 1 && n <= 31 && (p.ordinal(k+1) > k+1 && !p.sign(k+1, ".") || p.is(k-1, kOf) && h0(p, k-1) || k == j && near == bareWeekday && p.langs&(1<<2|1<<3|1<<5) != 0 && p.langs&1 == 0 && !p.nounAfter(k+1)) && !p.hourNotDay(k) {
		w[0].d, w[0].near, w[0].b = n, ofNoMonth, p.ordinal(k+1)
		w[0].a = start
		return reading{kind: aDate, b: p.ordinal(k + 1), days: w, part: part}, true
	}
	for n := range w {
		w[n].near = near
	}
	w[0].a = start
	return reading{kind: aDate, b: j, days: w, part: part}, true
}

// hourNotDay tells whether the number at i is an hour. Behind the article that only
// days have, it is one only if its own sign says so: in "le 20, à 9h45" the hour
// comes later.
func (p *parser) hourNotDay(i int) bool {
	if p.is(i-1, kOf) && h0(p, i-1) {
		return p.markedHour(i)
	}
	return p.isHourAt(i)
}

// h0 tells whether the word before a bare day of the month is an article that
// only such a day has.
func h0(p *parser, i int) bool {
	switch p.tok[i].fold {
	case "the", "den", "dem", "le", "dia":
		return true
	}
	return false
}
