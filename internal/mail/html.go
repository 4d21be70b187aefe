package mail

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"
)

//go:embed layout.html
var layoutText string

var layout = template.Must(template.New("layout").Parse(layoutText))

// page is what layout.html is filled with.
type page struct {
	Lang, Dir, Subject, Preview string
	Font, Leading               template.CSS
	Colour                      template.CSS
	Network, Home               string
	Body, Why                   []part
}

// part is a Block, ready for the layout.
type part struct {
	Kind             string
	Lang, Dir        string
	Text, URL        string
	Lines            []string
	Facts            []fact
	Head             []string
	Rows             [][]string
	Colour, OnColour template.CSS
}

type fact struct {
	Name  string
	Lines []string
}

func (m *Message) html() (string, error) {
	colour := brick
	if isColour(m.Network.Colour) {
		colour = m.Network.Colour
	}
	p := page{
		Lang: m.Lang, Dir: m.dir(), Subject: oneLine(m.Subject), Preview: oneLine(m.Preview),
		Font: fontFor(m.Lang), Leading: leadingFor(m.Lang), Colour: template.CSS(colour),
		Network: oneLine(m.Network.Name), Home: m.Network.URL,
		Body: parts(m.Body, colour), Why: parts(m.Why, colour),
	}
	var b strings.Builder
	if err := layout.Execute(&b, p); err != nil {
		return "", fmt.Errorf("lay out a message: %w", err)
	}
	return b.String(), nil
}

func (m *Message) dir() string {
	if m.Dir == "rtl" || m.Dir == "" && rightToLeft(m.Lang) {
		return "rtl"
	}
	return "ltr"
}

// parts prepares the blocks. The first heading is the message's own, those
// after it are one level below.
func parts(body Body, colour string) []part {
	all, headings := make([]part, len(body)), 0
	for i, b := range body {
		p := part{
			Kind: b.kind.String(), Lang: b.lang, Dir: b.dir, Text: flat(b.text), URL: b.url, Lines: lines(b.text),
			Colour: template.CSS(colour), OnColour: template.CSS(readableOn(colour)), Head: flatAll(b.head),
		}
		switch b.kind {
		case heading:
			if headings++; headings > 1 {
				p.Kind = "h2"
			}
		case facts:
			for _, row := range b.rows {
				p.Facts = append(p.Facts, fact{flat(row[0]), lines(row[1])})
			}
		case list:
			for _, row := range b.rows {
				p.Facts = append(p.Facts, fact{Lines: lines(row[0])})
			}
		case table:
			for _, row := range b.rows {
				p.Rows = append(p.Rows, flatAll(row))
			}
		}
		all[i] = p
	}
	return all
}

func flatAll(cells []string) []string {
	all := make([]string, len(cells))
	for i, c := range cells {
		all[i] = flat(c)
	}
	return all
}

func fontFor(lang string) template.CSS {
	switch base, _, _ := strings.Cut(lang, "-"); base {
	case "ar", "fa", "ur":
		return `'Noto Naskh Arabic UI','Noto Sans Arabic','Segoe UI',Tahoma,sans-serif`
	case "hi", "mr", "ne":
		return `'Noto Sans Devanagari','Nirmala UI',Mangal,sans-serif`
	}
	return `system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Helvetica,Arial,sans-serif`
}

// leadingFor is the height of lines: scripts with marks above and below need
// more of it.
func leadingFor(lang string) template.CSS {
	switch base, _, _ := strings.Cut(lang, "-"); base {
	case "ar", "fa", "ur", "hi", "mr", "ne":
		return "1.7"
	}
	return "1.5"
}
