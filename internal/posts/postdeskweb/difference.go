package postdeskweb

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/posts/diff"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/when"
)

// difference is what changed about one part of a text in one language.
type difference struct {
	Title string
	Lang  string
	Lines []diff.Line
}

// differences are what changed between two texts, part by part.
func differences(r *web.Request, old, new posts.Post) (list []difference) {
	add := func(title, lang, a, b string) {
		if parts := diff.Texts(a, b); !diff.Equal(parts) {
			list = append(list, difference{title, lang, diff.Lines(parts)})
		}
	}
	l := r.L
	for _, lang := range languages(old, new) {
		add(l.T("org.form.in-language|{label} ({language})", "label", l.T("org.field.title|Title"), "language", l.LangName(lang)), lang, old.Title[lang], new.Title[lang])
		add(l.T("org.form.in-language|{label} ({language})", "label", l.T("org.write-up.text|Text"), "language", l.LangName(lang)), lang, old.Body[lang], new.Body[lang])
		add(l.T("org.form.in-language|{label} ({language})", "label", l.T("org.post.corrections.word|Corrections"), "language", l.LangName(lang)), lang,
			corrections(r, old, lang), corrections(r, new, lang))
	}
	return list
}

// languages are those of either text, the original first.
func languages(old, new posts.Post) []string {
	langs := []string{new.Original()}
	for _, t := range []i18n.Text{new.Body, old.Body, new.Title, old.Title} {
		for _, lang := range t.Langs() {
			if !slices.Contains(langs, lang) {
				langs = append(langs, lang)
			}
		}
	}
	return langs
}

// dayOf is a day in the reader's words.
func dayOf(r *web.Request, d when.Date) string { return r.L.Date(forms.OnPaper(d.At(0)), i18n.Medium) }

// corrections are those of a text in one language, one to a line.
func corrections(r *web.Request, p posts.Post, lang string) (s string) {
	for _, c := range p.Corrections {
		if c.Text[lang] != "" {
			s += dayOf(r, c.Day) + " " + c.Text[lang]
			if c.By != "" {
				s += " (" + c.By + ")"
			}
			s += "\n"
		}
	}
	return s
}
