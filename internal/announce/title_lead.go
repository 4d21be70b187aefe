package announce

// withoutLead takes off the beginning of a title what only leads over to it: the
// greeting, "our next", the name of whoever announces it before a colon, "it is
// announced that".
func (b *builder) withoutLead(a, z int) int {
	for n := 0; n < 3 && a < z-1; n++ {
		start := a
		if b.greeting(a) || b.called(a) {
			a = b.afterGreeting(a, z)
		}
		a = b.thereIs(a, z)
		for a < z && (ours(b.token(a).fold) || a > start && (secondly(b.token(a).fold) || b.token(a).kind == isSign && !b.sign(a, "\"“«„'‹¿¡[")) || b.lines[b.lineOf(a)].first < a && articleWord(b.token(a).fold) && !capital(b.token(a).text) && a+1 < z) {
			a++
		}
		if a == start {
			break
		}
	}
	if _, ok := b.number(a, 2); ok && b.sign(a+1, ".)") && a+2 < z {
		a += 2 // of a list
	}
	switch b.token(a).fold {
	case "تدعوكم", "يدعوكم", "ندعوكم", "تدعو", "يدعو":
		for i := a + 1; i < z-1; i++ {
			if b.token(i).fold == "الي" {
				return i + 1
			}
		}
	}
	for i := z - 2; i > a && b.lang == "hi"; i-- {
		if b.token(i).fold == "कि" {
			return i + 1
		}
	}
	for i := a + 1; i < z-1; i++ {
		if !b.sign(i, ":") && !(b.sign(i, "–") && b.spaced(i)) {
			continue
		}
		event := func(n int) bool { return b.is(n, kEvent) }
		if i-a <= 5 && b.between(a, i, b.prefix) || !b.between(a, i, event) && (b.is(i-1, kSender) && i-a > 2 && b.sign(i, "–") || b.between(a, i, func(n int) bool { return b.is(n, kSender) }) && b.between(i, z, event)) {
			return i + 1
		}
		break
	}
	return a
}

// called tells whether people are called at i before a comma: "Девочки, кто идёт?"
func (b *builder) called(i int) bool {
	if !b.sign(i+1, ",!،") {
		return false
	}
	switch b.token(i).fold {
	case "девочки", "мальчики", "соседи", "соседки", "дамы", "господа", "родители", "vecinas", "vecinos", "compas", "chicas", "chicos", "familias", "voisins", "voisines", "camarades", "vizinhos", "vizinhas", "companheiras", "companheiros", "nachbarn", "leute", "comrades", "colleagues", "members", "everyone", "team", "बहनो", "भाइयो", "جيران", "رفاق":
		return true
	}
	return false
}

// afterGreeting is behind the words with which people are greeted.
func (b *builder) afterGreeting(a, z int) int {
	for i := a + 1; i < min(z, a+7); i++ {
		if b.sign(i, ",!:،–.") || b.token(i).kind == isSign && !b.sign(i, "'-&") {
			return i + 1
		}
	}
	for a++; a < z; a++ {
		switch b.token(a).fold {
		case "all", "everyone", "everybody", "folks", "friends", "team", "there", "zusammen", "alle", "beinand", "leute", "a", "todos", "todas", "gente", "tous", "toutes", "le", "la", "groupe", "monde", "les", "amis", "pessoal", "gentes", "всем", "ребята", "народ", "друзья", "साथियो", "दोस्तो", "सबको", "شباب", "جميعا", "صبايا", "يا":
			continue
		}
		return a
	}
	return a
}

// thereIs is behind words such as "there is": "tem ensaio", "se viene la feria".
func (b *builder) thereIs(a, z int) int {
	n := 0
	switch f, next := b.token(a).fold, b.token(a+1).fold; {
	case b.lang == "pt" && (f == "tem" || f == "teremos" || f == "rola"), b.lang == "es" && (f == "hay" || f == "habra" || f == "tenemos"):
		n = 1
	case b.lang == "pt" && f == "vai" && next == "ter", b.lang == "es" && f == "se" && next == "viene", b.lang == "de" && f == "es" && next == "gibt", b.lang == "en" && f == "there" && next == "is", b.lang == "ru" && f == "у" && next == "нас":
		n = 2
	}
	if b.lang == "en" && b.token(a).fold == "there" && b.sign(a+1, "'") {
		n = 3 // "there's"
	}
	if from := b.article(a + n); n > 0 && from < z && b.between(from, min(from+4, z), b.eventWord) {
		return from
	}
	return a
}

