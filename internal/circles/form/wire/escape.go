package wire

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape returns the string between two offsets without its escapes.
func (s *scanner) unescape(start, end int) string {
	raw := s.data[start:end]
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			continue
		}
		i++
		switch raw[i] {
		case '"', '\\', '/':
			out = append(out, raw[i])
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, n := unicodeEscape(raw[i-1:])
			if n == 0 {
				s.failAt(start+i, "a broken \\u escape")
				return ""
			}
			out = utf8.AppendRune(out, r)
			i += n - 2
		default:
			s.failAt(start+i, "unknown escape \\%c", raw[i])
			return ""
		}
	}
	if !utf8.Valid(out) {
		s.failAt(start, "the text is not UTF-8")
	}
	return string(out)
}

// unicodeEscape reads \uXXXX or a surrogate pair of them and returns how many
// bytes it took; 0 if it is broken.
func unicodeEscape(raw []byte) (rune, int) {
	one := func(b []byte) (rune, bool) {
		if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
			return 0, false
		}
		n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
		return rune(n), err == nil
	}
	r, ok := one(raw)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if low, ok := one(raw[6:]); ok {
		if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
			return r, 12
		}
	}
	return 0, 0
}
