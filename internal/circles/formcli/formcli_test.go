package formcli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
	"codeberg.org/plenary/plenary/internal/circles/formcli"
	"codeberg.org/plenary/plenary/internal/circles/formtest"
)

// small returns a folder with an instance of 40 people, in.json.
func small(t testing.TB) (dir string) {
	t.Helper()
	data := formtest.NewGenerator(t).File(t, "-n", "40", "-wide", "-onelang", "en", "-tracks", "0", "-fac", "0.2", "-countries", "10")
	return filepath.Dir(save(t, "in.json", data))
}

func TestHelpBeginsWithAnExample(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"--help"}, {"form", "--help"}, {"form", "-h"}, {"check", "--help"}} {
		got := circles("", args...)
		if got.code != 0 || !strings.HasPrefix(got.stdout, "Examples:\n  plenary circles form ") || got.stderr != "" {
			t.Errorf("%q: exit %d\n%s%s", args, got.code, got.stdout, got.stderr)
		}
	}
}

// TestTheFilesThatTheHelpShowsWork copies them out of the help, as somebody
// would who has a list of people only.
func TestTheFilesThatTheHelpShowsWork(t *testing.T) {
	help := circles("", "form", "--help").stdout
	list := regexp.MustCompile(`(?m)^  id,tz(.*\n)+?\n?and`).FindString(help)
	programme := help[strings.Index(help, `  {"format"`):]
	list = strings.ReplaceAll(strings.TrimSuffix(strings.TrimSpace(list), "and"), "\n  ", "\n")
	got := circles("", "form", "--in", save(t, "autumn.json", []byte(programme)), "--people", save(t, "people.csv", []byte(list)), "--out", "-", "--steps", "100")
	if got.code != 0 {
		t.Fatalf("exit %d: %s", got.code, got.stderr)
	}
	if a := read(t, []byte(got.stdout)); len(a.Circles) != 1 || len(a.Circles[0].Members) != 3 {
		t.Errorf("got %s", got.stdout)
	}
}

func TestUsedWronglyItSaysHowInOneLine(t *testing.T) {
	for _, test := range []struct {
		args string
		want string
	}{
		{"shape", `plenary circles: got "shape", expected form or check`},
		{"form", "plenary circles form: --in is missing; plenary circles form --help shows examples"},
		{"form --out x", "plenary circles form: --in is missing; plenary circles form --help shows examples"},
		{"form --people p.csv --out x", "plenary circles form: --in is missing; plenary circles form --help shows examples"},
		{"form --in x", "plenary circles form: --out is missing; - is the standard output"},
		{"form --in x --out y z", `plenary circles form: got "z", expected flags only`},
		{"form --in x --out y --time 2s --steps 5", "plenary circles form: --time and --steps exclude each other"},
		{"form --in x --out y --time -2s", "plenary circles form: --time and --steps must be more than nothing"},
		{"form --in x --out y --time 0", "plenary circles form: --time and --steps must be more than nothing"},
		{"form --in x --out y --steps 0", "plenary circles form: --time and --steps must be more than nothing"},
		{"form --in x --out y --threads -1", "plenary circles form: --threads must not be negative"},
		{"form --in x --out y --report ./y", "plenary circles form: --out and --report must not be the same"},
		{"form --in x --out - --report -", "plenary circles form: --out and --report must not be the same"},
		{"form --in x --out y --report y", "plenary circles form: --out and --report must not be the same"},
		{"form --in - --previous - --out y", "plenary circles form: only one of --in, --people and --previous can be the standard input"},
		{"form --in x --out y --time soon", `plenary circles form: invalid value "soon" for flag -time: parse error`},
		{"form --in x --out y --seed -1", `plenary circles form: invalid value "-1" for flag -seed: parse error`},
		{"form --in x --out y --fast", "plenary circles form: flag provided but not defined: -fast"},
		{"check", "plenary circles check: expected --in INSTANCE.json and one PLACEMENT.json"},
		{"check x", "plenary circles check: expected --in INSTANCE.json and one PLACEMENT.json"},
		{"check --in x", "plenary circles check: expected --in INSTANCE.json and one PLACEMENT.json"},
		{"check --in - -", "plenary circles check: only one of the files can be the standard input"},
		{"check --in x y z", "plenary circles check: expected --in INSTANCE.json and one PLACEMENT.json"},
	} {
		got := circles("", strings.Fields(test.args)...)
		if got.code != 2 || got.stdout != "" || got.stderr != test.want+"\n" {
			t.Errorf("%s: exit %d\n%s%swant %s", test.args, got.code, got.stdout, got.stderr, test.want)
		}
	}
	if got := circles(""); got.code != 2 || got.stdout != "" || !strings.HasPrefix(got.stderr, "Examples:") {
		t.Errorf("nothing: exit %d\n%s", got.code, got.stderr)
	}
}

