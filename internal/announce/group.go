package announce

import "slices"

// cluster is readings that say together when one event is, or several with the
// same days.
type cluster struct {
	first, last int // tokens: from its first reading to behind its last one
	days        []day
	span        bool // the days are the first and the last
	dates       []int
	until       *day
	slots       []slot
	doors       *hours
	ends        *clock
	rhythm      *rhythm
	long        int
	part        int // of the day
	zones       []int
	hourFirst   bool
	clash       []int // hours that contradict
	used        []int // readings
	region      region
	unclear     []int // dates of which it is not clear whether they are the event's
	rhythmLine  int   // the line of the rhythm
	doubtful    bool  // it stands in an older mail, and the one above names another day
	soft        bool  // it was opened by a word such as "weekly", which may be of the title
}

// slot is an hour of a cluster, with the same hour in other zones.
type slot struct {
	hour int
	also []int
}

func (c *cluster) dated() bool { return len(c.days) > 0 }

// when tells whether the cluster says a day, or which days.
func (c *cluster) when() bool {
	return c.dated() || c.rhythm != nil && len(c.rhythm.weekdays) > 0
}

// grouper puts readings into clusters, from top to bottom.
type grouper struct {
	*parser
	all  []*cluster
	cur  *cluster
	rest []int // readings that nobody used

	waiting   *rhythm // "six sessions", before anything else is said
	waitingAt int
}

func (p *parser) group() *grouper {
	g := &grouper{parser: p}
	for n := range p.readings {
		switch r := &p.readings[n]; {
		case r.kind == aDate && r.until:
			g.until(n)
		case r.kind == aDate && r.role != ofEvent:
			g.rest = append(g.rest, n)
		case r.kind == aDate:
			g.date(n)
		case r.kind == anHour:
			g.hour(n)
		case r.kind == aRhythm && (g.ofOffice(r) || g.daily(n)):
			g.rest = append(g.rest, n)
		case r.kind == aRhythm:
			g.rhythm(n)
		case r.kind == aLength:
			if g.cur != nil && g.cur.long == 0 {
				g.cur.long = r.long
				g.take(n)
			}
		case r.kind == aZone:
			if g.cur != nil {
				g.cur.zones = append(g.cur.zones, n)
			}
		}
	}
	g.sameHours()
	return g
}

// open begins a cluster.
func (g *grouper) open(n int) {
	r := &g.readings[n]
	g.cur = &cluster{first: r.a, last: r.b, soft: r.kind == aRhythm && len(r.every.weekdays) == 0}
	if g.waiting != nil && r.a-g.waitingAt < 60 {
		g.cur.rhythm = g.waiting
	}
	g.waiting = nil
	g.all = append(g.all, g.cur)
}

// take notes that a reading belongs to the cluster.
func (g *grouper) take(n int) {
	if r := g.readings[n]; g.cur.soft && (r.kind != aRhythm || len(r.every.weekdays) > 0) {
		g.cur.first, g.cur.soft = r.a, false
	}
	g.cur.last = max(g.cur.last, g.readings[n].b)
	g.cur.used = append(g.cur.used, n)
}

func (g *grouper) until(n int) {
	if g.cur == nil || !g.cur.when() || g.newSentence(n) {
		if g.movedTo(n) { // "moved to Thursday, 30 January"
			g.readings[n].until = false
			g.date(n)
			return
		}
		g.readings[n].until, g.readings[n].role = false, ofDeadline // "open until Friday, 28 February, 6 pm"
		g.rest = append(g.rest, n)
		for m := n + 1; m < len(g.readings) && g.near(g.readings[m-1].b, g.readings[m].a, 4); m++ {
			if g.readings[m].kind != anHour && g.readings[m].kind != aZone {
				break
			}
			if g.readings[m].kind == anHour {
				g.readings[m].role = ofDeadline
			}
		}
		return
	}
	if g.cur.rhythm == nil && (len(g.cur.slots) == 0 && g.ownHour(n) || g.cur.hourFirst && g.cur.dated() && g.near(g.cur.last, g.readings[n].a, 14) && g.moved(g.cur.last, &g.readings[n])) { // "put off to the 6th, 7 pm"
		g.readings[n].until = false
		g.date(n)
		return
	}
	if g.cur.until != nil || wordsOnly(g.readings[n].days) {
		g.rest = append(g.rest, n)
		return
	}
	g.cur.until = &g.readings[n].days[0]
	g.take(n)
}

