package announce

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// token is a word, a number, a sign or the end of a line.
type token struct {
	kind   tokenKind
	text   string
	fold   string // of a word: as it is looked up; of a number: its digits
	num    int    // of a number with up to nine digits
	a, b   int    // where it stands in the clean text
	line   int
	spaced bool // something parts it from the token before it
}

type tokenKind uint8

const (
	isWord   tokenKind = iota
	isNumber           // digits
	isSign             // one character
	isEnd              // of a line
	isBlank            // the end of a line, and an empty one after it
	isOpaque           // an address, a telephone number: not looked into
)

// line is one line of the text.
type line struct {
	a, b        int // in the clean text, without the spaces around it
	first, last int // its tokens, without the end of the line: [first, last)
	block       int // the paragraph in which it stands
	bullet      bool
	quoted      bool // of an older mail
}

// tokens parts a text. Line ends that mail programs put into sentences are
// spaces.
func tokens(s string) (list []token, lines []line) {
	x := tokenizer{s: s, ends: lineEnds(s)}
	x.list = make([]token, 0, len(s)/5+8)
	x.lines = append(x.lines, line{})
	for x.i < len(s) {
		x.next()
	}
	x.endLine(len(s))
	return x.list, x.lines
}

type tokenizer struct {
	s     string
	i     int
	ends  ends
	list  []token
	lines []line
	block int
	gap   bool
}

func (x *tokenizer) put(t token) {
	t.line, t.spaced = len(x.lines)-1, x.gap || len(x.list) == 0
	x.gap = false
	x.list = append(x.list, t)
}

func (x *tokenizer) next() {
	c := x.s[x.i]
	switch {
	case c == '\n':
		x.newline()
		return
	case c == ' ':
		x.i++
		x.gap = true
		return
	}
	if n := opaqueAt(x.s, x.i); n > 0 {
		x.put(token{kind: isOpaque, text: x.s[x.i : x.i+n], a: x.i, b: x.i + n})
		x.i += n
		return
	}
	start := x.i
	if c >= '0' && c <= '9' {
		for x.i < len(x.s) && x.s[x.i] >= '0' && x.s[x.i] <= '9' {
			x.i++
		}
		t := token{kind: isNumber, text: x.s[start:x.i], a: start, b: x.i}
		t.fold, t.num = t.text, small(t.text)
		x.put(t)
		return
	}
	r, size := utf8.DecodeRuneInString(x.s[x.i:])
	if !isLetter(r) {
		x.i += size
		x.put(token{kind: isSign, text: x.s[start:x.i], a: start, b: x.i})
		return
	}
	for x.i < len(x.s) {
		r, size := utf8.DecodeRuneInString(x.s[x.i:])
		if !isLetter(r) || x.i-start > longestWord {
			break
		}
		x.i += size
	}
	t := token{kind: isWord, text: x.s[start:x.i], a: start, b: x.i}
	t.fold = fold(t.text)
	x.put(t)
}

const longestWord = 80

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

// small is the value of up to nine digits; -1 for more.
func small(digits string) int {
	if len(digits) > 9 {
		return -1
	}
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
}

func (x *tokenizer) newline() {
	at := x.i
	if x.ends.soft(at) {
		x.i++
		x.gap = true
		return
	}
	x.endLine(at)
	kind := isEnd
	for x.i < len(x.s) && (x.s[x.i] == '\n' || x.s[x.i] == ' ') {
		if x.s[x.i] == '\n' && x.i > at {
			kind = isBlank
		}
		x.i++
	}
	if kind == isBlank {
		x.block++
	}
	x.put(token{kind: kind, text: "\n", a: at, b: at + 1})
	x.lines = append(x.lines, line{a: x.i, first: len(x.list), block: x.block})
}

func (x *tokenizer) endLine(at int) {
	l := &x.lines[len(x.lines)-1]
	l.last = len(x.list)
	l.a, l.b = at, at
	if l.first < l.last {
		l.a, l.b = x.list[l.first].a, x.list[l.last-1].b
		l.bullet = strings.Contains("•-–·▪►‣◦●○■□▶➤✅✔☑✓★☆📌🔹🔸", x.list[l.first].text) && x.list[l.first].kind == isSign
	}
}

// fold makes a word comparable to those of the tables. The Arabic article is
// dropped, there and here.
func fold(word string) string {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return article(i18n.Fold(word))
		}
	}
	return strings.ToLower(word)
}

func article(s string) string {
	const al = "ال"
	if rest, ok := strings.CutPrefix(s, al); ok && utf8.RuneCountInString(rest) >= 3 {
		return rest
	}
	return s
}
