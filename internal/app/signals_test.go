package app_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
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
		for _, args := range []string{"announce -", "erase - --data " + t.TempDir(), "circles check --in - none.json"} {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), "PLENARY_ARGS="+args)
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
	}
}
