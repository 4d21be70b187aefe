package typed

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/i18n"
	"golang.org/x/text/unicode/norm"
)

// Line is a text with one space between its words.
func Line(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }

// Lines is a text of several lines without empty ones around it.
func Lines(s string) string { return strings.TrimSpace(printable(s)) }

// LineText is Line for each language; nil if nothing is left.
func LineText(t i18n.Text) i18n.Text { return cleanText(t, Line) }

// LinesText is Lines for each language; nil if nothing is left.
func LinesText(t i18n.Text) i18n.Text { return cleanText(t, Lines) }

// Words trims the words and drops empty ones and repetitions.
func Words(words []string) []string {
	var kept []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" && !slices.Contains(kept, w) {
			kept = append(kept, w)
		}
	}
	return kept
}

// cleanText cleans each language's text into a map of its own.
func cleanText(t i18n.Text, clean func(string) string) i18n.Text {
	kept := maps.Collect(func(yield func(string, string) bool) {
		for lang, s := range t {
			if s = clean(s); s != "" && !yield(strings.TrimSpace(lang), s) {
				return
			}
		}
	})
	if len(kept) == 0 {
		return nil
	}
	return kept
}

// printable drops what no reader sees and no database keeps, and what turns the
// letters after it around, and makes all ends of lines alike.
func printable(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r == '\ufeff' || r == '\u202d' || r == '\u202e' || unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}
