package formcli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
	"codeberg.org/plenary/plenary/internal/when"
)

// order is what the command line of form asks for.
type order struct {
	in, people, previous, out, report string
	seed                              uint64
	time                              time.Duration
	steps                             int64
	threads                           int
	progress                          bool
}

func runForm(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	began := time.Now()
	var o order
	flags := flag.NewFlagSet("form", flag.ContinueOnError)
	flags.StringVar(&o.in, "in", "", "")
	flags.StringVar(&o.people, "people", "", "")
	flags.StringVar(&o.previous, "previous", "", "")
	flags.StringVar(&o.out, "out", "", "")
	flags.StringVar(&o.report, "report", "", "")
	flags.Uint64Var(&o.seed, "seed", 1, "")
	flags.DurationVar(&o.time, "time", 0, "")
	flags.Int64Var(&o.steps, "steps", 0, "")
	flags.IntVar(&o.threads, "threads", 0, "")
	flags.BoolVar(&o.progress, "progress", false, "")
	names, code, ok := parse(flags, args, stdout, stderr)
	if !ok {
		return code
	}
	if why := o.misused(names); why != "" {
		fmt.Fprintf(stderr, "plenary circles form: %s\n", why)
		return exitUsage
	}
	if err := o.run(began, stdin, stdout, stderr); err != nil {
		return failure(stderr, "form", err)
	}
	return exitDone
}

// misused tells what is wrong with the command line, "" if nothing is.
func (o *order) misused(names []string) string {
	switch {
	case len(names) > 0:
		return fmt.Sprintf("got %q, expected flags only", names[0])
	case o.in == "":
		return "--in is missing"
	case o.out == "":
		return "--out is missing"
	case o.time != 0 && o.steps != 0:
		return "--time and --steps exclude each other"
	case o.time < 0 || o.steps < 0 || o.threads < 0:
		return "--time, --steps and --threads must not be negative"
	}
	return ""
}

// run forms the circles.
func (o *order) run(began time.Time, stdin io.Reader, stdout, stderr io.Writer) error {
	files, err := load(o.in, o.people, o.previous, stdin)
	if err != nil {
		return err
	}
	p, err := form.New(files.instance, files.previous, when.Load)
	if err != nil {
		return files.locate(err)
	}
	people := len(files.instance.People)
	files.instance = nil // its memory is wanted
	loaded := time.Now()
	bar := newBar(stderr, o.progress)
	interrupted := watchInterrupt()
	budget := o.time
	if budget == 0 {
		budget = usualTime(people)
	}
	if o.steps == 0 && o.progress {
		fmt.Fprintf(stderr, "%d people, read in %s; searching for %s\n", people, round(loaded.Sub(began)), budget)
	}
	prop := form.Form(p, files.previous, form.Options{
		Seed: o.seed, Steps: o.steps, Until: began.Add(budget), Now: time.Now, Done: interrupted,
		Threads: threads(o.threads), Progress: bar.show,
	})
	bar.end()
	prop.InstanceSHA256 = files.sha
	if err := write(o.out, wire.WriteAssignment(&prop.Placement), stdout); err != nil {
		return err
	}
	if o.report != "" {
		if err := write(o.report, reportJSON(prop), stdout); err != nil {
			return err
		}
	}
	summarise(stderr, prop, time.Since(began), time.Since(loaded))
	return nil
}

func threads(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}

// usualTime is how long to search unless somebody says so.
func usualTime(people int) time.Duration {
	switch {
	case people <= 200:
		return 2 * time.Second
	case people <= 1000:
		return 8 * time.Second
	}
	return 20 * time.Second
}

// watchInterrupt returns a function that tells whether somebody has pressed
// Ctrl-C: the best placement so far is written then.
func watchInterrupt() func() bool {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	return func() bool { return len(c) > 0 }
}

// write replaces a file as a whole, or writes to the standard output for "-".
func write(name string, data []byte, stdout io.Writer) error {
	if name == "-" {
		_, err := stdout.Write(data)
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".circles-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
