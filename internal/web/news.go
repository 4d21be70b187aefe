package web

import "codeberg.org/plenary/plenary/internal/web/ui"

// News is the notice after a form that was sent, by the word that stands in the
// address as done; nil if it is none of the words.
func (r *Request) News(words map[string]string) []ui.Notice {
	text := words[r.Query.Get("done")]
	if text == "" {
		return nil
	}
	return []ui.Notice{{Tone: ui.OK, Word: r.L.T("ui.done|Done."), Text: text, Live: true}}
}
