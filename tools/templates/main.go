// Command templates turns every .templ file of the repository into the Go file
// beside it, and with -check says which of those Go files are out of date.
//
// The generated files are committed, so that a clone builds with Go alone. Run
// it from anywhere in the repository with "make generate". It is a program of
// ours over the library, not the library's own command, because the command
// brings a dozen modules and this brings one.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/a-h/templ/generator"
	parser "github.com/a-h/templ/parser/v2"
)

func main() {
	root := flag.String("root", "..", "the repository's folder")
	check := flag.Bool("check", false, "change nothing; exit 1 where a file is out of date")
	flag.Parse()
	stale, err := run(*root, *check)
	if err != nil {
		fmt.Fprintln(os.Stderr, "templates:", err)
		os.Exit(1)
	}
	for _, name := range stale {
		if *check {
			fmt.Println(name, "is out of date; run make generate and commit the result")
		} else {
			fmt.Println("wrote", name)
		}
	}
	if *check && len(stale) > 0 {
		os.Exit(1)
	}
}

// run brings the Go files under root up to date, or with check only looks. It
// returns the names of those that were not, sorted. A generated file whose
// template is gone counts as out of date and is removed.
func run(root string, check bool) (stale []string, err error) {
	sources, targets, err := find(root)
	if err != nil {
		return nil, err
	}
	var failed []error
	for _, name := range sources {
		want, err := generate(root, name)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		target := targetOf(name)
		path := filepath.Join(root, target)
		have, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if err == nil && bytes.Equal(have, want) {
			continue
		}
		stale = append(stale, target)
		if !check {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				return nil, err
			}
		}
	}
	for _, target := range targets {
		if slices.ContainsFunc(sources, func(s string) bool { return targetOf(s) == target }) {
			continue
		}
		stale = append(stale, target)
		if !check {
			if err := os.Remove(filepath.Join(root, target)); err != nil {
				return nil, err
			}
		}
	}
	slices.Sort(stale)
	return stale, errors.Join(failed...)
}

// find lists the templates and the generated files under root by their
// slash-separated names, leaving out what is not ours.
func find(root string) (sources, targets []string, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			name := d.Name()
			if path != root && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case strings.HasSuffix(rel, ".templ"):
			sources = append(sources, rel)
		case strings.HasSuffix(rel, "_templ.go"):
			targets = append(targets, rel)
		}
		return nil
	})
	return sources, targets, err
}

func targetOf(source string) string { return strings.TrimSuffix(source, ".templ") + "_templ.go" }

// generate returns the formatted Go of one template. Its file name in error
// messages is relative to root, so that the output is the same on every
// machine.
func generate(root, name string) ([]byte, error) {
	file, err := parser.Parse(filepath.Join(root, name))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var b bytes.Buffer
	if _, err := generator.Generate(file, &b, generator.WithFileName(name), generator.WithVersion(templ.Version())); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	out, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("%s: the Go in it does not parse: %w", name, err)
	}
	found, err := parser.Diagnose(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, d := range found {
		return nil, fmt.Errorf("%s:%d: %s", name, d.Range.From.Line+1, d.Message)
	}
	return out, nil
}
