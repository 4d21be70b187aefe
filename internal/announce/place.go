package announce

import (
	"strings"
	"unicode"
)

// zoneOfPlace is the zone of the place at which a cluster is. It is sure if the
// place stands where places stand; a city that is only mentioned is not.
func (b *builder) zoneOfPlace(c *cluster) (zone string, sure bool) {
	r, lastLine := c.region, -1
	var here, any []string
	for i := r.from; i < r.to; i++ {
		h, ok := b.cityAt(i)
		if !ok {
			continue
		}
		any = addOnce(any, h.name)
		if l := b.lineOf(i); l == lastLine && len(here) > 0 && b.sign(i-1, ",") {
			here = here[:len(here)-1] // "Dayton Hall, Minneapolis": the last part says it
		} else {
			lastLine = l
		}
		if b.is(i-1, kIn) || b.placeLine(b.lineOf(i), c) {
			here = addOnce(here, h.name)
		}
		i += h.n - 1
	}
	switch {
	case len(here) == 1:
		return here[0], true
	case len(here) > 1 && allSame(here):
		return here[0], true
	case len(any) > 0 && len(here) == 0 && allSame(any):
		if zone, sure := b.zoneOfAll(); sure && !r.only {
			return zone, sure
		}
		return any[0], false
	}
	if len(any) == 0 && !r.only {
		return b.zoneOfAll()
	}
	return "", false
}

// zoneOfAll is the zone of all places of the text, if they have one.
func (b *builder) zoneOfAll() (zone string, sure bool) {
	if b.placesRead {
		return b.allZone, b.allSure
	}
	b.placesRead = true
	for i := range b.tok {
		h, ok := b.cityAt(i)
		if !ok {
			continue
		}
		if zone != "" && zone != h.name && !sameWall(zone, h.name) {
			return "", false
		}
		zone = h.name
		from, _ := b.sentence(i)
		sure = sure || b.addressLine(b.lineOf(i)) || b.between(max(from, i-8), i, func(i int) bool { return b.is(i, kIn) || b.room(i) })
	}
	b.allZone, b.allSure = zone, sure
	return zone, sure
}

// cityAt reads a city; in Russian and Arabic also the names that zones have.
func (b *builder) cityAt(i int) (hit, bool) {
	if b.tok[i].kind != isWord {
		return hit{}, false
	}
	if b.streetBefore(i) {
		return hit{}, false
	}
	if h, ok := b.find(i, kCity); ok {
		if s, ok := b.find(i+h.n, kState); ok && len(b.tok[i+h.n].text) == 2 {
			return hit{s.meaning, h.n + s.n}, true // "Cambridge MA"
		}
		return h, !b.is(i+h.n, kStreet) && !(b.tok[i].text[0] < 0x80 && b.is(i-1, kStreet) && !b.sign(i-1, ","))
	}
	if h, ok := b.find(i, kRareCity); ok && capital(b.tok[i].text) && b.sign(i-1, ",") && (b.ends(i+h.n) || b.sign(i+h.n, ".),(")) {
		return h, true
	}
	if h, ok := b.find(i, kState); ok && b.sign(i-1, ",") {
		return h, true
	}
	if h, ok := b.find(i, kCountry); ok && h.name != "" {
		return h, true
	}
	if h, ok := b.find(i, kZoneName); ok && b.tok[i].text[0] >= 0xd0 && capital(b.tok[i].text) && !b.is(i+h.n, kZoneTime) {
		return h, true
	}
	return hit{}, false
}

// streetBefore tells whether a name is that of a street or a house: "Largo do
// Rosário", "rue de Lyon", "Igreja de Lisboa".
func (p *parser) streetBefore(i int) bool {
	j := i - 1
	for j > 0 && (p.tok[j].fold == "de" || p.tok[j].fold == "do" || p.tok[j].fold == "da" || p.tok[j].fold == "del" || p.tok[j].fold == "du" || p.tok[j].fold == "la" || p.tok[j].fold == "des") {
		j--
	}
	return j >= 0 && j < i-1 && (p.is(j, kStreet) || p.is(j, kInPerson)) && len(p.tok[j].fold) > 2 && capital(p.tok[j].text)
}

func addOnce(list []string, s string) []string {
	for _, t := range list {
		if t == s {
			return list
		}
	}
	return append(list, s)
}

func allSame(zones []string) bool {
	for _, z := range zones[1:] {
		if !sameWall(zones[0], z) {
			return false
		}
	}
	return true
}

// placeLine tells whether a line says where something is, or when.
func (b *builder) placeLine(l int, c *cluster) bool {
	ln := b.lines[l]
	if _, ok := b.labelAt(ln.first, kLabelWhere); ok || b.sign(ln.first, "📍🏠🏛") {
		return true
	}
	if l == b.lineOf(c.first) || len(c.slots) > 0 && l == b.lineOf(b.readings[c.slots[0].hour].a) {
		return true
	}
	if b.addressLine(l) {
		return true
	}
	if _, ok := b.cityAt(ln.first); ok && b.wordsBetween(ln.first, ln.last) <= 3 {
		return true // nothing but the city, and perhaps its country
	}
	return b.between(ln.first, ln.last, b.room)
}

