package announce

import (
	"strings"

	"codeberg.org/plenary/plenary/internal/when"
)

// zone is a zone as it is named.
type zone struct {
	names  []string // which may be meant; ":s" and ":d" behind those that name winter or summer time
	offset int      // minutes from UTC, with fixed
	fixed  bool     // "UTC+2"
	unreal bool     // "UTC+25": no clock is that far from UTC; with fixed
	local  bool     // "local time"
	strong bool     // a word says that it is a zone, not only a place
	place  bool     // a city or country
	joined bool     // "and" joins it to the one before: both show that hour
	text   string
}

// zoneAt reads "Eastern Time", "CET/CEST", "UTC+2", "heure de Paris", "Berlin".
func (p *parser) zoneAt(i int) (reading, bool) {
	if z, end, ok := p.offsetAfterHour(i); ok {
		return p.zoneReading(z, i, end), true
	}
	if p.tok[i].kind == isSign {
		return reading{}, false
	}
	if z, end, ok := p.ianaName(i); ok {
		return p.zoneReading(z, i, end), true
	}
	if h, ok := p.find(i, kLocal); ok && (h.n > 1 || p.tok[i].fold != "local" || p.clockBefore(i)) {
		j := p.skip(i+h.n, "", kIn)
		if z, end, ok := p.placeName(j); ok && j >= i+h.n {
			z.strong = true
			return p.zoneReading(z, i, end), true
		}
		return p.zoneReading(zone{local: true, strong: true}, i, i+h.n), true
	}
	if h, ok := p.find(i, kZoneTimeBefore); ok {
		j := p.skip(i+h.n, "'", kOf, kIn)
		if z, end, ok := p.placeName(j); ok {
			z.strong = true
			if h, ok := p.find(end, kZoneTime); ok {
				end += h.n
			}
			return p.zoneReading(z, i, end), true
		}
		if z, end, ok := p.shortName(j); ok {
			return p.zoneReading(z, i, end), true
		}
	}
	if z, end, ok := p.shortName(i); ok {
		return p.zoneReading(z, i, end), true
	}
	if z, end, ok := p.placeName(i); ok && !p.namesRoom(i) {
		k := end
		if p.sign(k, "-") {
			k++
		}
		if h, ok := p.find(k, kLocal); ok {
			z.strong, end = true, k+h.n
		} else if h, ok := p.find(k, kZoneTime); ok {
			z.strong, end = true, k+h.n
		} else if k := p.skip(k, "("); k > end && !p.ends(k) { // "Moscow (UTC+3)" is read by itself
			return p.zoneReading(z, i, end), true
		}
		return p.zoneReading(z, i, end), true
	}
	return reading{}, false
}

func (p *parser) zoneReading(z zone, a, b int) reading {
	z.text = p.words(a, b)
	return reading{kind: aZone, b: b, zone: z}
}

// placeName reads a city, a country or a name that stands for a zone.
func (p *parser) placeName(i int) (z zone, end int, ok bool) {
	best := 0
	for _, k := range []kind{kZoneName, kCity, kCountry} {
		h, ok := p.find(i, k)
		if !ok || h.n <= best || k != kZoneName && h.name == "" {
			continue
		}
		if k == kZoneName && !capital(p.tok[i].text) && len(h.langs.list()) > 0 && p.tok[i].text[0] < 0x80 && !p.is(i+h.n, kZoneTime) && !p.is(i-1, kZoneTimeBefore) && !p.is(i-1, kOf) && !p.is(i-1, kMer) && !p.is(i-2, kZoneTimeBefore) && !(h.n > 1 && p.clockBefore(i)) {
			continue // "central", "este"
		}
		z.names, best = []string{h.name}, h.n
		z.place = k != kZoneName
	}
	if h, ok := p.find(i, kRareCity); ok && best == 0 && p.sign(i-1, "(") && p.sign(i+h.n, ")") {
		z.names, z.place, best = []string{h.name}, true, h.n
	}
	return z, i + best, best > 0
}

func (l langs) list() (all []int) {
	for i := range 9 {
		if l&(1<<i) != 0 {
			all = append(all, i)
		}
	}
	return all
}

// shortName reads an abbreviation, or two for winter and summer: "EST/EDT".
func (p *parser) shortName(i int) (z zone, end int, ok bool) {
	names, end := p.abbrNames(i)
	if len(names) == 0 {
		return zone{}, i, false
	}
	z = zone{names: names, strong: true}
	if names[0] == "UTC" {
		if off, next, ok := p.offsetAt(end); ok {
			return zone{fixed: true, offset: off, strong: true}, next, true
		}
		if off, next, ok := p.unrealAt(end); ok {
			return zone{fixed: true, unreal: true, offset: off, strong: true}, next, true
		}
	}
	if p.sign(end, "/") {
		if more, next := p.abbrNames(end + 1); len(more) > 0 {
			if both := sameZones(names, more); len(both) > 0 {
				z.names, end = both, next
			}
		}
	}
	if h, ok := p.find(end, kZoneTime); ok {
		end += h.n
	}
	return z, end, true
}

func (p *parser) abbrNames(i int) (names []string, end int) {
	end = i
	if i >= len(p.tok) {
		return nil, i
	}
	for _, h := range p.hits[i] {
		if h.kind == kAbbr && p.says(h, i) && (len(names) == 0 || i+h.n == end) {
			names, end = append(names, h.name), i+h.n
		}
	}
	return names, end
}

