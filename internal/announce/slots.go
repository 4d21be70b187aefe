package announce

import "slices"

// hour puts an hour into the cluster: as its beginning, as the same hour in
// another zone, as another session, as doors or end, or as nothing.
func (g *grouper) hour(n int) {
	r, c := &g.readings[n], g.cur
	switch r.role {
	case ofDeadline, ofPublishing, ofPast, ofAside:
		g.rest = append(g.rest, n)
		return
	case ofDoors:
		g.doors(n)
		return
	case ofEnd:
		if c != nil && c.ends == nil && len(c.slots) > 0 {
			to := r.hours.from
			c.ends = &to
			g.take(n)
			return
		}
	}
	if c != nil && c.until != nil && c.rhythm == nil && n > 0 && c.ends == nil && g.readings[n-1].until && g.near(g.readings[n-1].b, r.a, 4) {
		to := r.hours.from // "Friday 13 June, 4 pm, to Sunday 15 June, 2 pm"
		c.ends = &to
		g.take(n)
		return
	}
	if g.programmeBegins(n) {
		first := g.readings[c.slots[0].hour].hours
		if c.doors == nil && !first.ranged {
			c.doors = &first
		}
		c.slots[0].hour = n
		g.take(n)
		return
	}
	switch {
	case c == nil || g.begins(n) || g.ofNextDay(n) || g.lines[g.lineOf(c.last-1)].quoted != g.lines[g.lineOf(r.a)].quoted:
		g.open(n)
		g.cur.slots = append(g.cur.slots, slot{hour: n})
	case len(c.slots) == 0:
		c.slots = append(c.slots, slot{hour: n})
	case len(c.slots[len(c.slots)-1].also) < longestRow/2 && g.otherZone(n):
		s := &c.slots[len(c.slots)-1]
		s.also = append(s.also, n)
	case g.hasHour(r.hours):
		g.completes(n)
	case len(c.slots) < longestRow/2 && g.session(n):
		c.slots = append(c.slots, slot{hour: n})
	case g.clashes(n):
		c.clash = append(c.clash, n)
	default:
		g.rest = append(g.rest, n)
		return
	}
	g.take(n)
}

// programmeBegins tells whether a label says that an hour is that of the
// beginning, after another with another label on the same line: "पंजीयन: 9:30 · कार्यक्रम: 10:30".
func (g *grouper) programmeBegins(n int) bool {
	c, r := g.cur, &g.readings[n]
	if c == nil || len(c.slots) != 1 || len(c.slots[0].also) > 0 || !g.sign(r.a-1, ":") || !g.is(r.a-2, kBegins) {
		return false
	}
	first := &g.readings[c.slots[0].hour]
	return g.lineOf(first.a) == g.lineOf(r.a) && g.sign(first.a-1, ":") && !g.is(first.a-2, kBegins) && !g.is(first.a-2, kLabelTime) && !g.is(first.a-2, kLabelWhen) && first.hours.from.minutes() < r.hours.from.minutes()
}

// completes takes the end from an hour that is said twice.
func (g *grouper) completes(n int) {
	c := g.cur
	h := &g.readings[c.slots[0].hour].hours
	again := g.readings[n].hours
	if len(c.slots) == 1 && len(c.slots[0].also) == 0 && !h.ranged && h.from.open() && !again.from.open() && g.boundZone(c.slots[0].hour) == nil && h.from.h%12 == again.from.h%12 && h.from.m == again.from.m {
		c.slots[0].hour = n // "halb vier (15:30 MEZ)"
		return
	}
	if len(c.slots) == 1 && !h.ranged && again.ranged && h.from.minutes() == again.from.minutes() {
		h.to, h.ranged = again.to, true
	}
}

func (g *grouper) doors(n int) {
	if g.cur == nil {
		g.open(n)
	}
	if g.cur.doors == nil {
		h := g.readings[n].hours
		g.cur.doors = &h
	}
	g.take(n)
}