// room tells whether a word is that of a room, a house or a street.
func (b *builder) room(i int) bool {
	if b.is(i, kInPerson) || b.is(i, kStreet) {
		return true
	}
	f := b.tok[i].fold
	if b.lang != "de" || len(f) < 7 {
		return false
	}
	for _, end := range []string{"strasse", "str", "weg", "platz", "gasse", "allee", "damm", "haus", "saal", "raum", "halle", "heim", "kirche", "zentrum", "bahnhof", "laden", "schule", "turm", "garten", "werkstatt", "bucherei", "bibliothek", "wache", "fabrik", "hof"} {
		if strings.HasSuffix(f, end) {
			return true
		}
	}
	return false
}

// addressLine tells whether a line is an address: short parts between commas,
// with a city, a street or a room among them, and no sentence.
func (b *builder) addressLine(l int) bool {
	ln := b.lines[l]
	if ln.last-ln.first > 22 || b.wordsBetween(ln.first, ln.last) < 2 || !capital(b.tok[ln.first].text) || b.between(ln.first, ln.last, func(i int) bool { return b.inside[i] || b.tok[i].kind == isOpaque || b.sign(i, "?!;:") }) {
		return false
	}
	comma := b.between(ln.first, ln.last, func(i int) bool { return b.sign(i, ",،(") })
	city := b.between(max(ln.last-4, ln.first), ln.last, func(i int) bool { _, ok := b.cityAt(i); return ok })
	room := b.between(ln.first, ln.last, b.room)
	if !comma {
		return room && b.wordsBetween(ln.first, ln.last) <= 6 && !b.sign(ln.last-1, ".")
	}
	return city || room && !b.sign(ln.last-1, ".") || room && b.wordsBetween(ln.first, ln.last) <= 9
}

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
	if a, z, ok := b.valueOf(r, kLabelWhere); ok && !b.onlineOnly(a, z) {
		b.setPlace(d, a, z)
		return
	}
	for l := b.lineOf(r.from); l < len(b.lines) && b.lines[l].first < r.to; l++ {
		if ln := b.lines[l]; ln.first >= r.from && b.sign(ln.first, "📍🏠🏛") && !b.onlineOnly(ln.first, ln.last) {
			b.setPlace(d, ln.first+1, ln.last)
			return
		}
	}
	if d.slot != nil && b.placeBehind(d, b.readings[d.slot.hour].b) {
		return
	}
	if b.placeOnLine(d, r) {
		return
	}
	b.placeInProse(d, r)
}

// placeOnLine reads a place that has a line of its own near the date.
func (b *builder) placeOnLine(d *draft, r region) bool {
	line := b.lineOf(d.c.first)
	for l := line - 2; l < len(b.lines) && l <= line+6; l++ {
		if l < 0 || l == line || b.lines[l].first < r.from || b.lines[l].first >= r.to || !b.addressLine(l) || b.onlineOnly(b.lines[l].first, b.lines[l].last) {
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
	online := b.between(a, z, func(i int) bool { return b.is(i, kOnline) || b.tok[i].kind == isOpaque && isLink(b.tok[i].text) })
	return online && !b.between(a, z, func(i int) bool { return b.room(i) || b.is(i, kHybrid) })
}

// setPlace takes a place from tokens: its name up to the first comma or
// bracket, then its address.
func (b *builder) setPlace(d *draft, a, z int) {
	a = b.skip(a, "–-:·@,", kIn)
	for n := a; n < z; n++ { // "… and online via Zoom"
		if n > a && (b.is(n, kAnd) || b.is(n, kOr) || b.sign(n, "+&/;,(") || b.tok[n].kind == isOpaque) && (b.tok[n].kind == isOpaque || b.is(n+1, kOnline) || b.is(n+2, kOnline) && !b.sign(n, ",(")) {
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
	cut := z
	for n := a; n < z; n++ {
		if b.sign(n, ",،(;–") && (!b.sign(n, "–") || b.spaced(n)) {
			cut = n
			break
		}
	}
	name := trimmed(b.words(a, cut))
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
	if b.wordsBetween(j, cut) > 8 || !b.between(j, min(end, cut+6), b.room) || b.onlineOnly(j, end) || b.is(j, kOnline) {
		return false
	}
	if !b.between(j, cut, b.room) && j == i && !capital(b.tok[j].text) {
		return false
	}
	b.setPlace(d, j, end)
	return d.Place != nil
}

// placeInProse reads "at the community hall", "in der Stadtbibliothek".
func (b *builder) placeInProse(d *draft, r region) {
	for i := r.from; i < r.to; i++ {
		h, ok := b.find(i, kIn)
		if !ok {
			continue
		}
		a := i + h.n
		z := a
		for z < r.to && z-a < 9 && !b.ends(z) && !b.sign(z, ",،.;(!?:–") && !b.is(z, kAt) && !b.starts(z) && !b.is(z, kAnd) {
			z++
		}
		if z == a || z-a > 8 || !b.between(a, z, b.room) || b.between(a, z, func(i int) bool { return b.is(i, kOnline) }) {
			continue
		}
		end := z
		for end < r.to && end-z < 14 && !b.stops(end) && !b.starts(end) && !b.is(end, kAnd) {
			end++
		}
		if !b.sign(z, ",،(") || !b.between(z, end, func(i int) bool { return b.is(i, kStreet) || b.tok[i].kind == isNumber || b.is(i, kCity) }) {
			end = z
		}
		b.setPlace(d, a, end)
		return
	}
}

// starts tells whether a reading begins at i.
func (b *builder) starts(i int) bool { return b.at[i] }
