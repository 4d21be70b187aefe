package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const hello = "package page\n\ntempl Hello(name string) {\n\t<p>Hello { name }</p>\n}\n"

func write(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func names(t *testing.T, root string, check bool) []string {
	t.Helper()
	stale, err := run(root, check)
	if err != nil {
		t.Fatal(err)
	}
	return stale
}

func TestGeneratedFilesFollowTheirTemplates(t *testing.T) {
	root := t.TempDir()
	write(t, root, "page/hello.templ", hello)
	write(t, root, "tools/node_modules/x/other.templ", "not a template")
	want := []string{"page/hello_templ.go"}

	if got := names(t, root, true); !slices.Equal(got, want) {
		t.Fatalf("a template never generated: stale %v, want %v", got, want)
	}
	if _, err := os.Stat(filepath.Join(root, want[0])); err == nil {
		t.Fatal("a check wrote a file")
	}
	names(t, root, false)
	if got := names(t, root, true); len(got) != 0 {
		t.Fatalf("stale after generating: %v", got)
	}
	write(t, root, "page/hello.templ", strings.Replace(hello, "Hello {", "Welcome {", 1))
	if got := names(t, root, true); !slices.Equal(got, want) {
		t.Fatalf("a changed template: stale %v, want %v", got, want)
	}
	names(t, root, false)
	if err := os.Remove(filepath.Join(root, "page/hello.templ")); err != nil {
		t.Fatal(err)
	}
	if got := names(t, root, true); !slices.Equal(got, want) {
		t.Fatalf("a template that is gone: stale %v, want %v", got, want)
	}
	names(t, root, false)
	if _, err := os.Stat(filepath.Join(root, want[0])); !os.IsNotExist(err) {
		t.Fatal("the Go file of a template that is gone is still there")
	}
}

func TestOutputNamesNoFolderOfTheMachine(t *testing.T) {
	root := t.TempDir()
	write(t, root, "page/hello.templ", hello)
	out, err := generate(root, "page/hello.templ")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(out), root) || !strings.Contains(string(out), "`page/hello.templ`") {
		t.Fatalf("want only the name relative to the root in\n%s", out)
	}
}

func TestABrokenTemplateIsNamed(t *testing.T) {
	root := t.TempDir()
	write(t, root, "page/bad.templ", "package page\n\ntempl Bad() {\n\t<p>\n}\n")
	write(t, root, "page/good.templ", hello)
	_, err := run(root, false)
	if err == nil || !strings.Contains(err.Error(), "page/bad.templ") {
		t.Fatalf("got %v, want an error that names page/bad.templ", err)
	}
	if _, err := os.Stat(filepath.Join(root, "page/good_templ.go")); err != nil {
		t.Error("the good template was not generated beside the broken one")
	}
}
