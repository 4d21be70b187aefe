package housetest

import (
	"go/ast"
	"go/format"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// Clock: the time is passed in. What reads the machine's clock or its zone
// files cannot be tested in another year.
func Clock(t *Tree) (out []Problem) {
	for _, s := range t.Go {
		if !ours(s.Dir) {
			continue
		}
		clock, ok := localName(s.File, "time")
		if !ok {
			continue
		}
		ast.Inspect(s.File, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if why := clockUse(s, sel, clock); why != "" {
				out = append(out, Problem{s.Name, s.Line(sel.Pos()), why})
			}
			return true
		})
	}
	return out
}

func clockUse(s *Source, sel *ast.SelectorExpr, clock string) string {
	if id, ok := sel.X.(*ast.Ident); !ok || id.Name != clock || id.Obj != nil {
		return ""
	}
	switch sel.Sel.Name {
	case "Now", "Since", "Until":
		// Tests, and the command that searches for some seconds at the terminal,
		// measure how long something takes.
		if s.Test || under(s.Dir, "e2e", "internal/circles/formcli") || s.Name == "internal/store/clock.go" {
			return ""
		}
		return "reads the clock; take the time from tx.Now(), or as an argument (the one clock is internal/store/clock.go)"
	case "LoadLocation", "LoadLocationFromTZData":
		if under(s.Dir, "internal/when") {
			return ""
		}
		return "loads a zone; use when.Load, whose zone data is in the program"
	case "Local":
		return "uses the zone of the machine; name the zone that is meant"
	case "Sleep":
		if !s.Test && !under(s.Dir, "e2e") {
			return ""
		}
		return "sleeps; wait for what is meant: a channel, a ticker beside a deadline, or a clock that is passed in"
	}
	return ""
}

// localName returns the name by which the file knows the imported package.
func localName(file *ast.File, path string) (string, bool) {
	for _, spec := range file.Imports {
		if strings.Trim(spec.Path.Value, "`\"") != path {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name, true
		}
		return path[strings.LastIndex(path, "/")+1:], true
	}
	return "", false
}

// PackageComments: every package says what it does, owns and promises.
func PackageComments(t *Tree) (out []Problem) {
	for dir, sources := range t.Packages() {
		var name string
		commented := false
		for _, s := range sources {
			if s.Test {
				continue
			}
			name = s.File.Name.Name
			if s.File.Doc == nil {
				continue
			}
			text := s.File.Doc.Text()
			commented = commented || name == "main" || strings.HasPrefix(text, "Package "+name+" ")
		}
		if name != "" && !commented {
			out = append(out, Problem{dir, 0, `has no comment that begins "Package ` + name + ` "; say in doc.go what it does, what it owns (tables, keys) and what it promises`})
		}
	}
	slices.SortFunc(out, func(a, b Problem) int { return strings.Compare(a.File, b.File) })
	return out
}

// PackageNames: a package is named after what it is about.
func PackageNames(t *Tree) (out []Problem) {
	hollow := []string{"util", "utils", "common", "helper", "helpers", "manager", "managers", "types", "model", "models", "misc", "shared", "base", "lib", "pkg"}
	for dir := range t.Packages() {
		for part := range strings.SplitSeq(dir, "/") {
			if slices.Contains(hollow, part) {
				out = append(out, Problem{dir, 0, strconv.Quote(part) + " says nothing; name the package after its subject, or move its parts to those who use them"})
			}
		}
	}
	slices.SortFunc(out, func(a, b Problem) int { return strings.Compare(a.File, b.File) })
	return out
}

// NoSkippedTests: a test that does not run proves nothing.
func NoSkippedTests(t *Tree) (out []Problem) {
	for _, s := range t.Go {
		if !ours(s.Dir) {
			continue
		}
		ast.Inspect(s.File, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, sel.Sel.Name) {
				return true
			}
			if id, ok := sel.X.(*ast.Ident); ok && slices.Contains([]string{"t", "b", "f", "tb"}, id.Name) {
				out = append(out, Problem{s.Name, s.Line(call.Pos()), "skips a test; make what it needs part of tools/needs, or fail and say what is missing"})
			}
			return true
		})
	}
	return out
}

// Formatted: every file is as gofmt writes it.
func Formatted(t *Tree) (out []Problem) {
	for _, s := range t.Go {
		if want, err := format.Source([]byte(s.Text)); err == nil && string(want) != s.Text {
			out = append(out, Problem{s.Name, 0, "is not formatted; run gofmt -w on it"})
		}
	}
	return out
}

