// Command fuzz feeds made-up bytes to every reader of what comes from outside,
// one after the other, and writes down what each of them had and stood.
//
// It is no part of the tests: these run the examples that fuzzing once found,
// in a moment, while this takes as long as it is given. Run it by "make fuzz".
// The report is written anew after each reader, so that a run that is ended
// early has said what it did.
package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// target is one reader and the fuzz test that feeds it.
type target struct{ Package, Test, Reads string }

// targets are all readers of what strangers send, upload or paste.
func targets() []target {
	return []target{
		{"./internal/announce", "FuzzParse", "announcements in prose"},
		{"./internal/ical", "FuzzRead", "calendar files"},
		{"./internal/events/intake", "FuzzCalendar", "calendar files, made into drafts"},
		{"./internal/events/intake", "FuzzTables", "events of Mobilize and Action Network: CSV"},
		{"./internal/events/intake", "FuzzGancio", "events of Gancio: JSON"},
		{"./internal/mail/inbound", "FuzzRead", "incoming mail, with the answers of calendars"},
		{"./internal/series", "FuzzReadPeople", "rosters of groups: pasted lists and CSV"},
		{"./internal/people/lists", "FuzzReadCallList", "lists of who was in a call: CSV"},
		{"./internal/series", "FuzzRead", "series files: YAML"},
		{"./internal/circles/form/wire", "FuzzReadInstance", "instances of circles: JSON"},
		{"./internal/circles/form/wire", "FuzzReadPeople", "people of circles: CSV"},
		{"./internal/circles/form/wire", "FuzzReadAssignment", "placements of circles: JSON"},
	}
}

// result is what a target had and stood.
type result struct {
	target
	Had   time.Duration // of wall time, the building left out
	Used  time.Duration // of a processor, the building included; 0 is not known, as of a run that was ended
	Tried int
	New   int // inputs that reached code no other had
	Fault string
}

func main() {
	root := flag.String("root", "..", "the repository's folder")
	each := flag.Duration("time", time.Hour, "how long each reader is fed")
	workers := flag.Int("parallel", 0, "how many at once; 0 is one for each processor")
	report := flag.String("report", "docs/reports/fuzz.md", "where to write what came of it, from the root")
	only := flag.String("only", "", "a pattern of package and test, to leave out the others")
	flag.Parse()
	pattern, err := regexp.Compile(*only)
	if err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	run := run{root: *root, each: *each, workers: *workers, commit: commit(*root), before: rows(filepath.Join(*root, *report))}
	faults := 0
	for _, t := range targets() {
		if !pattern.MatchString(t.Package+" "+t.Test) || ctx.Err() != nil {
			continue
		}
		fmt.Printf("%s %s: %s\n", t.Package, t.Test, t.Reads)
		r := run.feed(ctx, t)
		if r.Fault != "" {
			faults++
		}
		run.results = append(run.results, r)
		if err := os.WriteFile(filepath.Join(*root, *report), []byte(run.report()), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "fuzz:", err)
			os.Exit(1)
		}
	}
	if faults > 0 {
		os.Exit(1)
	}
}

// run is one run over all targets.
type run struct {
	root    string
	each    time.Duration
	workers int
	commit  string
	before  map[string]string // rows of the report that is there, by reader
	results []result
}

// key is what a reader's row is known by.
func (t target) key() string {
	return fmt.Sprintf("`%s` of `%s`", t.Test, strings.TrimPrefix(t.Package, "./"))
}

// rows are those of an earlier report. What this run leaves out keeps its own.
func rows(report string) map[string]string {
	found := map[string]string{}
	text, _ := os.ReadFile(report)
	for line := range strings.Lines(string(text)) {
		for _, t := range targets() {
			if strings.Contains(line, t.key()) {
				found[t.key()] = line
			}
		}
	}
	return found
}

// feed feeds one target for its time.
func (run *run) feed(ctx context.Context, t target) result {
	// Inputs are made smaller for two seconds at most: what is spent on that is
	// not spent on trying others.
	args := []string{"test", "-vet=off", "-timeout=0", "-fuzzminimizetime=2s", "-run=^$", "-fuzz=^" + t.Test + "$", "-fuzztime=" + run.each.String()}
	if run.workers > 0 {
		args = append(args, "-parallel="+strconv.Itoa(run.workers))
	}
	cmd := exec.CommandContext(ctx, "go", append(args, t.Package)...)
	cmd.Dir = run.root
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = time.Minute
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	r := result{target: t}
	read := make(chan struct{})
	go func() {
		defer close(read)
		r.listen(out)
	}()
	err := cmd.Run()
	in.Close()
	<-read
	if err != nil && r.Fault == "" && ctx.Err() == nil {
		r.Fault = "did not run"
	}
	var exit *exec.ExitError
	if cmd.ProcessState != nil && ctx.Err() == nil && (err == nil || errors.As(err, &exit)) {
		r.Used = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	return r
}

var (
	elapsed  = regexp.MustCompile(`^fuzz: elapsed: ([^,]+),`)
	progress = regexp.MustCompile(`execs: (\d+) .*new interesting: (\d+)`)
	found    = regexp.MustCompile(`Failing input written to (\S+)`)
)

// listen reads what the tests say, and shows it.
func (r *result) listen(out io.Reader) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		fmt.Println(line)
		if m := elapsed.FindStringSubmatch(line); m != nil {
			r.Had, _ = time.ParseDuration(m[1])
		}
		if m := progress.FindStringSubmatch(line); m != nil {
			r.Tried, _ = strconv.Atoi(m[1])
			r.New, _ = strconv.Atoi(m[2])
		}
		if m := found.FindStringSubmatch(line); m != nil {
			r.Fault = "failed; the input is " + m[1]
		}
	}
	_, _ = io.Copy(io.Discard, out)
}

// report is the run so far as a page.
func (run *run) report() string {
	now := map[string]string{}
	for _, r := range run.results {
		now[r.key()] = run.row(r)
	}
	var b strings.Builder
	b.WriteString("# Fuzzing\n\nEvery reader of what strangers send, upload or paste is fed made-up bytes: none may end the program, hang, or answer what breaks its promises. " +
		"`make fuzz` does it again, an hour each; `make fuzz FUZZTIME=5m` for less.\n\n" +
		"Written by the run itself. What each reader had of the clock and of the processor stands in its row; what was found is kept beside the test as an example, and every run of the tests reads it again.\n\n" +
		"| reads | test | had | of a processor | inputs tried | that reached new code | found | at commit |\n|---|---|--:|--:|--:|--:|---|---|\n")
	for _, t := range targets() {
		b.WriteString(cmp.Or(now[t.key()], run.before[t.key()]))
	}
	b.WriteString("\nFound before, mended, and kept as examples:\n\n")
	for _, t := range targets() {
		kept, _ := filepath.Glob(filepath.Join(run.root, t.Package, "testdata", "fuzz", t.Test, "*"))
		if len(kept) > 0 {
			fmt.Fprintf(&b, "- %s: %d\n", t.Reads, len(kept))
		}
	}
	return b.String()
}

func (run *run) row(r result) string {
	return fmt.Sprintf("| %s | %s | %s | %s | %d | %d | %s | %s |\n", r.Reads, r.key(), spelled(r.Had), spelled(r.Used.Round(time.Second)), r.Tried, r.New,
		cmp.Or(r.Fault, "nothing"), run.commit)
}

// spelled is a length of time without the zeros at its end.
func spelled(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// commit says at which commit this is, where git knows.
func commit(root string) string {
	cmd := exec.Command("git", "rev-parse", "--short=10", "HEAD")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
