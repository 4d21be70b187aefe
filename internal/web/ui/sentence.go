package ui

import (
	"context"
	"io"
)

// Sentence is a sentence with a link inside it:
//
//	ui.Say(l.Split("series.contact.write|Ask {name}: [{address}]", …)).To(href)
type Sentence struct {
	Before, Link, After string
	Href                string
	LTR                 bool // the link's words are an address or a number
}

// Say takes the parts of a message as Locale.Split cuts it.
func Say(before, link, after string) Sentence {
	return Sentence{Before: before, Link: link, After: after}
}

// To says where the link leads.
func (s Sentence) To(href string) Sentence {
	s.Href = href
	return s
}

// Mail makes the link one that writes to the address, which is its text.
func (s Sentence) Mail(address string) Sentence {
	s.Href, s.LTR = "mailto:"+address, true
	return s
}

// Render writes the sentence, without a paragraph around it.
func (s Sentence) Render(ctx context.Context, w io.Writer) error { return sentence(s).Render(ctx, w) }

// Words are a text with its language, where that is another than the page's:
// then it keeps its own direction within the line.
type Words struct{ Text, Lang string }

// Render writes the text.
func (w Words) Render(ctx context.Context, out io.Writer) error { return spoken(w).Render(ctx, out) }