// sameDay tells whether two readings may name the same day.
func sameDay(a, b day) bool {
	return a.near == dated && b.near == dated && a.m == b.m && a.d == b.d && (a.y == 0 || b.y == 0 || a.y == b.y) ||
		a.near != dated && a.near == b.near && a.relative == b.relative && a.weekday == b.weekday
}

func (g *grouper) date(n int) {
	r, c := &g.readings[n], g.cur
	if g.movedSpan(r) {
		r.days, r.span, r.unsure = r.days[1:], false, true
	}
	if c != nil && c.vague() && !wordsOnly(r.days) {
		c.days, c.dates = nil, nil // "the Thursday circle … 5 March"
	}
	if c != nil && c.dated() && (len(c.slots) == 0 || c.hourFirst) && g.near(c.last, r.a, 14) && (g.moved(c.last, r) || g.ownHour(n) && g.between(c.first, r.a, func(i int) bool { return g.is(i, kCancelled) })) {
		c.unclear = append(c.unclear, c.dates...)
		c.days, c.dates = nil, nil
	}
	if c != nil && c.rhythm != nil && len(c.rhythm.weekdays) > 0 && wordsOnly(r.days) && r.days[0].near == bareWeekday && len(c.slots) > 0 && !g.ownHour(n) {
		g.rest = append(g.rest, n) // "every first Thursday …, but in January the 2nd Thursday"
		return
	}
	if c != nil && g.ofSpan(n) {
		return
	}
	switch {
	case c == nil, g.lines[g.lineOf(c.last-1)].quoted != g.lines[g.lineOf(r.a)].quoted, g.strayHour(r), g.ownSentence(n):
		g.open(n)
	case len(c.days) > longestRow:
		g.open(n)
	case c.dated() && len(c.slots) > 0 && len(c.slots[len(c.slots)-1].also) > 0 && g.near(c.last, r.a, 4) && !g.ownHour(n):
		g.take(n) // "20:00 (Buenos Aires), 00:00 (Madrid, 29 January)"
		return
	case c.dated() && g.restates(r):
		if g.ownHour(n) {
			g.open(n)
			break
		}
		g.cur.restate(r)
		g.take(n)
		return
	case !c.dated() && (!c.when() || g.blockOf(c.last-1) == g.blockOf(r.a) || !g.ownHour(n)):
		c.hourFirst = len(c.slots) > 0
	case c.dated() && wordsOnly(r.days) && !wordsOnly(c.days) && len(c.slots) > 0 && g.near(c.last, r.a, 14), wordsOnly(r.days) && !g.ownHour(n) && !g.listed(n):
		g.rest = append(g.rest, n) // "see you on Thursday"
		return
	case c.dated() && len(c.slots) == 0 && g.listed(n) && !(g.ownHour(n) && !g.pureList(r) && g.between(c.last-1, r.a, g.fullStop)):
	case c.dated() && len(c.slots) > 0 && !g.ownHour(n) && (g.sameList(n) || c.hourFirst && g.listed(n)):
	case c.dated() && c.rhythm != nil && len(c.slots) == 0 && g.blockOf(c.last-1) == g.blockOf(r.a):
	default:
		g.open(n)
	}
	c = g.cur
	if r.unsure {
		c.unclear = append(c.unclear, n)
	}
	if k := r.b; g.is(k, kOr) && !g.isHourAt(k+1) && g.dayNear(k+1) { // "6 or 7 September"
		c.unclear = append(c.unclear, n)
	}
	if len(c.days) > 0 && !g.pureList(r) {
		c.unclear = append(c.unclear, n)
	}
	if len(c.days) == 0 || !r.span {
		c.span = r.span || c.span && len(c.days) == 2
	}
	if len(c.days) > 0 && !r.span && c.span {
		c.span = false
	}
	c.days = append(c.days, r.days...)
	c.dates = append(c.dates, n)
	c.part = max(c.part, r.part)
	g.take(n)
}