// begins tells whether an hour opens the next event: "19:00, 12 March" after
// one that is complete.
func (g *grouper) begins(n int) bool {
	c, r := g.cur, &g.readings[n]
	if !c.when() || len(c.slots) == 0 || g.otherZone(n) {
		return false
	}
	for m := n + 1; m < len(g.readings); m++ {
		next := &g.readings[m]
		if next.kind == aZone {
			continue
		}
		if next.kind != aDate || next.role != ofEvent || next.until || !g.near(r.b, next.a, 8) {
			return false
		}
		for _, d := range next.days {
			for _, e := range c.days {
				if sameDay(d, e) {
					return false
				}
			}
		}
		return c.hourFirst || g.lineOf(r.a) != g.lineOf(c.last-1)
	}
	return false
}

// ofNextDay tells whether an hour belongs to the date behind it, and not to one in
// an earlier sentence: "closed on 1 May. 5 pm on Saturday, 13 September".
func (g *grouper) ofNextDay(n int) bool {
	c, r := g.cur, &g.readings[n]
	if c.dated() == (len(c.slots) > 0) || c.rhythm != nil || !g.between(c.last-1, r.a, func(i int) bool { return g.fullStop(i) || g.tok[i].kind == isBlank }) {
		return false
	}
	for m := n + 1; m < len(g.readings); m++ {
		next := &g.readings[m]
		if next.kind == aZone {
			continue
		}
		return next.kind == aDate && next.role == ofEvent && !next.until && !wordsOnly(next.days) && g.near(r.b, next.a, 10) && !g.between(r.b, next.a, g.fullStop)
	}
	return false
}

// zonesOf are the zones that stand beside an hour, those with a name first.
func (p *parser) zonesOf(hour int) (all []*zone) {
	for n := max(0, hour-4); n < min(len(p.readings), hour+6); n++ {
		if p.bound[n] == hour {
			all = append(all, &p.readings[n].zone)
		}
	}
	slices.SortStableFunc(all, func(a, b *zone) int { return a.rank() - b.rank() })
	return all
}

func (z *zone) rank() int {
	switch {
	case z.joined:
		return 3
	case !z.strong:
		return -1 // a place says more than the letters of a zone
	case z.local:
		return 2
	case z.fixed || len(z.names) > 0 && z.names[0] == "UTC":
		return 1
	}
	return 0
}

// otherZone tells whether an hour is the last one said in another zone.
func (g *grouper) otherZone(n int) bool {
	c, r := g.cur, &g.readings[n]
	if len(c.slots) == 0 || g.boundZone(n) == nil {
		return false
	}
	s := c.slots[len(c.slots)-1]
	prev := s.hour
	if len(s.also) > 0 {
		prev = s.also[len(s.also)-1]
	}
	last := g.readings[prev]
	for m := prev + 1; m < n; m++ { // zones and dates between belong to it
		if k := g.readings[m].kind; k == aZone {
			last.b = max(last.b, g.readings[m].b)
		}
	}
	if g.boundZone(prev) == nil && !g.between(last.b, r.a, func(i int) bool { return g.sign(i, "(/=|") }) {
		return false
	}
	if g.sameClock(prev, n) || g.sessionWord(last.b, r.a) {
		return false
	}
	lines := g.lineOf(r.a) - g.lineOf(last.b-1)
	if lines == 0 {
		return g.wordsBetween(last.b, r.a) <= 5
	}
	return lines <= 2 && g.blockOf(r.a) == g.blockOf(last.b-1) && g.wordsBetween(g.lines[g.lineOf(r.a)].first, r.a) <= 4
}

// boundZone is the first of them, nil for none.
func (p *parser) boundZone(n int) *zone {
	if all := p.zonesOf(n); len(all) > 0 {
		return all[0]
	}
	return nil
}

// sameClock tells whether both hours are said in the same zone.
func (g *grouper) sameClock(a, b int) bool {
	x, y := g.boundZone(a), g.boundZone(b)
	if x == nil || y == nil {
		return false
	}
	if x.fixed || y.fixed || len(x.names) == 0 || len(y.names) == 0 {
		return x.fixed && y.fixed && x.offset == y.offset
	}
	return len(sameZones(x.names, y.names)) > 0
}

// sessionWord tells whether a word says that an hour is that of another
// session: "Track B", "or", "Gruppe 2".
func (g *grouper) sessionWord(a, b int) bool {
	return g.between(a, b, func(i int) bool {
		return g.is(i, kMulti) && !g.is(i, kAside) || g.is(i, kOr)
	})
}

