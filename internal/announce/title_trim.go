package announce

import "strings"

// tailOf is where a title ends: before a verb that says that it takes place.
func (b *builder) tailOf(a, z int) int {
	for i := a + 1; i < z; i++ {
		if b.wordsBetween(a, i) == 0 || i > 0 && b.sign(i-1, "\"“«„‹") {
			continue
		}
		if b.sign(i, "@") && i+1 < z && capital(b.token(i+1).text) {
			return i
		}
		switch f := b.token(i).fold; f {
		case "meets", "retrouve", "retrouvent", "reunit", "reune", "reunen", "проводим", "проведем", "проводится", "собирается", "trifft":
			if b.token(i-1).fold == "se" || b.token(i-1).fold == "sich" {
				i--
			}
			return i
		case "وذلك", "lieu":
			return i
		case "que", "qui", "die", "das", "der", "which", "что", "которое":
			if b.between(i+1, min(i+3, z), func(n int) bool { f := b.token(n).fold; return f == "se" || leadsOver(f) || b.saysWhen(n) }) && b.between(a, i, b.eventWord) && (f != "die" && f != "das" && f != "der" || b.sign(i-1, ",")) {
				return i
			}
		case "है", "हे", "होगी", "होगा", "होगे":
			return i
		case "moved", "cancelled":
			if b.token(i-1).fold == "is" || b.token(i-1).fold == "has" {
				return i - 1
			}
		case "voit":
			if b.token(i-1).fold == "se" {
				return max(i-2, a)
			}
		default:
			if (b.saysWhen(i) || b.takenBack(i)) && b.between(a, i, b.eventWord) {
				return i
			}
		}
	}
	return z
}

// saysWhen tells whether a verb that says when something takes place stands at i, in
// small letters: what is before it is what takes place.
func (b *builder) saysWhen(i int) bool {
	t := b.token(i).text
	if b.token(i).kind != isWord || t != strings.ToLower(t) {
		return false
	}
	f := b.token(i).fold
	switch b.lang {
	case "en":
		return f == "is" || f == "are" || f == "will" || f == "takes" || f == "returns" || f == "begins" || f == "starts"
	case "de":
		return f == "ist" || f == "sind" || f == "findet" || f == "finden" || f == "beginnt" || f == "startet" || f == "wird" || f == "werden"
	case "es":
		return f == "es" || f == "son" || f == "sera" || f == "seran" || f == "tendra" || f == "vuelve" || f == "empieza"
	case "fr":
		return f == "est" || f == "sont" || f == "sera" || f == "aura" || f == "auront" || f == "revient" || f == "c" && b.sign(i+1, "'")
	case "pt":
		return t == "é" || f == "sera" || f == "serao" || f == "acontece" || f == "comeca" || f == "volta"
	case "ru":
		return f == "будет" || f == "будут" || f == "состоится" || f == "проидет" || f == "возвращается" || f == "все" && b.sign(i+1, "-") || f == "теперь"
	case "hi":
		if f == "की" || f == "का" {
			next := b.token(i + 1).fold
			return noticeWord(next) || next == "जानकारी" || strings.HasPrefix(next, "तारीख")
		}
		return f == "रखा" || f == "रखी" || f == "आयोजित" || f == "अब" || f == "अगले"
	case "ar":
		return f == "سيكون" || f == "ستكون" || f == "يكون" || f == "تبدا" || f == "يبدا" || f == "سيعقد" || f == "ستعقد"
	}
	return false
}

// withoutTag is behind the name of a list that programs set before a subject:
// "[members] Rent clinic", "Convite | Curso".
func (b *builder) withoutTag(a, z int) int {
	for n := a + 1; n < min(a+9, z-1) && b.sign(a, "["); n++ {
		if b.sign(n, "]") {
			return n + 1
		}
	}
	for n := a + 1; n < min(a+3, z-1); n++ {
		if b.sign(n, "|") && b.between(a, n, b.prefix) {
			return n + 1
		}
	}
	return a
}

