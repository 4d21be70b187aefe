package announce

import (
	"strings"
	"unicode"
)

// labelAt reads "Where:" at i and returns where its value begins.
func (p *parser) labelAt(i int, k kind) (int, bool) {
	for n := 0; n < 4 && i < len(p.tok) && p.tok[i].kind == isSign && !p.sign(i, ":"); n++ {
		i++
	}
	h, ok := p.find(i, k)
	if !ok {
		return 0, false
	}
	j := i + h.n
	if p.sign(j, "(") { // "Where (in person):"
		for n := 0; n < 8 && !p.ends(j) && !p.sign(j, ":"); n++ {
			j++
		}
	}
	for _, also := range []kind{kLabelWhere, kLabelWhen, kLabelTime, kLabelHost} { // "Ort/Adresse:"
		if p.sign(j, "/&") {
			if h, ok := p.find(j+1, also); ok {
				j += 1 + h.n
			}
		}
	}
	if p.sign(j, ":?") || p.sign(j, "–") && p.spaced(j) || p.sign(j, "|=") || p.sign(j, "-") && p.spaced(j) && p.spaced(j+1) {
		return j + 1, true
	}
	return 0, false
}

// labelled is the value behind a label in a part of the text; its tokens.
func (p *parser) valueOf(r region, k kind) (a, z int, ok bool) {
	for l := p.lineOf(r.from); l < len(p.lines) && p.lines[l].first < r.to; l++ {
		ln := p.lines[l]
		if ln.first < r.from {
			continue
		}
		if a, ok := p.labelAt(ln.first, k); ok {
			z = p.valueEnd(a, ln.last)
			if a >= ln.last && l+1 < len(p.lines) && p.lines[l+1].block == ln.block { // the value stands below
				a, z = p.lines[l+1].first, p.lines[l+1].last
			}
			if a < z {
				return a, z, true
			}
		}
		for i := ln.first + 1; i < ln.last; i++ { // "When: … | Where: …"
			if p.sign(i-1, "|;·•/,.") || p.tok[i-1].kind == isSign && !p.sign(i-1, "-'(:–") {
				if a, ok := p.labelAt(i, k); ok && p.sign(a-1, ":") {
					return a, p.valueEnd(a, ln.last), true
				}
			}
		}
	}
	return 0, 0, false
}

// valueEnd is where a value on a line ends: before the next label, or a bar.
func (p *parser) valueEnd(a, last int) int {
	for i := a + 1; i < last; i++ {
		if p.sign(i, "|") {
			return i
		}
		if !p.sign(i-1, ".;,·•") {
			continue
		}
		for _, k := range []kind{kLabelWhen, kLabelTime, kLabelWhere, kLabelHost, kLabelPeople, kLabelOther, kLabelCapacity} {
			if v, ok := p.labelAt(i, k); ok && p.sign(v-1, ":") {
				return i
			}
		}
	}
	return last
}

// place finds where an event is.
func (b *builder) place(d *draft, r region) {
	if a, z, ok := b.valueOf(r, kLabelWhere); ok && !b.onlineOnly(a, z) && !(b.starts(a) && b.dateLike(a)) { // "Treffen: 14.1., 18 Uhr"
		b.setPlace(d, a, z)
		return
	}
	for l := b.lineOf(r.from); l < len(b.lines) && b.lines[l].first < r.to; l++ {
		if ln := b.lines[l]; ln.first >= r.from && b.sign(ln.first, "📍🏠🏛") && !b.onlineOnly(ln.first, ln.last) {
			b.setPlace(d, ln.first+1, ln.last)
			return
		}
	}
	if b.placeInRow(d, r) || b.placeAt(d, r) || d.slot != nil && b.placeBehind(d, b.readings[d.slot.hour].b) || b.placeOnLine(d, r) || b.placeBelow(d, r) || b.placeSentence(d, r) || b.placeInProse(d, r) {
		return
	}
	b.placeNamed(d)
}

// placeOnLine reads a place that has a line of its own near the date.
func (b *builder) placeOnLine(d *draft, r region) bool {
	line := b.lineOf(d.c.first)
	for l := line - 2; l < len(b.lines) && l <= line+6; l++ {
		if l < 0 || l == line || b.lines[l].first < r.from || b.lines[l].first >= r.to || !b.addressLine(l) || b.sends(l) || b.onlineOnly(b.lines[l].first, b.lines[l].last) {
			continue
		}
		if s := d.Spans["title"]; len(s) > 0 && s[0][0] == b.spanOf(b.lines[l].first, b.lines[l].last)[0] {
			continue
		}
		b.setPlace(d, b.lines[l].first, b.lines[l].last)
		return d.Place != nil
	}
	return false
}

// onlineOnly tells whether a value names no room but the net.
func (b *builder) onlineOnly(a, z int) bool {
	online := b.between(a, z, func(i int) bool { return b.is(i, kOnline) || b.token(i).kind == isOpaque && isLink(b.token(i).text) })
	return online && !b.between(a, z, func(i int) bool { return b.room(i) || b.is(i, kHybrid) })
}

