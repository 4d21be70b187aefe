package announce

// sameHours gives days the hour of those before them, where the text says that it
// is the same.
func (g *grouper) sameHours() {
	var before *cluster
	for _, c := range g.all {
		if len(c.slots) > 0 {
			if c.dated() {
				before = c
			}
			continue
		}
		if before == nil || !c.dated() {
			continue
		}
		from, to := g.sentence(c.first)
		if g.between(from, to, func(i int) bool { return g.is(i, kSame) }) {
			c.slots, c.zones = before.slots, append(c.zones, before.zones...)
		}
	}
}

// daily tells whether "every day", in a sentence of its own, has hours of its own:
// those of a swimming pool. They are no event's then.
func (g *grouper) daily(n int) bool {
	r := &g.readings[n]
	if r.every.unit != daily || len(r.every.weekdays) > 0 || g.cur == nil || !g.cur.when() || len(g.cur.slots) == 0 || !g.between(g.cur.last-1, r.a, func(i int) bool { return g.fullStop(i) || g.tok[i].kind == isBlank }) {
		return false
	}
	m := n + 1
	if m >= len(g.readings) || g.readings[m].kind != anHour || !g.near(r.b, g.readings[m].a, 4) || g.hasHour(g.readings[m].hours) {
		return false
	}
	g.readings[m].role = ofAside
	return true
}

// newSentence tells whether a date begins something that has nothing to do with
// the cluster: another sentence or paragraph, without a label for the end.
func (g *grouper) newSentence(n int) bool {
	r := &g.readings[n]
	first := g.lines[g.lineOf(r.a)].first
	if g.is(first, kEnds) || g.is(first, kUntil) || g.is(first, kTo) {
		return false
	}
	if g.lineOf(g.cur.last-1) != g.lineOf(r.a) && len(g.cur.slots) > 0 && g.cur.dated() && g.wordsBetween(first, r.a) > 1 {
		return true
	}
	return g.blockOf(g.cur.last-1) != g.blockOf(r.a) || g.between(g.cur.last-1, r.a, g.fullStop)
}

// movedTo tells whether the sentence of a date speaks of something moved.
func (g *grouper) movedTo(n int) bool {
	from, to := g.sentence(g.readings[n].a)
	return g.between(from, to, func(i int) bool { return g.is(i, kMoved) || g.is(i, kCancelled) })
}

// strayHour tells whether the cluster is only an hour in an earlier sentence of
// the paragraph, which has nothing to do with a day.
func (g *grouper) strayHour(r *reading) bool {
	c := g.cur
	if c.when() || len(c.slots) == 0 {
		return false
	}
	from, _ := g.sentence(c.first)
	if g.between(from, c.first, g.opens) && g.between(c.last, r.a, g.stops) {
		return true
	}
	if r.a-c.last < 14 || g.lineOf(c.last-1) != g.lineOf(r.a) {
		return false
	}
	return g.between(c.last, r.a, g.stops)
}

// ownSentence tells whether a date has an hour of its own beside it, in another
// sentence than the hour or the rhythm that nobody has given a date.
func (g *grouper) ownSentence(n int) bool {
	c, r := g.cur, &g.readings[n]
	if c.dated() || len(c.slots) == 0 && (c.rhythm == nil || len(c.rhythm.weekdays) == 0) {
		return false
	}
	if !c.when() && g.blockOf(c.last-1) != g.blockOf(r.a) && g.ownHour(n) && g.between(c.last-1, r.a, func(i int) bool { return g.sign(i, ".!?।") && g.ends(i+1) }) {
		return true
	}
	m := n + 1
	for m < len(g.readings) && g.readings[m].kind == aZone {
		m++
	}
	if m >= len(g.readings) || g.readings[m].kind != anHour || g.readings[m].role != ofEvent || !g.near(r.b, g.readings[m].a, 6) || g.hasHour(g.readings[m].hours) {
		return false
	}
	if l := g.lineOf(r.a); l > g.lineOf(c.last-1) && g.lines[l].bullet {
		return true
	}
	return g.between(c.last-1, r.a, func(i int) bool { return g.fullStop(i) || g.tok[i].kind == isBlank })
}

// opens tells whether a word speaks of the hours of an office.
func (g *grouper) opens(i int) bool {
	switch g.tok[i].fold {
	case "pause", "break", "lunch", "dinner":
		return false
	}
	return g.is(i, kAside)
}

// ofSpan tells whether a weekday names the first or the last day of the cluster, to
// say its hour: "4–6 December. We begin on Friday at 6 pm, end on Sunday at 1 pm".
func (g *grouper) ofSpan(n int) bool {
	r, c := &g.readings[n], g.cur
	if len(r.days) != 1 || r.days[0].near != bareWeekday || !c.dated() || wordsOnly(c.days) || !c.span && c.until == nil || r.a-c.last > 40 {
		return false
	}
	w, last := r.days[0].weekday, &c.days[len(c.days)-1]
	if c.until != nil {
		last = c.until
	}
	m := n + 1
	if m >= len(g.readings) || g.readings[m].kind != anHour || !g.near(r.b, g.readings[m].a, 4) {
		return false
	}
	says := func(k kind) bool {
		return g.between(max(g.lines[g.lineOf(r.a)].first, r.a-3), r.a, func(i int) bool { return g.is(i, k) })
	}
	switch {
	case len(c.slots) == 0 && (c.days[0].weekday == w || c.days[0].weekday < 0 && says(kBegins)):
		c.days[0].weekday, c.days[0].written = w, r.days[0].written
	case len(c.slots) > 0 && c.ends == nil && (last.weekday == w || last.weekday < 0 && says(kEnds)):
		last.weekday, last.written = w, r.days[0].written
		g.readings[m].role = ofEnd
	default:
		return false
	}
	g.take(n)
	return true
}
