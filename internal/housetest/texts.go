package housetest

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// FileLength: a file has one subject.
func FileLength(t *Tree) (out []Problem) {
	const most = 450
	tooLong := func(name, text string) {
		if n := strings.Count(text, "\n"); n > most {
			out = append(out, Problem{name, 0, fmt.Sprintf("has %d lines, more than %d; split it by subject", n, most)})
		}
	}
	for _, s := range t.Go {
		if ours(s.Dir) && !s.Generated && !s.Test {
			tooLong(s.Name, s.Text)
		}
	}
	for _, name := range t.named("*.templ") {
		tooLong(name, t.Text[name])
	}
	return out
}

// named returns the text files whose last element matches one of the patterns.
func (t *Tree) named(patterns ...string) (out []string) {
	for _, name := range t.Names {
		if _, text := t.Text[name]; !text {
			continue
		}
		if slices.ContainsFunc(patterns, func(p string) bool { ok, _ := path.Match(p, path.Base(name)); return ok }) {
			out = append(out, name)
		}
	}
	return out
}

// grep reports every match of the expression in the named files.
func (t *Tree) grep(names []string, expr *regexp.Regexp, say string) (out []Problem) {
	for _, name := range names {
		for _, at := range expr.FindAllStringIndex(t.Text[name], -1) {
			found := strings.TrimSpace(t.Text[name][at[0]:at[1]])
			out = append(out, Problem{name, lineAt(t.Text[name], at[0]), fmt.Sprintf("%q %s", found, say)})
		}
	}
	return out
}

// NoLeftovers: what is not finished is not committed.
func NoLeftovers(t *Tree) []Problem {
	words := regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)
	return t.grep(t.named("*.go", "*.templ", "*.css", "*.js", "*.mjs", "*.sql", "*.md", "*.sh", "Makefile", "*.yaml", "*.toml"), words,
		"is left over; do it, or drop it")
}

// NoMachineNames: nothing in the repository names the machine it was written
// on or the host its packages came from.
func NoMachineNames(t *Tree) []Problem {
	names := slices.DeleteFunc(slices.Clone(t.Names), func(n string) bool { _, text := t.Text[n]; return !text || path.Base(n) == "LICENSE" })
	paths := regexp.MustCompile(`(?m)(^|[\s"'(=:` + "`" + `])/(ho` + `me|ro` + `ot|wo` + `rk|Us` + `ers)/\w+`)
	hosts := regexp.MustCompile(`\b(regis` + `try\.npmjs\.org|pro` + `xy\.golang\.org|s` + `um\.golang\.org|deb\.deb` + `ian\.org|py` + `pi\.org)\b|"resol` + `ved":`)
	out := t.grep(names, paths, "is a path of one machine; write it relative to the repository")
	return append(out, t.grep(names, hosts, "names a package host; each machine has its own (for npm: --omit-lockfile-registry-resolved)")...)
}

// LogicalCSS: a page is laid out by start and end, so that it reads both ways.
func LogicalCSS(t *Tree) (out []Problem) {
	const say = "knows only one direction of reading; use start and end (margin-inline-start, inset-inline-end, text-align: start)"
	comments := regexp.MustCompile(`(?s)/\*.*?\*/`)
	side := regexp.MustCompile(`(?i)[\w-]*\b(left|right)\b[\w-]*`)
	for _, name := range t.named("*.css") {
		text := comments.ReplaceAllStringFunc(t.Text[name], blank)
		for _, at := range side.FindAllStringIndex(text, -1) {
			out = append(out, Problem{name, lineAt(text, at[0]), fmt.Sprintf("%q %s", text[at[0]:at[1]], say)})
		}
	}
	inline := regexp.MustCompile(`(?i)\b(margin|padding|border|inset)-(left|right)\b|\b(text-align|float|clear)\s*:\s*(left|right)\b|[;"'{\s](left|right)\s*:\s*-?[\d.]+(px|r?em|%)`)
	var templates []string
	for _, s := range t.Go {
		if !s.Generated && !s.Test && ours(s.Dir) && !under(s.Dir, "internal/housetest") {
			templates = append(templates, s.Name)
		}
	}
	return append(out, t.grep(append(templates, t.named("*.templ")...), inline, say)...)
}

