package yamlform

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/when"
)

// Write writes the fields as a file that [Read] reads back unchanged in
// meaning. Equal values give equal bytes.
func Write(fields []Field) []byte {
	w := &fileWriter{}
	if o := outMapping(fields); o != nil {
		w.fields("", o.pairs)
	}
	return w.Bytes()
}

// out is one value on its way into a file.
type out struct {
	kind  nodeKind
	text  string // of a scalar, as it is written
	block string // of a scalar that is better written as a block, what it says
	open  bool   // of a block: with an end of line after the last
	tall  bool   // of a list: one item per line
	pairs []outPair
	items []*out
}

type outPair struct {
	key   string
	value *out
}

func outMapping(fields []Field) *out {
	o := &out{kind: mapping}
	for _, f := range fields {
		if v := f.write(); v != nil {
			o.pairs = append(o.pairs, outPair{f.key, v})
		}
	}
	if len(o.pairs) == 0 {
		return nil
	}
	return o
}

func outQuoted(s string) *out { return &out{kind: scalar, text: doubleQuoted(s)} }

// outWord is written without quotes where every reader of YAML takes it for
// the text that it is.
func outWord(s string) *out {
	if isPlain(s) {
		return &out{kind: scalar, text: s}
	}
	return outQuoted(s)
}

// outText is quoted, or a block of lines where it is long.
func outText(s string) *out {
	if strings.Contains(s, "\n") || utf8.RuneCountInString(s) > longestQuoted {
		o := outLines(s)
		o.open = false
		return o
	}
	return outQuoted(s)
}

// outLines is a block of lines, if the text comes back from one.
func outLines(s string) *out {
	o := outQuoted(s)
	if fitsBlock(s) {
		o.block, o.open = s, true
	}
	return o
}

// isPlain tells whether a word can stand without quotes.
func isPlain(s string) bool {
	if _, err := when.ParseDate(s); err == nil {
		return true
	}
	if _, err := when.ParseWall(s); err == nil {
		return true
	}
	if _, err := when.ParseLength(s); err == nil {
		return true
	}
	for i, r := range s {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789-_./@:?=&%~+", r)) {
			return false
		}
	}
	switch strings.ToLower(s) {
	case "", "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return false
	}
	return !strings.HasSuffix(s, ":")
}

// fitsBlock tells whether a text comes back as it is from a block of lines: it
// neither begins nor ends with space, and has no lines of spaces alone and no
// letters that need to be spelled.
func fitsBlock(s string) bool {
	if s != strings.TrimSpace(s) {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		if line != "" && strings.TrimSpace(line) == "" {
			return false
		}
	}
	return strings.IndexFunc(s, func(r rune) bool { return r != '\n' && needsEscape(r) }) < 0
}

func needsEscape(r rune) bool {
	return r < ' ' || r == 0x7f || r == '\ufeff' || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || r >= 0x80 && r < 0xa0
}

func doubleQuoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case needsEscape(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

const (
	widestLine    = 170 // characters
	longestQuoted = 110
)

type fileWriter struct{ bytes.Buffer }

// fields writes a mapping in block style.
func (w *fileWriter) fields(indent string, pairs []outPair) {
	for i, p := range pairs {
		if i > 0 {
			w.WriteString(indent)
		}
		w.WriteString(outWord(p.key).text + ":")
		w.value(indent, len(indent)+utf8.RuneCountInString(p.key)+2, p.value)
	}
}

// value writes what follows a key or a dash, which end in the given column.
func (w *fileWriter) value(indent string, column int, o *out) {
	if o.block != "" {
		w.WriteString(" |")
		if !o.open {
			w.WriteByte('-')
		}
		w.WriteByte('\n')
		for line := range strings.SplitSeq(o.block, "\n") {
			if line != "" {
				w.WriteString(indent + "  " + line)
			}
			w.WriteByte('\n')
		}
		return
	}
	if flow, ok := o.flow(); ok && column+utf8.RuneCountInString(flow) <= widestLine || o.kind == scalar {
		w.WriteString(" " + flow + "\n")
		return
	}
	w.WriteByte('\n')
	indent += "  "
	if o.kind == mapping {
		w.WriteString(indent)
		w.fields(indent, o.pairs)
		return
	}
	for _, item := range o.items {
		w.item(indent, item)
	}
}

// item writes one item of a list in block style: on one line if it fits, else
// with one line per field.
func (w *fileWriter) item(indent string, o *out) {
	w.WriteString(indent + "-")
	flow, ok := o.flow()
	if o.kind != mapping || ok && len(indent)+2+utf8.RuneCountInString(flow) <= widestLine {
		w.value(indent, len(indent)+2, o)
		return
	}
	w.WriteByte(' ')
	w.fields(indent+"  ", o.pairs)
}

// flow is the value on one line, and false where it must not be.
func (o *out) flow() (string, bool) {
	switch o.kind {
	case scalar:
		return o.text, o.block == ""
	case mapping:
		parts := make([]string, len(o.pairs))
		for i, p := range o.pairs {
			v, ok := p.value.flow()
			if !ok {
				return "", false
			}
			parts[i] = outWord(p.key).text + ": " + v
		}
		return "{" + strings.Join(parts, ", ") + "}", true
	}
	parts := make([]string, len(o.items))
	for i, item := range o.items {
		v, ok := item.flow()
		if !ok || o.tall {
			return "", false
		}
		parts[i] = v
	}
	return "[" + strings.Join(parts, ", ") + "]", true
}