// sameZones are the zones that two abbreviations have in common.
func sameZones(a, b []string) (both []string) {
	for _, x := range a {
		for _, y := range b {
			if bare(x) == bare(y) {
				both = append(both, bare(x))
			}
		}
	}
	return both
}

// bare is the zone without the mark of its winter or summer time.
func bare(name string) string {
	name, _, _ = strings.Cut(name, ":")
	return name
}

// abbreviation tells whether letters are an abbreviation and no word: they are
// capitals, or stand behind an hour where no word would.
func (p *parser) abbreviation(h hit, i int) bool {
	t := p.tok[i]
	if t.text[0] >= 0x80 || h.n > 1 {
		return true
	}
	if strings.ToUpper(t.text) == t.text {
		return len(t.text) > 2 || p.clockBefore(i) || p.sign(i-1, "/(")
	}
	if !p.clockBefore(i) {
		return false
	}
	switch t.fold {
	case "est", "edt", "pst", "pdt", "cst", "cdt", "gmt", "utc", "bst", "cet", "cest", "ist", "msk", "et", "pt", "ct", "mez", "mesz", "zulu", "eat", "sast", "aest":
		return h.langs&p.blockLangs[p.lines[t.line].block] != 0 || len(t.fold) > 3 || t.fold == "gmt" || t.fold == "utc"
	}
	return false
}

// clockBefore tells whether an hour ends right before i.
func (p *parser) clockBefore(i int) bool {
	if p.sign(i-1, "(") {
		i--
	}
	if p.sign(i-1, ".") && !p.spaced(i-1) {
		i--
	}
	return i > 0 && (p.tok[i-1].kind == isNumber || p.is(i-1, kMer) || p.is(i-1, kClock) || p.is(i-1, kNoon) || p.tok[i-1].fold == "m")
}

// offsetAt reads "+2", "−5", "+05:30" behind "UTC".
func (p *parser) offsetAt(i int) (minutes, end int, ok bool) {
	if !p.sign(i, "+-–") {
		return 0, i, false
	}
	sign := 1
	if !p.sign(i, "+") {
		sign = -1
	}
	if sign < 0 && p.spaced(i) && p.spaced(i+1) { // "19:00 UTC – 21:00"
		return 0, i, false
	}
	h, ok := p.number(i+1, 4)
	if !ok {
		return 0, i, false
	}
	if sign < 0 && p.sign(i+2, ":") && h > 12 {
		return 0, i, false
	}
	if len(p.tok[i+1].text) == 4 {
		return sign * (h/100*60 + h%100), i + 2, h/100 <= 14 && h%100 < 60
	}
	m, ok := p.minutesAfter(i+2, ":")
	if !ok {
		if m, ok = p.minutesAfter(i+2, "."); !ok || m != 30 {
			_, more := p.number(i+3, 2)
			return sign * h * 60, i + 2, h <= 14 && !(more && p.sign(i+2, ":") && !p.spaced(i+2) && !p.spaced(i+3)) // "+5:75"
		}
	}
	return sign * (h*60 + m), i + 4, h <= 14
}

// offsetAfterHour reads the zone of "19:00Z" and "19:00+02:00".
func (p *parser) offsetAfterHour(i int) (zone, int, bool) {
	n := len(p.readings)
	if n == 0 || p.readings[n-1].kind != anHour || p.readings[n-1].b != i || p.spaced(i) {
		return zone{}, i, false
	}
	if p.tok[i].text == "Z" {
		return zone{names: []string{"UTC"}, strong: true}, i + 1, true
	}
	if off, end, ok := p.offsetAt(i); ok && (end == i+4 || len(p.tok[i+1].text) == 4) {
		return zone{fixed: true, offset: off, strong: true}, end, true
	}
	if off, end, ok := p.unrealAt(i); ok && p.sign(i, "+") && (end == i+4 || len(p.tok[i+1].text) == 4) {
		return zone{fixed: true, unreal: true, offset: off, strong: true}, end, true
	}
	return zone{}, i, false
}

// unrealAt reads a distance from UTC that no clock has: "+25", "+05:75", "+2500".
func (p *parser) unrealAt(i int) (minutes, end int, ok bool) {
	if !p.sign(i, "+-–") || p.spaced(i) || p.spaced(i+1) {
		return 0, i, false
	}
	h, ok := p.number(i+1, 4)
	if !ok || p.sign(i, "-–") && p.sign(i+2, ":") { // "19:00 UTC-21:00"
		return 0, i, false
	}
	m, end := 0, i+2
	if len(p.tok[i+1].text) == 4 {
		h, m = h/100, h%100
	} else if more, ok := p.number(i+3, 2); ok && p.sign(i+2, ":") && !p.spaced(i+2) && !p.spaced(i+3) {
		m, end = more, i+4
	}
	if !p.sign(i, "+") {
		return -h*60 - m, end, true
	}
	return h*60 + m, end, true
}

// ianaName reads "America/New_York".
func (p *parser) ianaName(i int) (zone, int, bool) {
	if p.tok[i].kind != isWord || !p.sign(i+1, "/") || p.spaced(i+1) || p.spaced(i+2) {
		return zone{}, i, false
	}
	end, name := 0, ""
	for j := i + 2; j < len(p.tok) && j < i+10 && (p.tok[j].kind == isWord || p.sign(j, "_/-")) && !p.spaced(j); j++ {
		said := p.text.s[p.tok[i].a:p.tok[j].b]
		if _, err := when.Load(said); err == nil {
			end, name = j+1, when.Canonical(said)
		}
	}
	return zone{names: []string{name}, strong: true}, end, end > 0
}

const farAway = 1 << 20
