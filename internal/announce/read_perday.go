package announce

// perDay reads days that share a list of hours by weekday: "5–6 December, Sat
// 14–19, Sun 10–18". Each day becomes a date of its own with its hours. Where
// days and weekdays do not go together nothing is read.
func (p *parser) perDay(i int, r reading) (list []reading) {
	if r.kind != aDate || len(r.days) < 2 || len(r.days) > longestEvent {
		return nil
	}
	w, j := p.weekdays(i)
	k, _ := p.afterWeekday(j, len(w) > 0)
	days, span, end := p.dates(k, len(w) > 0)
	if len(days) < 2 {
		return nil
	}
	fillDown(days)
	for n := range min(len(w), len(days)) {
		if len(w) == len(days) && days[n].weekday < 0 {
			days[n].weekday, days[n].written = w[n].weekday, w[n].written
		}
	}
	if span {
		days = spread(days)
	}
	for at := p.toNextPair(end); len(list) < 2*longestEvent; {
		day, hour, ok := p.dayHours(at)
		if !ok {
			break
		}
		list = append(list, day, hour)
		at = p.toNextPair(hour.b)
	}
	if len(list) < 4 || !fits(list, days) {
		return nil
	}
	list[0].a = i
	return list
}

// spread turns a first and a last day of one month into all days between.
func spread(days []day) (all []day) {
	first, last := days[0], days[len(days)-1]
	if len(days) != 2 || first.m != last.m || last.d <= first.d || last.d-first.d >= longestEvent {
		return nil
	}
	for d := first.d; d <= last.d; d++ {
		is := first
		is.d, is.y = d, last.y
		if is.weekday >= 0 {
			is.weekday = (first.weekday + d - first.d) % 7
		}
		all = append(all, is)
	}
	return all
}

// toNextPair passes what stands between two days of such a list, the end of a
// line among it.
func (p *parser) toNextPair(i int) int {
	for n := 0; n < 5 && i < len(p.tok); n++ {
		if h, ok := p.find(i, kAnd); ok {
			i += h.n
		} else if p.sign(i, ",،.;:/|&+–-·•(") || p.tok[i].kind == isEnd {
			i++
		} else {
			break
		}
	}
	return i
}

// dayHours reads "Sat 14–19", "le dimanche de 10h à 18h".
func (p *parser) dayHours(i int) (day, hour reading, ok bool) {
	if i >= len(p.tok) {
		return day, hour, false
	}
	switch p.tok[i].fold {
	case "am", "on", "le", "el", "no", "na", "в", "во", "o", "يوم":
		i++
	}
	h, ok := p.find(i, kWeekday)
	if !ok {
		return day, hour, false
	}
	day = reading{kind: aDate, a: i, b: i + h.n, days: []dayOf{{weekday: h.value, written: p.words(i, i+h.n), a: i, b: i + h.n}}}
	for len(day.days) < 7 { // "Sat & Sun 10–17"
		k := p.skip(day.b, ".,&+/", kAnd)
		h, ok := p.find(k, kWeekday)
		if !ok || k == day.b {
			break
		}
		day.b = k + h.n
		day.days = append(day.days, dayOf{weekday: h.value, written: p.words(k, day.b), a: k, b: day.b})
	}
	at := p.skip(day.b, ".,:")
	if hour, ok = p.hour(at); ok && (hour.hours.ranged || hour.hours.from.sure) {
		hour.a = at
		return day, hour, true
	}
	from := p.skip(at, "", kAt)
	c, next, ok := p.clock(from, strongAt)
	if !ok {
		return day, hour, false
	}
	is := hours{from: c}
	to, end, ok := p.rangeEnd(next, c, strongAt)
	if !ok || p.nounAfter(end) && !p.is(end, kWeekday) {
		return day, hour, false
	}
	is.to, is.ranged = to, true
	is.share()
	return day, reading{kind: anHour, a: at, b: end, hours: is}, true
}

// dayOf is a day, where a variable has that name.
type dayOf = day

// fits gives each weekday of a list the day that it names, and tells whether all
// of them name one.
func fits(list []reading, days []day) bool {
	named, all := len(days) > 0 && days[0].weekday >= 0, 0
	for n := 0; n < len(list); n += 2 {
		all += len(list[n].days)
	}
	if !named && all != len(days) {
		return false
	}
	first, k := list[0].days[0], 0
	for n := 0; n < len(list); n += 2 {
		for m, said := range list[n].days {
			is, found := day{}, false
			for j, d := range days {
				if named && d.weekday == said.weekday || !named && j == k {
					is, found = d, true
				}
			}
			ahead := is.d - days[0].d
			if !found || !named && is.m == days[0].m && ((said.weekday-first.weekday)%7+7)%7 != (ahead%7+7)%7 {
				return false
			}
			is.weekday, is.written, is.a, is.b = said.weekday, said.written, said.a, said.b
			list[n].days[m] = is
			k++
		}
	}
	return true
}
