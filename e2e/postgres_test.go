package e2e

import (
	"bufio"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// onEngines runs a test with a server on each engine, as Start starts it.
func onEngines(t *testing.T, o Options, do func(t *testing.T, s *Server)) {
	t.Run("sqlite", func(t *testing.T) { do(t, Start(t, o)) })
	t.Run("postgres", func(t *testing.T) {
		with := o
		with.Env = append(slices.Clone(o.Env), "PLENARY_DATABASE_URL="+postgres(t))
		do(t, Start(t, with))
	})
}

// postgres starts a PostgreSQL with an empty database, from outside, and
// returns its address. It ends with the test.
func postgres(t *testing.T) string {
	t.Helper()
	cmd := exec.Command("go", "run", "./internal/store/storetest/pgrun", "--", "sh", "-c", `echo "$PLENARY_TEST_POSTGRES"; cat >/dev/null`)
	cmd.Dir = Root()
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
	return strings.TrimSpace(line)
}
