package i18n

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

const (
	lri = "\u2066" // isolate, runs from the left
	fsi = "\u2068" // isolate, runs as its first strong letter does
	pdi = "\u2069" // end of an isolate
	rlm = "\u200f" // an invisible letter that runs from the right
)

// Dir returns the direction of a language: "rtl" or "ltr".
func Dir(lang string) string {
	base, _ := splitTag(lang)
	switch base {
	case "ar", "arc", "ckb", "dv", "fa", "he", "ks", "mzn", "nqo", "ps", "sd", "syr", "ug", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}

// isolate prepares a value for a sentence that runs from the right (rtl) or from
// the left.
//
// The rule: a value is wrapped in FSI … PDI if it holds a letter that runs
// against the sentence, or, in a sentence from the right, anything but Arabic or
// Hebrew words and a lone number: "+49 30 12", "A–B" and "(c)" would be turned
// round there. In a sentence from the left nothing is wrapped unless it holds
// letters from the right, so that English, German or Hindi text stays free of
// invisible characters wherever it is put.
//
// Where it is put: in HTML an isolate does what <bdi> does, also inside titles
// and attributes, where no element can stand. Mail text and subjects keep it:
// readers that know the Unicode algorithm of 2013 obey, older ones show nothing.
// File names, table cells and addresses must not have it; see Unmarked.
//
// A value never reaches beyond itself: the controls that override direction
// have no place in a name and are dropped, and so are isolates that do not
// match.
func isolate(s string, rtl bool) string {
	s = tamed(s)
	if s == "" {
		return s
	}
	if rtl && !settled(s) || !rtl && hasRTL(s) {
		return fsi + s + pdi
	}
	return s
}

// settled tells whether the value reads the same inside a sentence from the
// right: words of such letters, or one number.
func settled(s string) bool {
	letters, digits := false, false
	for _, r := range s {
		if r == ' ' {
			if digits {
				return false
			}
			continue
		}
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.R, bidi.AL:
			letters = true
		case bidi.NSM:
		case bidi.EN, bidi.AN:
			digits = true
		default:
			return false
		}
	}
	return !letters || !digits
}

// hasRTL tells whether a letter runs from the right. Those begin at U+0590.
func hasRTL(s string) bool {
	for i := range len(s) {
		if s[i] >= 0xd6 {
			return strings.IndexFunc(s[i:], isRTL) >= 0
		}
	}
	return false
}

func isRTL(r rune) bool {
	if r < 0x590 {
		return false
	}
	p, _ := bidi.LookupRune(r)
	c := p.Class()
	return c == bidi.R || c == bidi.AL
}

// tamed drops embeddings and overrides, and all isolates if they do not match.
func tamed(s string) string {
	if !strings.Contains(s, "\u202a"[:2]) && !strings.Contains(s, lri[:2]) {
		return s
	}
	depth, matched := 0, true
	for _, r := range s {
		switch {
		case r >= 0x2066 && r <= 0x2068:
			depth++
		case r == 0x2069:
			depth--
			matched = matched && depth >= 0
		}
	}
	matched = matched && depth == 0
	return strings.Map(func(r rune) rune {
		if r >= 0x202a && r <= 0x202e || !matched && r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
}

// Unmarked takes all invisible marks of direction out of a text, for file names,
// table cells and what programs read.
func Unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 0x200e, r == 0x200f, r == 0x61c, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}
