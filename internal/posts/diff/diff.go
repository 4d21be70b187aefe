package diff

import (
	"strings"
	"unicode"
)

// Op says what became of a part of a text.
type Op uint8

const (
	Keep   Op = iota // stands in both
	Delete           // stands in the old one only
	Insert           // stands in the new one only
)

// Part is a piece of a text with what became of it.
type Part struct {
	Op   Op
	Text string
}

// How many changes are told apart before a piece counts as wholly new: what
// differs more nobody reads word by word, and finding it would take long.
const (
	mostLines = 1500
	mostWords = 1500
)

// Texts compares an old text with a new one.
func Texts(old, new string) []Part {
	var out parts
	for _, block := range script(lines(old), lines(new), mostLines) {
		if len(block.old) == 0 || len(block.new) == 0 || block.same {
			out.add(block)
			continue
		}
		var within parts
		for _, b := range script(words(strings.Join(block.old, "")), words(strings.Join(block.new, "")), mostWords) {
			within.add(b)
		}
		if within.alike() {
			out = append(out, within...)
		} else {
			out.add(block)
		}
	}
	return out.tidy()
}

// Equal tells whether nothing changed.
func Equal(list []Part) bool {
	for _, p := range list {
		if p.Op != Keep {
			return false
		}
	}
	return true
}

// lines cuts a text behind its line ends.
func lines(s string) []string { return strings.SplitAfter(s, "\n") }

// words cuts a text into words, stretches of spaces, and single other marks.
func words(s string) (list []string) {
	kind := func(r rune) int {
		switch {
		case r == '\n':
			return -1
		case unicode.IsSpace(r):
			return 1
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '’', r == '\'', r == '\u200c', r == '\u200d':
			return 2
		}
		return -1 // stands alone
	}
	start, last := 0, 0
	for i, r := range s {
		k := kind(r)
		if i > start && (k != last || k < 0) {
			list = append(list, s[start:i])
			start = i
		}
		last = k
	}
	if start < len(s) {
		list = append(list, s[start:])
	}
	return list
}

// parts are collected one after the other.
type parts []Part

func (p *parts) add(b block) {
	if b.same {
		p.put(Keep, strings.Join(b.old, ""))
		return
	}
	p.put(Delete, strings.Join(b.old, ""))
	p.put(Insert, strings.Join(b.new, ""))
}

func (p *parts) put(op Op, text string) {
	if text == "" {
		return
	}
	if n := len(*p); n > 0 && (*p)[n-1].Op == op {
		(*p)[n-1].Text += text
		return
	}
	*p = append(*p, Part{op, text})
}

// alike tells whether enough is kept that single words are worth showing: where
// nearly all is new, the new text beside the old one reads better.
func (p parts) alike() bool {
	kept, all := 0, 0
	for _, x := range p {
		n := len(strings.TrimSpace(x.Text))
		if x.Op == Keep {
			kept += n
		}
		if x.Op != Insert {
			all += n
		}
	}
	return kept*5 >= all
}

// tidy joins neighbours, and changes that only a space stands between: "the
// red car" for "the blue bus" is one change, not two.
func (p parts) tidy() []Part {
	var out parts
	var gone, came, between strings.Builder
	flush := func() {
		out.put(Delete, gone.String())
		out.put(Insert, came.String())
		out.put(Keep, between.String())
		gone.Reset()
		came.Reset()
		between.Reset()
	}
	for _, x := range p {
		switch {
		case x.Op != Keep:
			gone.WriteString(between.String())
			came.WriteString(between.String())
			between.Reset()
			if x.Op == Delete {
				gone.WriteString(x.Text)
			} else {
				came.WriteString(x.Text)
			}
		case gone.Len()+came.Len() > 0 && between.Len() == 0 && strings.Trim(x.Text, " ") == "":
			between.WriteString(x.Text)
		default:
			flush()
			out.put(Keep, x.Text)
		}
	}
	flush()
	return out
}
