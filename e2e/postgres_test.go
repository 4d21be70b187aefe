package e2e

import (
	"bufio"
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
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "postgres") {
		t.Fatalf("PostgreSQL did not start: %q %v", line, err)
	}
	return &postgres{strings.TrimSpace(line), cmd}
}

// under returns the options of a server that keeps its data there.
func (p *postgres) under(o Options) Options {
	o.Env = append(slices.Clone(o.Env), "PLENARY_DATABASE_URL="+p.address)
	return o
}

// crash ends the server at once and has it start again; bow does so in order.
func (p *postgres) crash() error { return p.cmd.Process.Signal(syscall.SIGHUP) }
func (p *postgres) bow() error   { return p.cmd.Process.Signal(syscall.SIGUSR1) }