// vague tells whether the days are weekdays that the text names in passing.
func (c *cluster) vague() bool {
	return wordsOnly(c.days) && c.days[0].near != fromToday && c.days[0].near != ofNoMonth
}

// moved tells whether an event is put off from the day before a token to the day
// of a reading.
func (g *grouper) moved(from int, r *reading) bool {
	_, end := g.sentence(r.a)
	if g.cur.days[0].near == fromToday && r.days[0].near == dated && g.between(from, r.a, func(i int) bool { return g.is(i, kCancelled) }) {
		return true // "tomorrow's training is cancelled, come on Saturday, 5 December"
	}
	return g.between(from, r.a, func(i int) bool { return g.is(i, kMoved) }) || g.lang == "de" && g.between(r.b, end, func(i int) bool { return g.is(i, kMoved) })
}

// restates tells whether all days are already the cluster's.
func (g *grouper) restates(r *reading) bool {
	for _, d := range r.days {
		if !slices.ContainsFunc(g.cur.days, func(e day) bool { return sameDay(d, e) || d.near != dated && e.weekday == d.weekday && d.weekday >= 0 }) {
			return false
		}
	}
	return true
}

// restate takes from a repeated date what the first did not say.
func (c *cluster) restate(r *reading) {
	for _, d := range r.days {
		for n := range c.days {
			if e := &c.days[n]; sameDay(d, *e) {
				if e.y == 0 {
					e.y = d.y
				}
				if e.weekday < 0 {
					e.weekday, e.written = d.weekday, d.written
				}
				e.either = e.either && d.either
			}
		}
	}
}

// ownHour tells whether an hour stands right beside a date, and is none that
// the cluster has: then it is another event, or another session.
func (g *grouper) ownHour(n int) bool {
	r := &g.readings[n]
	for m := n + 1; m < len(g.readings); m++ {
		next := &g.readings[m]
		if next.kind == aZone || next.kind == aRhythm {
			continue
		}
		if next.kind != anHour || next.role != ofEvent && next.role != ofDoors {
			return false
		}
		sameLine := g.lineOf(next.a) == g.lineOf(r.b-1)
		if !sameLine && (g.blockOf(next.a) != g.blockOf(r.a) || g.lineOf(next.a)-g.lineOf(r.a) > 3) {
			return false
		}
		return !g.hasHour(next.hours) || g.cur.dated() && !g.restates(r)
	}
	return false
}

// hasHour tells whether the cluster begins at that hour.
func (g *grouper) hasHour(h hours) bool {
	for _, s := range g.cur.slots {
		for _, m := range append([]int{s.hour}, s.also...) {
			if g.readings[m].hours.from.minutes()%(12*60) == h.from.minutes()%(12*60) {
				return true
			}
		}
	}
	return false
}

// sameList tells whether only a comma or "and" parts a date from the last one.
func (g *grouper) sameList(n int) bool {
	last := g.cur.last
	if last > g.readings[n].a || g.lineOf(last-1) != g.lineOf(g.readings[n].a) {
		return false
	}
	return g.wordsBetween(last, g.readings[n].a) <= 1 && g.readings[n].a-last <= 4
}

