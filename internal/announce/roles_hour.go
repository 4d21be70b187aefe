package announce

import "sort"

func (p *parser) roleOfHour(n int) role {
	r := &p.readings[n]
	if p.denied(r.a) || p.movedHour(n) {
		return ofPast
	}
	if k := p.skip(r.b, ",", kOf); p.is(k, kPastAfter) || p.gone(k) {
		return ofPast // "until 9:40 last week"
	}
	if p.secondCall(n) {
		return ofAside
	}
	if p.reachable(n) || p.officeDays(n) || p.ofOffice(r) || p.sentenceOf(r, kGone) {
		return ofAside
	}
	if m := p.before(n); m >= 0 {
		prev := p.readings[m]
		if prev.role != ofEvent && (prev.role < ofDoors || prev.kind == aDate && prev.role == ofAside) && p.near(prev.b, r.a, 5) && !p.between(prev.b, r.a, p.fullStop) && !(prev.kind == anHour && prev.role == ofPast) {
			return prev.role
		}
	}
	if n+1 < len(p.readings) && p.readings[n+1].kind == anHour && !r.hours.ranged && p.readings[n+1].a-r.b <= 2 && p.tok[min(r.b, len(p.tok)-1)].fold == "for" {
		return ofDoors // "6.30 for 7 pm"
	}
	back, backGap := p.labelBefore(n)
	ahead, aheadGap := p.labelAfter(n)
	is := back
	if ahead != ofEvent && (back == ofEvent || aheadGap < backGap) {
		is = ahead
	}
	if is == ofEnd && r.hours.ranged || is == ofDoors && p.gathers(n) {
		return ofEvent
	}
	return is
}

// gathers tells whether an hour at which people gather is the only one of its
// paragraph: then that is when it begins.
func (p *parser) gathers(n int) bool {
	r := &p.readings[n]
	if !p.between(r.a-farLabel, r.a, func(i int) bool {
		switch p.tok[i].fold {
		case "сбор", "treffpunkt", "gather", "meet", "meeting", "llegada", "rendez":
			return p.lineOf(i) == p.lineOf(r.a)
		}
		return false
	}) {
		return false
	}
	block := p.lines[p.lineOf(r.a)].block
	for m := range p.readings {
		if o := &p.readings[m]; m != n && o.kind == anHour && o.role != ofPublishing && p.lines[p.lineOf(o.a)].block == block {
			return false
		}
	}
	return true
}

// secondCall tells whether an hour is that to which members are called a second
// time, if too few come to the first: "às 18h30 em primeira convocação e em segunda às 19h".
func (p *parser) secondCall(n int) bool {
	from, to := p.sentence(p.readings[n].a)
	if !p.between(from, to, func(i int) bool {
		switch p.tok[i].fold {
		case "convocacao", "convocatoria", "convocation", "chamada", "llamada":
			return true
		}
		return false
	}) {
		return false
	}
	for m := range p.readingsIn(from, p.readings[n].a) {
		if p.readings[m].kind == anHour && p.readings[m].role == ofEvent {
			return true
		}
	}
	return false
}

// officeDays tells whether the hours are those of an office: a row of weekdays
// stands before them, "Mo–Fr 9–17 Uhr", "пн–пт с 9:00 до 17:30".
func (p *parser) officeDays(n int) bool {
	r := &p.readings[n]
	if !r.hours.ranged {
		return false
	}
	weekday := func(end int) (int, bool) { // the one that ends before a token
		for k := 1; k <= 3 && end-k >= 0; k++ {
			for _, h := range p.hits[end-k] {
				if h.kind == kWeekday && h.n == k {
					return end - k, true
				}
			}
		}
		return 0, false
	}
	i := r.a
	for i > 0 && (p.sign(i-1, ",:.|(") || p.is(i-1, kOf) || p.is(i-1, kAt)) {
		if _, ok := weekday(i); ok {
			break
		}
		i--
	}
	i, ok := weekday(i)
	if !ok {
		return false
	}
	row := false
	for k := 0; k < 2 && i > 0; k++ {
		if j, ok := weekday(i); ok && row {
			return j >= 0
		}
		if !p.sign(i-1, ".–-") && (p.is(i-1, kAnd) || !p.is(i-1, kTo) && !p.is(i-1, kUntil)) {
			return false
		}
		row = row || !p.sign(i-1, ".")
		i--
	}
	_, ok = weekday(i)
	return ok && row
}

// ofOffice tells whether the sentence of a reading speaks of open hours or of a
// timetable, and names no date.
func (p *parser) ofOffice(r *reading) bool { return p.sentenceOf(r, kOffice) }

// sentenceOf tells whether the sentence of a reading has a word of a kind, and no
// date of an event.
func (p *parser) sentenceOf(r *reading, k kind) bool {
	from, to := p.sentence(r.a)
	if !p.between(from, to, func(i int) bool { return p.is(i, k) && (k != kGone || p.gone(i)) }) {
		return false
	}
	for n := range p.readingsIn(from, to) {
		if o := &p.readings[n]; o.kind == aDate && o.role == ofEvent && !(k == kGone && wordsOnly(o.days) && o.days[0].near == bareWeekday) && !(k == kOffice && wordsOnly(o.days)) {
			return false
		}
	}
	return true
}