// session tells whether an hour is another session on the same days, and not a
// line of the programme.
func (g *grouper) session(n int) bool {
	c, r := g.cur, &g.readings[n]
	prev := &g.readings[c.slots[len(c.slots)-1].hour]
	if !c.when() {
		return false
	}
	if g.lineOf(prev.a) == g.lineOf(r.a) {
		if g.otherClock(n, prev) || g.agendaLine(n) {
			return false
		}
		between := g.wordsBetween(prev.b, r.a)
		joined := g.between(prev.b, r.a, func(i int) bool { return g.is(i, kAnd) || g.is(i, kOr) || g.sign(i, "&+/") })
		return between <= 3 && (joined && prev.hours.ranged == r.hours.ranged || prev.hours.ranged && r.hours.ranged) || g.sessionWord(prev.b, r.a)
	}
	first := g.lines[g.lineOf(r.a)].first
	firstPrev := g.lines[g.lineOf(prev.a)].first
	labelled := g.between(first, r.a, func(i int) bool { return g.is(i, kMulti) })
	labelledPrev := g.between(firstPrev, prev.a, func(i int) bool { return g.is(i, kMulti) })
	return labelled && labelledPrev && g.wordsBetween(first, r.a) <= 5
}

// agendaLine tells whether an hour is one of many on its line: those of a programme.
func (g *grouper) agendaLine(n int) bool {
	l, hours := g.lineOf(g.readings[n].a), 0
	for m := max(0, n-8); m < min(len(g.readings), n+9); m++ {
		if r := &g.readings[m]; r.kind == anHour && !r.hours.ranged && g.lineOf(r.a) == l && g.boundZone(m) == nil {
			hours++
		}
	}
	return hours > 3
}

// otherClock tells whether an hour may be the last one said for another place
// that nobody knows: "19:30 (ARG) / 17:30 (XYZ)".
func (g *grouper) otherClock(n int, prev *reading) bool {
	slots := g.cur.slots
	z := g.boundZone(slots[len(slots)-1].hour)
	return (z == nil) != (g.boundZone(n) == nil) && g.between(prev.b, g.readings[n].a, func(i int) bool { return g.sign(i, "/|(=") }) && !g.between(prev.b, g.readings[n].a, func(i int) bool { return g.is(i, kAnd) || g.is(i, kOr) })
}

// clashes tells whether an hour contradicts: it stands beside the same day
// again, and is another one.
func (g *grouper) clashes(n int) bool {
	r := &g.readings[n]
	if g.beginsAt(r) {
		return true
	}
	if g.lineOf(g.readings[g.cur.slots[len(g.cur.slots)-1].hour].a) == g.lineOf(r.a) && g.otherClock(n, &g.readings[g.cur.slots[len(g.cur.slots)-1].hour]) {
		return true
	}
	m := g.before(n)
	if m < 0 || g.readings[m].kind != aDate || !g.near(g.readings[m].b, r.a, 4) {
		for m = n + 1; m < len(g.readings) && g.readings[m].kind == aZone; m++ {
		}
		if m >= len(g.readings) || g.readings[m].kind != aDate || g.readings[m].role != ofEvent || !g.near(r.b, g.readings[m].a, 4) {
			return g.saysWhen(r)
		}
	}
	return true
}

// beginsAt: "the meeting begins at nine".
func (g *grouper) beginsAt(r *reading) bool {
	for i := r.a; i > max(0, r.a-3); i-- {
		switch g.tok[i].fold {
		case "begins", "starts", "beginnt", "startet", "empieza", "comienza", "inicia", "commence", "debute", "comeca", "начнется", "начинается", "начинаем", "تبدا", "يبدا":
			return true
		}
		if i < r.a && g.stops(i) {
			return false
		}
	}
	return false
}

// saysWhen: a line of its own that says "Time: 19:30" a second time.
func (g *grouper) saysWhen(r *reading) bool {
	first := g.lines[g.lineOf(r.a)].first
	return r.a-first <= 4 && (g.is(first, kLabelTime) || g.is(first, kLabelWhen)) && g.sign(r.a-1, ":") && !g.is(first, kLabelOther)
}