// blank replaces everything but line breaks by spaces, so that offsets stay.
func blank(s string) string {
	return regexp.MustCompile(`[^\n]`).ReplaceAllString(s, " ")
}

// Migrations: numbered from 1 without gaps, each named after the room whose
// tables it changes ("house" for what belongs to all).
func Migrations(t *Tree) (out []Problem) {
	const dir = "internal/store/migrations"
	form := regexp.MustCompile(`^(\d{4})_([a-z]+)(_[a-z0-9_]+)?\.sql$`)
	byNumber := map[string]string{}
	next := 1
	for _, name := range t.named("*.sql") {
		if path.Dir(name) != dir {
			continue
		}
		m := form.FindStringSubmatch(path.Base(name))
		switch {
		case m == nil:
			out = append(out, Problem{name, 0, "is not named NNNN_room.sql or NNNN_room_what.sql"})
			continue
		case m[2] != "house" && !slices.Contains(floors(), m[2]):
			out = append(out, Problem{name, 0, fmt.Sprintf("%q is no room; the second part of the name says whose tables these are", m[2])})
		}
		if other, taken := byNumber[m[1]]; taken {
			out = append(out, Problem{name, 0, "has the number of " + path.Base(other) + "; take the next free one"})
			continue
		}
		byNumber[m[1]] = name
		if want := fmt.Sprintf("%04d", next); m[1] != want {
			out = append(out, Problem{name, 0, "should have the number " + want + "; numbers leave no gap"})
		}
		next++
	}
	return out
}

// Decisions: numbered from 1 without gaps, each in the list.
func Decisions(t *Tree) (out []Problem) {
	const list = "docs/adr/README.md"
	next := 1
	for _, name := range t.named("[0-9]*.md") {
		if path.Dir(name) != "docs/adr" {
			continue
		}
		base := path.Base(name)
		if want := fmt.Sprintf("%04d-", next); !strings.HasPrefix(base, want) {
			out = append(out, Problem{name, 0, "should begin with " + want + "; numbers leave no gap and none is taken twice"})
		}
		next++
		if !strings.Contains(t.Text[list], "("+base+")") {
			out = append(out, Problem{name, 0, "is missing in " + list})
		}
	}
	return out
}

// Links: every link between documents leads somewhere.
func Links(t *Tree) (out []Problem) {
	link := regexp.MustCompile(`\]\(([^()\s]+)(?:\s+"[^"]*")?\)`)
	for _, name := range t.named("*.md") {
		text := withoutCode(t.Text[name])
		for _, m := range link.FindAllStringSubmatchIndex(text, -1) {
			target := text[m[2]:m[3]]
			if why := t.broken(name, target); why != "" {
				out = append(out, Problem{name, lineAt(text, m[0]), fmt.Sprintf("links to %s: %s", target, why)})
			}
		}
	}
	return out
}

func (t *Tree) broken(from, target string) string {
	if regexp.MustCompile(`^[a-z]+:`).MatchString(target) {
		return "" // the web, and mail addresses
	}
	file, anchor, _ := strings.Cut(target, "#")
	full := from
	if file != "" {
		full = path.Join(path.Dir(from), file)
		inside := func(n string) bool { return n == full || strings.HasPrefix(n, full+"/") }
		if !slices.ContainsFunc(t.Names, inside) {
			return "there is no such file"
		}
	}
	if anchor != "" && !slices.Contains(anchors(t.Text[full]), anchor) {
		return "there is no such heading in " + full
	}
	return ""
}

// anchors are the names that headings of a document get where it is shown.
func anchors(text string) (out []string) {
	drop := regexp.MustCompile(`[^\p{L}\p{N}\s_-]`)
	for line := range strings.Lines(withoutCode(text)) {
		if title, ok := strings.CutPrefix(line, "#"); ok {
			title = strings.ToLower(strings.TrimSpace(strings.TrimLeft(title, "#")))
			out = append(out, strings.ReplaceAll(drop.ReplaceAllString(title, ""), " ", "-"))
		}
	}
	return out
}

// withoutCode blanks fenced blocks, in which brackets are not links and # is
// not a heading.
func withoutCode(text string) string {
	return regexp.MustCompile("(?ms)^```.*?^```").ReplaceAllStringFunc(text, blank)
}
