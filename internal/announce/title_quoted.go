package announce

import "strings"

// Bounds of a name in quotes, and of how far before it what it is the name of
// stands, in tokens.
const (
	longestQuote = 30
	beforeQuote  = 4
)

// titleQuoted reads the name that a text itself sets in quotes behind the word for
// what it is: the workshop «Reading a lease». It stands in the heading, or in the
// sentence of the date.
func (b *builder) titleQuoted(d *draft, r region) bool {
	from, last := r.head, b.lineOf(d.c.last-1)
	if r.only {
		from = 0
	}
	_, end := b.sentence(d.c.last - 1)
	return b.quotedIn(d, from, min(max(b.lines[last].last, end), r.to))
}

// quotedIn reads such a name in tokens.
func (b *builder) quotedIn(d *draft, from, to int) bool {
	quoted := b.lines[b.lineOf(d.c.first)].quoted
	for i := from; i < to; i++ {
		z := b.closing(i, len(b.tok))
		if z < 0 {
			continue
		}
		l := b.lineOf(i)
		if b.lines[l].quoted == quoted && (!b.asides[l] || l == b.lineOf(d.c.first)) && b.wordsBetween(i, z) > 1 && b.namesEvent(i) {
			if ln := b.lines[l]; i == ln.first && z+1 == ln.last {
				b.setTitle(d, i, z+1) // as its heading
			} else {
				b.setTitle(d, i+1, z)
			}
			if d.Title != "" {
				return true
			}
		}
		i = z
	}
	return false
}

// closing is where a quote that opens at i closes, in the same paragraph; -1 if
// none opens there.
func (b *builder) closing(i, to int) int {
	if b.token(i).kind != isSign {
		return -1
	}
	marks := ""
	switch b.token(i).text {
	case "«":
		marks = "»"
	case "»": // as some write in German
		marks = "«"
	case "‹":
		marks = "›"
	case "„":
		marks = "“”"
	case "“":
		marks = "”"
	case "\"":
		marks = "\""
	default:
		return -1
	}
	for n := i + 1; n < min(to, len(b.tok), i+longestQuote); n++ {
		if b.sign(n, marks) {
			return n
		}
		if b.blockOf(n) != b.blockOf(i) {
			break
		}
	}
	return -1
}

// namesEvent tells whether the word for an event stands before a quote, and that
// for an organisation or a room does not: it is the name of one or the other.
func (b *builder) namesEvent(i int) bool {
	first := max(b.lines[b.lineOf(i)].first, i-beforeQuote)
	if first == i && b.lineOf(i) > 0 { // the quote has a line of its own
		above := b.lines[b.lineOf(i)-1]
		first, i = max(above.first, above.last-beforeQuote), above.last
	}
	for n := i - 1; n >= first; n-- {
		h, invites := b.find(n, kInvites)
		switch {
		case b.eventWord(n), invites && n+h.n >= i:
			return true
		case b.token(n).kind == isWord && (b.is(n, kSender) || b.room(n)), b.stops(n):
			return false
		}
	}
	return false
}

// eventWord tells whether a word says what takes place, alone, at the end of a
// compound (Mieterversammlung) or in another case.
func (b *builder) eventWord(i int) bool {
	if b.is(i, kEvent) {
		return true
	}
	if b.token(i).kind != isWord {
		return false
	}
	if b.lang == "ru" { // in any case: "на лекцию"
		for _, begins := range []string{"лекци", "собрани", "встреч", "семинар", "заняти", "концерт", "заседани", "митинг", "праздник", "экскурси", "прогулк", "субботник", "тренинг", "дискусси", "выставк", "презентаци", "чтени", "спектакл", "ярмарк", "репетици"} {
			if strings.HasPrefix(b.token(i).fold, begins) {
				return true
			}
		}
	}
	for _, end := range []string{"versammlung", "seminar", "abend", "treffen", "konzert", "workshop", "tagung", "vortrag", "gesprach", "feier", "schulung", "stammtisch", "probe", "proben", "fuhrung", "lesung", "konferenz", "fruhstuck"} {
		if strings.HasSuffix(b.token(i).fold, end) {
			return true
		}
	}
	return false
}
