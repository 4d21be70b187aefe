package announce

import (
	"slices"
	"strings"
)

// describe finds what else an event has.
func (b *builder) describe(d *draft, r region) {
	b.title(d, r)
	b.place(d, b.unsigned(d, r))
	b.mode(d, r)
	b.capacity(d, r)
	b.registration(d, r)
	if links := b.linksIn(r.from, r.to); links != nil {
		d.Links = links
	}
	if names := b.named(r, kLabelHost); names != nil {
		d.Hosts = names
	}
	if names := b.named(r, kLabelPeople); names != nil {
		d.People = names
	}
	if lang := b.blockLang[b.blockOf(d.c.first)]; lang != "" {
		d.Language = &lang
	}
	if b.between(r.head, r.to, func(i int) bool { return b.is(i, kCancelled) }) && d.Start != nil {
		d.doubt("date", "The text speaks of something cancelled or moved.")
	}
}

// mode says whether people meet online, in a room, or both.
func (b *builder) mode(d *draft, r region) {
	online, room, both, near := false, d.Place != nil, false, false
	for i := r.from; i < r.to; i++ {
		switch {
		case b.is(i, kHybrid):
			both = true
		case b.is(i, kOnline) && !b.registersOnline(i), b.token(i).kind == isOpaque && meets(b.token(i).text):
			online = true
		case inPersonWord(b.token(i).fold):
			room = true
		case b.room(i) && b.sign(i+1, ":") && i+2 < r.to && b.token(i+2).kind == isOpaque: // "in the usual room: https://…"
		case b.room(i) && b.token(i).kind == isWord && !b.is(i, kAside):
			near = near || b.between(max(i-5, 0), i, func(n int) bool { return b.lineOf(n) == b.lineOf(i) && (b.is(n, kIn) || b.sign(n, ",،–·•")) }) || b.lines[b.lineOf(i)].first >= i-2
		}
	}
	switch {
	case both, online && room:
		d.Mode = "hybrid"
	case online:
		d.Mode = "online"
	case room, near:
		d.Mode = "in-person"
	}
	if d.Mode == "online" {
		d.Place = nil
	}
}

func inPersonWord(fold string) bool {
	switch fold {
	case "presencial", "presencialmente", "prasenz", "presentiel", "очно", "حضوري", "حضوريا", "onsite", "офлаин":
		return true
	}
	return false
}

// registersOnline: "register online", "Online-Anmeldung".
func (b *builder) registersOnline(i int) bool {
	near := func(i int) bool { return b.is(i, kRegistering) || b.is(i, kSignUp) }
	return b.between(i-3, i, near) && b.lineOf(i-3) == b.lineOf(i) && b.token(i).fold != "zoom" || b.between(i+1, i+3, near) && b.lineOf(i+2) == b.lineOf(i) && b.token(i).fold != "zoom"
}

// meets tells whether an address is that of a call.
func meets(s string) bool {
	s = strings.ToLower(s)
	for _, host := range []string{"zoom.us", "meet.jit.si", "meet.google", "teams.microsoft", "//meet.", "//bbb.", "//jitsi", "whereby.com", "//call.", "//zoom.", "webex."} {
		if strings.Contains(s, host) {
			return true
		}
	}
	return false
}

// largestRoom bounds the numbers that are taken for places.
const largestRoom = 200_000

// capacity reads "30 places", "limited to 30", "Plätze: 30".
func (b *builder) capacity(d *draft, r region) {
	if a, z, ok := b.valueOf(r, kLabelCapacity); ok {
		for i := a; i < min(z, a+5); i++ {
			if n, ok := b.number(i, 6); ok && b.setCapacity(d, i, n) {
				return
			}
		}
	}
	for i := r.from; i < r.to; i++ {
		n, ok := b.number(i, 6)
		if !ok || b.starts(i) && b.inReading(i) || b.inReading(i) && !b.seatsAfter(i+1) {
			continue
		}
		if b.leftOver(i) {
			continue
		}
		limited := func(j int) bool { return b.is(j, kLimited) && b.lineOf(j) == b.lineOf(i) }
		seats := b.seatsAfter(i + 1)
		before := b.between(max(i-6, 0), i, limited)
		after := b.between(i+1, i+5, limited)
		word := b.between(max(i-6, 0), i, func(j int) bool { return b.is(j, kSeats) && b.lineOf(j) == b.lineOf(i) })
		strict := seats && seatWord(b.token(i+1).fold)
		if (strict || seats && (before || after) || before && word && !b.nounOther(i+1)) && b.setCapacity(d, i, n) {
			return
		}
	}
}

