package announce

// withoutLead takes off the beginning of a title what only leads over to it: the
// greeting, "our next", the name of whoever announces it before a colon, "it is
// announced that".
func (b *builder) withoutLead(a, z int) int {
	for n := 0; n < 3 && a < z-1; n++ {
		start := a
		if b.greeting(a) {
			a = b.afterGreeting(a, z)
		}
		for a < z && (ours(b.tok[a].fold) || a > start && b.tok[a].kind == isSign && !b.sign(a, "\"“«„'‹¿¡")) {
			a++
		}
		if a == start {
			break
		}
	}
	if _, ok := b.number(a, 2); ok && b.sign(a+1, ".)") && a+2 < z {
		a += 2 // of a list
	}
	switch b.tok[a].fold {
	case "تدعوكم", "يدعوكم", "ندعوكم", "تدعو", "يدعو":
		for i := a + 1; i < z-1; i++ {
			if b.tok[i].fold == "الي" {
				return i + 1
			}
		}
	}
	for i := z - 2; i > a && b.lang == "hi"; i-- {
		if b.tok[i].fold == "कि" {
			return i + 1
		}
	}
	for i := a + 1; i < z-1; i++ {
		if !b.sign(i, ":") && !(b.sign(i, "–") && b.spaced(i)) {
			continue
		}
		event := func(n int) bool { return b.is(n, kEvent) }
		if i-a <= 5 && b.between(a, i, b.prefix) || !b.between(a, i, event) && b.between(a, i, func(n int) bool { return b.is(n, kSender) }) && b.between(i, z, event) {
			return i + 1
		}
		break
	}
	return a
}

// afterGreeting is behind the words with which people are greeted.
func (b *builder) afterGreeting(a, z int) int {
	for i := a + 1; i < min(z, a+7); i++ {
		if b.sign(i, ",!:،–.") || b.tok[i].kind == isSign && !b.sign(i, "'-&") {
			return i + 1
		}
	}
	for a++; a < z; a++ {
		switch b.tok[a].fold {
		case "all", "everyone", "everybody", "folks", "friends", "team", "there", "zusammen", "alle", "beinand", "leute", "a", "todos", "todas", "gente", "tous", "toutes", "le", "la", "groupe", "monde", "les", "amis", "pessoal", "gentes", "всем", "ребята", "народ", "друзья", "साथियो", "दोस्तो", "सबको", "شباب", "جميعا", "صبايا", "يا":
			continue
		}
		return a
	}
	return a
}

// ours: "our next …".
func ours(fold string) bool {
	switch fold {
	case "our", "next", "unser", "unsere", "unserem", "unserer", "nachste", "nachstes", "nachster", "nachsten", "nuestra", "nuestro", "proxima", "proximo", "notre", "prochaine", "prochain", "nossa", "nosso", "наша", "наш", "наше", "следующая", "следующее", "следующий", "हमारी", "हमारा", "अगली", "अगला":
		return true
	}
	return false
}

// tailOf is where a title ends: before a verb that says that it takes place.
func (b *builder) tailOf(a, z int) int {
	for i := a + 1; i < z; i++ {
		if b.wordsBetween(a, i) == 0 || i > 0 && b.sign(i-1, "\"“«„‹") {
			continue
		}
		switch f := b.tok[i].fold; f {
		case "meets", "retrouve", "retrouvent", "reunit", "reune", "reunen", "проводим", "проведем", "проводится", "собирается", "trifft":
			if b.tok[i-1].fold == "se" || b.tok[i-1].fold == "sich" {
				i--
			}
			return i
		case "وذلك", "lieu":
			return i
		case "है", "हे", "होगी", "होगा", "होगे":
			return i
		case "moved", "cancelled":
			if b.tok[i-1].fold == "is" || b.tok[i-1].fold == "has" {
				return i - 1
			}
		case "voit":
			if b.tok[i-1].fold == "se" {
				return max(i-2, a)
			}
		}
	}
	return z
}

// sends tells whether a line names only whoever announces something: then what is
// announced stands on the next one.
func (b *builder) sends(l int) bool {
	ln := b.lines[l]
	last := b.skipBack(ln.last, ln.first)
	if last > ln.first && b.wordsBetween(ln.first, last) > 2 && b.is(last-1, kSender) && !b.is(last-1, kEvent) {
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
	for z > a && b.tok[z-1].kind == isSign {
		z--
	}
	return z
}

// notice tells whether a line says only that something is announced: "PUBLIC
// NOTICE", "Forwarded message".
func (b *builder) notice(l int) bool {
	ln := b.lines[l]
	if b.wordsBetween(ln.first, ln.last) > 4 {
		return false
	}
	known := 0
	for i := ln.first; i < ln.last; i++ {
		if b.tok[i].kind != isWord || b.is(i, kOf) || b.is(i, kAt) {
			continue
		}
		switch b.tok[i].fold {
		case "forwarded", "message", "mensaje", "reenviado", "edital", "convocacao", "convocatoria", "convocation", "aviso", "notice", "public", "weitergeleitete", "nachricht", "weitergeleitet", "bekanntmachung", "aushang", "avis", "transfere", "transferee", "mensagem", "encaminhada", "объявление", "пересланное", "сообщение", "внимание", "सूचना", "सार्वजनिक", "आवश्यक", "آवشयक", "دعوه", "عامه", "اعلان", "رساله", "محوله", "announcement", "important", "urgent", "wichtig", "importante", "communique", "comunicado", "einladung", "invitation", "invitacion", "convite", "приглашение", "निमंत्रण":
			known++
		default:
			return false
		}
	}
	return known > 0
}
