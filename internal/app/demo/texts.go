package demo

import (
	_ "embed"
	"encoding/json"
	"maps"
	"sync"

	"codeberg.org/plenary/plenary/internal/i18n"
)

//go:embed texts.json
var textsJSON []byte

// texts is what Harbour writes in other languages than English, by the English.
var texts = sync.OnceValue(func() map[string]i18n.Text {
	var t map[string]i18n.Text
	if err := json.Unmarshal(textsJSON, &t); err != nil {
		panic("demo: texts.json: " + err.Error())
	}
	return t
})

// inAll is a text of Harbour's in all languages of the network.
func inAll(english string) i18n.Text {
	all := maps.Clone(texts()[english])
	if all == nil {
		panic("demo: texts.json lacks: " + english) // every text is a constant
	}
	all["en"] = english
	return all
}

// numbered is the title of what came of a session.
func numbered(n int, theme i18n.Text) i18n.Text {
	title := i18n.Text{}
	for lang, t := range theme {
		title[lang] = i18n.Unmarked(i18n.For(lang).T("series.held.session|Session {n}: {theme}", "n", n, "theme", t))
	}
	return title
}
