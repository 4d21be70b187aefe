package i18n

import "unicode"

// scriptOf names the script in which a language is written.
var scriptOf = map[string]*unicode.RangeTable{
	"en": unicode.Latin, "de": unicode.Latin, "es": unicode.Latin, "fr": unicode.Latin, "pt": unicode.Latin,
	"hi": unicode.Devanagari, "ru": unicode.Cyrillic, "ar": unicode.Arabic,
}

// script returns the script of the first letter, if a language of ours uses it.
func script(s string) *unicode.RangeTable {
	for _, r := range s {
		for _, t := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Arabic, unicode.Devanagari} {
			if unicode.Is(t, r) {
				return t
			}
		}
	}
	return nil
}
