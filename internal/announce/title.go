package announce

import (
	"strings"
	"unicode/utf8"
)

// longestTitle bounds a title, in characters.
const longestTitle = 140

// title finds what an event is called: behind a label, in the heading above its
// date, on the line of the date, or in the sentence that invites.
func (b *builder) title(d *draft, r region) {
	if a, z, ok := b.valueOf(r, kLabelTitle); ok && b.wordsBetween(a, z) > 0 && !(b.starts(a) && b.dateLike(a)) { // "Workshop: Tuesday 4 March" is its own title
		for n := a + 1; n < z; n++ {
			if b.stops(n) && b.sign(n, ".") {
				z = n
				break
			}
		}
		if b.quotedIn(d, a, z) {
			return
		}
		b.setTitle(d, a, z)
		if d.Title != "" {
			return
		}
	}
	if b.titleQuoted(d, r) {
		return
	}
	line := b.lineOf(d.c.first)
	if a := b.afterStamp(line); a > 0 && a < d.c.first {
		b.setTitle(d, a, d.c.first)
		if d.Title != "" {
			return
		}
	}
	if !r.only && b.titleOnLine(d, line) {
		return
	}
	spare := b.titleAbove(d, r, line)
	if d.Title != "" || b.titleInvited(d, r) || b.titleOnLine(d, line) {
		return
	}
	if spare >= 0 {
		if b.setTitle(d, b.lines[spare].first, b.lines[spare].last); d.Title != "" {
			return
		}
	}
	b.titleBelow(d, r, line)
	for l := 0; d.Title == "" && l < min(line, 4); l++ { // that of the whole text
		if ln := b.lines[l]; ln.first < ln.last && b.titleLike(l) && !b.sends(l) {
			b.setTitle(d, ln.first, ln.last)
		}
	}
}

// afterStamp is where, on a line that a messenger marked, the message begins; 0
// for a line without.
func (b *builder) afterStamp(l int) int {
	ln := b.lines[l]
	for n := range b.readings {
		r := &b.readings[n]
		if r.a >= ln.last {
			break
		}
		if !r.stamp || r.a < ln.first {
			continue
		}
		for i := r.b; i < min(ln.last, r.b+16); i++ {
			if b.sign(i, ":") && b.spaced(i+1) {
				return i + 1
			}
		}
	}
	return 0
}

// titleAbove takes the heading above a date. If there is none, it returns the line
// that names whoever announces it, which is better than nothing; -1 for none.
func (b *builder) titleAbove(d *draft, r region, line int) (spare int) {
	first := b.lineOf(r.head)
	if r.only {
		first = 0
	}
	spare = -1
	for l := first; l < line; l++ {
		ln := b.lines[l]
		if ln.first >= ln.last || !b.titleLike(l) {
			continue
		}
		if b.notice(l) {
			continue
		}
		if spare < 0 && b.sends(l) {
			spare = l
			continue
		}
		if spare >= 0 && b.lines[l].block > b.lines[spare].block+1 {
			break
		}
		if b.setTitle(d, ln.first, ln.last); d.Title != "" {
			return -1
		}
	}
	if !r.only && first > 0 && spare < 0 { // the heading of its paragraph
		for l := line - 1; l >= 0 && l >= line-4 && b.lines[l].first >= r.head; l-- {
			if b.titleLike(l) {
				b.setTitle(d, b.lines[l].first, b.lines[l].last)
				return -1
			}
		}
	}
	return spare
}

// titleLike tells whether a line may be a heading.
func (b *builder) titleLike(l int) bool {
	ln := b.lines[l]
	words := b.wordsBetween(ln.first, ln.last)
	if b.asides[l] {
		return false
	}
	if words == 0 || words > 16 || ln.bullet && words > 10 || b.sign(ln.last-1, ",;") {
		return false
	}
	if b.sign(ln.last-1, ".:") && (words > 6 || b.sign(ln.last-1, ":") && words > 1) || b.greeting(ln.first) && words < 8 {
		return false
	}
	for _, k := range []kind{kLabelWhen, kLabelTime, kLabelWhere, kLabelHost, kLabelPeople, kLabelOther, kLabelCapacity, kPublished} {
		if _, ok := b.labelAt(ln.first, k); ok {
			return false
		}
	}
	if b.sign(ln.first, "📍🏠🏛⏰🕖🎟📅💻🔗📞☎✉🗓") || b.placeLineOnly(l) {
		return false
	}
	return !b.mailHeader(ln) && !b.is(ln.first, kPublished)
}

