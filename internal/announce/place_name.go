package announce

import "strings"

// longestPlace bounds the name of a place, in tokens.
const longestPlace = 30

// nameWithin narrows tokens in which a place is named to its name: without the
// clause before it ("we meet in the library") and without what follows ("library,
// bring gloves"; "hut on Glebe Road").
func (b *builder) nameWithin(a, z int) (from, to int) {
	z = min(z, a+longestPlace)
	for n := a; n < z; n++ { // "nos juntamos en la biblioteca"
		h, ok := b.find(n, kIn)
		if !ok && b.lang != "hi" {
			continue
		}
		if ok && n+h.n < z && b.between(n+h.n, z, b.room) && !b.between(a, n, func(i int) bool { return b.room(i) && !inPersonWord(b.token(i).fold) }) && b.wordsBetween(a, n) > 0 {
			a = n + h.n
		}
		n += max(h.n, 1) - 1
	}
	for n := a + 1; n < z && b.lang == "ar"; n++ { // "بروفا الكورال ببيت ميرنا", "جمعية البنات بالمنيا"
		if t := b.token(n).text; b.withoutBe(t) != t && !b.between(a, n, b.room) {
			a = n
		} else if strings.HasPrefix(t, "بال") && b.between(a, n, b.room) {
			z = n
		}
	}
	for n := a; n < z && b.lang == "hi"; n++ { // the words before the place's own: "तक पंचायत भवन"
		if f := b.token(n).fold; n == a && (f == "तक" || f == "को" || f == "से" || f == "के" || b.is(n, kClock)) {
			a++
		}
	}
	for n := a + 1; n < z; n++ {
		if placeEnds(b.token(n).fold) && b.token(n).text == strings.ToLower(b.token(n).text) || b.is(n, kInvites) || b.sign(n, "!?") {
			return a, n
		}
	}
	return a, z
}

// placeEnds lists the words with which something else begins behind the name of a
// place.
func placeEnds(fold string) bool {
	switch fold {
	case "this", "diesmal", "heute", "bring", "please", "near", "behind", "opposite", "beside", "next", "where", "which", "who", "we", "bitte", "bringt", "hinter", "neben", "nahe", "gegenuber", "wo", "wir", "statt", "para", "donde", "frente", "cerca", "detras", "junto", "traed", "traer", "se", "pour", "pres", "derriere", "face", "ou", "nous", "on", "vom", "perto", "onde", "atras", "traga", "tragam", "состоится", "проидет", "пройдет", "где", "рядом", "возле", "напротив", "में", "मे", "पर", "से", "शुरू", "होगी", "होगा", "होगे", "पहुचे", "मिलेंगे", "मिलेगे", "रखी", "قرب", "مقابل", "خلف", "بجانب", "حيث", "جيبوا", "جنب", "متنسوش", "vor", "devant", "delante", "before", "outside":
		return true
	}
	return false
}

// withoutBe takes the Arabic "in" off a word that is one with it: "بمسرح المدرسة".
func (b *builder) withoutBe(name string) string {
	rest, ok := strings.CutPrefix(name, "ب")
	if !ok {
		return name
	}
	first, _, _ := strings.Cut(rest, " ")
	rest, first = strings.TrimPrefix(rest, "ال"), strings.TrimPrefix(first, "ال")
	for _, m := range b.lex.words[phraseKey(first)] {
		if m.kind == kInPerson || m.kind == kStreet {
			if strings.HasPrefix(name, "بال") {
				return "ال" + rest
			}
			return rest
		}
	}
	return name
}

// placeBelow takes the line right below the date and the hour, where it looks like
// the name of a place and the title stands elsewhere.
func (b *builder) placeBelow(d *draft, r region) bool {
	if len(d.Spans["title"]) == 0 {
		return false
	}
	l := b.lineOf(d.c.last - 1)
	block := b.lines[l].block
	for n := 0; n < 2; n++ {
		l++
		for l < len(b.lines) && b.lines[l].first >= b.lines[l].last {
			l++
		}
		if l >= len(b.lines) || b.lines[l].first >= r.to || b.lines[l].block > block+1 {
			return false
		}
		if ln := b.lines[l]; !b.between(ln.first, ln.last, func(i int) bool { return b.inside[i] }) {
			break
		}
	}
	ln := b.lines[l]
	end := ln.last
	for n := ln.first; n < ln.last; n++ {
		if b.stops(n) {
			end = n
			break
		}
	}
	cut := ln.first
	for cut < end && !b.sign(cut, ",،(;–|") {
		cut++
	}
	if s := d.Spans["title"][0]; s[0] >= b.spanOf(ln.first, ln.first+1)[0] && s[0] < b.spanOf(end-1, end)[1] {
		return false
	}
	if ln.bullet || !capital(b.token(ln.first).text) && !b.room(ln.first) || !b.likeName(ln.first, cut) || b.onlineOnly(ln.first, end) || b.greeting(ln.first) {
		return false
	}
	if words := b.wordsBetween(ln.first, cut); words > 7 || words < 2 && !b.room(ln.first) || end < ln.last && !b.between(ln.first, end, b.room) {
		return false
	}
	b.setPlace(d, ln.first, end)
	return d.Place != nil
}

