package mail

import (
	"strings"
	"unicode/utf8"
)

// text writes the plain text part. Paragraphs are single lines, which every
// reader wraps to its own width, and each address stands alone on its line.
func (m *Message) text() string {
	var w textWriter
	for _, b := range m.Body {
		w.block(b)
	}
	w.gap()
	w.line("-- ") // what follows is the foot; answering leaves it out
	if m.Network.Name != "" {
		w.line(oneLine(m.Network.Name))
	}
	if m.Network.URL != "" {
		w.line(m.Network.URL)
	}
	for _, b := range m.Why {
		w.block(b)
	}
	return w.String()
}

type textWriter struct{ strings.Builder }

func (w *textWriter) line(s string) { w.WriteString(s + "\n") }

func (w *textWriter) gap() {
	if w.Len() > 0 {
		w.WriteByte('\n')
	}
}

func (w *textWriter) block(b Block) {
	w.gap()
	switch b.kind {
	case heading:
		title := flat(b.text)
		w.line(title)
		w.line(strings.Repeat("-", min(utf8.RuneCountInString(title), 60)))
	case code:
		w.line("    " + flat(b.text))
	case button, link:
		w.line(flat(b.text) + ":")
		w.line(b.url)
	case facts:
		for _, row := range b.rows {
			w.line(flat(row[0]) + ": " + strings.Join(lines(row[1]), "\n    "))
		}
	case list:
		for _, row := range b.rows {
			w.line("- " + strings.Join(lines(row[0]), "\n  "))
		}
	case table:
		w.row(b.head)
		for _, row := range b.rows {
			w.row(row)
		}
	default:
		for _, line := range lines(b.text) {
			w.line(line)
		}
	}
}

func (w *textWriter) row(cells []string) {
	var full []string
	for _, c := range cells {
		if c = flat(c); c != "" {
			full = append(full, c)
		}
	}
	w.line(strings.Join(full, " | "))
}
