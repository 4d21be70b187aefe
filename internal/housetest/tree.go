package housetest

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Problem is one place where the house breaks a rule.
type Problem struct {
	File string
	Line int // 0 where the file as a whole is meant
	Text string
}

func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Tree is a repository as the rules see it.
type Tree struct {
	Names []string          // every file, slash-separated, sorted
	Text  map[string]string // the content of those that are text
	Go    []*Source         // the Go files, in the order of Names
}

// Source is one Go file.
type Source struct {
	Name      string
	Dir       string // the folder, "" for the root
	Text      string
	File      *ast.File
	Fset      *token.FileSet
	Generated bool
	Test      bool // a _test.go file
}

// Line returns the line of a position in the file.
func (s *Source) Line(at token.Pos) int { return s.Fset.Position(at).Line }

// Read reads the tree under fsys, leaving out what git leaves out, the samples
// in testdata folders and everything whose name begins with a dot.
func Read(fsys fs.FS) (*Tree, error) {
	ignored := ignoredDirs(fsys)
	t := &Tree{Text: map[string]string{}}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name == "." {
			return nil
		}
		base := path.Base(name)
		if d.IsDir() {
			if strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules" || ignored[name] {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasPrefix(base, ".") || !d.Type().IsRegular() {
			return nil
		}
		return t.add(fsys, name)
	})
	slices.Sort(t.Names)
	slices.SortFunc(t.Go, func(a, b *Source) int { return cmp.Compare(a.Name, b.Name) })
	return t, err
}

// ignoredDirs are the folders at the root that .gitignore names.
func ignoredDirs(fsys fs.FS) map[string]bool {
	dirs := map[string]bool{}
	text, err := fs.ReadFile(fsys, ".gitignore")
	if err != nil {
		return dirs
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "/") && strings.HasSuffix(line, "/") {
			dirs[strings.Trim(line, "/")] = true
		}
	}
	return dirs
}

func (t *Tree) add(fsys fs.FS, name string) error {
	content, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	t.Names = append(t.Names, name)
	if bytes.IndexByte(content[:min(len(content), 8000)], 0) >= 0 {
		return nil
	}
	t.Text[name] = string(content)
	if !strings.HasSuffix(name, ".go") {
		return nil
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, content, parser.ParseComments)
	if err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	dir := path.Dir(name)
	if dir == "." {
		dir = ""
	}
	t.Go = append(t.Go, &Source{
		Name: name, Dir: dir, Text: string(content), File: file, Fset: fset,
		Generated: ast.IsGenerated(file), Test: strings.HasSuffix(name, "_test.go"),
	})
	return nil
}

// Packages returns the Go files by folder.
func (t *Tree) Packages() map[string][]*Source {
	out := map[string][]*Source{}
	for _, s := range t.Go {
		out[s.Dir] = append(out[s.Dir], s)
	}
	return out
}

// Under tells whether dir is one of the folders or lies in one.
func under(dir string, folders ...string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return dir == f || strings.HasPrefix(dir, f+"/") })
}

// ours tells whether a folder holds the program or the tests of the whole; the
// tools stand beside the house and keep only the rules on texts.
func ours(dir string) bool { return under(dir, "cmd", "internal", "e2e") }

// lineAt returns the line of a byte offset.
func lineAt(text string, offset int) int { return 1 + strings.Count(text[:offset], "\n") }
