package e2e

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// find returns the elements under n that a selector names, in document order.
// It knows what tests need of CSS: tag, #id, .class, [attr], [attr=value],
// [attr^=value], joined, and descendants; several selectors after commas.
func find(n *html.Node, selector string) (out []*html.Node) {
	var paths [][]step
	for alternative := range strings.SplitSeq(selector, ",") {
		var path []step
		for _, word := range words(alternative) {
			path = append(path, parseStep(word))
		}
		paths = append(paths, path)
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && slices.ContainsFunc(paths, func(p []step) bool { return onPath(d, n, p) }) {
			out = append(out, d)
		}
	}
	return out
}

// words parts a selector at spaces that stand outside brackets.
func words(selector string) []string {
	return regexp.MustCompile(`(?:\[[^\]]*\]|[^\s\[])+`).FindAllString(selector, -1)
}

// step is what one element of a selector asks for.
type step struct {
	tag     string
	classes []string
	attrs   []attr
}

type attr struct{ name, op, value string }

func parseStep(word string) (s step) {
	parts := regexp.MustCompile(`^[\w-]+|\*|#[\w-]+|\.[\w-]+|\[([\w-]+)(?:(\^?=)"?([^"\]]*)"?)?\]`)
	for _, m := range parts.FindAllStringSubmatch(word, -1) {
		switch m[0][0] {
		case '*':
		case '#':
			s.attrs = append(s.attrs, attr{"id", "=", m[0][1:]})
		case '.':
			s.classes = append(s.classes, m[0][1:])
		case '[':
			s.attrs = append(s.attrs, attr{m[1], m[2], m[3]})
		default:
			s.tag = m[0]
		}
	}
	return s
}

func (s step) is(n *html.Node) bool {
	if s.tag != "" && n.Data != s.tag {
		return false
	}
	have := strings.Fields(value(n, "class"))
	for _, c := range s.classes {
		if !slices.Contains(have, c) {
			return false
		}
	}
	for _, a := range s.attrs {
		got, ok := lookup(n, a.name)
		if !ok || a.op == "=" && got != a.value || a.op == "^=" && !strings.HasPrefix(got, a.value) {
			return false
		}
	}
	return true
}

// onPath tells whether n ends the path, with the other steps among its
// ancestors below root.
func onPath(n, root *html.Node, path []step) bool {
	if len(path) == 0 || !path[len(path)-1].is(n) {
		return false
	}
	path = path[:len(path)-1]
	for up := n.Parent; up != nil && up != root && len(path) > 0; up = up.Parent {
		if path[len(path)-1].is(up) {
			path = path[:len(path)-1]
		}
	}
	return len(path) == 0
}

func lookup(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func value(n *html.Node, name string) string {
	v, _ := lookup(n, name)
	return v
}

// textOf returns what a reader reads in n, with single spaces.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "template"):
			return
		}
		if n.Type == html.ElementNode && !inline(n.Data) {
			b.WriteByte(' ')
			defer b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return asRead(b.String())
}

// asRead returns a text with single spaces and without the marks that only tell
// in which direction it runs, which nobody reads.
func asRead(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' || r == '\u061c' {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func inline(tag string) bool {
	return slices.Contains([]string{"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"}, tag)
}
