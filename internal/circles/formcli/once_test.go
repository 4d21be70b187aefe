package formcli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles/formtest"
)

// TestWhatOnceWentWrongIsFormedByTheRules forms circles of small programmes that
// once led to a panic, a broken rule or a refusal.
func TestWhatOnceWentWrongIsFormedByTheRules(t *testing.T) {
	judge := formtest.NewJudge(t)
	names, err := filepath.Glob("testdata/*-in.json")
	if err != nil || len(names) < 8 {
		t.Fatalf("%d programmes: %v", len(names), err)
	}
	for _, in := range names {
		previous := strings.TrimSuffix(in, "-in.json") + "-previous.json"
		for _, steps := range []string{"1", "50", "1000", "3000"} {
			form, theirs := []string{"form", "--in", in, "--out", "-", "--threads", "1", "--steps", steps}, []string{"-bound-iters", "0"}
			if _, err := os.Stat(previous); err == nil {
				form, theirs = append(form, "--previous", previous), append(theirs, "-previous", previous)
			}
			got := circles("", form...)
			if got.code != 0 {
				t.Errorf("%s, %s steps: exit %d: %s", in, steps, got.code, got.stderr)
			} else if v := judge.Check(t, load(t, in), []byte(got.stdout), theirs...); v.Code != 0 {
				t.Errorf("%s, %s steps: %s", in, steps, v.Said)
			}
		}
	}
}