// likeName tells whether tokens may be the name of a place: a word of a room is
// among them and none of a price or a demand; or all words that mean something
// begin with a capital, as in "Alte Kelter Windrode".
func (b *builder) likeName(a, z int) bool {
	if a >= z || b.is(a, kOnline) || b.is(a, kAside) && z-a < 3 {
		return false
	}
	if b.between(a, z, func(i int) bool {
		return b.is(i, kMoney) || b.sign(i, "€$£₹₽!?:@") || b.token(i).kind == isOpaque || b.is(i, kRequired) || b.is(i, kOptional) || b.is(i, kRegistering) || b.is(i, kLabelPeople) && b.sign(i+1, ":") || b.is(i, kCancelled) || b.is(i, kInvites)
	}) {
		return false
	}
	if _, label := b.labelAt(a, kLabelOther); label {
		return false
	}
	if b.between(a, z, b.room) {
		return true
	}
	capitals, latin := 0, true
	for i := a; i < z; i++ {
		t := b.token(i).text
		switch {
		case b.token(i).kind != isWord:
		case t[0] >= 0xd0:
			latin = false
		case capital(t):
			capitals++
		case len(t) > 3:
			return false
		}
	}
	return latin && capitals >= 2
}

// placeInRow takes the last part of an entry in a list of several: "Fri 18 Sept,
// 6.30pm – Annual General Meeting, clubhouse. All members."
func (b *builder) placeInRow(d *draft, r region) bool {
	if r.only || len(d.Spans["title"]) == 0 || d.slot == nil {
		return false
	}
	l := b.lineOf(b.readings[d.slot.hour].a)
	ln := b.lines[l]
	title := d.Spans["title"][0]
	if title[0] < b.spanOf(ln.first, ln.first+1)[0] || title[0] > b.spanOf(ln.last-1, ln.last)[1] {
		return false
	}
	from := -1
	for i := ln.last - 1; i >= ln.first && !b.inside[i] && b.spanOf(i, i+1)[0] >= title[1]; i-- {
		from = i
	}
	if from < 0 || !b.sign(from, ",،–·|@().") && !b.is(from, kIn) {
		return false
	}
	a := b.skip(from, ",،–·|@().")
	for i := a; i < ln.last && i < a+5; i++ { // "Salida: plaza del Mercado"
		if b.sign(i, ":") {
			a = i + 1
		}
	}
	z := a
	for z < ln.last && !b.stops(z) && !b.sign(z, ",،;|–()") && !b.inside[z] {
		z++
	}
	a = b.meetWords(a, z)
	if n := b.wordsBetween(a, z); n == 0 || n > 6 || !b.between(a, z, b.room) && !b.likeName(a, z) || b.onlineOnly(a, z) || b.is(a, kMoney) {
		return false
	}
	b.setPlace(d, a, z)
	return d.Place != nil
}

// meetWords passes the words with which an entry leads over to its place:
// "Treffpunkt", "сбор у", "الانطلاق من".
func (b *builder) meetWords(a, z int) int {
	for n := 0; n < 3 && a < z-1; n++ {
		f := b.token(a).fold
		if h, ok := b.find(a, kIn); ok && a+h.n < z {
			a += h.n
			continue
		}
		switch f {
		case "treffpunkt", "start", "meet", "meeting", "rdv", "rendez", "vous", "depart", "salida", "saida", "encontro", "encuentro", "punto", "сбор", "старт", "встреча", "у", "от", "انطلاق", "تجمع", "من", "from", "point", "concentracion", "partida", "am", "place":
			a++
			continue
		}
		break
	}
	return a
}

