package announce

// yearFirst reads "2023-02-08", "2023/2/8", "20230208".
func (p *parser) yearFirst(i int) (day, int, bool) {
	if n, ok := p.number(i, 8); ok && len(p.tok[i].text) == 8 && n/10000 >= 1990 && n/10000 < 2100 {
		d := day{y: n / 10000, m: n / 100 % 100, d: n % 100, weekday: -1, a: i, b: i + 1}
		return d, i + 1, valid(d)
	}
	y, ok := p.number(i, 4)
	if !ok || !isYear(y) || !p.sign(i+1, "-/.–") || p.spaced(i+1) || p.spaced(i+2) {
		return day{}, i, false
	}
	m, ok1 := p.number(i+2, 2)
	d, ok2 := p.number(i+4, 2)
	if !ok1 || !ok2 || !p.sign(i+3, p.tok[i+1].text) {
		return day{}, i, false
	}
	if p.sign(i+5, "-") && !p.spaced(i+5) && !p.spaced(i+6) && i+6 < len(p.tok) && p.tok[i+6].kind == isNumber {
		return day{}, i, false // the number of a file
	}
	is := day{y: y, m: m, d: d, weekday: -1, a: i, b: i + 5}
	return is, i + 5, valid(is)
}

func isYear(y int) bool { return y >= 1990 && y < 2100 }

// isPast tells whether a number is a year of history: nothing is announced in it,
// and behind a comma it may be an hour.
func isPast(y int) bool { return y >= 1700 && y < 1990 }

// valid tells whether some year has the day.
func valid(d day) bool {
	days := [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	return d.m >= 1 && d.m <= 12 && d.d >= 1 && d.d <= days[d.m-1]
}

// possible tells whether the numbers can be a day of the month and a month,
// even one that does not have that day: that is for the checks to say.
func possible(d, m int) bool { return m >= 1 && m <= 12 && d >= 1 && d <= 31 }

// numeric reads "8.2.2023", "8.2.", "08/02/23", "8-2-2023". Two numbers without
// a year are a date only if something beside them says so.
func (p *parser) numeric(i int, sure bool) (day, int, bool) {
	a, _ := p.number(i, 2)
	if !p.sign(i+1, "./-–") || p.spaced(i+1) {
		return day{}, i, false
	}
	sep := p.tok[i+1].text
	b, ok := p.number(i+2, 2)
	if !ok || p.spaced(i+2) && sep != "." {
		return day{}, i, false
	}
	is := day{d: a, m: b, weekday: -1, a: i, b: i + 3}
	end, year := i+3, false
	if p.sign(end, sep) && !p.spaced(end) {
		if y, ok := p.number(end+1, 4); ok && len(p.tok[end+1].text) != 3 && (!p.spaced(end+1) || sep == "." && len(p.tok[end+1].text) == 4) && !p.isHourAt(end+1) {
			if len(p.tok[end+1].text) <= 2 {
				y += 2000
			}
			if isYear(y) || isPast(y) {
				is.y, year, end = y, true, end+2
			}
		}
		if !year && sep == "." && !(p.spaced(i+2) && !sure) {
			end, year = end+1, true // "8.2." is a date by its second full stop
			if n, ok := p.number(end, 4); ok && isYear(n) && p.tok[end].spaced {
				is.y = n
				end++
			}
		}
	}
	if !possible(is.d, is.m) && possible(is.m, is.d) && sep != "." {
		is.d, is.m = is.m, is.d
	} else if sep != "." && possible(is.m, is.d) && is.d != is.m {
		is.either = true
	}
	is.b = end
	switch {
	case !year && p.is(p.skip(end, ".", kOf), kMonth) && !p.is(end, kAt): // "3/4 March"
		return day{}, i, false
	case !possible(is.d, is.m), sep == "-" && !year, sep == "–" && !year:
		return day{}, i, false
	case year:
		return is, end, true
	case sep == "." && (p.hourWordBefore(i) || p.isHourAt(i)):
		return day{}, i, false
	}
	return is, end, sure || p.weekdayBehind(end) || p.afterRhythm(i) || p.spanOfNumbers(end, sep) || p.dateWordBefore(i) || p.hourNear(end) && (sep == "/" || p.lang != "en") || sep == "/" && (p.lines[p.lineOf(i)].first == i)
}

// weekdayBehind: "3.02 (вт) 18:00".
func (p *parser) weekdayBehind(i int) bool {
	if p.sign(i, "(") {
		return p.is(i+1, kWeekday)
	}
	j := p.skip(i, ",")
	h, ok := p.find(j, kWeekday)
	return ok && p.isHourAt(p.skip(j+h.n, ",.)–-|·", kAt))
}

// afterRhythm: "terças-feiras, 4/2 a 11/3".
func (p *parser) afterRhythm(i int) bool {
	n := len(p.readings)
	return n > 0 && p.readings[n-1].kind == aRhythm && i-p.readings[n-1].b <= 3
}

// spanOfNumbers tells whether another numeric date follows: "4/2 – 11/3".
func (p *parser) spanOfNumbers(end int, sep string) bool {
	j, _, ok := p.joint(end)
	if !ok {
		return false
	}
	j = p.skip(j, "", kOf)
	a, ok1 := p.number(j, 2)
	b, ok2 := p.number(j+2, 2)
	return ok1 && ok2 && p.sign(j+1, sep) && !p.spaced(j+1) && (possible(a, b) || possible(b, a)) && !p.isHourAt(j)
}

// hourNear tells whether an hour follows within a few signs.
func (p *parser) hourNear(i int) bool {
	return p.isHourAt(p.skip(i, ",–-@|·:(", kAt, kOf))
}

// dateWordBefore: "am 8.2", "on 8/2", "le 8/2", "Date: 8/2".
func (p *parser) dateWordBefore(i int) bool {
	j := i - 1
	if p.sign(j, ":") {
		j--
	}
	for n := 1; n <= 3 && j-n+1 >= 0; n++ {
		for _, k := range []kind{kOf, kFrom, kUntil, kLabelWhen, kDeadline} {
			if h, ok := p.find(j-n+1, k); ok && h.n == n {
				return true
			}
		}
	}
	return j >= 0 && p.tok[j].fold == "on" || p.sign(j, "📅🗓📆")
}