// placeLineOnly tells whether a line is an address with a street or a city.
func (b *builder) placeLineOnly(l int) bool {
	ln := b.lines[l]
	return b.addressLine(l) && b.between(ln.first, ln.last, func(i int) bool { return b.sign(i, ",،") })
}

// mailHeader: "From: …", "Date: …".
func (b *builder) mailHeader(ln line) bool {
	switch b.token(ln.first).fold {
	case "from", "to", "cc", "sent", "date", "datum", "gesendet", "fecha", "envoye", "data", "enviado", "дата", "reply", "von", "an", "de", "para", "a", "от", "кому", "received", "mime", "content", "x":
		return b.sign(ln.first+1, ":-") && !b.spaced(ln.first+1)
	}
	return false
}

// greeting tells whether a line only greets.
func (b *builder) greeting(i int) bool {
	switch b.token(i).fold {
	case "dear", "hello", "hi", "hey", "liebe", "lieber", "hallo", "hola", "queridas", "queridos", "estimadas", "estimados", "bonjour", "cher", "chers", "cheres", "ola", "caros", "caras", "prezados", "здравствуите", "дорогие", "привет", "уважаемые", "друзья", "नमस्ते", "प्रिय", "नमसते", "परिय", "مرحبا", "سلام", "اعزائي", "اهلا", "compañeras", "companeras", "companeros", "amigas", "amigos", "moin", "salut", "saudacoes", "साथियो", "बंधुओ", "greetings", "namaste", "guten", "buenas", "buenos", "bom", "boa", "добрыи", "تحيه", "عزيزي", "السلام", "سلامعليكم", "الاخوه", "collegues", "colegas", "коллеги", "товарищи", "good", "hiya", "gente", "народ", "ребята", "दोस्तो", "coucou", "servus", "oi", "شباب", "صبايا", "pessoal", "galera", "hallihallo", "huhu", "gruzi", "gruss", "всем", "buenass", "holi", "wesh", "yo", "siblings", "neighbours", "neighbors", "folks":
		return true
	}
	return false
}

// titleOnLine reads what the line of the date says beside it.
func (b *builder) titleOnLine(d *draft, line int) bool {
	ln := b.lines[line]
	if _, ok := b.labelAt(ln.first, kLabelWhen); ok {
		return false
	}
	first := ln.first
	for i := d.c.first - 2; i > ln.first; i-- { // the sentence of the date
		if b.sign(i, ".!?।") && b.spaced(i+1) && b.wordsBetween(i, d.c.first) > 1 && len(b.token(b.skipBack(i, ln.first+1)-1).text) > 3 {
			first = i + 1
			break
		}
	}
	for i := first; i < d.c.first; i++ {
		if h, ok := b.find(i, kInvites); ok && b.wordsBetween(i+h.n, d.c.first) > 0 {
			first = b.article(i + h.n)
			break
		}
	}
	if b.wordsBetween(first, d.c.first) > 0 && b.wordsBetween(first, d.c.first) <= 14 {
		b.setTitle(d, first, d.c.first)
		if d.Title != "" {
			return true
		}
	}
	i := d.c.last
	for _, r := range b.readings {
		if r.a >= i && r.a-i <= 2 && r.b <= ln.last && b.lineOf(r.a) == line {
			i = r.b
		}
		if r.a > i+2 {
			break
		}
	}
	if i > ln.last || b.lineOf(i-1) != line {
		return false
	}
	z := i
	for z < ln.last && !b.sign(z, ".;،|(") && !(b.sign(z, ",") && z > i+1) && !(b.sign(z, "–") && z > i+1) {
		z++
	}
	if n := b.wordsBetween(i, z); n == 0 || n > 14 || b.is(b.skip(i, ",–-·"), kIn) || b.between(i, min(i+3, z), func(i int) bool {
		return (b.is(i, kInPerson) || b.is(i, kOnline)) && z-i <= 2 && !b.between(i, z, b.eventWord)
	}) {
		return false
	}
	b.setTitle(d, i, z)
	return d.Title != ""
}

