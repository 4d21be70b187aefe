package formcli

import (
	"context"
	"flag"
	"fmt"
	"io"
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
	given                             map[string]bool // the flags that were given
}

func runForm(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
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
	o.given = map[string]bool{}
	flags.Visit(func(f *flag.Flag) { o.given[f.Name] = true })
	if why := o.misused(names); why != "" {
		fmt.Fprintf(stderr, "plenary circles form: %s\n", why)
		return exitUsage
	}
	if err := o.run(ctx, began, stdin, stdout, stderr); err != nil {
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
		return "--in is missing; plenary circles form --help shows examples"
	case o.out == "":
		return "--out is missing; - is the standard output"
	case o.report != "" && output{name: o.out}.same(output{name: o.report}):
		return "--out and --report must not be the same"
	case twice("-", o.in, o.people, o.previous):
		return "only one of --in, --people and --previous can be the standard input"
	case o.given["time"] && o.given["steps"]:
		return "--time and --steps exclude each other"
	case o.given["time"] && o.time <= 0 || o.given["steps"] && o.steps <= 0:
		return "--time and --steps must be more than nothing"
	case o.threads < 0:
		return "--threads must not be negative"
	}
	return ""
}

// run forms the circles.
func (o *order) run(ctx context.Context, began time.Time, stdin io.Reader, stdout, stderr io.Writer) error {
	placement, report := output{o.out, stdout}, output{o.report, stdout}
	if err := placement.probe(o.in, o.people); err != nil {
		return err
	}
	if o.report != "" {
		if err := report.probe(o.in, o.people, o.previous, o.out); err != nil {
			return err
		}
	}
	files, err := load(o.in, o.people, o.previous, stdin)
	if err != nil {
		return err
	}
	p, err := form.New(files.instance, files.previous, when.Load)
	if err != nil {
		return files.locate(err)
	}
	if ctx.Err() != nil {
		return errStopped
	}
	people := len(files.instance.People)
	files.instance = nil // its memory is wanted
	prop := o.search(ctx, p, files.previous, people, began, stderr)
	prop.InstanceSHA256 = files.sha
	if err := placement.write(wire.WriteAssignment(&prop.Placement)); err != nil {
		return err
	}
	if o.report != "" {
		return report.write(reportJSON(prop))
	}
	return nil
}

// search forms the circles and says how it goes.
func (o *order) search(ctx context.Context, p *form.Problem, previous *form.Placement, people int, began time.Time, stderr io.Writer) *form.Proposal {
	loaded := time.Now()
	budget := o.time
	if budget == 0 {
		budget = usualTime(people)
	}
	stop := context.AfterFunc(ctx, func() { fmt.Fprintln(stderr, "\nstopping; Ctrl-C again leaves without a placement") })
	defer stop()
	if o.steps == 0 {
		fmt.Fprintf(stderr, "%d people, read in %s; searching until %s are over\n", people, round(loaded.Sub(began)), budget)
	}
	bar := newBar(stderr, o.progress && isTerminal(stderr))
	prop := form.Form(p, previous, form.Options{
		Seed: o.seed, Steps: o.steps, Until: began.Add(budget), Now: time.Now, Done: func() bool { return ctx.Err() != nil },
		Threads: threads(o.threads), Progress: bar.show,
	})
	bar.end()
	summarise(stderr, prop, previous != nil, time.Since(began), time.Since(loaded))
	return prop
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
