package mail

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxHeader is more than any honest subject or name needs, in bytes; a header
// line may hold 998.
const maxHeader = 300

// oneLine makes a text fit for a header: one line without control characters,
// not too long. Marks that turn the direction of writing for the rest of the
// line are taken out; those that isolate a name stay.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case r >= '\u202a' && r <= '\u202e', r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= maxHeader {
		return s
	}
	n := 0
	for i := range s {
		if i > maxHeader-len("…") {
			break
		}
		n = i
	}
	return strings.TrimSpace(s[:n]) + "…"
}

// lines splits a text of a body into lines without control characters.
func lines(s string) []string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r == '\u2028', r == '\u2029', r == '\v', r == '\f', r == '\u0085':
			return '\n'
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	all := strings.Split(strings.Trim(s, "\n"), "\n")
	for i, line := range all {
		all[i] = strings.TrimRight(line, " ")
	}
	return all
}

// flat is a text of a body in one line.
func flat(s string) string { return strings.TrimSpace(strings.Join(lines(s), " ")) }

// escape writes the bytes that cannot be in a URL as %XX.
func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(strings.TrimSpace(s)) {
		if c <= ' ' || c >= 0x7f || c == '<' || c == '>' || c == '"' || c == '\\' {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// webAddress tells whether s can stand in an href, in angle brackets and
// alone on a line.
func webAddress(s string, schemes ...string) bool {
	for _, r := range s {
		if r <= ' ' || r == '<' || r == '>' || r == '"' || r == '\\' || r >= 0x7f {
			return false
		}
	}
	u, err := url.Parse(s)
	if err != nil || len(s) > 900 {
		return false
	}
	for _, scheme := range schemes {
		if u.Scheme == scheme {
			return scheme == "mailto" || u.Host != "" && !strings.ContainsAny(u.Host, "!$&'()*+,;=%~")
		}
	}
	return false
}

// rightToLeft tells in which direction a language is written.
func rightToLeft(lang string) bool {
	base, _, _ := strings.Cut(lang, "-")
	switch base {
	case "ar", "fa", "he", "ur", "ps", "yi", "ckb", "sd", "ug", "dv":
		return true
	}
	return false
}
