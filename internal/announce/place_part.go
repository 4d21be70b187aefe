package announce

// withoutOn is behind a preposition that stands before a place and is none of
// those with which places begin elsewhere: "sur la place", "devant la gare".
func (b *builder) withoutOn(a, z int) int {
	switch b.tok[min(a, len(b.tok)-1)].fold {
	case "sur", "auf", "on":
		for n := a + 1; n < z; n++ {
			if !articleWord(b.tok[n].fold) {
				return n
			}
		}
	}
	return a
}

// sameAs reads the place that a text names in brackets behind "the same hall".
func (b *builder) sameAs(a, cut, z int) (from, to int, ok bool) {
	switch b.tok[a].fold {
	case "same", "gleicher", "gleiche", "selber", "selbe", "mismo", "misma", "meme", "mesmo", "mesma", "тот", "там", "usual", "wie", "como", "comme":
	default:
		return 0, 0, false
	}
	if cut >= z || !b.sign(cut, "(") {
		return 0, 0, false
	}
	for to = cut + 1; to < z && !b.sign(to, ")"); to++ {
	}
	return cut + 1, to, to > cut+1 && capital(b.tok[cut+1].text)
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
	if b.wordsBetween(cut+1, end) < 2 || b.tok[cut+1].kind != isWord || !capital(b.tok[cut+1].text) || b.between(cut+1, end, func(i int) bool { return b.is(i, kStreet) || b.tok[i].kind == isNumber }) {
		return 0, false
	}
	return end, true
}

// doorNumber tells whether tokens are a room and its number: "Room B12", "salle
// 208".
func (b *builder) doorNumber(a, z int) bool {
	switch b.tok[a].fold {
	case "room", "raum", "zimmer", "saal", "salle", "sala", "aula", "salon", "suite", "комната", "каб", "кабинет", "ауд", "аудитория", "зал", "कमरा", "कक्ष", "قاعه", "غرفه":
		return b.wordsBetween(a, z) <= 2 && b.between(a+1, z, func(i int) bool {
			return b.tok[i].kind == isNumber || len(b.tok[i].text) <= 3 && b.tok[i].kind == isWord
		})
	}
	return false
}