// NoMutableVariables: what a package remembers between calls lies in values
// that somebody made and passed on, not in the package. Help for tests may keep
// what a whole run shares.
func NoMutableVariables(t *Tree) (out []Problem) {
	for dir, sources := range t.Packages() {
		if !ours(dir) || isTestHelp(dir) {
			continue
		}
		sources = slices.DeleteFunc(slices.Clone(sources), func(s *Source) bool { return s.Test })
		vars := map[string]*variable{}
		for _, s := range sources {
			for _, v := range packageVariables(s) {
				vars[v.name] = v
			}
		}
		for _, s := range sources {
			findChanges(s, vars)
		}
		for _, v := range vars {
			if why := v.problem(); why != "" && !v.source.Generated {
				out = append(out, Problem{v.source.Name, v.source.Line(v.spec.Pos()), "var " + v.name + " " + why + "; make it part of a value that internal/app builds and hands on"})
			}
		}
	}
	slices.SortFunc(out, func(a, b Problem) int { return strings.Compare(a.String(), b.String()) })
	return out
}

// variable is one package-level variable.
type variable struct {
	name    string
	source  *Source
	spec    *ast.ValueSpec
	value   ast.Expr // nil where it has none
	embeds  bool     // filled by a go:embed line
	changed int      // the line where something changes it, 0 for none
}

func packageVariables(s *Source) (out []*variable) {
	for _, decl := range s.File.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.VAR {
			continue
		}
		for _, spec := range gen.Specs {
			spec := spec.(*ast.ValueSpec)
			for i, id := range spec.Names {
				if id.Name == "_" {
					continue
				}
				v := &variable{name: id.Name, source: s, spec: spec, embeds: embedded(gen.Doc) || embedded(spec.Doc)}
				if i < len(spec.Values) {
					v.value = spec.Values[i]
				} else if len(spec.Values) == 1 {
					v.value = spec.Values[0]
				}
				out = append(out, v)
			}
		}
	}
	return out
}

func embedded(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed ") })
}

// problem says why the variable can hold a state, or "".
func (v *variable) problem() string {
	switch {
	case v.changed > 0:
		return "is changed at line " + strconv.Itoa(v.changed)
	case v.embeds:
		return ""
	case v.value == nil:
		return "has no value of its own, so something must change it"
	case holdsState(v.spec.Type), holdsState(v.value):
		return "is made to be changed"
	}
	return ""
}

// holdsState tells whether a type or a value is of the kind that only makes
// sense when it changes: locks, atomics, channels, and maps that start empty.
// A sync.OnceValue is a constant that takes its time, and what a sync.Pool
// holds nobody can tell from new.
func holdsState(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		id, ok := e.X.(*ast.Ident)
		return ok && (id.Name == "sync" && e.Sel.Name != "Pool" || id.Name == "atomic")
	case *ast.StarExpr:
		return holdsState(e.X)
	case *ast.ChanType:
		return true
	case *ast.IndexExpr: // atomic.Pointer[T]
		return holdsState(e.X)
	case *ast.UnaryExpr: // &sync.Mutex{}
		return e.Op == token.AND && holdsState(e.X)
	case *ast.CompositeLit:
		if _, isMap := e.Type.(*ast.MapType); isMap && len(e.Elts) == 0 {
			return true
		}
		return holdsState(e.Type)
	case *ast.CallExpr:
		if id, ok := e.Fun.(*ast.Ident); ok {
			return id.Name == "make" || id.Name == "new"
		}
		if sel, ok := e.Fun.(*ast.SelectorExpr); ok {
			if slices.Contains([]string{"OnceValue", "OnceValues", "OnceFunc"}, sel.Sel.Name) {
				return false
			}
		}
		return holdsState(e.Fun)
	}
	return false
}

// findChanges notes where the file changes one of the package's variables.
func findChanges(s *Source, vars map[string]*variable) {
	change := func(e ast.Expr) {
		if v := variableOf(e, vars); v != nil && v.changed == 0 {
			v.changed = s.Line(e.Pos())
		}
	}
	ast.Inspect(s.File, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, e := range n.Lhs {
					change(e)
				}
			}
		case *ast.IncDecStmt:
			change(n.X)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				change(n.Key)
				change(n.Value)
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				change(n.X)
			}
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok && slices.Contains([]string{"delete", "clear", "copy"}, id.Name) && len(n.Args) > 0 {
				change(n.Args[0])
			}
		}
		return true
	})
}

// variableOf returns the package's variable at the root of x, x[i], x.f, *x.
func variableOf(e ast.Expr, vars map[string]*variable) *variable {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			v := vars[x.Name]
			// An identifier that the parser resolved to something else is a
			// local that happens to have the name.
			if v == nil || x.Obj != nil && x.Obj.Decl != v.spec {
				return nil
			}
			return v
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		default:
			return nil
		}
	}
}
