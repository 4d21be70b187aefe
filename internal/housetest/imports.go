package housetest

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

const module = "codeberg.org/plenary/plenary"

// floors lists the packages of the ground floor and the rooms in the order in
// which they stand: each may import those before it. A package inside another's
// folder stands where that one stands.
func floors() []string {
	return []string{
		// the ground floor, which knows no domain
		"errs", "config", "when", "i18n", "typed", "places", "announce", "store", "seal", "backup", "jobs", "search", "ical", "feed", "files", "mail", "auth", "web",
		// the rooms
		"people", "library", "posts", "events", "series", "calendar", "circles", "community", "campaigns", "charting",
	}
}

// place says where a package of the house stands.
type place struct {
	own   string // the folder within which everybody may import everybody
	level int    // it may import what stands on a lower level
	pages bool   // a …web package
}

const (
	pagesLevel = 1000
	appLevel   = 2000
	topLevel   = 3000 // cmd and the tests of the whole
)

// placeOf returns where dir stands, and false where the table does not know it.
func placeOf(dir string) (place, bool) {
	switch {
	case under(dir, "cmd"):
		return place{dir, topLevel, false}, true
	case under(dir, "e2e"):
		return place{"e2e", topLevel, false}, true
	case under(dir, "internal/housetest"):
		return place{"internal/housetest", topLevel, false}, true
	case under(dir, "internal/app"):
		return place{"internal/app", appLevel, false}, true
	case under(dir, "internal/adminweb", "internal/devweb"):
		return place{firstDirs(dir, 2), pagesLevel, true}, true
	}
	parts := strings.Split(dir, "/")
	if parts[0] != "internal" || len(parts) < 2 {
		return place{}, false
	}
	if len(parts) > 2 && strings.HasSuffix(parts[2], "web") {
		return place{strings.Join(parts[:3], "/"), pagesLevel, true}, true
	}
	level := slices.Index(floors(), parts[1])
	if level < 0 {
		return place{}, false
	}
	return place{"internal/" + parts[1], level, false}, true
}

func firstDirs(dir string, n int) string {
	parts := strings.Split(dir, "/")
	return strings.Join(parts[:min(n, len(parts))], "/")
}

// Directions: imports go down only.
func Directions(t *Tree) (out []Problem) {
	unknown := map[string]bool{}
	for _, s := range t.Go {
		if !ours(s.Dir) {
			continue
		}
		from, ok := placeOf(s.Dir)
		if !ok {
			if !unknown[s.Dir] {
				out = append(out, Problem{s.Dir, 0, "nobody has said where this package stands; add it to floors() in internal/housetest/imports.go, or put it into the room that it belongs to"})
			}
			unknown[s.Dir] = true
			continue
		}
		for path, line := range imports(s) {
			dir, ok := strings.CutPrefix(path, module+"/")
			if !ok {
				continue
			}
			to, ok := placeOf(dir)
			if !ok {
				continue // reported at its own files
			}
			if why := wrongWay(s, from, to, dir); why != "" {
				out = append(out, Problem{s.Name, line, why})
			}
		}
	}
	return out
}

// wrongWay says why a file standing at from may not import dir, which stands at
// to, or "".
func wrongWay(s *Source, from, to place, dir string) string {
	switch {
	case isTestHelp(dir) && !s.Test && !isTestHelp(s.Dir) && !under(s.Dir, "e2e"):
		return fmt.Sprintf("imports %s, which is for tests only; move what is needed out of it", dir)
	case from.own == to.own:
		return ""
	case under(s.Dir, "internal/housetest"):
		return ""
	case dir == "e2e" && under(s.Dir, "internal/app") && (s.Test || isTestHelp(s.Dir)):
		return "" // the house in one process is read by the same visitor as the whole
	case dir == "e2e" && under(s.Dir, "internal/web/ui/gallery") && s.Test:
		return "" // components are looked at with the same browser as pages
	case under(s.Dir, "e2e"):
		if under(dir, "internal/i18n", "internal/when") {
			return ""
		}
		return fmt.Sprintf("imports %s; the tests of the whole use the program from outside only", dir)
	case under(s.Dir, "cmd"):
		if under(dir, "internal/app") {
			return ""
		}
		return fmt.Sprintf("imports %s; a command parses flags and calls internal/app, nothing else", dir)
	case from.pages && to.pages:
		return fmt.Sprintf("imports the pages of %s; pages may use every room, but never another's pages: move the shared part to internal/web", dir)
	case to.level >= from.level:
		return fmt.Sprintf("imports %s, which stands above it; imports go down only: let internal/app hand in a function, or move the code down", dir)
	}
	return ""
}

