package seriescli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

const samples = "../../../samples/"

// run calls a command and returns what it wrote and its exit code.
func run(fn func(stdout, stderr *bytes.Buffer) int) (stdout, stderr string, code int) {
	var out, err bytes.Buffer
	code = fn(&out, &err)
	return out.String(), err.String(), code
}

func file(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "x.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

const short = `series: spring
title: {en: Spring}
zone: Europe/Berlin
start: "02:30"
length: 2h
sessions: [{date: 2027-10-31}]
`

func TestCheckSaysWhatIsWrongByLine(t *testing.T) {
	for _, c := range []struct {
		name, file, stderr string
		code               int
	}{
		{"in order", samples + "mass-training.yaml", samples + "mass-training.yaml: organising-fundamentals is in order: 6 sessions in 2 tracks\n", 0},
		{"a remark", file(t, short), "x.yaml:6: sessions.1.start: On 2027-10-31 the clocks in Berlin show 02:30 twice. The first time is meant.\n", 0},
		{"wrong", file(t, strings.Replace(short, "Europe/Berlin", "Mars", 1)), "x.yaml:3: zone: got \"Mars\", expected a time zone such as Europe/Berlin\n", 1},
		{"not there", "nowhere.yaml", "nowhere.yaml: no such file or directory\n", 1},
		{"a folder", samples, samples + ": is a directory\n", 1},
		{"huge", file(t, strings.Repeat("# x\n", 300_000)), "x.yaml:1: file: got a larger file, expected at most 1048576 bytes\n", 1},
	} {
		stdout, stderr, code := run(func(o, e *bytes.Buffer) int { return Check(c.file, o, e) })
		if stdout != "" || code != c.code || !strings.Contains(stderr, c.stderr) {
			t.Errorf("%s: %d %q %q, want %d %q", c.name, code, stdout, stderr, c.code, c.stderr)
		}
	}
}

func TestTimesGoesToStdout(t *testing.T) {
	times := func(zones []string, asJSON bool) (string, string, int) {
		return run(func(o, e *bytes.Buffer) int { return Times(samples+"mass-training.yaml", zones, asJSON, o, e) })
	}
	stdout, stderr, code := times([]string{"America/New_York", "Asia/Kolkata"}, true)
	var rows []struct {
		Track, Zone string
		Session     int
		Moved       *int `json:"moved_minutes"`
	}
	if err := json.Unmarshal([]byte(stdout), &rows); err != nil || len(rows) != 24 || stderr != "" || code != 0 {
		t.Fatalf("%d %v %s", code, err, stderr)
	}
	if r := rows[11]; r.Track != "A" || r.Session != 6 || r.Zone != "Asia/Kolkata" || *r.Moved != 0 {
		t.Errorf("%+v", r)
	}
	if r := rows[10]; *r.Moved != 60 {
		t.Errorf("%+v", r)
	}
	stdout, _, code = times(nil, false) // those that the file shows
	if lines := strings.Split(strings.TrimSpace(stdout), "\n"); len(lines) != 1+6*2*4 || code != 0 || !strings.HasPrefix(lines[0], "TRACK ") {
		t.Errorf("%d %s", code, stdout)
	}
	stdout, stderr, code = times([]string{"Mars"}, true)
	if stdout != "" || code != 2 || stderr != "plenary series times: --zone: got \"Mars\", expected a time zone such as Europe/Berlin\n" {
		t.Errorf("%d %q %q", code, stdout, stderr)
	}
}

// importAs reads a file and imports it, as the command does.
func importAs(ctx context.Context, db *store.DB, room *series.Room, v auth.Viewer, name string, stdout, stderr *bytes.Buffer) int {
	f, code := Read(name, stderr)
	if f == nil {
		return code
	}
	return Import(ctx, db, room, v, f, stdout, stderr)
}

func TestWhatIsImportedIsExported(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		keys := seal.New(make([]byte, 32))
		room := &series.Room{Keys: keys, People: &people.Room{Keys: keys}}
		ctx := context.Background()
		imports := func(name string) (string, string, int) {
			return run(func(o, e *bytes.Buffer) int { return importAs(ctx, db, room, auth.AtConsole(), name, o, e) })
		}
		export := func(v auth.Viewer, slug string) (string, string, int) {
			return run(func(o, e *bytes.Buffer) int { return Export(ctx, db, room, v, slug, o, e) })
		}
		stdout, stderr, code := imports(samples + "mass-training.yaml")
		if stdout != "" || code != 0 || stderr != "imported organising-fundamentals: 6 sessions in 2 tracks, published\n" {
			t.Fatalf("%d %q %q", code, stdout, stderr)
		}
		first, _, code := export(auth.AtConsole(), "organising-fundamentals")
		if code != 0 {
			t.Fatal(code)
		}
		if _, stderr, code = imports(file(t, first)); code != 0 || !strings.HasPrefix(stderr, "unchanged organising-fundamentals") {
			t.Fatalf("%d %q", code, stderr)
		}
		if _, stderr, code = imports(file(t, strings.Replace(first, "length: 2h", "length: 3h", 1))); code != 0 || !strings.HasPrefix(stderr, "changed organising-fundamentals") {
			t.Fatalf("%d %q", code, stderr)
		}
		imports(file(t, first))
		if second, _, _ := export(auth.AtConsole(), "organising-fundamentals"); second != first {
			t.Errorf("exported as\n%s\nafter\n%s", second, first)
		}
		for _, v := range []auth.Viewer{{}, {Kind: auth.Person, Person: "ada"}} {
			stdout, stderr, code = export(v, "organising-fundamentals")
			if stdout != "" || code != 1 || stderr != "plenary series export: there is no series \"organising-fundamentals\", or it is not yours\n" {
				t.Errorf("%d %q %q", code, stdout, stderr)
			}
		}
		_, stderr, code = imports(file(t, short+"chapter: nowhere\n"))
		if code != 1 || !strings.HasSuffix(stderr, "x.yaml:7: chapter: got \"nowhere\", expected a chapter of this network\n") {
			t.Errorf("%d %q", code, stderr)
		}
		stdout, stderr, code = run(func(o, e *bytes.Buffer) int {
			return importAs(ctx, db, room, auth.Viewer{}, samples+"mass-training.yaml", o, e)
		})
		if code != 1 || stderr != "plenary series import: This page does not exist, or it is not yours to see\n" {
			t.Errorf("%d %q %q", code, stdout, stderr)
		}
	})
}
