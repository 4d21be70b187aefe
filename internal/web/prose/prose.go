// Package prose turns the Markdown that people write into HTML that can do no
// harm: paragraphs, lists, emphasis, links, headings below the page's own,
// quotes, tables. HTML means nothing in it and is shown as it was typed; of a
// picture its words are shown. What comes out is filtered once more by an
// allow-list, so that a fault in one of the two is not enough.
package prose

import (
	"context"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/i18n"
	"github.com/a-h/templ"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Text renders Markdown in its language, with its headings from the given level
// on, and in the direction of that language. Lang is "" where it is the page's,
// or not known: then the first letter says the direction.
func Text(markdown, lang string, level int) templ.Component {
	return block("prose", markdown, lang, level)
}

// Part renders one of several Markdown texts of a page as Text does. The name,
// of small letters, keeps its footnotes apart from those of the others.
func Part(name, markdown, lang string, level int) templ.Component {
	return wrap("prose", PartHTML(name, markdown, level), lang)
}

// First renders the one sentence under a page's h1.
func First(markdown, lang string) templ.Component { return block("prose lead", markdown, lang, 2) }

func block(class, markdown, lang string, level int) templ.Component {
	return wrap(class, HTML(markdown, level), lang)
}

func wrap(class, html, lang string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		open, dir := `<div class="`+class+`"`, "auto"
		if lang != "" { // its first letter may be of a name in another script
			open, dir = open+` lang="`+templ.EscapeString(lang)+`"`, i18n.Dir(lang)
		}
		_, err := io.WriteString(w, open+` dir="`+dir+`">`+html+`</div>`)
		return err
	})
}

// HTML returns the safe HTML of a Markdown text. Its highest heading stands on
// the given level, the others below it without a gap.
func HTML(markdown string, level int) string { return render(markdown, level, "") }

// PartHTML is HTML of one of several texts that stand together; see [Part].
func PartHTML(name, markdown string, level int) string { return render(markdown, level, name) }

func render(markdown string, level int, name string) string {
	var out strings.Builder
	if len(markdown) > longestText {
		return "<p>" + templ.EscapeString(markdown) + "</p>"
	}
	pc := parser.NewContext()
	pc.Set(levelKey, level)
	pc.Set(nameKey, name)
	if err := converter().Convert([]byte(tame(markdown)), &out, parser.WithContext(pc)); err != nil {
		return templ.EscapeString(markdown)
	}
	return policy().Sanitize(out.String())
}

// Plain returns the words of a Markdown text without its marks, in one line of
// at most the given number of characters: for previews and descriptions.
func Plain(markdown string, most int) string {
	markdown = start(markdown, 4000+20*most)
	words := strings.Join(strings.Fields(unescape(strict().Sanitize(HTML(markdown, 2)))), " ")
	runes := []rune(words)
	if len(runes) <= most {
		return words
	}
	kept := string(runes[:most-1])
	if end := strings.LastIndexByte(kept, ' '); runes[most-1] != ' ' && end > len(kept)/2 { // no half words
		kept = kept[:end]
	}
	return strings.TrimSpace(kept) + "…"
}

// start is the beginning of a text, of whole characters.
func start(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

func unescape(s string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'").Replace(s)
}

var converter = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(goldmark.WithParser(withoutHTML()),
		goldmark.WithExtensions(extension.Linkify, extension.Table, extension.Strikethrough,
			extension.NewFootnote(extension.WithFootnoteIDPrefixFunction(notesOf))),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(deeper{}, 100), util.Prioritized(named{}, 100))),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(spoken{}, 100))))
})

// withoutHTML parses Markdown, to which HTML is text like any other.
func withoutHTML() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000)),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewEmphasisParser(), 500)),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...))
}

// spoken renders a picture as its words, and one without words as its address:
// no page of ours loads anything from elsewhere.
type spoken struct{}

func (spoken) RegisterFuncs(to renderer.NodeRendererFuncRegisterer) {
	to.Register(ast.KindImage, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.FirstChild() == nil {
			_, _ = w.Write(util.EscapeHTML(n.(*ast.Image).Destination))
		}
		return ast.WalkContinue, nil
	})
}

var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "em", "strong", "del", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3", "h4", "h5", "h6", "hr",
		"table", "thead", "tbody", "tr", "th", "td", "sup")
	p.AllowAttrs("href").Matching(plainAddress).OnElements("a")
	p.AllowAttrs("id").Matching(footnote).OnElements("li", "sup")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireNoReferrerOnLinks(true)
	p.RequireNoFollowOnLinks(false)
	return p
})

var strict = sync.OnceValue(bluemonday.StrictPolicy)

// plainAddress is one that says where it leads: not //evil.example, which looks
// like a page of ours.
var plainAddress = regexp.MustCompile(`^(?:[^/\\\s]|/(?:[^/\\\s]|$))`)

// footnote is the name of a footnote, or of the place that refers to it.
var footnote = regexp.MustCompile(`^([a-z]+-)?fn(ref[0-9]*)?:[0-9]+$`)

// nameKey is where the name of the text stands, and notesKey where its nodes
// find it.
var nameKey = parser.NewContextKey()

const notesKey = "notes"

// named tells the text's footnotes its name.
type named struct{}

func (named) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	if name, _ := pc.Get(nameKey).(string); name != "" {
		doc.AddMeta(notesKey, name+"-")
	}
}

func notesOf(n ast.Node) []byte {
	if doc := n.OwnerDocument(); doc != nil {
		if name, ok := doc.Meta()[notesKey].(string); ok {
			return []byte(name)
		}
	}
	return nil
}

// levelKey is where the level of the highest heading stands.
var levelKey = parser.NewContextKey()

// deeper moves headings below the page's own: the levels that the text uses
// become the level given and those after it, without a gap.
type deeper struct{}

func (deeper) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	level, ok := pc.Get(levelKey).(int)
	if !ok {
		return
	}
	var used [7]bool
	each(doc, func(h *ast.Heading) { used[h.Level] = true })
	var to [7]int
	for from, next := 1, level; from <= 6; from++ {
		if used[from] {
			to[from] = min(6, next)
			next++
		}
	}
	each(doc, func(h *ast.Heading) { h.Level = to[h.Level] })
}

func each(doc *ast.Document, f func(*ast.Heading)) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			f(h)
		}
		return ast.WalkContinue, nil
	})
}

// Lead returns the first paragraph of a Markdown text, which says what it is
// about; "" where the text begins with something else.
func Lead(markdown string) string {
	lead, _ := SplitLead(markdown)
	return lead
}

// SplitLead parts a Markdown text into its first paragraph and the rest.
func SplitLead(markdown string) (lead, rest string) {
	if len(markdown) > longestText {
		return "", markdown
	}
	markdown = tame(markdown)
	source := []byte(markdown)
	first, ok := converter().Parser().Parse(text.NewReader(source)).FirstChild().(*ast.Paragraph)
	if !ok || first.Lines().Len() == 0 {
		return "", markdown
	}
	lines := first.Lines()
	from, to := lines.At(0).Start, lines.At(lines.Len()-1).Stop
	return strings.TrimSpace(markdown[from:to]), strings.TrimSpace(markdown[to:])
}
