package announce

import "strings"

// withoutOn is behind a preposition that stands before a place and is none of
// those with which places begin elsewhere: "sur la place", "devant la gare".
func (b *builder) withoutOn(a, z int) int {
	switch b.token(a).fold {
	case "sur", "auf", "on", "desde", "depuis", "from", "outside", "vor", "devant", "delante", "у", "возле", "около":
		for n := a + 1; n < z; n++ {
			if !articleWord(b.token(n).fold) {
				return n
			}
		}
	}
	return a
}

// sameAs reads the place that a text names in brackets behind "the same hall".
func (b *builder) sameAs(a, cut, z int) (from, to int, ok bool) {
	switch b.token(a).fold {
	case "same", "gleicher", "gleiche", "selber", "selbe", "mismo", "misma", "meme", "mesmo", "mesma", "тот", "там", "usual", "wie", "como", "comme":
	default:
		return 0, 0, false
	}
	if cut >= z || !b.sign(cut, "(") {
		return 0, 0, false
	}
	for to = cut + 1; to < z && !b.sign(to, ")"); to++ {
	}
	return cut + 1, to, to > cut+1 && capital(b.token(cut+1).text)
}

// behindDoor tells whether the name of a place is only that of a room in a house,
// which is named behind the comma, and where that name ends.
func (b *builder) behindDoor(a, cut, z int) (end int, ok bool) {
	if cut >= z || !b.sign(cut, ",،") || cut-a > 4 || !b.doorNumber(a, cut) {
		return 0, false
	}
	end = cut + 1
	for end < z && !b.sign(end, ",،(;") {
		end++
	}
	if b.wordsBetween(cut+1, end) < 2 || b.token(cut+1).kind != isWord || !capital(b.token(cut+1).text) || b.between(cut+1, end, func(i int) bool { return b.is(i, kStreet) || b.token(i).kind == isNumber }) {
		return 0, false
	}
	return end, true
}

// doorNumber tells whether tokens are a room and its number: "Room B12", "salle
// 208".
func (b *builder) doorNumber(a, z int) bool {
	switch b.token(a).fold {
	case "room", "raum", "zimmer", "saal", "salle", "sala", "aula", "salon", "suite", "комната", "каб", "кабинет", "ауд", "аудитория", "зал", "कमरा", "कक्ष", "قاعه", "غرفه":
		return b.wordsBetween(a, z) <= 2 && b.between(a+1, z, func(i int) bool {
			return b.token(i).kind == isNumber || len(b.token(i).text) <= 3 && b.token(i).kind == isWord
		})
	}
	return false
}

// withoutEdges takes off the ends of a place's name what leads over to a date or
// to the next words: "Café Rosa am", "Ateneo Libertario el". Of a room it leaves
// the house: "upstairs room at the Black Swan".
func (b *builder) withoutEdges(a, cut, z int) (from, to, end int) {
	for cut > a+1 && b.token(cut-1).kind == isWord && b.token(cut-1).text == strings.ToLower(b.token(cut-1).text) && (leadsOver(b.token(cut-1).fold) || dayNoun(b.token(cut-1).fold) || b.starts(cut) && b.is(cut-1, kAt)) {
		if cut == z {
			z--
		}
		cut--
	}
	for n := a + 1; n < cut-1; n++ {
		if !b.backRoom(a, n) {
			continue
		}
		h, ok := b.find(n, kIn)
		if k := b.token(n).fold; !ok && (k == "of" || k == "vom" || k == "von" || k == "at") {
			h.n, ok = 1, true
		}
		if !ok {
			continue
		}
		next := n + h.n
		for next < cut-1 && articleWord(b.token(next).fold) && !capital(b.token(next).text) {
			next++
		}
		if next < cut && capital(b.token(next).text) {
			a = next
		}
		break
	}
	return a, cut, z
}

// backRoom tells whether tokens only say which room of a house it is.
func (b *builder) backRoom(a, z int) bool {
	return b.between(a, z, func(i int) bool {
		switch b.token(i).fold {
		case "room", "rooms", "extrazimmer", "hinterzimmer", "nebenzimmer", "nebenraum", "arriere":
			return true
		}
		return false
	}) && !b.between(a, z, func(i int) bool { return b.token(i).kind == isWord && capital(b.token(i).text) && b.lang != "de" })
}

// atHour tells whether a word such as "at" leads to an hour. The same words stand
// within names: "Maison des Associations".
func (b *builder) atHour(i int) bool {
	h, ok := b.find(i, kAt)
	return ok && (b.inside[i] || b.starts(i+h.n) || b.starts(min(i+h.n+1, len(b.tok)-1)))
}

// setsOff tells whether the word at i says where a walk or a march begins: "sets
// off from", "saímos da".
func (b *builder) setsOff(i int) bool {
	switch b.token(i).fold {
	case "from", "desde", "depuis", "da", "do", "de", "ab", "от", "из", "outside", "frente", "devant", "vor":
	default:
		return false
	}
	if b.inside[i] {
		return false
	}
	from, _ := b.sentence(i)
	return b.between(max(from, i-10), i, func(n int) bool {
		switch b.token(n).fold {
		case "off", "leaves", "leave", "start", "starts", "sale", "salimos", "salida", "part", "partira", "depart", "partons", "saimos", "saida", "sai", "partida", "start:", "startet", "выходим", "стартуем", "старт", "meet", "treffen", "treffpunkt", "vigil":
			return true
		}
		return false
	})
}

// placeAt reads a place behind a bare sign: "Film night @ The Depot, 12 Canal Row".
func (b *builder) placeAt(d *draft, r region) bool {
	for i := r.head; i < r.to && b.lineOf(i) <= b.lineOf(d.c.first); i++ {
		if !b.sign(i, "@") || b.starts(i) || b.inside[i] || b.token(i+1).kind != isWord || !capital(b.token(i+1).text) {
			continue
		}
		z := i + 1
		for z < r.to && !b.ends(z) && !b.stops(z) && !b.starts(z) && !(b.sign(z, "–—|") && b.spaced(z)) {
			z++
		}
		if b.setPlace(d, i+1, z); d.Place != nil {
			return true
		}
	}
	return false
}