// secondly: "our second …".
func secondly(fold string) bool {
	switch fold {
	case "second", "third", "zweite", "zweites", "zweiter", "dritte", "segunda", "segundo", "tercera", "tercer", "deuxieme", "troisieme", "terceira", "terceiro", "вторая", "второи", "второе", "третья", "दूसरी", "दूसरा":
		return true
	}
	return false
}

// ours: "our next …".
func ours(fold string) bool {
	switch fold {
	case "our", "next", "unser", "unsere", "unserem", "unserer", "nachste", "nachstes", "nachster", "nachsten", "nuestra", "nuestro", "proxima", "proximo", "notre", "prochaine", "prochain", "nossa", "nosso", "наша", "наш", "наше", "следующая", "следующее", "следующий", "हमारी", "हमारा", "अगली", "अगला":
		return true
	}
	return false
}

// sends tells whether a line names only whoever announces something: then what is
// announced stands on the next one.
func (b *builder) sends(l int) bool {
	ln := b.lines[l]
	last := b.skipBack(ln.last, ln.first)
	if last > ln.first && b.wordsBetween(ln.first, last) > 2 && b.is(last-1, kSender) && !b.is(last-1, kEvent) && !b.between(ln.first, last, func(i int) bool { return b.sign(i, ":") }) {
		return true // "Langa Reading Room Trust"
	}
	for i := ln.first; i < ln.last; i++ {
		if b.sign(i, "\"“«„") && b.between(ln.first, i, func(n int) bool { return b.is(n, kSender) }) && !b.between(ln.first, i, b.eventWord) {
			return true // "комитет «Наш двор»"
		}
	}
	if b.between(ln.first, ln.last, func(i int) bool { return b.is(i, kEvent) || b.sign(i, ":\"“«„") }) {
		return false
	}
	for n := 1; n <= 3 && last-n > ln.first; n++ {
		if h, ok := b.find(last-n, kInvites); ok && h.n == n {
			return true // "the choir presents"
		}
	}
	return b.between(ln.first, ln.last, func(i int) bool { return b.is(i, kSender) }) || b.notice(l)
}

func (b *builder) skipBack(z, a int) int {
	for z > a && b.token(z-1).kind == isSign {
		z--
	}
	return z
}

// notice tells whether a line says only that something is announced: "PUBLIC
// NOTICE", "Forwarded message".
func (b *builder) notice(l int) bool {
	ln := b.lines[l]
	if b.wordsBetween(ln.first, ln.last) > 6 {
		return false
	}
	known := 0
	for i := ln.first; i < ln.last; i++ {
		if b.token(i).kind != isWord || b.is(i, kOf) || b.is(i, kAt) || len(b.token(i).fold) < 3 {
			continue
		}
		if !noticeWord(b.token(i).fold) {
			return false
		}
		known++
	}
	return known > 0
}

// noticeWord lists what flyers and mails announce with, whatever it is.
func noticeWord(fold string) bool {
	switch fold {
	case "forwarded", "message", "mensaje", "reenviado", "edital", "convocacao", "convocatoria", "convocation", "aviso", "notice", "public", "weitergeleitete", "nachricht", "weitergeleitet", "bekanntmachung", "aushang", "avis", "transfere", "transferee", "mensagem", "encaminhada", "объявление", "пересланное", "сообщение", "внимание", "सूचना", "सार्वजनिक", "आवश्यक", "آवشयक", "دعوه", "عامه", "اعلان", "رساله", "محوله", "announcement", "free", "all", "welcome", "new", "date", "entry", "admission", "entrada", "libre", "gratis", "gratuita", "livre", "entree", "gratuit", "gratuite", "eintritt", "frei", "kostenlos", "neuer", "termin", "nueva", "fecha", "nova", "data", "nouvelle", "вход", "свободный", "бесплатно", "chama", "important", "urgent", "wichtig", "importante", "communique", "comunicado", "einladung", "invitation", "invitacion", "convite", "приглашение", "निमंत्रण":
		return true
	}
	return false
}
