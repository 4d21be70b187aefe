package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestWord bounds a word, in characters. What is longer is an address or
// noise, and is found by its beginning.
const longestWord = 40

// words cuts a text into words, in their order and as often as they stand
// there. They are small letters in composed form; accents are still there,
// since stems depend on them.
func words(text string) []string {
	var found []string
	text = strings.ToLower(norm.NFKC.String(text))
	for _, run := range strings.FieldsFunc(text, func(r rune) bool { return !partOfWord(r) }) {
		found = cut(found, run)
	}
	return found
}

// partOfWord tells whether a character belongs to a word. Tatweel only
// stretches a word, and the joiners only shape letters: they are dropped later.
func partOfWord(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N) || isJoiner(r)
}

func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// cut adds the words of a run of letters: the run itself, or where Han
// characters stand in it, each with the next one.
func cut(found []string, run string) []string {
	letters := []rune(run)
	for len(letters) > 0 {
		han := unicode.Is(unicode.Han, letters[0])
		n := slices.IndexFunc(letters, func(r rune) bool { return unicode.Is(unicode.Han, r) != han })
		if n < 0 {
			n = len(letters)
		}
		if han {
			found = append(found, pairs(letters[:n])...)
		} else if word := letters[:min(n, longestWord)]; saysSomething(word) {
			found = append(found, string(word))
		}
		letters = letters[n:]
	}
	return found
}

// saysSomething tells whether a run is worth keeping: a digit alone is ("session
// 7"), a letter alone ("l'atelier") or marks without a letter are not.
func saysSomething(word []rune) bool {
	return slices.ContainsFunc(word, unicode.IsNumber) ||
		len(word) > 1 && slices.ContainsFunc(word, unicode.IsLetter)
}

func pairs(han []rune) []string {
	if len(han) == 1 {
		return []string{string(han)}
	}
	list := make([]string, len(han)-1)
	for i := range list {
		list[i] = string(han[i : i+2])
	}
	return list
}

// fold takes from a word what people leave out when they type: accents, vowel
// signs, the dots of a letter.
func fold(word string) string {
	var b strings.Builder
	letters := []rune(norm.NFKD.String(word))
	for i, r := range letters {
		switch {
		case dropped(r), r == virama && i > 0 && nasalBefore(letters[i-1:]):
		case nasalBefore(letters[i:]):
			b.WriteRune(anusvara)
		case unicode.IsDigit(r):
			b.WriteRune('0' + digit(r))
		default:
			b.WriteString(foldLetter(r))
		}
	}
	return norm.NFC.String(b.String())
}

// dropped tells whether a character of a decomposed word is left out. The vowel
// signs of Devanagari are letters in all but name and stay; nukta does not.
func dropped(r rune) bool {
	switch {
	case isJoiner(r), r == 'ـ', r == '़':
		return true
	case unicode.Is(unicode.Devanagari, r):
		return false
	}
	return unicode.Is(unicode.Mn, r)
}

const (
	virama   = '\u094d'
	anusvara = '\u0902'
)

// nasalBefore tells whether letters of Devanagari begin with a nasal that is one
// with the consonant behind it, which most people write as a dot: अम्बेडकर and
// अंबेडकर are one name. Two nasals, as in सम्मान, are always written out.
func nasalBefore(letters []rune) bool {
	if len(letters) < 3 || letters[1] != virama {
		return false
	}
	for _, row := range []string{"ङकखगघ", "ञचछजझ", "णटठडढ", "नतथदध", "मपफबभ"} {
		nasal, size := utf8.DecodeRuneInString(row)
		if letters[0] == nasal {
			return strings.ContainsRune(row[size:], letters[2])
		}
	}
	return false
}

// digit is the value of a decimal digit of any script: their blocks of ten
// begin with the nought.
func digit(r rune) rune {
	zero := r
	for unicode.IsDigit(zero-1) && r-zero < 9 {
		zero--
	}
	return r - zero
}

func foldLetter(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ':
		return "d"
	case 'ı':
		return "i"
	case 'ى', 'ی':
		return "ي"
	case 'ة':
		return "ه"
	case 'ک':
		return "ك"
	case 'ٱ':
		return "ا"
	case 'ँ':
		return "ं"
	}
	return string(r)
}