// withoutOffer is where a title ends before a dash behind which a subject praises:
// "– 6 places left", "– now in two cities".
func (b *builder) withoutOffer(a, z int) int {
	for n := a + 2; n < z-1; n++ {
		if !b.sign(n, "–|") || !b.spaced(n) {
			continue
		}
		if b.between(n+1, z, func(i int) bool { return b.is(i, kSeats) && b.between(n+1, i, b.isNumber) || b.is(i, kRegistering) }) || praise(b.token(n+1).fold) {
			return n
		}
	}
	return z
}

func (b *builder) isNumber(i int) bool { return b.token(i).kind == isNumber }

// praise lists the words with which a subject goes on to praise.
func praise(fold string) bool {
	switch fold {
	case "now", "still", "only", "last", "noch", "jetzt", "nur", "letzte", "aun", "ahora", "solo", "quedan", "encore", "plus", "derniers", "dernieres", "ainda", "agora", "ultimas", "еще", "осталось", "теперь", "अब", "केवल", "الان", "بقي":
		return true
	}
	return false
}

// takenBack tells whether a word, in small letters, says that something is moved
// or cancelled.
func (b *builder) takenBack(i int) bool {
	return (b.is(i, kMoved) || b.is(i, kCancelled)) && b.token(i).text == strings.ToLower(b.token(i).text)
}

// withoutOurs is behind the article of a sentence and "our next": "Die nächste
// Konferenz findet …", "el próximo taller será …". Where a name follows in capitals,
// the article is the name's.
func (b *builder) withoutOurs(a, z int) int {
	for a+1 < z && b.token(a).kind == isWord {
		next := b.token(a + 1).text
		switch {
		case ours(b.token(a).fold):
		case b.article(a) > a && b.token(a).fold != "l" && (b.lang == "de" || next == strings.ToLower(next)):
		default:
			return a
		}
		a++
	}
	return a
}

// withoutSmall is behind the small words that lead over to what a sentence speaks
// of: "la fête", "pour le potager", "को सभा". A heading keeps them.
func (b *builder) withoutSmall(a, z int) int {
	for a+1 < z && (b.lines[b.lineOf(a)].first < a || b.lang == "hi") && b.token(a).kind == isWord && b.token(a).text == strings.ToLower(b.token(a).text) && (articleWord(b.token(a).fold) || towards(b.token(a).fold)) {
		a++
	}
	return a
}

func towards(fold string) bool {
	switch fold {
	case "pour", "fur", "zum", "zur", "para", "को", "में", "मे", "पर":
		return true
	}
	return false
}

// announcesOnly tells whether tokens say only that something is announced: "new
// date", "kleine Erinnerung".
func (b *builder) announcesOnly(a, z int) bool {
	if b.wordsBetween(a, z) <= 1 && b.prefix(a) {
		return true
	}
	known := false
	for i := a; i < z; i++ {
		if b.token(i).kind != isWord {
			continue
		}
		if f := b.token(i).fold; !noticeWord(f) && !b.prefix(i) && !slight(f) {
			return false
		}
		known = known || b.token(i).kind == isWord
	}
	return known
}

// slight lists what stands before "reminder".
func slight(fold string) bool {
	switch fold {
	case "kleine", "kurze", "nochmal", "petit", "petite", "quick", "little", "short", "just", "a", "pequeno", "pequena", "breve", "rapido", "небольшое", "маленькое", "короткое", "eine", "un", "the":
		return true
	}
	return false
}

// sentences tells whether a sentence of some length ends amid the tokens, and
// another begins: then they are no title.
func (b *builder) sentences(a, z int) bool {
	for i := a + 1; i < z-1; i++ {
		if b.sign(i, ".!") && b.spaced(i+1) && capital(b.token(i+1).text) && b.wordsBetween(a, i) > 5 {
			return true
		}
	}
	return false
}
