package announce

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// text is what is left of an input for reading. Every byte of it knows which
// bytes of the input it comes from.
type text struct {
	s     string
	from  []int32 // per byte of s: where in the input its character begins
	to    []int32 // and where it ends
	hrefs []href
	quote []int32 // where in s quoted lines begin
}

// href is an address that stood in a tag.
type href struct {
	at  int // where in s
	url string
}

// span returns the bytes of the input from which s[a:b] comes.
func (t *text) span(a, b int) Span {
	if a >= b || b > len(t.from) {
		return Span{}
	}
	return Span{int(t.from[a]), int(t.to[b-1])}
}

// longestInput bounds what is read; no announcement is longer.
const longestInput = 4 << 20

// cleaner writes a text.
type cleaner struct {
	in   string
	out  strings.Builder
	from []int32
	to   []int32
	href []href
	quot []int32
	html bool
	line int // runes in the line so far
	last rune
}

// clean makes a text readable: tags and quoting of mail go, invisible characters
// go, spaces, dashes and digits of all scripts become ours, and bytes that are
// no UTF-8 are taken for what an old program meant by them.
func clean(in string) *text {
	if len(in) > longestInput {
		in = in[:longestInput]
	}
	c := &cleaner{in: in, html: looksLikeHTML(in)}
	c.from = make([]int32, 0, len(in)+len(in)/8)
	c.to = make([]int32, 0, len(in)+len(in)/8)
	c.out.Grow(len(in) + len(in)/8)
	for i := 0; i < len(in); {
		i += c.next(i)
	}
	return &text{s: c.out.String(), from: c.from, to: c.to, hrefs: c.href, quote: c.quot}
}

// put writes a character that comes from in[a:b].
func (c *cleaner) put(r rune, a, b int) {
	if r == '\n' {
		c.line = 0
	} else {
		c.line++
	}
	c.last = r
	n, _ := c.out.WriteRune(r)
	for range n {
		c.from = append(c.from, int32(a))
		c.to = append(c.to, int32(b))
	}
}

// next reads what stands at i and returns its length.
func (c *cleaner) next(i int) int {
	switch c.in[i] {
	case '<':
		if n := c.tag(i); n > 0 {
			return n
		}
	case '&':
		if n := c.entity(i); n > 0 {
			return n
		}
	case '>':
		if !c.html && c.line == 0 { // quoted mail
			c.quot = append(c.quot, int32(c.out.Len()))
			return 1 + spaceAt(c.in, i+1)
		}
	case '=':
		if n := softBreak(c.in, i); n > 0 {
			return n
		}
	case '*':
		return c.star(i)
	}
	r, size := c.decode(i)
	c.character(r, i, i+size)
	return size
}

func spaceAt(s string, i int) int {
	if i < len(s) && s[i] == ' ' {
		return 1
	}
	return 0
}

// softBreak is an equals sign at the end of a long line, as mail encodes it.
func softBreak(s string, i int) int {
	n := 1
	if i+n < len(s) && s[i+n] == '\r' {
		n++
	}
	if i+n < len(s) && s[i+n] == '\n' && i >= 60 && !strings.Contains(s[i-60:i], "\n") {
		return n + 1
	}
	return 0
}

// star is a bullet at the beginning of a line; elsewhere it is emphasis, which
// says nothing.
func (c *cleaner) star(i int) int {
	if c.line == 0 && spaceAt(c.in, i+1) == 1 {
		c.put('•', i, i+1)
	}
	return 1
}

// decode reads a character: of UTF-8, of UTF-8 that somebody took for Latin-1
// and encoded once more, or a byte of Windows-1252.
func (c *cleaner) decode(i int) (rune, int) {
	r, size := utf8.DecodeRuneInString(c.in[i:])
	if r == utf8.RuneError && size == 1 {
		return windows1252(c.in[i]), 1
	}
	if r >= 0xc2 && r <= 0xf4 {
		if fixed, n := twice(c.in[i:]); n > 0 {
			return fixed, n
		}
	}
	return r, size
}

// character writes a character in the form in which it is read.
func (c *cleaner) character(r rune, a, b int) {
	switch {
	case r == '\r':
		if b < len(c.in) && c.in[b] == '\n' {
			return
		}
		r = '\n'
	case r == '\u2028', r == '\u2029', r == '\v', r == '\f', r == '\u0085':
		r = '\n'
	}
	if c.html && r == '\n' {
		r = ' '
	}
	if r < utf8.RuneSelf {
		if r == '\t' || r == 0 || r < ' ' && r != '\n' {
			r = ' '
		}
		c.put(r, a, b)
		return
	}
	if r = plain(r); r >= 0 {
		c.put(r, a, b)
	}
}

// plain returns the character that says the same more simply, or -1 for one
// that nobody sees.
func plain(r rune) rune {
	switch {
	case unicode.Is(unicode.Cf, r), r >= 0xfe00 && r <= 0xfe0f, r == 0x20e3, r == 0x640:
		return -1
	case unicode.Is(unicode.Zs, r):
		return ' '
	case r == '‐', r == '‑':
		return '-'
	case unicode.Is(unicode.Pd, r), r == '−', r == '〜', r == '→', r == '⟶', r == '➔', r == '➜':
		return '–'
	case r == '’', r == '‘', r == 'ʼ', r == '´', r == '′':
		return '\''
	case r == '٫', r == '॰':
		return '.'
	case r >= 0xff01 && r <= 0xff5e: // wide forms
		return r - 0xfee0
	case r >= 0x1d400 && r <= 0x1d6a3: // letters of formulas, used for emphasis
		n := (r - 0x1d400) % 52
		if n < 26 {
			return 'A' + n
		}
		return 'a' + n - 26
	case r >= 0x1d7ce && r <= 0x1d7ff:
		return '0' + (r-0x1d7ce)%10
	case unicode.Is(unicode.Nd, r):
		return '0' + digitOf(r)
	}
	return r
}

// digitOf is the value of a decimal digit: in every script they stand in tens.
func digitOf(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	return 0
}
