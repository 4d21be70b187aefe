// Package prose turns the Markdown that people write into HTML that can do no
// harm: paragraphs, lists, emphasis, links, headings below the page's own,
// quotes, tables. Raw HTML is dropped, and what comes out is filtered once more
// by an allow-list, so that a fault in one of the two is not enough.
package prose

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Text renders Markdown in its language. Lang is "" where it is the page's.
func Text(markdown, lang string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		open := `<div class="prose"`
		if lang != "" {
			open += ` lang="` + templ.EscapeString(lang) + `"`
		}
		_, err := io.WriteString(w, open+` dir="auto">`+HTML(markdown)+`</div>`)
		return err
	})
}

// HTML returns the safe HTML of a Markdown text.
func HTML(markdown string) string {
	var out strings.Builder
	if err := converter().Convert([]byte(markdown), &out); err != nil {
		return templ.EscapeString(markdown)
	}
	return policy().Sanitize(out.String())
}

// Plain returns the words of a Markdown text without its marks, in one line of
// at most the given number of characters: for previews and descriptions.
func Plain(markdown string, most int) string {
	words := strings.Join(strings.Fields(unescape(strict().Sanitize(HTML(markdown)))), " ")
	runes := []rune(words)
	if len(runes) <= most {
		return words
	}
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}

func unescape(s string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'").Replace(s)
}

var converter = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(extension.Linkify, extension.Table, extension.Strikethrough, extension.Footnote),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(deeper{}, 100))))
})

var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "em", "strong", "del", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4", "h5", "hr",
		"table", "thead", "tbody", "tr", "th", "td", "sup")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireNoReferrerOnLinks(true)
	p.RequireNoFollowOnLinks(false)
	return p
})

var strict = sync.OnceValue(bluemonday.StrictPolicy)

// deeper moves headings below the page's own h1 and h2.
type deeper struct{}

func (deeper) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			h.Level = min(5, h.Level+2)
		}
		return ast.WalkContinue, nil
	})
}
