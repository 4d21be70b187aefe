package announce

import (
	"slices"
	"strings"
)

// reading is some tokens that say something of when.
type reading struct {
	kind readingKind
	a, b int // its tokens: [a, b)
	role role

	days   []day // of a date
	span   bool  // the days are the first and the last
	until  bool  // the day ends a rhythm
	stamp  bool  // a messenger wrote it before a message
	unsure bool  // perhaps it did
	part   int   // of the day, said beside the day

	hours hours  // of an hour
	zone  zone   // of a zone
	every rhythm // of a rhythm
	long  int    // of a length, in minutes
}

type readingKind uint8

const (
	aDate readingKind = iota
	anHour
	aZone
	aRhythm
	aLength
)

// role is what a date or an hour is, if not that of the event.
type role uint8

const (
	ofEvent role = iota
	ofDeadline
	ofPublishing
	ofPast
	ofDoors
	ofEnd
	ofAside // a break, the office: nobody comes for it
)

// day is a day as it is written. Zero is what was not.
type day struct {
	y, m, d  int
	weekday  int    // 0 Sunday to 6, -1 not said
	written  string // the weekday, as written
	either   bool   // d/m or m/d: both may be meant
	relative int    // with near: so many days from today
	near     nearness
	a, b     int // its tokens
}

// nearness says how a day without a date is named.
type nearness uint8

const (
	dated       nearness = iota
	fromToday            // "tomorrow"
	thisWeekday          // "this Friday"
	nextWeekday          // "next Friday": which one is not clear
	bareWeekday          // "on Friday"
	ofNoMonth            // "Friday the 13th"
)

// parser reads one text.
type parser struct {
	text  *text
	opt   Options
	lex   *lexicon
	tok   []token
	lines []line
	hits  [][]hit

	lang       string
	langs      langs
	blockLang  []string
	blockLangs []langs

	asking   bool // dateAt is being answered
	readings []reading
	bound    []int // for each reading of a zone, the hour to which it belongs; -1 for none
}

// find returns the longest phrase of a kind that begins at i.
func (p *parser) find(i int, k kind) (hit, bool) {
	if i < 0 || i >= len(p.tok) {
		return hit{}, false
	}
	for _, h := range p.hits[i] {
		if h.kind == k && p.says(h, i) {
			return h, true
		}
	}
	return hit{}, false
}

// says tells whether the meaning fits the language in which the word stands.
func (p *parser) says(h hit, i int) bool {
	in := p.blockLangs[p.lines[p.tok[i].line].block]
	switch h.kind {
	case kMer:
		return in != 1<<1 || !p.tok[i].spaced || p.tok[i].fold != "am" // "um 8 am Montag"
	case kAbbr:
		return p.abbreviation(h, i)
	case kState:
		return capital(p.tok[i].text) && (len(p.tok[i].text) > 2 || h.langs&in != 0 && capitals(p.tok[i].text) && !p.wordFollows(i))
	case kCity, kCountry:
		return capital(p.tok[i].text)
	case kMonth, kWeekday:
		if h.langs == 1 && !capital(p.tok[i].text) && doubleMeaning(p.tok[i].fold) {
			return p.dayBeside(i, h) // "may", "sun", "march", "wed"
		}
	}
	if h.kind == kMonth && h.langs&in == 0 && !h.clear {
		return p.besideNumber(i) && !p.hasMonth(i, in)
	}
	if h.kind == kWeekday && h.langs&in == 0 && !h.clear {
		return p.numbersBehind(i + h.n)
	}
	return h.clear || h.langs&in != 0
}

// wordFollows tells whether a word follows on the line: then two capitals are no
// state, as in "SÁBADO 10, DE 10 A 12".
func (p *parser) wordFollows(i int) bool {
	if i+1 >= len(p.tok) {
		return false
	}
	next := p.tok[i+1]
	return next.kind == isWord || next.kind == isNumber && len(next.text) != 5
}

// doubleMeaning lists the English names that are words when they are written
// small.
func doubleMeaning(fold string) bool {
	switch fold {
	case "march", "may", "mar", "sun", "sat", "wed", "mon", "dec", "jan", "sep":
		return true
	}
	return false
}

// dayBeside tells whether the number of a day stands beside a name: "sat 7th",
// "5 march".
func (p *parser) dayBeside(i int, h hit) bool {
	after := func(j int) bool {
		n, ok := p.number(j, 2)
		return ok && n >= 1 && n <= 31 && !p.sign(j+1, ":") && !p.is(j+1, kMer)
	}
	if h.kind == kWeekday {
		return after(i+1) || p.sign(i+1, ",.") && after(i+2) || p.tok[min(i+1, len(p.tok)-1)].fold == "the" && after(i+2)
	}
	if i > 0 && (p.is(i-1, kOrdinal) || p.tok[i-1].fold == "of") {
		return true
	}
	return after(i+1) || i > 0 && after(i-1)
}

// besideNumber: "7 ene 2025", "5 de abr", where the language was mistaken.
func (p *parser) besideNumber(i int) bool {
	number := func(j int) bool { _, ok := p.number(j, 2); return ok }
	return number(i-1) || number(i+1) && !p.sign(i+2, ":") || i > 1 && (p.tok[i-1].fold == "de" || p.sign(i-1, ".-/")) && number(i-2)
}

