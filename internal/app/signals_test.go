package app_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app"
)

// asCommand is the program itself, where a test asks for a process of its own.
func asCommand() {
	if args := os.Getenv("PLENARY_ARGS"); args != "" {
		os.Exit(app.Main(strings.Fields(args), app.Terminal{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: func(string) string { return "" }}))
	}
}

// TestCtrlCEndsACommandThatWaitsForItsInput interrupts commands while they read
// what is typed.
func TestCtrlCEndsACommandThatWaitsForItsInput(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		old := filepath.Join(t.TempDir(), "old.json")
		if err := os.WriteFile(old, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range []string{"announce -", "erase - --data " + t.TempDir(), "circles check --in - none.json", "circles form --in - --out " + old} {
			cmd := process(args)
			stdin, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			over := make(chan struct{})
			go func() { // more than a pipe holds: it returns once the command reads
				_, _ = stdin.Write(bytes.Repeat([]byte(" "), 1<<20))
				_ = cmd.Process.Signal(sig)
				<-over
				_ = stdin.Close()
			}()
			late := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
			err = cmd.Wait()
			late.Stop()
			close(over)
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != sig {
				t.Errorf("%s after %v: %v", args, sig, err)
			}
		}
		if kept, err := os.ReadFile(old); err != nil || string(kept) != "old" {
			t.Errorf("after %v the placement of before holds %q: %v", sig, kept, err)
		}
	}
}

// process is a command in a process of its own.
func process(args string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PLENARY_ARGS="+args)
	return cmd
}

// lonely writes an instance of so many people nobody of whom leads.
func lonely(t *testing.T, n int) (name string) {
	t.Helper()
	var b strings.Builder
	b.WriteString(`{"format": "circles-instance/1", "program": {"weeks": ["2027-03-29"], "length_min": 90, "grid_min": 30, "anchors": ["UTC"],
		"size": {"min": 2, "target": 3, "max": 3}, "min_facilitators": 1, "want_facilitators": 1, "off_hours": ["23:00", "07:00"],
		"org_policy": "none", "languages": ["en"], "tracks": [], "offers": []}, "people": [`)
	for i := range n {
		fmt.Fprintf(&b, `{"id": "p%d", "tz": "UTC", "windows": ["MON 18:00-21:00"], "langs": ["en"]},`, i)
	}
	b.WriteString(`{"id": "last", "tz": "UTC", "windows": ["MON 18:00-21:00"], "langs": ["en"]}]}`)
	name = filepath.Join(t.TempDir(), "in.json")
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestASignalEndsASearchAndTheNextOneTheCommand interrupts a search, which goes
// on until somebody reads its placement.
func TestASignalEndsASearchAndTheNextOneTheCommand(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		for _, impatient := range []bool{false, true} {
			cmd := process("circles form --time 10m --out - --in " + lonely(t, 3000))
			stdout, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			stderr, err := cmd.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			late := time.AfterFunc(60*time.Second, func() { _ = cmd.Process.Kill() })
			said := bufio.NewScanner(stderr)
			for said.Scan() && !strings.Contains(said.Text(), "searching") {
			}
			_ = cmd.Process.Signal(sig)
			for said.Scan() && !strings.Contains(said.Text(), "stopping") {
			}
			if impatient {
				_ = cmd.Process.Signal(sig)
			} else if placement, err := io.ReadAll(stdout); err != nil || !json.Valid(placement) {
				t.Errorf("after %v it wrote %d bytes: %v", sig, len(placement), err)
			}
			_, _ = io.Copy(io.Discard, stderr)
			err = cmd.Wait()
			late.Stop()
			var exit *exec.ExitError
			if ended := errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == sig; ended != impatient {
				t.Errorf("after %v, impatient %v: %v", sig, impatient, err)
			}
		}
	}
}
