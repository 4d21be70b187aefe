package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes a text comparable to what people type: small letters, no accents,
// no vowel marks of Arabic, one space between words. The vowel signs of Indian
// scripts stay, for there they are letters.
func fold(s string) string {
	if plain, ok := foldASCII(s); ok {
		return plain
	}
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) && (r < 0x900 || r >= 0x1ab0), unicode.Is(unicode.Cf, r), r == 0x93c: // accents; nukta
			continue
		case !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r):
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		if t, ok := foldings[unicode.ToLower(r)]; ok {
			b.WriteString(t)
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return Digits(b.String())
}

// foldings are letters that people write in another way and that no
// decomposition takes apart.
var foldings = map[rune]string{
	'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h",
	'ى': "ي", 'ة': "ه", 'ٱ': "ا", 'ک': "ك", 'ی': "ي", 'ـ': "",
}

func foldASCII(s string) (string, bool) {
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 || !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
			return "", false
		}
	}
	return s, true
}

// Fold makes words that people type comparable to those of a list: small
// letters, no accents, one space between words, Western digits.
func Fold(s string) string { return fold(s) }
