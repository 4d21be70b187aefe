package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/i18n/messages"
)

func TestTheCommandLeadsFromMissingToChecked(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	write("go.mod", "module x\n")
	write("a/a.go", "package a\nvar _, _ = \"a.b|Hello {name}\", \"org.c|Later\"\n")
	write("internal/i18n/locales/untranslated.txt", "prefixes: org.\n")
	for _, lang := range messages.Translated() {
		write("internal/i18n/locales/"+lang+".json", "{}\n")
	}
	t.Chdir(filepath.Join(root, "a"))

	var out bytes.Buffer
	if err := run([]string{"-check"}, &out, io.Discard); err == nil || !strings.Contains(err.Error(), "a.b is missing in de") {
		t.Error(err)
	}
	if err := run([]string{"-missing", "de", "-without", "org.,adm."}, &out, io.Discard); err != nil || out.String() != "{\n  \"a.b\": \"Hello {name}\"\n}\n" {
		t.Error(err, out.String())
	}
	file := write("de.json", strings.ReplaceAll(out.String(), "Hello", "Hallo"))
	for _, lang := range messages.Translated() {
		if err := run([]string{"-merge", lang, file}, io.Discard, io.Discard); err != nil {
			t.Error(err)
		}
	}
	if err := run([]string{"-untranslated"}, io.Discard, io.Discard); err != nil {
		t.Error(err)
	}
	if err := run([]string{"-check"}, io.Discard, io.Discard); err != nil {
		t.Error(err)
	}
	write("a/a.go", "package a\n")
	if err := run([]string{"-prune"}, io.Discard, io.Discard); err != nil {
		t.Error(err)
	}
	if err := run([]string{"-check"}, io.Discard, io.Discard); err != nil {
		t.Error(err)
	}
	for _, args := range [][]string{{"-nonsense"}, {"-merge", "de"}} {
		if err := run(args, io.Discard, io.Discard); !errors.Is(err, errUsage) {
			t.Error(args, err)
		}
	}
}
