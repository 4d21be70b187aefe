package e2e

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// T is what the harness needs of a test; *testing.T and *testing.B have it, and
// so has a program that is no test.
type T interface {
	Helper()
	Error(args ...any)
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Logf(format string, args ...any)
	Failed() bool
	Cleanup(func())
	TempDir() string
	Context() context.Context
}

// Root returns the repository's folder.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(file))
}

// runDir is the folder of this run: the program and the browser's profile.
func runDir() string { return filepath.Join(os.TempDir(), fmt.Sprintf("plenary-e2e-%d", os.Getpid())) }

// Program returns the path of a plenary built from this tree, once for a run;
// PLENARY_E2E_PROGRAM names another, such as a release.
var Program = sync.OnceValues(func() (string, error) {
	if given := os.Getenv("PLENARY_E2E_PROGRAM"); given != "" {
		return given, nil
	}
	program := filepath.Join(runDir(), "plenary")
	if err := lookAtSources(); err != nil {
		return "", err
	}
	return program, Compile(program, "./cmd/plenary")
})

// lookAtSources opens every folder that the program is made of. "go test" keeps
// a result while the files that the test has looked at stay as they are, and does
// not know what a test builds.
func lookAtSources() error {
	for _, folder := range []string{"cmd", "internal"} {
		if err := filepath.WalkDir(filepath.Join(Root(), folder), func(_ string, _ fs.DirEntry, err error) error { return err }); err != nil {
			return err
		}
	}
	return nil
}

// Compile builds a command of this repository without C, with more flags of
// "go build" if there are any.
func Compile(to, pkg string, flags ...string) error {
	cmd := exec.Command("go", append(append([]string{"build", "-ldflags=-s -w"}, flags...), "-o", to, pkg)...)
	cmd.Dir = Root()
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", pkg, err, out)
	}
	return nil
}

// Main runs the tests of a package and clears up after them: TestMain calls it
// with its *testing.M.
func Main(m interface{ Run() int }) {
	code := m.Run()
	if err := Close(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
	}
	os.Exit(code)
}

// Close stops the browser and removes the folder of the run. Nothing of this
// package can be used after it.
func Close() error {
	return errors.Join(stopChromium(), os.RemoveAll(runDir()))
}

// Eventually waits until ok answers true, asking often, and fails the test
// where that takes longer than the time given.
func Eventually(t T, within time.Duration, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(within)
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited %s: %s", within, what)
		}
	}
}