// placeNamed reads a name behind the hour that has no word of a room in it: "at 7pm
// at the Lamb", "às 21h15, no Jardim das Camélias".
func (b *builder) placeNamed(d *draft) bool {
	if d.slot == nil {
		return false
	}
	i := max(b.readings[d.slot.hour].b, d.c.last)
	if b.lineOf(i-1) != b.lineOf(i) {
		return false
	}
	i = b.skip(i, ",،)")
	h, ok := b.find(i, kIn)
	if !ok || b.lang == "hi" || b.lang == "ar" || b.lang == "ru" {
		return false
	}
	a := i + h.n
	if h.n > 1 && articleWord(b.token(a-1).fold) && capital(b.token(a-1).text) {
		a-- // "à La Loupiote"
	}
	for n := 0; n < 2 && a < len(b.tok) && articleWord(b.token(a).fold) && !capital(b.token(a).text); n++ {
		a++
	}
	if b.token(a).kind != isWord || !capital(b.token(a).text) || noPlace(b.token(a).fold) || b.is(a, kOnline) || b.is(a, kMonth) || b.is(a, kPart) || b.is(a, kWeekday) {
		return false
	}
	z := a
	for z < len(b.tok) && z-a < 7 && !b.ends(z) && !b.stops(z) && b.token(z).kind != isOpaque && !b.starts(z) && (b.token(z).kind != isWord || capital(b.token(z).text) || b.is(z, kOf) || len(b.token(z).fold) <= 3 && z+1 < len(b.tok) && capital(b.token(z+1).text) && !b.is(z, kIn)) && !b.sign(z, ",;–(") {
		z++
	}
	if _, city := b.cityAt(a); city && b.wordsBetween(a, z) == 1 {
		return false
	}
	b.setPlace(d, a, z)
	return d.Place != nil
}

func articleWord(fold string) bool {
	switch fold {
	case "the", "our", "dem", "der", "den", "el", "la", "los", "las", "le", "les", "l", "o", "a":
		return true
	}
	return false
}

// noPlace lists what stands behind "in" and "at" and is no place.
func noPlace(fold string) bool {
	switch fold {
	case "anschluss", "rahmen", "absprache", "folge", "namen", "detail", "internet", "zeitraum", "prasenz", "person", "english", "spanish", "french", "german", "arabic", "hindi", "deutsch", "englischer", "deutscher", "sprache", "leichter", "kooperation", "zusammenarbeit", "planung", "gedenken", "ruhe", "freien", "laufe", "verlauf", "i", "noon", "midnight", "solidarity", "memory", "case", "zoom", "whatsapp", "facebook", "telegram", "signal", "youtube", "discord", "teams", "jitsi", "mittag", "nachgang", "gebardensprache":
		return true
	}
	return false
}

// placeSentence takes a sentence that is nothing but a place: "Library No 193, 15
// Mill Street, reading room."
func (b *builder) placeSentence(d *draft, r region) bool {
	for a := r.from; a < r.to; {
		z := a
		for z < r.to && !b.stops(z) {
			z++
		}
		cut := a
		for cut < z && !b.sign(cut, ",،;(") {
			cut++
		}
		n := b.wordsBetween(a, cut)
		title := d.Spans["title"]
		if z-a <= 20 && n >= 1 && n <= 6 && z > a && capital(b.token(a).text) && (cut < z || n >= 2 && n <= 5) && b.between(a, cut, b.room) && b.likeName(a, cut) && !b.announcesOnly(a, cut) &&
			!b.between(a, z, func(i int) bool { return b.inside[i] || b.sign(i, ":") }) && !b.is(a, kAside) && !b.greeting(a) &&
			!(len(title) > 0 && title[0][0] < b.spanOf(z-1, z)[1] && title[0][1] > b.spanOf(a, a+1)[0]) && (a > b.lines[0].last || a >= d.c.last) && b.blockOf(a) >= b.blockOf(d.c.first) {
			b.setPlace(d, a, z)
			return d.Place != nil
		}
		a = z + 1
	}
	return false
}

// sharePlaces gives the days of one event, which are events of their own because
// their hours differ, the place that is said once for all.
func (b *builder) sharePlaces() {
	for n := len(b.events) - 2; n >= 0; n-- {
		e, next := &b.events[n], &b.events[n+1]
		if e.Place == nil && e.Mode == "unknown" && next.Place != nil && e.Title != "" && e.Title == next.Title {
			p := *next.Place
			e.Place, e.Mode = &p, next.Mode
			e.Spans["place"] = next.Spans["place"]
		}
	}
}

// likeAddress tells whether what stands behind the name of a place says where that
// is: "3 Mill Lane", "Leeds", but not "bring a pen" or "60 places".
func (b *builder) likeAddress(a, z int) bool {
	if a >= z || placeEnds(b.token(a).fold) || b.between(a, z, func(i int) bool { return b.is(i, kMoney) || b.is(i, kSeats) && b.token(max(i-1, a)).kind == isNumber }) {
		return false
	}
	return capital(b.token(a).text) || b.between(a, z, func(i int) bool {
		_, city := b.cityAt(i)
		return city || b.token(i).kind == isNumber || b.room(i)
	})
}
