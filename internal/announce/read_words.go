package announce

// dayInWords reads "the nineteenth of March", "diecinueve de marzo",
// "девятнадцатого марта": a day of the month in words, right before its month.
func (p *parser) dayInWords(i int) (day, int, bool) {
	h, ok := p.find(i, kDayWord)
	if !ok {
		return day{}, i, false
	}
	j := p.skip(i+h.n, "", kOf)
	m, ok := p.find(j, kMonth)
	if !ok {
		return day{}, i, false
	}
	d := day{m: m.value, d: h.value, weekday: -1, a: i, b: j + m.n}
	end := p.yearAfter(&d, j+m.n)
	return d, end, true
}
