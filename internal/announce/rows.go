package announce

// joinRows makes one event of the lines of a series: "Session 1: 4 February,
// 17:00", "Session 2: 11 February, 17:00". Lines with different hours stay
// events of their own.
func (b *builder) joinRows(list []*cluster) (joined []*cluster) {
	for n := 0; n < len(list); {
		end := n + 1
		for end < len(list) && b.rowOf(list[end-1], list[end]) {
			end++
		}
		row := list[n:end]
		n = end
		if !b.oneSeries(row) {
			joined = append(joined, row...)
			continue
		}
		first := row[0]
		for _, c := range row[1:] {
			first.days = append(first.days, c.days...)
			first.dates = append(first.dates, c.dates...)
			first.used = append(first.used, c.used...)
			first.last = max(first.last, c.last)
		}
		joined = append(joined, first)
	}
	return joined
}

// rowOf tells whether a cluster is the next line of a list.
func (b *builder) rowOf(a, c *cluster) bool {
	x, y := b.lineOf(a.first), b.lineOf(c.first)
	if b.bareLine(c) {
		x = b.lineOf(a.last - 1)
	}
	return y > x && b.lines[x].block == b.lines[y].block && y-x <= 2 &&
		c.first-b.lines[y].first <= 8 && len(a.days) == 1 && len(c.days) == 1 && len(a.slots) == 1 && len(c.slots) == 1
}

// oneSeries tells whether the lines of a list are the times of one series: they
// are at the same hour, and either numbered, or at least three that lie a week
// or a month apart.
func (b *builder) oneSeries(row []*cluster) bool {
	if len(row) < 2 {
		return false
	}
	numbered, bare := true, true
	var days []day
	hour := b.readings[row[0].slots[0].hour].hours
	for _, c := range row {
		h := b.readings[c.slots[0].hour].hours
		if h.from.minutes() != hour.from.minutes() || h.ranged != hour.ranged || h.ranged && h.to.minutes() != hour.to.minutes() || len(c.slots[0].also) != len(row[0].slots[0].also) || !b.sameZoneName(c, row[0]) && !b.bareLine(c) || c.rhythm != nil && c != row[0] {
			return false
		}
		bare = bare && (b.bareLine(c) || c == row[0])
		numbered = numbered && b.numbered(c)
		days = append(days, c.days[0])
	}
	if numbered || bare && b.bareLine(row[1]) {
		return true
	}
	return len(row) >= 3 && b.regular(days) && !b.ownPlaces(row)
}

// bareLine tells whether the line of a cluster says nothing but a day and an
// hour.
func (b *builder) bareLine(c *cluster) bool {
	ln := b.lines[b.lineOf(c.first)]
	return c.rhythm == nil && len(c.slots) == 1 && b.boundZone(c.slots[0].hour) == nil && b.lineOf(c.last-1) == b.lineOf(c.first) && b.wordsBetween(ln.first, c.first)+b.wordsBetween(c.last, ln.last) == 0
}

func (b *builder) sameZoneName(a, c *cluster) bool {
	x, y := b.boundZone(a.slots[0].hour), b.boundZone(c.slots[0].hour)
	return x == nil && y == nil || x != nil && y != nil && x.text == y.text
}

// numbered: "Session 2:", "2. Termin", "Teil 3".
func (b *builder) numbered(c *cluster) bool {
	first := b.lines[b.lineOf(c.first)].first
	label := b.between(first, c.first, func(i int) bool { return b.is(i, kMulti) || b.is(i, kSessions) })
	number := b.between(first, c.first, func(i int) bool {
		return b.token(i).kind == isNumber || b.is(i, kNth) || b.is(i, kNumber) || len(b.token(i).text) == 1 && b.token(i).kind == isWord
	})
	return (label || b.between(first, c.first, b.dayWord)) && number
}

// dayWord: "Day 2".
func (b *builder) dayWord(i int) bool {
	switch b.token(i).fold {
	case "day", "tag", "dia", "jour", "день", "दिन", "يوم", "week", "woche", "semana", "semaine", "неделя", "सपताह", "اسبوع":
		return true
	}
	return false
}

// regular tells whether days lie a week or a month apart.
func (b *builder) regular(days []day) bool {
	var dates []fixedDay
	for _, d := range days {
		f := b.fix(d)
		if !f.ok {
			return false
		}
		dates = append(dates, f)
	}
	step := dates[1].Sub(dates[0].Date)
	for n := 1; n < len(dates); n++ {
		if s := dates[n].Sub(dates[n-1].Date); s != step && (step < 28 || s < 28 || s > 35) {
			return false
		}
	}
	return step == 7 || step == 14 || step >= 28 && step <= 35
}

// ownPlaces tells whether lines name places of their own.
func (b *builder) ownPlaces(row []*cluster) bool {
	for _, c := range row {
		ln := b.lines[b.lineOf(c.first)]
		if b.between(ln.first, ln.last, b.room) {
			return true
		}
	}
	return false
}
