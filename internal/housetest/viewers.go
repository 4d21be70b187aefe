package housetest

import (
	"go/ast"
	"slices"
	"strings"
)

// Viewers: what reads or writes in a room's tables is told who asks. A function
// of a room that is handed a transaction is handed the viewer too, or the key
// that somebody carries; what needs neither is listed, with the reason.
func Viewers(t *Tree) (out []Problem) {
	listed := viewerless()
	for _, s := range t.Go {
		room, ok := strings.CutPrefix(s.Dir, "internal/")
		if !ok || s.Test || !hasRoom(room) {
			continue
		}
		for _, decl := range s.File.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || !ofRoom(fn) || !fn.Name.IsExported() || !takes(fn, "Tx") || takes(fn, "Viewer") || carriesKey(fn) {
				continue
			}
			name := room + "." + fn.Name.Name
			if _, ok := listed[name]; !ok {
				out = append(out, Problem{s.Name, s.Line(fn.Pos()), name + " does not ask who asks; pass the viewer, or the key that was carried in (or list it in viewerless() of internal/housetest/viewers.go, under a reason that holds)"})
			}
			delete(listed, name)
		}
	}
	if hasText(t, "internal/housetest/viewers.go") {
		for name, why := range listed {
			out = append(out, Problem{"internal/housetest/viewers.go", 0, name + " is listed as " + why + ", and no such function without a viewer is there; strike it out"})
		}
	}
	slices.SortFunc(out, func(a, b Problem) int { return strings.Compare(a.String(), b.String()) })
	return out
}

func hasText(t *Tree, name string) bool { _, ok := t.Text[name]; return ok }

// hasRoom tells whether a folder under internal holds tables and a Room.
func hasRoom(dir string) bool {
	return slices.Contains([]string{"auth", "files", "search"}, dir) || slices.Index(floors(), dir) >= slices.Index(floors(), "people")
}

// ofRoom tells whether a function is a method of the room.
func ofRoom(fn *ast.FuncDecl) bool {
	if fn.Recv == nil || len(fn.Recv.List) != 1 {
		return false
	}
	star, ok := fn.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	id, ok := star.X.(*ast.Ident)
	return ok && id.Name == "Room"
}

// takes tells whether a parameter is of the named type, or a pointer to it.
func takes(fn *ast.FuncDecl, name string) bool {
	for _, p := range fn.Type.Params.List {
		typ := p.Type
		if star, ok := typ.(*ast.StarExpr); ok {
			typ = star.X
		}
		if sel, ok := typ.(*ast.SelectorExpr); ok {
			typ = sel.Sel
		}
		if id, ok := typ.(*ast.Ident); ok && id.Name == name {
			return true
		}
	}
	return false
}

// carriesKey tells whether a parameter is what somebody was mailed and brings.
func carriesKey(fn *ast.FuncDecl) bool {
	for _, p := range fn.Type.Params.List {
		for _, id := range p.Names {
			if slices.Contains([]string{"key", "token", "secret", "ticket", "code"}, id.Name) {
				return true
			}
		}
	}
	return false
}