// setPlace takes a place from tokens: its name up to the first comma or
// bracket, then its address.
func (b *builder) setPlace(d *draft, a, z int) {
	if f := b.token(a); f.fold != "chez" || !capital(f.text) {
		a = b.skip(a, "–-:·@,", kIn)
	}
	for n := a; n < z; n++ { // "… and online via Zoom"
		if n > a && (b.is(n, kAnd) || b.is(n, kOr) || b.sign(n, "+&/;,(") || b.token(n).kind == isOpaque) && (b.token(n).kind == isOpaque || b.is(n+1, kOnline) || b.is(n+2, kOnline) && !b.sign(n, ",(")) {
			z = n
			break
		}
	}
	for n := a + 1; n < z; n++ {
		if b.stops(n) && !(b.sign(n, ".") && n+1 == z) {
			z = n
			break
		}
	}
	a = b.withoutOn(a, z)
	cut := z
	for n := a; n < z; n++ {
		if b.sign(n, ",،(;–") && (!b.sign(n, "–") || b.spaced(n)) {
			cut = n
			break
		}
	}
	if from, to := b.nameWithin(a, cut); from < to && b.wordsBetween(from, to) > 0 {
		if to < cut {
			cut, z = to, to
		}
		a = from
	}
	a, cut, z = b.withoutEdges(a, cut, z)
	for n := 0; n < 2 && a < cut-1 && (b.token(a).fold == "the" || b.token(a).fold == "our") && b.token(a).text == strings.ToLower(b.token(a).text); n++ {
		a++
	}
	if from, to, ok := b.sameAs(a, cut, z); ok { // "same hall (St Aidan's, Roundhay Rd)"
		b.setPlace(d, from, to)
		return
	}
	door := ""
	if next, ok := b.behindDoor(a, cut, z); ok { // "Room 204, Parkdale Centre"
		door, a = trimmed(b.words(a, cut)), cut+1
		cut = next
	}
	name := b.withoutBe(trimmed(b.words(a, cut)))
	if name == "" {
		return
	}
	address := ""
	if cut < z {
		if b.sign(cut, "(") {
			for n := cut + 1; n < z; n++ {
				if b.sign(n, ")") {
					z = n
					break
				}
			}
		}
		address = strings.Trim(trimmed(b.words(cut+1, z)), "()")
	}
	if address != "" && !b.likeAddress(cut+1, z) {
		address = ""
	}
	if door != "" {
		address = strings.TrimPrefix(address+", "+door, ", ")
	}
	d.Place = &Place{Name: name, Address: address}
	d.Spans["place"] = append(d.Spans["place"], b.spanOf(a, cut))
}

// trimmed takes signs off both ends.
func trimmed(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(".,;:،|–-•·*_#~@/", r) || r >= 0x1f000 || r >= 0x2190 && r < 0x2bff
	})
	return strings.Join(strings.Fields(s), " ")
}

// placeBehind reads the place on the line of the hour: "7 pm, Town Hall, 3 Mill
// Lane", "19 Uhr im Gemeindesaal".
func (b *builder) placeBehind(d *draft, i int) bool {
	ln := b.lines[b.lineOf(i-1)]
	for _, r := range b.readings[d.slot.hour:min(len(b.readings), d.slot.hour+12)] {
		if (r.kind != aZone || r.zone.strong) && r.a < ln.last && r.b <= ln.last && r.a-i <= 4 {
			i = max(i, r.b)
		}
	}
	i = b.skip(i, ",،)–-·|@:•/")
	end := ln.last
	if a, z := b.sentence(i); a <= i && z < end {
		end = z
	}
	if i >= end || b.wordsBetween(i, end) > 24 {
		return false
	}
	if s := d.Spans["title"]; len(s) > 0 && s[0][0] >= b.spanOf(i, i+1)[0] && s[0][0] < b.spanOf(end-1, end)[1] {
		return false
	}
	j := b.skip(i, "", kIn)
	cut := j
	for cut < end && !b.sign(cut, ",،(;–.") {
		cut++
	}
	if b.lang == "hi" && cut < end && !b.between(j, cut, b.room) {
		for j = cut + 1; j < end && b.token(j).kind == isSign; j++ {
		}
		for cut = j; cut < end && !b.sign(cut, ",;(–."); cut++ {
		}
	}
	if b.wordsBetween(j, cut) > 8 || !b.between(j, min(end, cut+6), b.room) || b.onlineOnly(j, end) || b.is(j, kOnline) {
		return false
	}
	if !b.between(j, cut, b.room) && j == i && !capital(b.token(j).text) {
		return false
	}
	b.setPlace(d, j, end)
	return d.Place != nil
}

// placeInProse reads "at the community hall", "in der Stadtbibliothek".
func (b *builder) placeInProse(d *draft, r region) bool {
	for i := r.from; i < r.to; i++ {
		h, ok := b.find(i, kIn)
		n := h.n
		if !ok && b.setsOff(i) {
			n, ok = 1, true
		}
		if !ok {
			continue
		}
		a := i + n
		z := a
		for z < r.to && z-a < 9 && !b.ends(z) && !b.sign(z, ",،.;(!?:–") && !b.atHour(z) && !b.starts(z) && !b.is(z, kAnd) {
			z++
		}
		if z == a || z-a > 8 || !b.between(a, z, b.room) || b.between(a, z, func(i int) bool { return b.is(i, kOnline) }) {
			continue
		}
		end := z
		for end < r.to && end-z < 14 && !b.stops(end) && !b.starts(end) && !b.is(end, kAnd) {
			end++
		}
		if !b.sign(z, ",،(") || !b.between(z, end, func(i int) bool { return b.is(i, kStreet) || b.token(i).kind == isNumber || b.is(i, kCity) }) {
			end = z
		}
		b.setPlace(d, a, end)
		return d.Place != nil
	}
	return false
}

// starts tells whether a reading begins at i.
func (b *builder) starts(i int) bool { return b.at[i] }
