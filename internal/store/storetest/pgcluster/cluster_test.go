//go:build unix

package pgcluster

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAMissingPostgresIsSaidInOneLine(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := programs(nil)
	if !errors.Is(err, ErrMissing) || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), Env) {
		t.Errorf("got %v", err)
	}
}

func TestTheNewestVersionIsTaken(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	dir := t.TempDir()
	for _, v := range []string{"9", "15", "17"} {
		bin := filepath.Join(dir, v, "bin")
		if err := os.MkdirAll(bin, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bin, "initdb"), nil, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	got, err := programs([]string{filepath.Join(dir, "*", "bin", "initdb")})
	if err != nil || got != filepath.Join(dir, "17", "bin") {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestNothingIsLeftOfAStoppedCluster(t *testing.T) {
	c, err := Start(false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(c.dir); err != nil {
		t.Error(err)
	}
	c.Stop()
	if _, err := os.Stat(c.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}
