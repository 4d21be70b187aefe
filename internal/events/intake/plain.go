package intake

import (
	"regexp"
	"strings"

	"codeberg.org/plenary/plenary/internal/announce"
	"golang.org/x/net/html"
)

// Prose is a pasted text as it is shown and read: without markup, with the
// addresses that links lead to, and with addresses that follow nobody.
func Prose(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(s)
	if announce.IsHTML(s) {
		s = withoutTags(s)
	}
	return strings.TrimSpace(cleanLinks(s))
}

// plain is a text without markup: other systems write HTML into descriptions.
func plain(s string) string {
	if strings.ContainsAny(s, "<&") {
		s = withoutTags(s)
	}
	return cleanLinks(s)
}

// links finds the addresses in a text.
var links = regexp.MustCompile(`https?://[^\s<>"'()\[\]]+`)

// cleanLinks takes out of the addresses in a text what follows their readers.
func cleanLinks(s string) string {
	if !strings.Contains(s, "://") {
		return s
	}
	return links.ReplaceAllStringFunc(s, func(address string) string {
		end := strings.TrimRight(address, ".,;:!?")
		return announce.Link(end) + address[len(end):]
	})
}

// stripper takes a text out of a page.
type stripper struct {
	out  strings.Builder
	skip int    // how many elements are open of which nothing is shown
	href string // where the link that is open leads
	at   int    // where its words begin
}

// withoutTags is the text of a page. Blocks and line breaks become lines,
// scripts and styles go, and links say where they lead.
func withoutTags(s string) string {
	var to stripper
	for z := html.NewTokenizer(strings.NewReader(s)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(fewLines(to.out.String()))
		case html.TextToken:
			if to.skip == 0 {
				to.out.WriteString(html.UnescapeString(string(z.Raw())))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			to.open(z)
		case html.EndTagToken:
			to.close(z)
		}
	}
}

func (s *stripper) open(z *html.Tokenizer) {
	name, more := z.TagName()
	switch string(name) {
	case "br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4":
		s.out.WriteByte('\n')
	case "td", "th":
		s.out.WriteByte(' ')
	case "script", "style", "head":
		s.skip++
	case "a":
		s.href, s.at = "", s.out.Len()
		for more {
			var key, value []byte
			if key, value, more = z.TagAttr(); string(key) == "href" && links.Match(value) {
				s.href = string(value)
			}
		}
	}
}

func (s *stripper) close(z *html.Tokenizer) {
	name, _ := z.TagName()
	switch string(name) {
	case "p", "div", "h1", "h2", "h3", "h4", "ul", "ol":
		s.out.WriteByte('\n')
	case "script", "style", "head":
		s.skip = max(0, s.skip-1)
	case "a":
		if s.href != "" && s.skip == 0 && !strings.Contains(s.out.String()[s.at:], "://") {
			s.out.WriteString(" " + s.href + " ")
		}
		s.href = ""
	}
}

// fewLines leaves at most one empty line between others, and no space at their
// ends.
func fewLines(s string) string {
	var kept []string
	for line := range strings.Lines(s) {
		line = strings.Join(strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\u00a0' }), " ")
		if line != "" || len(kept) > 0 && kept[len(kept)-1] != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