// leftOver tells whether the number at i counts the places that are still to be
// had: "noch 6 Plätze frei", "only 4 places left".
func (b *builder) leftOver(i int) bool {
	return b.seatsAfter(i+1) && b.between(i+1, i+4, func(j int) bool {
		switch b.token(j).fold {
		case "frei", "left", "remaining", "libres", "restantes", "restants", "осталось", "свободно", "बची", "شاغرة":
			return b.lineOf(j) == b.lineOf(i)
		}
		return false
	})
}

// nounOther tells whether the number counts something else.
func (b *builder) nounOther(i int) bool {
	return b.is(i, kMoney) || b.sign(i, "€$%:₹") || b.is(i, kMonth) || b.is(i, kUnit) && !b.is(i, kSeats) || b.sign(i, "./") && !b.spaced(i) && b.token(i+1).kind == isNumber && !b.spaced(i+1)
}

func (b *builder) setCapacity(d *draft, i, n int) bool {
	if n < 2 || n > largestRoom {
		return false
	}
	d.Capacity = &n
	d.Spans["capacity"] = []Span{b.spanOf(i, i+1)}
	return true
}

// seatsAfter tells whether what a number counts are places or people.
func (b *builder) seatsAfter(i int) bool {
	if b.is(i, kSeats) {
		return true
	}
	return !b.ends(i) && b.token(i).kind == isWord && !b.stops(i) && b.is(i+1, kSeats) && !b.is(i, kMonth) && !b.is(i, kAnd) && !b.is(i, kOf)
}

// seatWord: words that only places have.
func seatWord(fold string) bool {
	switch fold {
	case "places", "seats", "spots", "spaces", "platze", "sitzplatze", "plazas", "cupos", "asientos", "vagas", "мест", "места", "सीटे", "सीटो", "مقعد", "مقعدا", "مقاعد":
		return true
	}
	return false
}

// inReading tells whether a token belongs to a date or an hour.
func (b *builder) inReading(i int) bool { return b.inside[i] }

func (b *builder) dateLike(i int) bool { return b.inside[i] }

// endOf is where the reading that holds a token ends.
func (b *builder) endOf(i int) int {
	for i++; i < len(b.tok) && b.inside[i] && !b.at[i]; i++ {
	}
	return i
}

// longestNames bounds the names behind one label.
const longestNames = 20

// named are the names behind a label: "Speakers: A, B and C".
func (b *builder) named(r region, k kind) (names []string) {
	a, z, ok := b.valueOf(r, k)
	if !ok && k == kLabelHost {
		a, z, ok = b.hostInProse(r)
	}
	if !ok {
		return nil
	}
	start := a
	depth := 0
	for i := a; i <= z && len(names) < longestNames; i++ {
		if i < z && b.sign(i, "(") {
			depth++
		} else if i < z && b.sign(i, ")") {
			depth--
		}
		if i < z && (depth > 0 || !b.sign(i, ",;،؛&/") && !(b.is(i, kAnd) && b.token(i).text != "e" || b.is(i, kAnd) && b.spaced(i)) && b.token(i).kind != isOpaque) {
			continue
		}
		name := trimmed(b.words(start, i))
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		start = i + 1
	}
	return names
}

// hostInProse reads "organised by the tenants of …".
func (b *builder) hostInProse(r region) (a, z int, ok bool) {
	for i := r.from; i < r.to; i++ {
		h, ok := b.find(i, kLabelHost)
		if !ok || h.n < 2 || b.starts(i) {
			continue
		}
		a = b.article(i + h.n)
		for z = a; z < r.to && !b.stops(z) && !b.sign(z, ".(–") && !b.starts(z) && z-a < 14; z++ {
		}
		if a < z {
			return a, z, true
		}
	}
	return 0, 0, false
}
