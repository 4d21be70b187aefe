package announce

import "strings"

// bind gives zones to the hours beside which they stand.
func (p *parser) bind() {
	p.bound = make([]int, len(p.readings))
	taken := make([]int, len(p.readings)) // by how many zones
	for n := range p.readings {
		p.bound[n] = -1
		r := &p.readings[n]
		if r.kind != aZone {
			continue
		}
		if p.joinedZone(n) {
			p.bound[n], r.zone.joined = p.bound[n-1], true
			continue
		}
		if m := p.cityLabel(n); m >= 0 {
			p.bound[n] = m
			taken[m]++
			continue
		}
		before, after := p.hourBeside(n, -1), p.hourBeside(n, +1)
		gapBefore, gapAfter := p.gap(before, n), p.gap(n, after)
		switch {
		case before >= 0 && r.zone.strong && taken[before] == 0 && gapBefore <= 3:
			p.bound[n] = before
		case before >= 0 && gapBefore <= p.reach(r, -1) && (gapBefore <= gapAfter || after < 0 || gapAfter > p.reach(r, +1)) && !(taken[before] > 0 && gapAfter <= 1):
			p.bound[n] = before
		case after >= 0 && gapAfter <= p.reach(r, +1):
			p.bound[n] = after
		}
		if p.bound[n] >= 0 {
			taken[p.bound[n]]++
		}
	}
}

// cityLabel is the hour of a line that a place begins as its label: "Toronto:
// Tuesday, 9 June 2026, 8 pm"; -1 if it is none.
func (p *parser) cityLabel(n int) int {
	r := &p.readings[n]
	l := p.lineOf(r.a)
	first := p.lines[l].first
	for k := 0; k < 3 && first < r.a && p.tok[first].kind == isSign; k++ {
		first++
	}
	if r.a != first || !p.sign(r.b, ":–-|") || len(r.zone.names) != 1 || n+2 >= len(p.readings) || p.readings[n+1].kind != aDate || p.readings[n+2].kind != anHour {
		return -1
	}
	if p.lineOf(p.readings[n+2].a) != l || n+3 < len(p.readings) && p.lineOf(p.readings[n+3].a) == l || p.wordsBetween(r.b, p.readings[n+1].a) > 0 {
		return -1
	}
	return n + 2
}

// joinedZone tells whether a zone shares the hour of the one before it: "15 h
// Dakar et Abidjan", "18:00 بتوقيت بيروت والقدس", "7 pm Toronto/New York".
func (p *parser) joinedZone(n int) bool {
	r := &p.readings[n]
	if n == 0 || p.bound[n-1] < 0 || p.bound[n-1] > n || p.readings[n-1].kind != aZone || p.readings[n-1].zone.fixed || r.zone.fixed || r.zone.local || len(r.zone.names) != 1 {
		return false
	}
	switch gap := r.a - p.readings[n-1].b; {
	case gap == 0:
		return strings.HasPrefix(p.tok[r.a].text, "و") && !strings.HasPrefix(p.tok[r.a].fold, "و") || p.spaced(r.a) && strings.HasPrefix(p.tok[r.a].text, "و") && len(p.tok[r.a].text) > 4
	case gap == 1:
		return p.is(r.a-1, kAnd) || !r.zone.strong && p.sign(r.a-1, "/&+,") && !p.isHourAt(r.b) && !p.isHourAt(p.skip(r.b, ":")) && !p.hourEndsBefore(n)
	}
	return false
}

// hourEndsBefore tells whether the hour of a zone after a sign stands before it:
// in "Madrid 19:00, Lima 12:00" each name has its own.
func (p *parser) hourEndsBefore(n int) bool {
	return p.bound[n-1] >= 0 && p.readings[p.bound[n-1]].a > p.readings[n-1].a
}

// reach is how far a zone may stand from its hour.
func (p *parser) reach(r *reading, side int) int {
	switch {
	case r.zone.strong && side < 0:
		return 8
	case r.zone.strong:
		return 3
	case !p.alone(r, side):
		return -1
	case side < 0:
		return 1
	}
	return 1
}

// alone tells whether the name of a place stands by itself, and is not part of
// a longer name: "19:00 Berlin", but not "19:00 London Road Hall".
func (p *parser) alone(r *reading, side int) bool {
	if side < 0 {
		return p.ends(r.b) || p.tok[r.b].kind != isWord || p.is(r.b, kAnd) || p.is(r.b, kOr) || p.is(r.b, kOnline) || goesOn(p.tok[r.b].text)
	}
	first := p.lines[p.lineOf(r.a)].first
	return r.a == first || p.tok[r.a-1].kind != isWord || p.is(r.a-1, kAnd) || p.is(r.a-1, kIn) && r.zone.place
}

// goesOn lists words with which a sentence goes on after the name of a place, and
// which are no part of the name: "4 pm Pacific with Maria", "13:00 México con Ana".
func goesOn(text string) bool {
	switch text {
	case "with", "on", "for", "by", "via", "at", "in", "from", "to", "mit", "für", "bei", "über", "per", "im", "con", "por", "para", "en", "avec", "pour", "par", "sur", "com", "em", "с", "на", "в", "через", "для", "مع", "عبر", "على", "في", "के", "पर", "में":
		return true
	}
	return false
}

// hourBeside is the hour before or after a zone on its line, if no other date
// stands between; -1 for none.
func (p *parser) hourBeside(n, step int) int {
	line := p.lineOf(p.readings[n].a)
	for m := n + step; m >= 0 && m < len(p.readings) && (m-n)*step < 12; m += step {
		r := &p.readings[m]
		if p.lineOf(r.a) != line || r.kind == aDate && step > 0 {
			return -1
		}
		if r.kind == anHour {
			return m
		}
	}
	return -1
}

// filler lists words that say nothing between a place and its hour: "in New York
// it is then 3 pm", "16:00 bei uns in Berlin".
func filler(fold string) bool {
	switch fold {
	case "ist", "es", "dann", "it", "is", "will", "be", "then", "son", "sera", "seran", "il", "estara", "seront", "sao", "serao", "bei", "uns", "hier", "будет", "это", "у", "нас", "हागा", "ich", "that", "s", "esta", "here", "aqui", "ici", "chez", "nous", "में", "वहाँ", "تكون", "هناك":
		return true
	}
	return false
}

// gap weighs what stands between two readings.
func (p *parser) gap(a, b int) int {
	if a < 0 || b < 0 {
		return farAway
	}
	n := 0
	other := a + 1 // another zone that stands between
	for i := p.readings[a].b; i < p.readings[b].a; i++ {
		for other < b && p.readings[other].b <= i {
			other++
		}
		switch {
		case other < b && p.readings[other].kind == aZone && p.readings[other].a <= i:
		case p.sign(i, "(["):
		case p.sign(i, ")]"):
			n += 2
		case p.sign(i, ":") && p.readings[b].kind == anHour:
		case p.sign(i, "–-=") && p.readings[b].kind == anHour:
			n++
		case p.sign(i, ","):
			n += 2
		case p.sign(i, "/|;·•"):
			n += 4
		case p.tok[i].kind == isSign:
			n += 2
		case p.is(i, kOf), p.is(i, kAt), p.is(i, kIn):
			n++
		case filler(p.tok[i].fold):
		default:
			n += 2
		}
	}
	return n
}