func TestWhatCannotBeReadOrWrittenIsRefusedInOneLine(t *testing.T) {
	dir := small(t)
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	in := filepath.Join(dir, "in.json")
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	good := strings.ReplaceAll(string(load(t, in)), `"people":[`, "\n\"people\":[\n")
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"form", "--in", dir + "/none.json", "--out", "-"}, "form: open DIR/none.json: no such file or directory"},
		{[]string{"form", "--in", dir, "--out", "-"}, "form: read DIR: is a directory"},
		{[]string{"form", "--in", in, "--people", dir + "/none.csv", "--out", "-"}, "form: open DIR/none.csv: no such file or directory"},
		{[]string{"form", "--in", in, "--previous", dir + "/none.json", "--out", "-"}, "form: open DIR/none.json: no such file or directory"},
		{[]string{"form", "--in", in, "--out", dir + "/nowhere/out.json"}, "form: DIR/nowhere/out.json: cannot be written: no such file or directory"},
		{[]string{"form", "--in", in, "--out", dir + "/folder"}, "form: DIR/folder: got a folder, expected the name of a file"},
		{[]string{"form", "--in", in, "--out", in}, "form: DIR/in.json: would be written over, but it is an input"},
		{[]string{"form", "--in", in, "--out", "-", "--report", in}, "form: DIR/in.json: would be written over, but it is an input"},
		{[]string{"form", "--in", in, "--out", "-", "--report", dir + "/nowhere/x"}, "form: DIR/nowhere/x: cannot be written: no such file or directory"},
		{[]string{"form", "--in", file("people.csv", "id,tz,windows,langs\n"), "--out", "-"},
			"form: DIR/people.csv: a list of people goes to --people, and --in names the programme (plenary circles form --help shows one)"},
		{[]string{"form", "--in", file("no.json", "{}"), "--out", "-"}, `form: DIR/no.json:1: format: got "", expected "circles-instance/1"`},
		{[]string{"form", "--in", file("grid.json", strings.Replace(good, `"grid_min":30`, "\n\"grid_min\":20", 1)), "--out", "-"},
			"form: DIR/grid.json:2: grid_min: got 20, expected a multiple of 15 that parts a day evenly, such as 30"},
		{[]string{"form", "--in", file("zone.json", strings.Replace(good, `"tz":"`, `"tz":"Mars/`, 1)), "--out", "-"}, `form: DIR/zone.json:3: people[0]: tz: got "Mars/`},
		{[]string{"form", "--in", file("twice.json", strings.Replace(good, `"id":"p00001"`, `"id":"p00000"`, 1)), "--out", "-"}, `form: DIR/twice.json:3: people[1]: the id "p00000" stands twice, first in people[0]`},
		{[]string{"form", "--in", in, "--people", file("twice.csv", "id,tz,windows,langs\np1,UTC,,en\np2,UTC,,en\np1,UTC,,en\n"), "--out", "-"},
			`form: DIR/twice.csv:4: the id "p1" stands twice, first in line 2`},
		{[]string{"form", "--in", file("nobody.json", good[:strings.Index(good, ",\n\"people\"")]+"}"), "--out", "-"}, "form: DIR/nobody.json: there are no people in it; --people names the list of them"},
		{[]string{"form", "--in", file("lock.json", strings.Replace(good, "\n\"people\"", "\"locked\":[\"C1\"],\n\"people\"", 1)), "--out", "-"},
			`form: DIR/lock.json:1: locked: --previous must name the placement with these circles`},
		{[]string{"form", "--in", dir + "/lock.json", "--previous", file("none.placed.json", `{"format":"circles-assignment/1"}`), "--out", "-"},
			`form: DIR/lock.json:1: locked: there is no circle "C1" in the previous placement`},
		{[]string{"form", "--in", in, "--people", file("zone.csv", "id,tz,windows,langs\np1,UTC,,en\np2,Mars,,en\n"), "--out", "-"},
			`form: DIR/zone.csv:3: tz: got "Mars", expected an IANA time zone`},
		{[]string{"form", "--in", in, "--people", file("tie.csv", "id,tz,windows,langs,apart\np1,UTC,,en,\np2,UTC,,en,p7\n"), "--out", "-"},
			`form: DIR/tie.csv:3: together or apart: got "p7", expected the id of somebody else`},
		{[]string{"form", "--in", in, "--people", file("window.csv", "id,tz,windows,langs\np1,UTC,MON 20:00-18:00,en\n"), "--out", "-"},
			`form: DIR/window.csv:2: windows: got "MON 20:00-18:00", expected a window such as "WED 18:00-21:30" that ends after it starts, on the same day`},
		{[]string{"check", "--in", in, dir + "/none.json"}, "check: open DIR/none.json: no such file or directory"},
		{[]string{"check", "--in", in, in}, `check: DIR/in.json:1: format: got "circles-instance/1", expected "circles-assignment/1"`},
		{[]string{"check", "--in", in, file("x.json", "\n\nnothing")}, `check: DIR/x.json:3: got nothing, expected "{"`},
	}
	for _, test := range tests {
		got := circles("", test.args...)
		said := strings.ReplaceAll(got.stderr, dir, "DIR")
		if got.code != 1 || got.stdout != "" || !strings.HasPrefix(said, "plenary circles "+test.want) || strings.Count(said, "\n") != 1 {
			t.Errorf("%q: exit %d\n%s%swant plenary circles %s", test.args, got.code, got.stdout, said, test.want)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, ".circles-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestDataGoesToTheStandardOutputAndTalkToStandardError(t *testing.T) {
	dir := small(t)
	in := filepath.Join(dir, "in.json")
	toPipe := circles("", "form", "--in", in, "--out", "-", "--steps", "500")
	if toPipe.code != 0 || !strings.HasPrefix(toPipe.stdout, `{"format":"circles-assignment/1"`) || !strings.Contains(toPipe.stderr, "placed ") {
		t.Fatalf("exit %d\n%s%s", toPipe.code, toPipe.stdout, toPipe.stderr)
	}
	out, report := filepath.Join(dir, "out.json"), filepath.Join(dir, "report.json")
	toFile := circles("", "form", "--in", in, "--out", out, "--report", report, "--steps", "500", "--threads", "1")
	if toFile.code != 0 || toFile.stdout != "" || string(load(t, out)) != toPipe.stdout {
		t.Errorf("exit %d\n%s%s", toFile.code, toFile.stdout, toFile.stderr)
	}
	var k struct {
		Placed int `json:"placed"`
		AtMost int `json:"at_most"`
		Stand  []struct{ Circle string }
	}
	if err := json.Unmarshal(load(t, report), &k); err != nil || k.Placed == 0 || k.AtMost < k.Placed {
		t.Errorf("the report: %+v, %v", k, err)
	}
	fromPipe := circles(string(load(t, in)), "form", "--in", "-", "--out", "-", "--steps", "500")
	if fromPipe.stdout != toPipe.stdout {
		t.Errorf("from the standard input: %s", fromPipe.stderr)
	}
}

func TestFlagsStandBeforeOrAfterNames(t *testing.T) {
	dir := small(t)
	in := filepath.Join(dir, "in.json")
	a := save(t, "a.json", formed(t, in, 300))
	for _, args := range [][]string{{"check", "--in", in, a}, {"check", a, "--in", in}, {"check", a, "-in=" + in}} {
		if got := circles("", args...); got.code != 0 || !strings.HasSuffix(got.stdout, "all rules are kept\n") || got.stderr != "" {
			t.Errorf("%q: exit %d\n%s%s", args, got.code, got.stdout, got.stderr)
		}
	}
	if got := circles(string(load(t, a)), "check", "--in", in, "-"); got.code != 0 {
		t.Errorf("from the standard input: exit %d: %s", got.code, got.stderr)
	}
}

func TestPeopleMayStandInATableOfTheirOwn(t *testing.T) {
	dir := small(t)
	in := filepath.Join(dir, "in.json")
	var table strings.Builder
	table.WriteString("id,tz,windows,langs,facilitator,needs,offers,apart,together\n")
	for _, x := range formtest.Instance(t, load(t, in)).People {
		var list []string
		for _, w := range x.Windows {
			list = append(list, w.String())
		}
		lead := map[bool]string{true: "yes", false: "no"}[x.Facilitator]
		cells := []string{x.ID, x.Zone, strings.Join(list, "; "), strings.Join(x.Langs, ";"), lead, strings.Join(x.Needs, ";"), strings.Join(x.Offers, ";"), strings.Join(x.Apart, ";"), strings.Join(x.Together, ";")}
		table.WriteString(strings.Join(cells, ",") + "\n")
	}
	people := save(t, "people.csv", []byte(table.String()))
	answer := formed(t, in, 500, "--people", people)
	if got := circles("", "check", "--in", in, "--people", people, save(t, "a.json", answer)); got.code != 0 {
		t.Errorf("exit %d: %s", got.code, got.stderr)
	}
	if v := formtest.NewJudge(t).Check(t, load(t, in), answer, "-people", people); v.Code != 0 {
		t.Error(v.Said)
	}
	if got, want := read(t, answer), read(t, formed(t, in, 500)); len(got.Unplaced) != len(want.Unplaced) {
		t.Errorf("%d without a circle from the table, %d from the instance", len(got.Unplaced), len(want.Unplaced))
	}
}

func TestStepsAndSeedDecideAndThreadsDoNot(t *testing.T) {
	in := filepath.Join(small(t), "in.json")
	one := formed(t, in, 800, "--threads", "1")
	if !bytes.Equal(one, formed(t, in, 800, "--threads", "3")) {
		t.Error("three threads give another placement")
	}
	if other := read(t, formed(t, in, 800, "--seed", "7")); other.Seed != 7 {
		t.Errorf("the seed in the file is %d", other.Seed)
	}
}

func TestATimeIsKept(t *testing.T) {
	in := filepath.Join(small(t), "in.json")
	began := time.Now()
	got := circles("", "form", "--in", in, "--out", "-", "--time", "200ms")
	if d := time.Since(began); got.code != 0 || d < 150*time.Millisecond || d > 5*time.Second {
		t.Errorf("exit %d after %v", got.code, d)
	}
	if !strings.Contains(got.stderr, "40 people, read in ") {
		t.Errorf("said %q", got.stderr)
	}
}

func TestWithoutATerminalThereIsNoBar(t *testing.T) {
	in := filepath.Join(small(t), "in.json")
	if got := circles("", "form", "--in", in, "--out", "-", "--steps", "2000", "--progress"); got.code != 0 || strings.ContainsAny(got.stderr, "\r[#") {
		t.Errorf("exit %d: %q", got.code, got.stderr)
	}
}

// onFirst calls f when something is first written to it.
type onFirst struct {
	once sync.Once
	f    func()
}

func (w *onFirst) Write(p []byte) (int, error) {
	w.once.Do(w.f)
	return len(p), nil
}

func TestInterruptedItWritesTheBestSoFar(t *testing.T) {
	data := formtest.NewGenerator(t).File(t, "-n", "300", "-countries", "20")
	in, out := save(t, "in.json", data), filepath.Join(t.TempDir(), "out.json")
	ctx, stop := context.WithCancel(context.Background())
	interrupt := &onFirst{f: stop}
	began := time.Now()
	if code := formcli.Run(ctx, []string{"form", "--in", in, "--out", out, "--time", "10m"}, nil, interrupt, interrupt); code != 0 {
		t.Errorf("exit %d", code)
	}
	if d := time.Since(began); d > time.Minute {
		t.Errorf("stopped after %v", d)
	}
	if got := circles("", "check", "--in", in, out); got.code != 0 {
		t.Errorf("exit %d: %s", got.code, got.stderr)
	}
}

func TestARefusalLeavesTheOldPlacement(t *testing.T) {
	dir := small(t)
	out := save(t, "out.json", []byte("old"))
	if got := circles("", "form", "--in", filepath.Join(dir, "none.json"), "--out", out); got.code != 1 || string(load(t, out)) != "old" {
		t.Errorf("exit %d, the file holds %q", got.code, load(t, out))
	}
}

// TestAPlacementIsReadableForWhomTheOldOneWas keeps what was hidden hidden: who
// is kept apart from somebody can be read from a placement.
func TestAPlacementIsReadableForWhomTheOldOneWas(t *testing.T) {
	dir := small(t)
	in, out, report := filepath.Join(dir, "in.json"), filepath.Join(dir, "out.json"), filepath.Join(dir, "report.json")
	mode := func(name string) fs.FileMode {
		at, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		return at.Mode()
	}
	old := syscall.Umask(0o077)
	t.Cleanup(func() { syscall.Umask(old) })
	form := []string{"form", "--in", in, "--out", out, "--report", report, "--steps", "10"}
	if got := circles("", form...); got.code != 0 || mode(out) != 0o600 || mode(report) != 0o600 {
		t.Fatalf("exit %d: %s; %v, %v", got.code, got.stderr, mode(out), mode(report))
	}
	if err := os.Chmod(out, 0o640); err != nil {
		t.Fatal(err)
	}
	if got := circles("", form...); got.code != 0 || mode(out) != 0o640 || mode(report) != 0o600 {
		t.Errorf("exit %d: %s; %v, %v", got.code, got.stderr, mode(out), mode(report))
	}
}

func TestDevicesAndLinksAreWrittenThrough(t *testing.T) {
	dir := small(t)
	in := filepath.Join(dir, "in.json")
	if got := circles("", "form", "--in", in, "--out", os.DevNull, "--steps", "10"); got.code != 0 {
		t.Errorf("exit %d: %s", got.code, got.stderr)
	}
	if at, err := os.Stat(os.DevNull); err != nil || at.Mode()&fs.ModeDevice == 0 {
		t.Fatalf("%s is no device any more", os.DevNull)
	}
	real, link := filepath.Join(dir, "real.json"), filepath.Join(dir, "link.json")
	if err := os.WriteFile(real, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	if got := circles("", "form", "--in", in, "--out", link, "--steps", "10"); got.code != 0 || len(load(t, real)) < 100 {
		t.Errorf("exit %d: %s", got.code, got.stderr)
	}
	if at, err := os.Lstat(link); err != nil || at.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
}

func TestLateChangesMoveFewAndReplaceTheirOwnFile(t *testing.T) {
	gen := formtest.NewGenerator(t)
	in := save(t, "in.json", gen.File(t, "-n", "500", "-countries", "25", "-fac", "0.15"))
	out := save(t, "out.json", formed(t, in, 6000))
	before := read(t, load(t, out))
	late := gen.File(t, "-base", in, "-drop", "3", "-late", "3", "-seed", "77")
	name := save(t, "late.json", late)
	got := circles("", "form", "--in", name, "--previous", out, "--out", out, "--steps", "2000")
	if got.code != 0 {
		t.Fatalf("exit %d: %s", got.code, got.stderr)
	}
	after := read(t, load(t, out))
	old := save(t, "old.json", wire.WriteAssignment(before))
	if v := formtest.NewJudge(t).Check(t, late, load(t, out), "-previous", old); v.Code != 0 {
		t.Error(v.Said)
	}
	moved := 0
	for k := range before.Circles {
		for _, id := range before.Circles[k].Members {
			stays := slices.ContainsFunc(after.Circles, func(c form.Circle) bool { return c.ID == before.Circles[k].ID && slices.Contains(c.Members, id) })
			if !stays {
				moved++
			}
		}
	}
	if moved > 20 {
		t.Errorf("%d are not where they were, after six changes: %s", moved, got.stderr)
	}
}

func TestWithoutAPreviousPlacementNobodyIsSaidToHaveMoved(t *testing.T) {
	in := load(t, filepath.Join(small(t), "in.json"))
	first := read(t, formed(t, save(t, "in.json", in), 500)).Circles[0]
	pinned := bytes.Replace(in, []byte(`"id":"`+first.Members[0]+`"`), []byte(`"pin":"OURS","id":"`+first.Members[0]+`"`), 1)
	got := circles("", "form", "--in", save(t, "pinned.json", pinned), "--out", "-", "--steps", "500")
	if got.code != 0 || strings.Contains(got.stderr, "moved") || !strings.Contains(got.stdout, `"OURS"`) {
		t.Errorf("exit %d: %s", got.code, got.stderr)
	}
	twice := save(t, "old.json", wire.WriteAssignment(&form.Placement{Circles: []form.Circle{first, first}}))
	got = circles("", "form", "--in", save(t, "in.json", in), "--previous", twice, "--out", "-", "--steps", "500")
	if got.code != 1 || !strings.HasSuffix(got.stderr, `:4: circles[1].id: "`+first.ID+"\" stands twice\n") {
		t.Errorf("exit %d: %s", got.code, got.stderr)
	}
}

func TestNobodyIsNoReasonToFail(t *testing.T) {
	in := load(t, filepath.Join(small(t), "in.json"))
	empty := save(t, "in.json", append(in[:bytes.Index(in, []byte(`"people":[`))], []byte(`"people":[]}`)...))
	answer := formed(t, empty, 10)
	if got := circles("", "check", "--in", empty, save(t, "a.json", answer)); got.code != 0 || !strings.Contains(got.stdout, "placed 0 of at most 0 (0 people) in 0 circles") {
		t.Errorf("exit %d: %s%s", got.code, got.stdout, got.stderr)
	}
}

func TestACheckListsTheFirstTenOfEachRule(t *testing.T) {
	in := filepath.Join(small(t), "in.json")
	a := read(t, formed(t, in, 10))
	a.Circles, a.Unplaced = nil, nil
	got := circles("", "check", "--in", in, save(t, "a.json", wire.WriteAssignment(a)))
	want := "plenary circles check: 40 rules broken, first: missing: p00000 is neither in a circle nor listed without one\n"
	if got.code != 1 || strings.Count(got.stdout, "missing: p") != 10 || !strings.Contains(got.stdout, "missing: 30 more\n") || got.stderr != want {
		t.Errorf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
	}
}
