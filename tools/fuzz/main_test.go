package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestEveryReaderIsThere looks for each fuzz test that the list names.
func TestEveryReaderIsThere(t *testing.T) {
	for _, target := range targets() {
		files, err := filepath.Glob(filepath.Join("..", "..", target.Package, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			found = found || strings.Contains(string(text), "func "+target.Test+"(f *testing.F)")
		}
		if !found {
			t.Errorf("%s has no %s", target.Package, target.Test)
		}
	}
}

func TestWhatTheTestsSayBecomesARow(t *testing.T) {
	r := result{target: targets()[0], Used: 2 * time.Second}
	r.listen(strings.NewReader(`fuzz: elapsed: 0s, gathering baseline coverage: 0/20 completed
fuzz: elapsed: 3s, execs: 1200 (400/sec), new interesting: 2 (total: 22)
fuzz: elapsed: 1m0s, execs: 98000 (1600/sec), new interesting: 31 (total: 51)
    Failing input written to testdata/fuzz/FuzzParse/a5ba
`))
	run := run{commit: "abc", results: []result{r}}
	want := "| 1m | 2s | 98000 | 31 | failed; the input is testdata/fuzz/FuzzParse/a5ba | abc |\n"
	if got := run.row(r); !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q at its end", got, want)
	}
}

// TestARunOverAFewKeepsTheRowsOfTheOthers: a report is of all readers.
func TestARunOverAFewKeepsTheRowsOfTheOthers(t *testing.T) {
	name := filepath.Join(t.TempDir(), "fuzz.md")
	all := run{commit: "old"}
	for _, target := range targets() {
		all.results = append(all.results, result{target: target})
	}
	if err := os.WriteFile(name, []byte(all.report()), 0o600); err != nil {
		t.Fatal(err)
	}
	few := run{commit: "new", before: rows(name), results: []result{{target: targets()[1]}}}
	text := few.report()
	if n := strings.Count(text, "| old |"); n != len(targets())-1 || strings.Count(text, "| new |") != 1 {
		t.Errorf("%d rows were kept: %s", n, text)
	}
}
