package yamlform

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Bounds of a file. They are far above what a series needs and far below what
// makes a reader of YAML slow: nesting and lists of keys cost it the square of
// their number.
const (
	LargestFile = 1 << 20
	deepestFlow = 12     // brackets within brackets
	mostKeys    = 300    // of one mapping
	mostDashes  = 4      // of lists within lists on one line
	mostTokens  = 400000 // of the whole file
	mostErrors  = 100    // errors named; more help nobody
)

type nodeKind uint8

const (
	nothing nodeKind = iota
	scalar
	mapping
	sequence
)

// node is one value of a YAML file, with its line. Series files need no more
// of YAML than this: no anchors, tags or keys that are not text.
type node struct {
	kind    nodeKind
	line    int
	text    string // of a scalar
	plain   bool   // the scalar is written without quotes
	block   bool   // the scalar is a block of lines
	entries []entry
	items   []*node
}

// entry is one entry of a mapping.
type entry struct {
	key   string
	line  int
	value *node
}

// parse reads the one document of a file. Its errors are of the file as a
// whole, with a line.
func parse(data []byte) (*node, *Error) {
	if len(data) > LargestFile {
		return nil, &Error{Line: 1, Field: "file", Got: "a larger file", Expected: fmt.Sprintf("at most %d bytes", LargestFile)}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if err := onlyText(data); err != nil {
		return nil, err
	}
	if crowded(data) {
		return nil, &Error{Line: 1, Field: "file", Got: "a file with too many values", Expected: "a series"}
	}
	tokens := lexer.Tokenize(string(data))
	if err := bounded(tokens); err != nil {
		return nil, err
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxError(err)
	}
	docs := slices.DeleteFunc(file.Docs, func(d *ast.DocumentNode) bool { return d.Body == nil })
	switch len(docs) {
	case 0:
		return nil, &Error{Line: 1, Field: "file", Got: "an empty file", Expected: "a series"}
	case 1:
		return convert(docs[0].Body)
	}
	return nil, &Error{Line: lineOf(docs[1].Body), Field: "file", Got: "a second document", Expected: "one series in a file"}
}

// onlyText refuses bytes that are not UTF-8 and control characters, which
// YAML does not allow and databases do not keep.
func onlyText(data []byte) *Error {
	line := 1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == '\n':
			line++
		case r == utf8.RuneError && size == 1:
			return &Error{Line: line, Field: "file", Got: "bytes that are not UTF-8", Expected: "text in UTF-8"}
		case r < ' ' && r != '\t' && r != '\r' || r == 0x7f:
			return &Error{Line: line, Field: "file", Got: fmt.Sprintf("the control character %U", r), Expected: "text"}
		}
		i += size
	}
	return nil
}

// crowded tells whether a file is mostly punctuation, which takes long to read
// and which no text for people comes near.
func crowded(data []byte) bool {
	n := 0
	for _, c := range data {
		switch c {
		case ',', ':', '[', '{', '}', ']', '?':
			n++
		}
	}
	return n > mostTokens/2
}

// bounded refuses what series files do not use, and what would take long.
func bounded(tokens token.Tokens) *Error {
	refuse := func(t *token.Token, got, expected string) *Error {
		return &Error{Line: t.Position.Line, Field: "file", Got: got, Expected: expected}
	}
	depth, dashes, line := 0, 0, 0
	keys := map[int]int{} // in block style, by column; in flow style, by depth as a negative column
	for i, t := range tokens {
		if i == mostTokens {
			return refuse(t, "a file with too many values", "a series")
		}
		if t.Position.Line != line {
			line, dashes = t.Position.Line, 0
			if depth == 0 {
				for column := range keys {
					if column > t.Position.Column {
						delete(keys, column)
					}
				}
			}
		}
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return refuse(t, "an anchor or alias of YAML", "values written out")
		case token.TagType, token.DirectiveType:
			return refuse(t, "a tag or directive of YAML", "plain values")
		case token.MappingKeyType:
			return refuse(t, "?", "keys followed by a colon")
		case token.SequenceEntryType:
			if dashes++; dashes > mostDashes {
				return refuse(t, "lists within lists", "a series")
			}
		case token.MappingStartType, token.SequenceStartType:
			if depth++; depth > deepestFlow {
				return refuse(t, "brackets nested too deeply", "a series")
			}
			delete(keys, -depth)
		case token.MappingEndType, token.SequenceEndType:
			depth = max(0, depth-1)
		case token.MappingValueType:
			if over := countKey(keys, t, depth); over {
				return refuse(t, "too many keys", "a series")
			}
		}
	}
	return nil
}

// countKey counts a key among those of its mapping.
func countKey(keys map[int]int, colon *token.Token, depth int) (over bool) {
	at := -depth
	if depth == 0 && colon.Prev != nil {
		at = colon.Prev.Position.Column
	}
	keys[at]++
	return keys[at] > mostKeys
}

func syntaxError(err error) *Error {
	e := &Error{Line: 1, Field: "file", Got: "text that cannot be read", Expected: "YAML"}
	var at yaml.Error
	if errors.As(err, &at) {
		if t := at.GetToken(); t != nil && t.Position != nil {
			e.Line = t.Position.Line
		}
		e.Got += " (" + shorten(at.GetMessage()) + ")"
	}
	return e
}

func lineOf(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 1
}

// convert makes a node of what the parser found.
func convert(n ast.Node) (*node, *Error) {
	to := &node{line: lineOf(n)}
	switch n := n.(type) {
	case *ast.NullNode:
		return to, nil
	case *ast.StringNode:
		to.kind, to.text = scalar, n.Value
		to.plain = n.Token.Type == token.StringType
		return to, nil
	case *ast.LiteralNode:
		to.kind, to.text, to.block = scalar, n.Value.Value, true
		return to, nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		to.kind, to.text, to.plain = scalar, n.GetToken().Value, true
		return to, nil
	case *ast.SequenceNode:
		to.kind = sequence
		for _, v := range n.Values {
			item, err := convert(v)
			if err != nil {
				return nil, err
			}
			to.items = append(to.items, item)
		}
		return to, nil
	case *ast.MappingNode:
		to.kind = mapping
		return to, to.add(n.Values)
	case *ast.MappingValueNode:
		to.kind = mapping
		return to, to.add([]*ast.MappingValueNode{n})
	}
	return nil, &Error{Line: to.line, Field: "file", Got: "something unusual in YAML", Expected: "plain values"}
}

// add converts the entries of a mapping and refuses a key that comes twice.
func (to *node) add(values []*ast.MappingValueNode) *Error {
	for _, v := range values {
		t := v.Key.GetToken()
		key, line := t.Value, t.Position.Line
		for _, p := range to.entries {
			if p.key == key {
				return &Error{Line: line, Field: key, Got: "the same field again", Expected: fmt.Sprintf("it once (it is on line %d)", p.line)}
			}
		}
		value, err := convert(v.Value)
		if err != nil {
			return err
		}
		to.entries = append(to.entries, entry{key, line, value})
	}
	return nil
}
