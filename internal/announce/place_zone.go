package announce

import "strings"

// zoneOfPlace is the zone of the place at which a cluster is. It is sure if the
// place stands where places stand; a city that is only mentioned is not.
func (b *builder) zoneOfPlace(c *cluster) (zone string, sure bool) {
	r, lastLine := c.region, -1
	var here, any []string
	for i := r.from; i < r.to; i++ {
		h, ok := b.cityAt(i)
		if !ok || b.opt.Zone != "" && b.namesRoom(i) {
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
		if !ok || b.opt.Zone != "" && b.namesRoom(i) {
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
	if b.token(i).kind != isWord {
		return hit{}, false
	}
	if b.streetBefore(i) {
		return hit{}, false
	}
	if h, ok := b.find(i, kCity); ok {
		if s, ok := b.find(i+h.n, kState); ok && len(b.token(i+h.n).text) == 2 && !strings.HasPrefix(h.name, "Australia/") {
			return hit{s.meaning, h.n + s.n}, true // "Cambridge MA"
		}
		return h, !b.is(i+h.n, kStreet) && !(b.token(i).text[0] < 0x80 && b.is(i-1, kStreet) && !b.sign(i-1, ","))
	}
	if h, ok := b.find(i, kRareCity); ok && capital(b.token(i).text) && b.sign(i-1, ",") && (b.ends(i+h.n) || b.sign(i+h.n, ".),(")) {
		return h, true
	}
	if h, ok := b.find(i, kState); ok && b.sign(i-1, ",") {
		return h, true
	}
	if h, ok := b.find(i, kCountry); ok && h.name != "" {
		return h, true
	}
	if h, ok := b.find(i, kZoneName); ok && b.token(i).text[0] >= 0xd0 && capital(b.token(i).text) && !b.is(i+h.n, kZoneTime) {
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
	if j >= 0 {
		switch p.tok[j].fold {
		case "gare", "estacion", "estacao", "mairie", "ayuntamiento", "prefeitura", "universite", "universidad", "universidade", "port", "puerto", "porto", "aeroport":
			return false // they are where their name says
		}
	}
	return j >= 0 && j < i-1 && (p.is(j, kStreet) || p.is(j, kInPerson)) && len(p.tok[j].fold) > 2 && capital(p.tok[j].text)
}

// namesRoom tells whether a city is the name of a room or a house: "قاعة الدوحة",
// "Café Havanna", "Salle Bamako".
func (p *parser) namesRoom(i int) bool {
	if i == 0 {
		return false
	}
	switch p.tok[i-1].fold {
	case "قاعه", "صاله", "فندق", "مقهي", "مطعم", "شارع", "ساحه", "حي", "مسرح", "مدرسه", "مخبز", "salle", "hotel", "cafe", "restaurant", "bar", "rue", "salon", "saal", "raum", "gasthof", "pension", "strasse", "platz", "sala", "calle", "plaza", "salao", "rua", "praca", "hostal", "restaurante", "зал", "кафе", "гостиница", "гостинице", "ресторан", "ресторане", "улица", "улице", "кинотеатр", "кинотеатре", "होटल", "कक्ष", "pub", "room":
		return true
	}
	return false
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
	f := b.token(i).fold
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
	if ln.last-ln.first > 22 || b.wordsBetween(ln.first, ln.last) < 2 || !capital(b.token(ln.first).text) || b.between(ln.first, ln.last, func(i int) bool { return b.inside[i] || b.token(i).kind == isOpaque || b.sign(i, "?!;:") }) {
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
