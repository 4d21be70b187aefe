package mail

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// text writes the plain text part. Paragraphs are single lines, which every
// reader wraps to its own width, and each address stands alone on its line.
func (m *Message) text() string {
	w := textWriter{rtl: m.dir() == "rtl", colon: ":"}
	if m.Lang == "fr" || strings.HasPrefix(m.Lang, "fr-") {
		w.colon = "\u00a0:"
	}
	for _, b := range m.Body {
		w.block(b)
	}
	w.gap()
	w.exact("-- ") // what follows is the foot; answering leaves it out
	if m.Network.Name != "" {
		w.line(oneLine(m.Network.Name))
	}
	if m.Network.URL != "" {
		w.exact(m.Network.URL)
	}
	for _, b := range m.Why {
		w.block(b)
	}
	return w.String()
}

type textWriter struct {
	strings.Builder
	rtl   bool   // what is written is read from the right
	colon string // with the space that French puts before it
}

// rlm is an invisible letter that is read from the right.
const rlm = "\u200f"

// line writes a line of words. A mail program takes the direction of a line of
// plain text from its first letter, or from none; so a line of a text that is
// read from the right begins with such a letter, also where a bullet, a date or
// a Latin name stands first.
func (w *textWriter) line(s string) {
	if w.rtl && s != "" && !fromTheRight(s) {
		s = rlm + s
	}
	w.exact(s)
}

// exact writes what must stand as it is: an address, a code, the mark of the
// foot.
func (w *textWriter) exact(s string) { w.WriteString(s + "\n") }

// fromTheRight tells whether the text begins with a letter that is read from
// the right.
func fromTheRight(s string) bool {
	p, _ := bidi.LookupString(s)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

func (w *textWriter) gap() {
	if w.Len() > 0 {
		w.WriteByte('\n')
	}
}

func (w *textWriter) block(b Block) {
	w.gap()
	if b.dir != "" {
		defer func(whole bool) { w.rtl = whole }(w.rtl)
		w.rtl = b.dir == "rtl"
	}
	switch b.kind {
	case heading:
		title := flat(b.text)
		w.line(title)
		w.line(strings.Repeat("-", min(utf8.RuneCountInString(title), 60)))
	case code:
		w.exact("    " + flat(b.text))
	case button, link:
		w.line(flat(b.text) + w.colon)
		w.exact(b.url)
	case facts:
		for _, row := range b.rows {
			w.lines(flat(row[0])+w.colon+" ", lines(row[1]), "    ")
		}
	case list:
		for _, row := range b.rows {
			w.lines("- ", lines(row[0]), "  ")
		}
	case table:
		w.row(b.head)
		for _, row := range b.rows {
			w.row(row)
		}
	default:
		w.lines("", lines(b.text), "")
	}
}

// lines writes several lines, each with what stands before the first or before
// the others.
func (w *textWriter) lines(first string, list []string, then string) {
	for i, s := range list {
		if i > 0 {
			first = then
		}
		w.line(first + s)
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
