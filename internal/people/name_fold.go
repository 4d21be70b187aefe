package people

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FoldName is a name without what people write now so, now so: case, accents
// on Latin letters, spaces.
func FoldName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f { // marks over Latin, Greek and Cyrillic letters
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}

// Found tells whether a person is found by what somebody typed: all its words
// stand in their name or address.
func (p Person) Found(typed string) bool {
	text := FoldName(p.Name + " " + p.Address)
	for _, w := range strings.Fields(FoldName(typed)) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
