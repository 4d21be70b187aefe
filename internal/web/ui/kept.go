package ui

import (
	"context"
	"html"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kept is a text in which hours such as "17:00–18:30" stay on one line, also on
// a phone.
type Kept string

// Render writes the text; numbers with a dash between them are kept together.
func (k Kept) Render(_ context.Context, w io.Writer) error {
	words := strings.Split(string(k), " ")
	for i, word := range words {
		words[i] = html.EscapeString(word)
		if from, to, ok := strings.Cut(word, "–"); ok && endsInDigit(from) && beginsWithDigit(to) {
			words[i] = `<span class="nb">` + words[i] + `</span>`
		}
	}
	_, err := io.WriteString(w, strings.Join(words, " "))
	return err
}

func endsInDigit(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsDigit(r)
}

func beginsWithDigit(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsDigit(r)
}