// titleInvited reads "join us for …", "lädt ein zum …".
func (b *builder) titleInvited(d *draft, r region) bool {
	for i := r.head; i < r.to; i++ {
		if b.token(i).kind != isWord {
			continue
		}
		h, ok := b.find(i, kInvites)
		if !ok {
			continue
		}
		a := b.article(b.behindGuests(i + h.n))
		z := a
		for z < r.to && !b.ends(z) && !b.starts(z) && !b.sign(z, ",.;:!?،(–") && !(z > a+1 && (b.is(z, kIn) || b.onWord(z))) {
			z++
		}
		if n := b.wordsBetween(a, z); n == 0 || n > 14 {
			continue
		}
		for z > a && (b.is(z-1, kOf) || b.is(z-1, kAt) || b.is(z-1, kIn) || b.onWord(z-1)) {
			z--
		}
		b.setTitle(d, a, z)
		return d.Title != ""
	}
	return false
}

// behindGuests is behind the words that say who is invited: "se convoca a todas las
// vecinas a la asamblea".
func (b *builder) behindGuests(a int) int {
	for n := a + 1; n < min(a+10, len(b.tok)) && !b.stops(n); n++ {
		switch b.token(n).fold {
		case "a", "al", "para", "to", "zum", "zur", "zu", "au", "на", "for":
			if from := b.article(n + 1); b.eventWord(from) && !b.between(a, n, b.eventWord) {
				return from
			}
		}
	}
	return a
}

// onWord tells whether words such as "is on the" lead over to a date: they are
// no part of a title.
func (b *builder) onWord(i int) bool {
	for n := i; n < min(i+5, len(b.tok)); n++ {
		if n > i && b.starts(n) {
			return true
		}
		if b.token(n).kind != isWord || b.token(n).text != strings.ToLower(b.token(n).text) || !leadsOver(b.token(n).fold) {
			return n > i && b.token(n).kind != isWord
		}
		if b.token(n).fold == "which" || b.token(n).fold == "where" {
			return true
		}
	}
	return i+1 >= len(b.tok)
}

func leadsOver(fold string) bool {
	switch fold {
	case "is", "will", "be", "takes", "place", "findet", "ist", "sera", "tendra", "aura", "acontece", "состоится", "проидет", "в", "во", "na", "no", "dia", "les", "et", "die", "lieu", "realizara", "se", "e", "este", "statt", "start", "starts", "begins", "beginnt", "on", "am", "el", "le", "em", "to", "which", "das", "der", "que", "qui", "where", "with", "mit", "con", "avec", "com", "about":
		return true
	}
	return false
}

func (b *builder) article(i int) int {
	switch {
	case i >= len(b.tok):
		return i
	}
	switch b.token(i).fold {
	case "a", "an", "the", "our", "unser", "unserem", "unserer", "einem", "einer", "einen", "eine", "ein", "la", "el", "un", "una", "nuestra", "nuestro", "notre", "une", "le", "les", "l", "o", "uma", "um", "nosso", "nossa", "die", "das", "der", "dem", "den", "us", "all", "to", "for":
		if b.sign(i+1, "'") {
			return i + 2
		}
		return b.article(i + 1)
	}
	return i
}

// titleBelow takes the first heading-like line after the date.
func (b *builder) titleBelow(d *draft, r region, line int) {
	for l := line + 1; l < len(b.lines) && b.lines[l].first < r.to && l < line+4; l++ {
		ln := b.lines[l]
		if ln.first < ln.last && b.titleLike(l) && !b.is(ln.first, kOnline) && b.token(ln.first).kind != isOpaque {
			b.setTitle(d, ln.first, ln.last)
			if d.Title != "" {
				return
			}
		}
	}
}

