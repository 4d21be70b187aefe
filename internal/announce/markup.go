package announce

import (
	"html"
	"strings"
	"unicode/utf8"
)

// looksLikeHTML tells whether the lines of a text are made by tags. A few tags
// in a text with lines of its own are dropped, but do not make it a page.
func looksLikeHTML(s string) bool {
	head := strings.ToLower(s[:min(len(s), 64<<10)])
	for _, tag := range []string{"<p>", "<p ", "<br", "<div", "<td", "<li>", "<li ", "<html", "<body", "<table", "<h1", "<h2", "<h3"} {
		if strings.Contains(head, tag) {
			return true
		}
	}
	return false
}

// longestTag bounds how far the end of a tag is looked for.
const longestTag = 2000

// tag reads a tag at i and returns its length; 0 if there is none.
func (c *cleaner) tag(i int) int {
	rest := c.in[i:min(len(c.in), i+longestTag)]
	if strings.HasPrefix(rest, "<!--") {
		return c.until(i, "-->")
	}
	name := tagName(rest)
	if name == "" {
		return 0
	}
	end := strings.IndexByte(rest, '>')
	if end < 0 {
		return 0
	}
	closing := rest[1] == '/'
	switch name {
	case "script", "style", "head", "title", "template":
		if !closing {
			return c.until(i, "</"+name)
		}
	case "br", "tr", "dt", "dd", "option":
		c.put('\n', i, i+end+1)
	case "li":
		if !closing {
			c.put('\n', i, i+end+1)
			c.put('•', i, i+end+1)
			c.put(' ', i, i+end+1)
		}
	case "p", "div", "section", "article", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "header", "footer":
		c.put('\n', i, i+end+1)
		if closing || name == "hr" {
			c.put('\n', i, i+end+1)
		}
	case "td", "th":
		c.put(' ', i, i+end+1)
	case "a":
		if url := attribute(rest[:end], "href"); url != "" {
			c.href = append(c.href, href{len(c.from), html.UnescapeString(url)})
		}
	}
	return end + 1
}

// until is how much there is from i to the end of what closes it; all of the
// rest if nothing does.
func (c *cleaner) until(i int, closing string) int {
	n := indexFold(c.in[i:], closing)
	if n < 0 {
		return len(c.in) - i
	}
	n += len(closing)
	if end := strings.IndexByte(c.in[i+n:min(len(c.in), i+n+longestTag)], '>'); closing != "-->" && end >= 0 {
		n += end + 1
	}
	return n
}

// indexFold is strings.Index that takes capitals of ASCII for small letters.
func indexFold(s, small string) int {
	for i := 0; i+len(small) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(small)], small) {
			return i
		}
	}
	return -1
}

// tagName is the name of a tag of HTML; "" for "<", "<3" and addresses.
func tagName(s string) string {
	i := 1
	if i < len(s) && s[i] == '/' {
		i++
	}
	start := i
	for i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || i > start && s[i] >= '1' && s[i] <= '6') {
		i++
	}
	if i == start || i-start > 12 || i == len(s) || s[i] != '>' && s[i] != ' ' && s[i] != '/' && s[i] != '\n' && s[i] != '\t' {
		return ""
	}
	return strings.ToLower(s[start:i])
}

// attribute reads name="value" or name='value'.
func attribute(tag, name string) string {
	i := indexFold(tag, name+"=")
	if i < 0 {
		return ""
	}
	rest := tag[i+len(name)+1:]
	if rest == "" {
		return ""
	}
	if q := rest[0]; q == '"' || q == '\'' {
		value, _, _ := strings.Cut(rest[1:], string(q))
		return value
	}
	value, _, _ := strings.Cut(rest, " ")
	return value
}

// entity reads "&nbsp;" and its like.
func (c *cleaner) entity(i int) int {
	rest := c.in[i:min(len(c.in), i+12)]
	end := strings.IndexByte(rest, ';')
	if end < 2 {
		return 0
	}
	said := html.UnescapeString(rest[:end+1])
	if said == rest[:end+1] {
		return 0
	}
	for _, r := range said {
		c.character(r, i, i+end+1)
	}
	return end + 1
}

// windows1252 is the character that a byte means on old machines.
func windows1252(b byte) rune {
	const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"
	if b < 0x80 || b >= 0xa0 {
		return rune(b)
	}
	n := int(b - 0x80)
	for _, r := range high {
		if n == 0 {
			return r
		}
		n--
	}
	return ' '
}

// byte1252 is the way back.
func byte1252(r rune) (byte, bool) {
	if r >= 0x80 && r <= 0xff {
		return byte(r), true
	}
	for b := byte(0x80); b < 0xa0; b++ {
		if windows1252(b) == r {
			return b, true
		}
	}
	return 0, false
}

// twice reads a character that was encoded twice ("Ã¼"), and returns how many
// bytes it takes; 0 if the text means what it says.
func twice(s string) (rune, int) {
	var raw [4]byte
	n, at := 0, 0
	for _, r := range s {
		b, ok := byte1252(r)
		if !ok || n == 0 && b < 0xc2 || n > 0 && (b < 0x80 || b > 0xbf) {
			break
		}
		raw[n] = b
		n++
		at += utf8.RuneLen(r)
		if utf8.FullRune(raw[:n]) || n == 4 {
			break
		}
	}
	r, size := utf8.DecodeRune(raw[:n])
	if r == utf8.RuneError || size != n || n < 2 || !expected(r) {
		return 0, 0
	}
	return r, at
}

// expected tells whether a character may be what a text encoded twice: letters
// of our languages, and the signs that people set among them.
func expected(r rune) bool {
	return r >= 0xa0 && r <= 0x17f || r >= 0x400 && r <= 0x4ff || r >= 0x600 && r <= 0x6ff ||
		r >= 0x900 && r <= 0x97f || r >= 0x2010 && r <= 0x2044 || r == '€' || r == '₹'
}
