package formtest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
	"codeberg.org/plenary/plenary/internal/when"
)

// build compiles one of the tools for the test and returns its path.
func build(t testing.TB, name string) string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	path := filepath.Join(t.TempDir(), name)
	cmd := exec.Command("go", "build", "-o", path, "./"+name)
	cmd.Dir = filepath.Join(filepath.Dir(here), "..", "..", "..", "tools", "circles")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building tools/circles/%s: %v\n%s", name, err, said)
	}
	return path
}

// Generator makes up instances.
type Generator struct{ path string }

// NewGenerator builds the generator.
func NewGenerator(t testing.TB) Generator { return Generator{build(t, "gen")} }

// File returns the instance file that the generator makes with these flags.
func (g Generator) File(t testing.TB, flags ...string) []byte {
	t.Helper()
	name := filepath.Join(t.TempDir(), "instance.json")
	if said, err := exec.Command(g.path, append(flags, "-o", name)...).CombinedOutput(); err != nil {
		t.Fatalf("gen %v: %v\n%s", flags, err, said)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Judge is the independent checker.
type Judge struct{ path string }

// NewJudge builds the checker.
func NewJudge(t testing.TB) Judge { return Judge{build(t, "check")} }

// Verdict is what the checker says of a placement.
type Verdict struct {
	Code  int      // 0 valid, 1 a hard rule is broken, 2 unreadable
	Rules []string // those that are broken, each once
	Said  string
}

// Check lets the checker judge the placement file of an instance file. Flags
// are further ones, such as "-previous", NAME.
func (j Judge) Check(t testing.TB, instance, placement []byte, flags ...string) Verdict {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.json"), filepath.Join(dir, "out.json")
	for name, data := range map[string][]byte{in: instance, out: placement} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	said, err := exec.Command(j.path, append([]string{"-instance", in, "-assignment", out}, flags...)...).CombinedOutput()
	v := Verdict{Said: string(said)}
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		v.Code = exit.ExitCode()
	case err != nil:
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(v.Said) {
		rest, failed := strings.CutPrefix(line, "FAIL ")
		rule, _, _ := strings.Cut(rest, ":")
		if failed && !seen[rule] {
			seen[rule] = true
			v.Rules = append(v.Rules, rule)
		}
	}
	return v
}

// Instance reads an instance file that is in order.
func Instance(t testing.TB, data []byte) *form.Instance {
	t.Helper()
	in, _, err := wire.ReadInstance(data)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// Problem makes the problem of an instance that is in order. Previous may be
// nil.
func Problem(t testing.TB, in *form.Instance, previous *form.Placement) *form.Problem {
	t.Helper()
	p, err := form.New(in, previous, when.Load)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