// isTestHelp tells whether dir is, or lies in, a package like storetest.
func isTestHelp(dir string) bool {
	return slices.ContainsFunc(strings.Split(dir, "/"), func(p string) bool { return strings.HasSuffix(p, "test") })
}

// imports yields the import paths of a file with their lines.
func imports(s *Source) func(func(string, int) bool) {
	return func(yield func(string, int) bool) {
		for _, spec := range s.File.Imports {
			if !yield(strings.Trim(spec.Path.Value, "`\""), s.Line(spec.Pos())) {
				return
			}
		}
	}
}

// home is a package that only some rooms may use.
type home struct {
	paths []string // import paths; "x/..." is x and everything in it
	rooms []string // folders, or "…web" for the pages of all rooms
	tests bool     // tests may use it anywhere
	why   string
}

func homes() []home {
	pages := []string{"internal/web", "…web"}
	return []home{
		{[]string{"database/sql", "github.com/jackc/pgx/v5/...", "modernc.org/sqlite/..."}, []string{"internal/store"}, false,
			"the database is touched in internal/store only; use store.Tx"},
		{[]string{"database/sql/driver"}, []string{"internal/store", "internal/i18n"}, false,
			"only the store and the texts that store themselves speak the driver's language"},
		{[]string{"net/http/..."}, append([]string{"internal/app", "internal/auth", "internal/files", "e2e"}, pages...), true,
			"HTTP ends in internal/web; a room's functions take and return values, so that pages, API, mail and commands can share them"},
		{[]string{"github.com/a-h/templ/..."}, append([]string{"internal/mail"}, pages...), false,
			"templates belong to the pages and to the layouts of mail"},
		{[]string{"html/template", "text/template"}, []string{"internal/mail"}, false,
			"pages are made by templ, sentences by internal/i18n"},
		{[]string{"github.com/chromedp/..."}, []string{"e2e"}, false,
			"the browser is driven from e2e only"},
		{[]string{"github.com/emersion/go-ical"}, nil, true,
			"use internal/ical; this is a second reader, for tests"},
		{[]string{"github.com/emersion/go-smtp", "github.com/emersion/go-msgauth/...", "github.com/emersion/go-message/...", "github.com/wneessen/go-mail"}, []string{"internal/mail", "internal/devweb"}, true,
			"mail is written, signed, sent and read in internal/mail, and shown as it was sent in internal/devweb"},
		{[]string{"testing", "testing/...", "pgregory.net/rapid", "github.com/google/go-cmp/...", "github.com/rogpeppe/go-internal/..."}, []string{"…test", "e2e"}, true,
			"this is for tests only and must not be linked into the program"},
		{[]string{"C"}, nil, false, "the house is built without a C compiler"},
	}
}

// Homes: some packages may be used in their own room only.
func Homes(t *Tree) (out []Problem) {
	for _, s := range t.Go {
		if !ours(s.Dir) {
			continue
		}
		for name, line := range imports(s) {
			for _, h := range homes() {
				if matches(name, h.paths) && !(h.tests && s.Test) && !h.has(s.Dir) {
					out = append(out, Problem{s.Name, line, "imports " + name + "; " + h.why})
				}
			}
		}
	}
	return out
}

func (h home) has(dir string) bool {
	for _, room := range h.rooms {
		switch room {
		case "…web":
			if p, ok := placeOf(dir); ok && p.pages {
				return true
			}
		case "…test":
			if isTestHelp(dir) {
				return true
			}
		default:
			if under(dir, room) {
				return true
			}
		}
	}
	return false
}

func matches(name string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		if p, ok := strings.CutSuffix(p, "/..."); ok {
			return under(name, p)
		}
		return name == p
	})
}

// Purity: when and the circle engine are functions of what they are given.
func Purity(t *Tree) (out []Problem) {
	outside := []string{"os", "io/fs", "io/ioutil", "net", "path/filepath", "log", "database/sql", "syscall", "math/rand", "crypto/rand"}
	pure := []string{"internal/when", "internal/circles/form"}
	for _, s := range t.Go {
		if s.Test || s.File.Name.Name == "main" || !under(s.Dir, pure...) {
			continue
		}
		for name, line := range imports(s) {
			switch {
			case slices.ContainsFunc(outside, func(o string) bool { return name == o || strings.HasPrefix(name, o+"/") && name != "math/rand/v2" }):
				out = append(out, Problem{s.Name, line, "imports " + name + "; " + path.Base(s.Dir) + " knows no store, no clock and no file system: take the value as an argument"})
			case strings.HasPrefix(name, module) && !under(strings.TrimPrefix(name, module+"/"), append(pure, "internal/errs")...):
				out = append(out, Problem{s.Name, line, "imports " + name + "; " + path.Base(s.Dir) + " uses the standard library, errs and when only"})
			}
		}
	}
	return out
}
