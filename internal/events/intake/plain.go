package intake

import (
	"strings"

	"golang.org/x/net/html"
)

// plain is a text without markup: other systems write HTML into descriptions.
// Blocks and line breaks become lines, scripts and styles go.
func plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	var b strings.Builder
	skip := 0
	for z := html.NewTokenizer(strings.NewReader(s)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(b.String())
		case html.TextToken:
			if skip == 0 {
				b.WriteString(html.UnescapeString(string(z.Raw())))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4":
				b.WriteByte('\n')
			case "script", "style", "head":
				skip++
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "p", "div", "h1", "h2", "h3", "h4", "ul", "ol":
				b.WriteByte('\n')
			case "script", "style", "head":
				skip = max(0, skip-1)
			}
		}
	}
}
