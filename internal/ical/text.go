package ical

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// How long a value may be, in bytes. What is longer is cut and ends in "…":
// calendars on phones refuse or cut far longer ones themselves.
const (
	longestLine        = 1 << 10 // summary, location, one category
	longestName        = 200     // CN of a person
	longestDescription = 16 << 10
	longestURL         = 2 << 10
	mostCategories     = 20
)

// oneLine returns the text as one line: line breaks and tabs become spaces.
func oneLine(s string, longest int) string {
	return shorten(clean(s, ' '), longest)
}

// manyLines returns the text with its lines parted by "\n".
func manyLines(s string, longest int) string {
	return shorten(clean(s, '\n'), longest)
}

// clean removes what must not stand in a text: control characters and bytes
// that are no UTF-8. Everything that any program takes for a line break becomes
// the given character.
func clean(s string, br rune) string {
	if plain(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
			return br
		case r == '\t':
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0, r == utf8.RuneError, r == '\ufeff':
			return -1
		}
		return r
	}, s)
}

// plain tells whether the text is of printable ASCII characters only.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// shorten cuts a text that has more bytes than longest.
func shorten(s string, longest int) string {
	const mark = "…"
	if len(s) <= longest {
		return s
	}
	cut := longest - len(mark)
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + mark
}

var escaper = strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`, "\n", `\n`)

// escape writes a clean text as a value of type TEXT.
func escape(s string) string { return escaper.Replace(s) }

var quoter = strings.NewReplacer(`"`, `'`, `^`, `^^`)

// param returns a text as the value of a parameter. There a double quote has no
// spelling that all programs read, so it becomes a single one; a circumflex
// begins an escape (RFC 6868) and is doubled.
func param(s string, longest int) string { return quoter.Replace(oneLine(s, longest)) }

// parameter writes a parameter of a property, from a value as param makes it.
func parameter(name, value string) string {
	if strings.ContainsAny(value, ";:,") {
		value = `"` + value + `"`
	}
	return ";" + name + "=" + value
}

// language returns a language tag, or "" if it is none.
func language(s string) string {
	if len(s) > 35 {
		return ""
	}
	for i := range len(s) {
		c := s[i] | 0x20
		if !('a' <= c && c <= 'z') && !('0' <= s[i] && s[i] <= '9') && s[i] != '-' {
			return ""
		}
	}
	return s
}

// address returns an address of the web as it is written in a URL property, or
// "" if it is none.
func address(s string) string {
	if host, ok := strings.CutPrefix(s, "https://"); ok && len(s) <= longestURL && isSimple(host) {
		return s // most are, and reading one takes as long as writing three lines
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	s = u.String()
	if len(s) > longestURL || !plain(s) || strings.ContainsAny(s, " \"<>") {
		return ""
	}
	return s
}

// isSimple tells whether an address, without its scheme, is of letters, digits,
// dots, dashes and slashes and begins with a host.
func isSimple(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if !('a' <= c && c <= 'z') && !('0' <= s[i] && s[i] <= '9') && (s[i] != '-' && s[i] != '.' && s[i] != '/' || i == 0) {
			return false
		}
	}
	return s != ""
}