// pureList tells whether nothing but commas, "and" and line ends stand between
// a date and the one before it.
func (g *grouper) pureList(r *reading) bool {
	last := g.readings[g.cur.dates[len(g.cur.dates)-1]].b
	return !g.between(last, r.a, func(i int) bool {
		return g.tok[i].kind == isWord && !g.is(i, kAnd) && !g.is(i, kOf) && !g.is(i, kOr) && !g.is(i, kWeekday) || g.sign(i, ":.") && g.tok[i].line == g.tok[r.a].line
	})
}

// listed tells whether a date goes on a row of dates: on the same line, or on
// the next one in the same way.
func (g *grouper) listed(n int) bool {
	r, last := &g.readings[n], g.cur.last-1
	if len(g.cur.dates) > 0 {
		last = g.readings[g.cur.dates[len(g.cur.dates)-1]].b - 1
	}
	a, b := g.lineOf(last), g.lineOf(r.a)
	if a == b {
		return g.wordsBetween(last+1, r.a) <= 3
	}
	return g.lines[a].block == g.lines[b].block && b-a == 1 && g.onlyDate(b, r)
}

// onlyDate tells whether a line says nothing but a date.
func (g *grouper) onlyDate(l int, r *reading) bool {
	ln := g.lines[l]
	return g.wordsBetween(ln.first, r.a) <= 2 && g.wordsBetween(r.b, ln.last) <= 1
}

func (g *grouper) rhythm(n int) {
	r, c := &g.readings[n], g.cur
	if c != nil && c.vague() && len(r.every.weekdays) > 0 {
		c.days, c.dates = nil, nil
	}
	counts := len(r.every.weekdays) == 0 && r.every.unit == noUnit
	switch {
	case c == nil && counts:
		every := r.every
		g.waiting, g.waitingAt = &every, r.a
		return
	case c == nil:
		g.open(n)
	case c.rhythm != nil:
		if counts || len(r.every.weekdays) == 0 {
			c.rhythm.merge(r.every)
			g.take(n)
			return
		}
		if len(c.rhythm.weekdays) == 0 && !(len(c.slots) > 0 && g.blockOf(r.a) != g.blockOf(c.last-1)) {
			c.rhythm.merge(r.every)
			g.take(n)
			return
		}
		if slices.Equal(c.rhythm.weekdays, r.every.weekdays) || len(c.slots) == 0 {
			g.take(n)
			return
		}
		g.open(n)
	case c.when() && len(c.slots) > 0 && g.blockOf(r.a) != g.blockOf(c.last-1) && len(r.every.weekdays) > 0 && g.hourAfter(n):
		g.open(n)
	case c.dated() && len(c.slots) > 0 && g.lineOf(r.a) > g.lineOf(c.last-1) && len(r.every.weekdays) > 0 && g.lines[g.lineOf(r.a)].bullet && g.hourAfter(n):
		g.open(n)
	}
	if g.cur.rhythm == nil {
		every := r.every
		g.cur.rhythm, g.cur.rhythmLine = &every, g.lineOf(r.a)
	} else if g.cur != c {
		g.cur.rhythm.merge(r.every)
	}
	g.take(n)
}

// hourAfter tells whether an hour follows on the line.
func (g *grouper) hourAfter(n int) bool {
	for m := n + 1; m < len(g.readings) && g.lineOf(g.readings[m].a) == g.lineOf(g.readings[n].a); m++ {
		if g.readings[m].kind == anHour {
			return true
		}
	}
	return false
}

// merge takes what another rhythm says more.
func (r *rhythm) merge(o rhythm) {
	if r.unit == noUnit && len(o.weekdays) == 0 {
		r.unit = o.unit
	}
	if r.count == 0 {
		r.count, r.weekOnly = o.count, o.weekOnly
	}
	if len(r.weekdays) == 0 {
		r.weekdays, r.nths, r.vague = o.weekdays, o.nths, o.vague
		r.month, r.more, r.year = o.month, o.more, o.year
		if r.unit == noUnit || o.unit == monthly {
			r.unit = o.unit
		}
	}
}