// setTitle takes a title from tokens, without what announces it and without the
// dates and hours at its ends.
func (b *builder) setTitle(d *draft, a, z int) {
	for a < z && b.token(a).kind == isSign && !b.sign(a, "\"“«„'‹¿¡[") {
		a++
	}
	if a >= z {
		return
	}
	a = b.withoutSmall(b.withoutTag(b.withoutLead(b.withoutTag(a, z), z), z), z)
	if verb := b.tailOf(a, z); verb < z {
		a, z = b.withoutOurs(a, verb), verb
	}
	z = b.withoutOffer(a, z)
	if a < z {
		if h, ok := b.find(a, kInvites); ok && a+h.n >= z || b.greeting(a) && b.wordsBetween(a, z) <= 3 {
			return
		}
	}
	for n := 0; n < 3; n++ {
		if h, ok := b.find(a, kInvites); ok && a+h.n < z {
			if a = b.skip(a+h.n, ":–-!"); b.sign(a, "(") {
				return // "Save the date (well, almost)"
			}
			a = b.article(a)
			continue
		}
		if b.prefix(a) && (b.sign(a+1, ":–-!") || b.sign(a+1, ":")) {
			a = b.withoutTag(b.skip(a+1, ":–-!"), z)
			continue
		}
		break
	}
	for i := a; i < z; i++ { // the date and what follows
		if !b.starts(i) || !b.dateLike(i) {
			continue
		}
		if b.wordsBetween(a, i) >= 1 {
			z = i
			break
		}
		for i < z && b.starts(i) {
			i = b.endOf(i)
			i = b.skip(i, ",–-:|·()،/")
		}
		a = i
		i--
	}
	for z > a && (b.token(z-1).kind == isSign && !b.sign(z-1, ")\"”»?!'›") || b.is(z-1, kAt) && b.token(z-1).text == strings.ToLower(b.token(z-1).text) && b.token(z - 1).text[0] < 0x80 || b.onWord(z-1) || b.sign(z-1, "(") || z-1 > a && (dayNoun(b.token(z-1).fold) || len(b.token(z-1).text) <= 3 && b.is(z-1, kWeekday)) || z-2 > a && b.sign(z-2, "?!.") && leadsOver(b.token(z-1).fold)) {
		z--
	}
	if z <= a || b.announcesOnly(a, z) || b.sentences(a, z) {
		return
	}
	t := strings.Join(strings.Fields(b.words(a, z)), " ")
	t = strings.TrimRight(strings.TrimSpace(t), " *_#~")
	if strings.Count(t, "(") != strings.Count(t, ")") {
		t = strings.TrimRight(t, "()")
	}
	if n := utf8.RuneCountInString(t); n > longestTitle || n < 3 {
		return
	}
	d.Title = t
	d.Spans["title"] = []Span{b.spanOf(a, z)}
}

// dayNoun: words that lead over to a date at the end of a title.
func dayNoun(fold string) bool {
	switch fold {
	case "يوم", "dias", "los", "يومي", "ايام", "pasa", "del":
		return true
	}
	return false
}

// prefix: words that announce and are no part of a title.
func (b *builder) prefix(i int) bool {
	if i >= len(b.tok) { // a text may end in a date and one word more
		return false
	}
	switch b.token(i).fold {
	case "напоминаем", "تذكير", "تنويه", "recordamos", "lembramos", "rappelons", "attention", "achtung", "atencion", "atencao", "внимание", "ध्यान", "انتباه", "تنبيه", "напоминание", "तिथि", "convite", "fwd", "re", "fw", "aw", "wg", "tr", "rv", "invitation", "einladung", "invitacion", "приглашение", "reminder", "announcement", "event", "veranstaltung", "evento", "evenement", "ankundigung", "convocatoria", "aviso", "анонс", "सूचना", "निमंतरण", "دعوه", "اعلان", "subject", "betreff", "objet", "asunto", "assunto", "тема", "erinnerung", "rappel", "recordatorio", "lembrete", "notice", "update", "आमंतरण", "annonce", "anuncio", "тему", "save", "new", "upcoming":
		return true
	}
	return false
}
