package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// hard is how hard the program is treated: how often it is killed on each
// engine. "make torture" asks for more than "make test".
func hard(t *testing.T) int {
	t.Helper()
	asked := os.Getenv("PLENARY_TORTURE")
	if asked == "" {
		return 3
	}
	n, err := strconv.Atoi(asked)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// report is what a test publishes of what it found.
type report struct {
	title string
	text  strings.Builder
}

func newReport(title, what string) *report {
	r := &report{title: title}
	fmt.Fprintf(&r.text, "# %s\n\n%s\n\nWritten by the test itself, on %s/%s with %d processors.\n", title, what, runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	return r
}

func (r *report) add(format string, args ...any) { fmt.Fprintf(&r.text, format+"\n", args...) }

// write puts the report into the folder that PLENARY_REPORTS names, if it does.
// What failed is not reported but mended.
func (r *report) write(t *testing.T, name string) {
	t.Helper()
	dir := os.Getenv("PLENARY_REPORTS")
	if dir == "" || t.Failed() {
		return
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(Root(), dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(r.text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
