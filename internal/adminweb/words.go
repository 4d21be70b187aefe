package adminweb

import (
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func languageOptions() []ui.Option {
	var list []ui.Option
	for _, lang := range i18n.Languages() {
		list = append(list, ui.Option{Value: lang, Label: i18n.For(lang).LangTitle(lang), Lang: lang})
	}
	return list
}

func parents(r *web.Request, list []people.Chapter) []ui.Option {
	options := []ui.Option{{Value: "", Label: r.L.T("adm.chapter.parent.none|The network itself")}}
	for _, c := range list {
		options = append(options, ui.Option{Value: c.ID, Label: textOf(r, c.Name)})
	}
	return options
}

func textOf(r *web.Request, t i18n.Text) string {
	s, _ := t.Pick(r.L)
	return s
}

// firstID gives the first of several fields the id that the error summary
// leads to.
func firstID(n int, field, lang string) string {
	if n == 0 {
		return field
	}
	return field + "." + lang
}
