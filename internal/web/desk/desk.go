package desk

import (
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Thing is what a page is about: a series, or an event.
type Thing struct {
	Title string
	Home  string // its address on the desk
}

// Title is what something is called; there is a word for what has no title yet.
func Title(l *i18n.Locale, t i18n.Text) string {
	if s := t.In(l); s != "" {
		return s
	}
	return l.T("org.series.untitled|Without a title")
}

// Name is somebody's name, or a word for who has been forgotten.
func Name(l *i18n.Locale, name string) string {
	if name == "" {
		return l.T("org.people.forgotten|Forgotten")
	}
	return name
}

// NotPossible says what stood in the way, in one sentence: that of the first
// field, if there is one.
func NotPossible(l *i18n.Locale, wrong *errs.Error) []ui.Notice {
	text := wrong.Text
	if len(wrong.Fields) > 0 {
		text = wrong.Fields[0].Text
	}
	return []ui.Notice{{Tone: ui.Bad, Word: l.T("org.state.not|That was not possible."), Text: l.Text(forms.Readable(l, text)), Live: true}}
}

// UndoCancelled takes back that the whole of it was cancelled.
func UndoCancelled(l *i18n.Locale, of Thing) *ui.Undo {
	return &ui.Undo{Word: l.T("org.cancelled.word|Cancelled."), Text: l.T("org.cancelled|Everybody is told in two minutes. Until then it can be undone without a word to anyone."),
		Label: l.T("org.undo|Undo"), Action: of.Home + "/state", Fields: map[string]string{"to": "published"}}
}

// page is a page of the desk.
func page(title string, p web.Page) web.Page {
	p.Title, p.Wide, p.Here = title, true, "desk"
	return p
}
