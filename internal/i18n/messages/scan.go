package messages

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// Message is one sentence of the source.
type Message struct {
	Key   string
	Forms []string // the English: one form, or singular and plural
	At    string   // "internal/web/page.go:12", the first place
}

// Plural tells whether the message has a singular and a plural.
func (m Message) Plural() bool { return len(m.Forms) > 1 }

// Placeholders returns the names that the message's values have.
func (m Message) Placeholders() []string { return i18n.Placeholders(strings.Join(m.Forms, " ")) }

// Source is what a tree of Go files says.
type Source struct {
	Messages []Message // by key
	Faults   []string  // what is wrong with them, with file and line
	byKey    map[string]Message
}

// Find returns the message of a key.
func (s *Source) Find(key string) (Message, bool) {
	m, ok := s.byKey[key]
	return m, ok
}

var literal = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+\|`)

// Scan reads all Go files under root that are no tests. Folders that are
// modules of their own are left out.
func Scan(root string) (*Source, error) {
	s := &Source{byKey: map[string]Message{}}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if rel != "." && skipped(name, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") {
			return nil
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return s.file(filepath.ToSlash(rel), b)
	})
	if err != nil {
		return nil, err
	}
	for _, m := range s.byKey {
		s.Messages = append(s.Messages, m)
	}
	sort.Slice(s.Messages, func(i, j int) bool { return s.Messages[i].Key < s.Messages[j].Key })
	sort.Strings(s.Faults)
	return s, nil
}

func skipped(dir, name string) bool {
	if strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" || name == "vendor" {
		return true
	}
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

// file adds the messages of one file. A file that does not parse has faults of
// its own, which the compiler reports better.
func (s *Source) file(name string, src []byte) error {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("messages: %w", err)
	}
	at := func(n ast.Node) string { return name + ":" + strconv.Itoa(set.Position(n.Pos()).Line) }
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			s.call(n, at)
		case *ast.BinaryExpr:
			text, ok := constant(n)
			if ok {
				s.add(text, at(n))
				return false
			}
			if left, ok := constant(n.X); ok && n.Op == token.ADD && literal.MatchString(left) {
				s.fault(at(n), "a message is glued to a value; use a placeholder: %q", left)
			}
		case *ast.BasicLit:
			if text, ok := constant(n); ok {
				s.add(text, at(n))
			}
		}
		return true
	})
	return nil
}

// constant returns the text of a literal, or of literals joined by "+".
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.ParenExpr:
		return constant(e.X)
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return "", false
		}
		x, ok := constant(e.X)
		y, ok2 := constant(e.Y)
		return x + y, ok && ok2
	}
	return "", false
}

func (s *Source) fault(at, format string, args ...any) {
	s.Faults = append(s.Faults, at+": "+fmt.Sprintf(format, args...))
}

// add notes a literal, if it is a message.
func (s *Source) add(text, at string) {
	if !literal.MatchString(text) {
		return
	}
	m := parse(text, at)
	switch {
	case len(m.Forms) > 2:
		s.fault(at, "%s: a message has one form, or one and other", m.Key)
	case slices.Contains(m.Forms, ""):
		s.fault(at, "%s: the English is empty", m.Key)
	case m.Plural() && !slices.Equal(without(i18n.Placeholders(m.Forms[0]), "n"), without(i18n.Placeholders(m.Forms[1]), "n")):
		s.fault(at, "%s: singular and plural have other placeholders", m.Key)
	}
	old, seen := s.byKey[m.Key]
	if !seen {
		s.byKey[m.Key] = m
		return
	}
	if !slices.Equal(old.Forms, m.Forms) {
		s.fault(at, "%s has other English at %s: %q is not %q", m.Key, old.At, strings.Join(m.Forms, "|"), strings.Join(old.Forms, "|"))
	}
}

func parse(text, at string) Message {
	key, english, _ := strings.Cut(text, "|")
	return Message{Key: key, Forms: strings.Split(english, "|"), At: at}
}

func without(names []string, name string) []string {
	names = slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s == name })
	slices.Sort(names)
	return names
}

// saying are the functions that take a message and then its names and values.
var saying = []string{"T", "Split", "New", "Add"}

// call compares the placeholders of a message with the names that its call
// gives values to.
func (s *Source) call(c *ast.CallExpr, at func(ast.Node) string) {
	if c.Ellipsis.IsValid() || !slices.Contains(saying, callee(c)) {
		return
	}
	for i, arg := range c.Args {
		text, ok := constant(arg)
		if !ok || !literal.MatchString(text) {
			continue
		}
		m := parse(text, "")
		given, ok := names(c.Args[i+1:])
		if !ok {
			return
		}
		wanted := m.Placeholders()
		if m.Plural() && !slices.Contains(wanted, "n") {
			wanted = append(wanted, "n")
		}
		for _, name := range wanted {
			if !slices.Contains(given, name) {
				s.fault(at(c), "%s: nothing is given for {%s}", m.Key, name)
			}
		}
		for _, name := range given {
			if !slices.Contains(wanted, name) {
				s.fault(at(c), "%s: the text has no {%s}", m.Key, name)
			}
		}
		return
	}
}

func callee(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// names returns every other argument, if all of them are literals.
func names(args []ast.Expr) ([]string, bool) {
	var names []string
	for i := 0; i < len(args); i += 2 {
		name, ok := constant(args[i])
		if !ok || len(i18n.Placeholders("{"+name+"}")) != 1 {
			return nil, false
		}
		names = append(names, name)
	}
	return names, len(args)%2 == 0
}