// readingsIn are the readings that begin within [from, to).
func (p *parser) readingsIn(from, to int) func(func(int) bool) {
	return func(yield func(int) bool) {
		n := sort.Search(len(p.readings), func(n int) bool { return p.readings[n].a >= from })
		for ; n < len(p.readings) && p.readings[n].a < to; n++ {
			if !yield(n) {
				return
			}
		}
	}
}

// before is the date or hour before a reading; -1 for none.
func (p *parser) before(n int) int {
	for m := n - 1; m >= 0; m-- {
		if k := p.readings[m].kind; k == aDate || k == anHour {
			return m
		}
	}
	return -1
}

// labelRole is what a word makes of the hour beside it.
func (p *parser) labelRole(i int) (role, bool) {
	switch {
	case p.is(i, kRequired) || p.is(i, kOptional):
		return ofEvent, false
	case p.is(i, kBegins):
		return ofEvent, true
	case p.is(i, kAside):
		return ofAside, true
	case p.is(i, kDoors):
		return ofDoors, true
	case p.is(i, kEnds):
		return ofEnd, true
	}
	return ofEvent, false
}

func (p *parser) labelBefore(n int) (role, int) {
	r := &p.readings[n]
	stop := 0
	if n > 0 {
		stop = p.readings[n-1].b
	}
	for i := r.a; i >= stop && r.a-i <= farLabel; i-- { // the reading itself may begin with "until"
		if i < r.a && (p.stops(i) || p.sign(i, ",،/|·•)")) {
			break
		}
		if p.shortDeadline(i) && p.wordsBetween(i+1, r.a) == 0 && p.registers(i) || p.plainDeadline(i, r) {
			return ofDeadline, 0
		}
		if is, ok := p.labelRole(i); ok {
			if is == ofDoors && stop > 0 && p.sign(stop-1, ")") {
				break
			}
			return is, r.a - i
		}
	}
	return ofEvent, farAway
}

// plainDeadline: "by 5 pm", "no later than noon": whatever the sentence says.
func (p *parser) plainDeadline(i int, r *reading) bool {
	h, ok := p.find(i, kDeadline)
	if !ok || i+h.n > r.a || p.wordsBetween(i+h.n, r.a) > 0 || r.hours.ranged || p.is(i, kUntil) || p.is(i, kTo) || p.is(i, kEnds) {
		return false
	}
	return h.n > 1 || p.tok[i].fold == "by" || p.tok[i].fold == "spatestens" || p.tok[i].fold == "before"
}

// shortDeadline: "by 6 pm", "bis 18 Uhr", where somebody registers.
func (p *parser) shortDeadline(i int) bool {
	h, ok := p.find(i, kDeadline)
	return ok && (p.shortWord(i, h) || h.n > 1)
}

func (p *parser) labelAfter(n int) (role, int) {
	r := &p.readings[n]
	stop := len(p.tok)
	m := n + 1
	for m < len(p.readings) && p.readings[m].kind == aZone && p.near(r.b, p.readings[m].a, 3) {
		m++
	}
	if m < len(p.readings) {
		stop = p.readings[m].a
	}
	from := p.readings[m-1].b
	bracket := false
	for i := from; i < stop && i-from <= farLabel; i++ {
		if p.stops(i) || p.sign(i, ",،/|·•") {
			break
		}
		bracket = bracket || p.sign(i, "(")
		is, ok := p.labelRole(i)
		if !ok {
			if p.tok[i].kind == isWord && p.wordsBetween(from, i+1) > 1 {
				break
			}
			continue
		}
		if m < len(p.readings) && p.readings[m].kind == anHour && i+1 == stop && p.is(stop, kAt) && p.between(from, i, func(k int) bool { return p.tok[k].kind == isSign }) {
			break // "7 pm – doors at 6:30 pm"
		}
		if h, ok := p.find(i, kAside); ok && is == ofAside && i+h.n == stop && h.n > 1 && m < len(p.readings) && p.readings[m].kind == anHour && p.is(stop, kAt) {
			break // "18:30 e em segunda às 19:00"
		}
		if bracket && m < len(p.readings) && p.readings[m].kind == anHour && p.near(i, stop, 5) {
			break // "7 pm (doors 6:30 pm)"
		}
		if is == ofDoors && i-2 >= from && p.is(i-2, kAt) && p.tok[i-1].kind == isWord {
			break // "8 am at the gates" says where
		}
		if is == ofAside && n > 0 && p.readings[n-1].kind == aDate && p.near(p.readings[n-1].b, r.a, 3) {
			break // the hour of a date; the word is the event's name
		}
		return is, i - from
	}
	return ofEvent, farAway
}
