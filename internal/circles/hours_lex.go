package circles

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// word is one word, number or sign of a line.
type word struct {
	meaning
	text    string // as written
	minutes int    // of a time
	part    byte   // of the day, where it is said beside the time
}

// Kinds of words that are no words of a language.
const (
	isTime  wordKind = 100
	isBreak wordKind = 101
)

// lexLine parts a line into words. Parts of the day are put to the time beside
// which they stand.
func lexLine(text, lang string) []word {
	x := lexer{rest: clean(text), lang: lang}
	for x.rest != "" {
		x.next()
	}
	var kept []word
	for i, w := range x.words {
		switch {
		case w.kind != isPart || w.mer == 0: // a whole day belongs to no time
			kept = append(kept, w)
		case len(kept) > 0 && kept[len(kept)-1].kind == isTime && kept[len(kept)-1].part == 0:
			kept[len(kept)-1].part = w.mer
		case i+1 < len(x.words) && x.words[i+1].kind == isTime && x.words[i+1].part == 0:
			x.words[i+1].part = w.mer
		default:
			kept = append(kept, w)
		}
	}
	return kept
}

// clean drops marks that nobody sees, makes digits ours, and joins what a
// hyphen parts without meaning a range.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\u200c' || r == '\u200d' || !unicode.Is(unicode.Cf, r):
			return r
		}
		return -1
	}, text)
	return hyphens.Replace(i18n.Digits(text))
}

var hyphens = strings.NewReplacer("eek-end", "eekend", "-feira", "", "-Feira", "", "après-midi", "apresmidi", "après midi", "apresmidi")

// lexer takes a line apart.
type lexer struct {
	rest  string
	lang  string
	words []word
}

func (x *lexer) next() {
	r, size := utf8.DecodeRuneInString(x.rest)
	switch {
	case r >= '0' && r <= '9':
		x.number()
	case isWordy(r):
		x.letters()
	default:
		x.sign(r, x.rest[:size])
		x.rest = x.rest[size:]
	}
}

func (x *lexer) put(w word) { x.words = append(x.words, w) }

func (x *lexer) sign(r rune, text string) {
	switch {
	case unicode.Is(unicode.Pd, r), r == '−', r == '~', r == '〜', r == '→':
		x.put(word{meaning: meaning{kind: isRange}, text: text})
	case r == '\n', r == ';', r == '؛', r == '।':
		x.put(word{meaning: meaning{kind: isBreak}, text: text})
	}
}

// longestPhrase is how many words are looked up together.
const longestPhrase = 3

// letters reads a word, or several that are said together.
func (x *lexer) letters() {
	for n := longestPhrase; n > 1; n-- {
		text, end := phrase(x.rest, n)
		if end == 0 {
			continue
		}
		if m := meaningOf(i18n.Fold(text), x.lang); m.kind != isUnknown {
			x.rest = x.rest[end:]
			if m.kind != isNoise {
				x.put(word{meaning: m, text: text})
			}
			return
		}
	}
	text, end := phrase(x.rest, 1)
	x.rest = x.rest[end:]
	folded := i18n.Fold(text)
	if folded == "" {
		return
	}
	if m, _ := meaningIn(folded, x.lang); m.kind != isNoise {
		x.put(word{meaning: m, text: text})
	}
}

// phrase returns the first n words of a text that only spaces or full stops
// part, and where they end; 0 if there are fewer.
func phrase(s string, n int) (text string, end int) {
	in := false
	for i, r := range s {
		switch {
		case isWordy(r) && !in:
			if n == 0 {
				return s[:end], end
			}
			in, n = true, n-1
		case !isWordy(r):
			if in = false; r != ' ' && r != '.' && r != '\u00a0' && r != '\u202f' {
				return s[:end], whole(n, end)
			}
		}
		if in {
			end = i + utf8.RuneLen(r)
		}
	}
	return s[:end], whole(n, end)
}

// whole is the end of a phrase of which n words are missing.
func whole(n, end int) int {
	if n > 0 {
		return 0
	}
	return end
}

func isWordy(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || r == '\u200c' || r == '\u200d'
}

// number reads a time: 18, 18:30, 18.30, 18h30, 1830; or a day as Portuguese
// counts them: 2ª.
func (x *lexer) number() {
	digits := run(x.rest)
	end := digits
	hour, minute, ok := atoi(x.rest[:digits]), 0, digits <= 2
	after := x.rest[digits:]
	switch {
	case digits == 4:
		hour, minute, ok = atoi(x.rest[:2]), atoi(x.rest[2:4]), true
	case strings.HasPrefix(after, "ª") && digits == 1 && hour >= 2 && hour <= 6:
		end += len("ª")
		x.put(word{meaning: meaning{kind: isDays, days: 1 << (hour - 2)}, text: x.rest[:end]})
		x.rest = x.rest[end:]
		return
	default:
		for _, sign := range []string{":", ".", "h", "H", "ч", "：", "։"} {
			if tail, found := strings.CutPrefix(after, sign); found && run(tail) == 2 {
				minute, end = atoi(tail[:2]), digits+len(sign)+2
			}
		}
	}
	text := x.rest[:end]
	x.rest = x.rest[end:]
	if !ok || hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		x.put(word{text: text})
		return
	}
	x.put(word{meaning: meaning{kind: isTime}, text: text, minutes: hour*60 + minute})
}

// run is how many digits a text begins with.
func run(s string) (n int) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func atoi(digits string) (n int) {
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
		n = min(n, 10_000)
	}
	return n
}
