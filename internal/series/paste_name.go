package series

import (
	"strings"
	"unicode"

	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/people/lists"
)

func isName(s string) bool { return looksLikeName(s) && !lists.IsHead(s) }

// looksLikeName tells whether there is a letter or a picture in it.
func looksLikeName(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.Is(unicode.So, c) })
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// isRuler tells whether a line holds nothing but signs that draw one.
func isRuler(s string) bool { return strings.Trim(s, "-=_*~#.|+:·•─━═—– \t") == "" }

// longestPiece is how much of a piece of a line is looked at for a name, in
// bytes: more than the longest name has in any script.
const longestPiece = 2000

// shortPiece cuts what is too long to be a name, and not worth more than a look.
func shortPiece(s string) string {
	if len(s) <= longestPiece {
		return s
	}
	return strings.ToValidUTF8(s[:longestPiece], "")
}

// cleanListName takes away what stands around a name, and turns "Berg, Anna"
// round.
func cleanListName(s string) string {
	s = shortPiece(s)
	for range 5 { // until nothing changes, which is after the second time at the latest for what people write
		t := trimAround(s)
		if last, first, ok := strings.Cut(t, ","); ok && !strings.Contains(first, ",") && hasLetter(first) && hasLetter(last) {
			t = trimAround(first) + " " + trimAround(last)
		}
		if t = people.CleanName(curlQuotes(t)); t == s {
			break
		}
		s = t
	}
	return s
}

// pairs are the signs that open and close what they stand around.
var pairs = [...][2]string{{`"`, `"`}, {"'", "'"}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"`", "`"}, {"(", ")"}, {"[", "]"}, {"{", "}"}, {"<", ">"}}

// trimAround cuts signs that belong to the list and not to what is listed, and
// pairs of signs around the whole.
func trimAround(s string) string {
	for range 50 {
		t := strings.Trim(s, " \t\n\u00a0*_,;:=–—-")
		for _, p := range pairs {
			t = trimPair(t, p[0], p[1])
		}
		if t == s {
			break
		}
		s = t
	}
	return s
}

func trimPair(s, opens, closes string) string {
	begins, ends := strings.HasPrefix(s, opens), strings.HasSuffix(s, closes)
	switch {
	case begins && ends && len(s) >= len(opens)+len(closes):
		inner := s[len(opens) : len(s)-len(closes)]
		if opens == closes && strings.Count(inner, opens)%2 == 1 || opens != closes && strings.Contains(inner, closes) {
			return s // they do not belong together
		}
		return inner
	case begins && strings.Count(s, closes) == strings.Count(opens, closes):
		return s[len(opens):]
	case ends && strings.Count(s, opens) == strings.Count(closes, opens):
		return s[:len(s)-len(closes)]
	}
	for _, empty := range []string{opens + closes, opens + " " + closes} {
		if opens != closes {
			s = strings.ReplaceAll(s, empty, " ")
		}
	}
	return s
}

// curlQuotes gives a nickname quotes that no list takes for its own.
func curlQuotes(s string) string {
	open := false
	return strings.Map(func(r rune) rune {
		if r != '"' {
			return r
		}
		if open = !open; open {
			return '“'
		}
		return '”'
	}, s)
}

func cleanRest(s string) string { return people.CleanName(strings.Trim(s, " \t,;.")) }
