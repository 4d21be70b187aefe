package intakeweb

import (
	"context"
	"io"
	"strings"

	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/i18n"
	"github.com/a-h/templ"
)

// marked is an announcement with the words marked from which something was read.
// It writes itself, because between its words nothing may come that was not
// there.
type marked struct {
	l      *i18n.Locale
	pieces []intake.Piece
	number bool // says of which event, where there are several
}

// Render writes the text.
func (m marked) Render(_ context.Context, w io.Writer) error {
	var b strings.Builder
	for _, p := range m.pieces {
		text := strings.ReplaceAll(templ.EscapeString(p.Text), "\n", "<br>")
		if p.Event == 0 {
			b.WriteString(text)
			continue
		}
		b.WriteString(`<mark title="` + templ.EscapeString(says(m.l, p.Says)) + `">` + text)
		if m.number {
			b.WriteString("<sup>" + templ.EscapeString(m.l.Number(p.Event)) + "</sup>")
		}
		b.WriteString("</mark>")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// says are the facts that a piece is about, in words.
func says(l *i18n.Locale, fields []string) string {
	names := map[string]string{"title": l.T("org.field.title|Title"), "start": l.T("org.paste.fact.when|When"), "date": l.T("org.paste.fact.when|When"),
		"zone": l.T("org.paste.fact.zone|Time zone"), "also": l.T("org.paste.fact.also|Also named"), "place": l.T("org.paste.fact.place|Place"),
		"capacity": l.T("org.paste.fact.places|Places"), "conflict": l.T("org.paste.fact.conflict|Contradicts")}
	var list []string
	for _, f := range fields {
		if n := names[f]; n != "" && (len(list) == 0 || list[len(list)-1] != n) {
			list = append(list, n)
		}
	}
	return l.List(list)
}
