package e2e

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// onEngines runs a test with a server on each engine, as Start starts it.
func onEngines(t *testing.T, o Options, do func(t *testing.T, s *Server)) {
	t.Run("sqlite", func(t *testing.T) { do(t, Start(t, o)) })
	t.Run("postgres", func(t *testing.T) { do(t, Start(t, startPostgres(t).under(o))) })
}

// postgres is a PostgreSQL with an empty database that ends with the test.
type postgres struct {
	address string
	cmd     *exec.Cmd
	says    *bufio.Reader
}

var pgrun = sync.OnceValues(func() (string, error) {
	program := filepath.Join(runDir(), "pgrun")
	return program, Compile(program, "./internal/store/storetest/pgrun")
})

// startPostgres starts it, from outside.
func startPostgres(t *testing.T) *postgres {
	t.Helper()
	program, err := pgrun()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--", "sh", "-c", `echo "$PLENARY_TEST_POSTGRES"; cat >/dev/null`)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "PLENARY_") })
	cmd.Stderr = os.Stderr
	leash, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		leash.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("PostgreSQL: %v", err)
		}
	})
	says := bufio.NewReader(out)
	line, err := says.ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "postgres") {
		t.Fatalf("PostgreSQL did not start: %q %v", line, err)
	}
	return &postgres{strings.TrimSpace(line), cmd, says}
}

// under returns the options of a server that keeps its data there.
func (p *postgres) under(o Options) Options {
	o.Env = append(slices.Clone(o.Env), "PLENARY_DATABASE_URL="+p.address)
	return o
}

// crash ends the server at once and has it start again; bow does so in order.
// Both return when it answers.
func (p *postgres) crash() error { return p.restart(syscall.SIGHUP) }
func (p *postgres) bow() error   { return p.restart(syscall.SIGUSR1) }

func (p *postgres) restart(how syscall.Signal) error {
	if err := p.cmd.Process.Signal(how); err != nil {
		return err
	}
	if line, err := p.says.ReadString('\n'); err != nil || line != "restarted\n" {
		return fmt.Errorf("PostgreSQL did not start again: %q %w", line, err)
	}
	return nil
}
