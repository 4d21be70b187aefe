package postsweb

import (
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"github.com/a-h/templ"
)

// column is one of two languages side by side.
type column struct {
	Name  string // of the language
	Note  string // that it lags
	Lang  string
	Title ui.Words
	Body  templ.Component
}

// columns are the original and, after it, the translation. Each names its
// language even where it is the page's, so that a screen reader changes its
// voice at the right place.
func (p postPage) columns() []column {
	original := p.Post.Original()
	list := []column{p.column(original, "a"), p.column(p.Lang, "b")}
	list[0].Name = p.R.L.T("posts.original|{language} (original)", "language", p.R.L.LangName(original))
	list[1].Note = p.translated()
	return list
}

func (p postPage) column(lang, notes string) column {
	return column{Name: p.R.L.LangName(lang), Lang: lang, Title: titleIn(p, lang),
		Body: prose.Part(notes, p.Post.Body[lang], lang, 3)}
}

// titleIn is the title in a language, or the page's where a translation has none.
func titleIn(p postPage, lang string) ui.Words {
	if text := p.Post.Title[lang]; text != "" {
		return ui.Words{Text: text, Lang: lang}
	}
	return p.R.Pick(p.Post.Title)
}

// directionOf is the way a language is written.
func directionOf(lang string) string { return i18n.For(lang).Dir() }

// correctionNotes keeps the footnotes of one correction apart from all others
// on the page.
func correctionNotes(n int) string { return "u" + strings.Repeat("u", n) }