// numbersBehind tells whether a date in numbers follows: "sex, 2/5", where the
// language was mistaken.
func (p *parser) numbersBehind(i int) bool {
	if p.sign(i, ".") {
		i++
	}
	if p.sign(i, ",") {
		i++
	}
	d, ok1 := p.number(i, 2)
	m, ok2 := p.number(i+2, 2)
	return ok1 && ok2 && p.sign(i+1, "/.") && !p.spaced(i+1) && !p.spaced(i+2) && possible(d, m)
}

// hasMonth tells whether the word is a month in one of some languages.
func (p *parser) hasMonth(i int, in langs) bool {
	for _, h := range p.hits[i] {
		if h.kind == kMonth && h.langs&in != 0 {
			return true
		}
	}
	return false
}

// token returns a token; beyond the last one, and before the first, lines have
// ended.
func (p *parser) token(i int) token {
	if i < 0 || i >= len(p.tok) {
		return token{kind: isEnd}
	}
	return p.tok[i]
}

// is tells whether a word of the kind stands at i.
func (p *parser) is(i int, k kind) bool { _, ok := p.find(i, k); return ok }

// sign tells whether one of the signs stands at i.
func (p *parser) sign(i int, signs string) bool {
	return i >= 0 && i < len(p.tok) && p.tok[i].kind == isSign && strings.Contains(signs, p.tok[i].text)
}

// number returns the number at i with at most so many digits.
func (p *parser) number(i, digits int) (int, bool) {
	if i < 0 || i >= len(p.tok) || p.tok[i].kind != isNumber || len(p.tok[i].text) > digits {
		return 0, false
	}
	return p.tok[i].num, true
}

// spaced tells whether something parts the token at i from the one before it.
func (p *parser) spaced(i int) bool { return i < len(p.tok) && p.tok[i].spaced }

// ends tells whether the line ends at i.
func (p *parser) ends(i int) bool {
	return i >= len(p.tok) || p.tok[i].kind == isEnd || p.tok[i].kind == isBlank
}

// skip passes signs and words of some kinds, on the same line.
func (p *parser) skip(i int, signs string, kinds ...kind) int {
	for n := 0; n < 6 && !p.ends(i); n++ {
		if p.sign(i, signs) {
			i++
			continue
		}
		j := i
		for _, k := range kinds {
			if h, ok := p.find(i, k); ok {
				j = i + h.n
				break
			}
		}
		if j == i {
			break
		}
		i = j
	}
	return i
}

// read makes all readings, from left to right. What one has read no other reads.
func (p *parser) read() {
	for i := 0; i < len(p.tok); {
		if k := p.tok[i].kind; k == isEnd || k == isBlank || k == isOpaque {
			i++
			continue
		}
		if h, ok := p.find(i, kMasked); ok && !p.is(i, kLabelOther) || ok && p.maskedNumber(i+h.n) {
			if p.dateBehind(i + h.n) {
				i += h.n // "Zoom call: 14 January"
				continue
			}
			i = p.pass(i + h.n)
			continue
		}
		r, ok := p.readOne(i)
		if !ok {
			i++
			continue
		}
		if list := p.perDay(i, r); list != nil {
			p.readings = append(p.readings, list...)
			i = list[len(list)-1].b
			continue
		}
		r.a = i
		p.readings = append(p.readings, r)
		i = max(r.b, i+1)
	}
	p.roles()
	p.bind()
}

// dateBehind tells whether a colon and a day with the name of its month stand at i:
// then the word before is what takes place, and no number follows.
func (p *parser) dateBehind(i int) bool {
	if !p.sign(i, ":") {
		return false
	}
	r, ok := p.date(i + 1)
	return ok && p.between(i+1, r.b, func(n int) bool { return p.is(n, kMonth) })
}

// readOne makes the reading that begins at i.
func (p *parser) readOne(i int) (reading, bool) {
	for _, try := range []func(*parser, int) (reading, bool){(*parser).rhythm, (*parser).length, (*parser).date, (*parser).hour, (*parser).zoneAt} {
		if r, ok := try(p, i); ok {
			return r, true
		}
	}
	return reading{}, false
}

// maskedNumber tells whether a number follows that is none of an hour.
func (p *parser) maskedNumber(i int) bool {
	i = p.skip(i, ":.#=–- ")
	_, ok := p.number(i, 12)
	return ok && !p.sign(i+1, ":") && !p.is(i+1, kMer)
}

// pass goes over the numbers of a telephone or a code.
func (p *parser) pass(i int) int {
	for !p.ends(i) && (p.tok[i].kind == isNumber || p.sign(i, ":.#=–-+()/ ") || p.tok[i].kind == isOpaque) {
		if p.tok[i].kind == isNumber && p.sign(i+1, ":") && !p.spaced(i+1) {
			break
		}
		i++
	}
	return i
}

// between tells whether a token in [a, b) satisfies the test.
func (p *parser) between(a, b int, test func(i int) bool) bool {
	for i := max(a, 0); i < min(b, len(p.tok)); i++ {
		if test(i) {
			return true
		}
	}
	return false
}

// words joins what stands in the tokens [a, b).
func (p *parser) words(a, b int) string {
	if a >= b {
		return ""
	}
	return p.text.s[p.tok[a].a:p.tok[b-1].b]
}

// line of a token.
func (p *parser) lineOf(i int) int {
	return p.tok[max(0, min(i, len(p.tok)-1))].line
}

func (p *parser) blockOf(i int) int { return p.lines[p.lineOf(i)].block }

// wordsOnly tells whether all days are weekdays without a date.
func wordsOnly(days []day) bool {
	return len(days) > 0 && !slices.ContainsFunc(days, func(d day) bool { return d.near == dated })
}
