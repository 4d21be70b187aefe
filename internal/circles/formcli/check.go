package formcli

import (
	"context"
	"flag"
	"fmt"
	"io"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
	"codeberg.org/plenary/plenary/internal/when"
)

func runCheck(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var in, people, previous string
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.StringVar(&in, "in", "", "")
	flags.StringVar(&people, "people", "", "")
	flags.StringVar(&previous, "previous", "", "")
	names, code, ok := parse(flags, args, stdout, stderr)
	if !ok {
		return code
	}
	if in == "" || len(names) != 1 {
		fmt.Fprintln(stderr, "plenary circles check: expected --in INSTANCE.json and one PLACEMENT.json")
		return exitUsage
	}
	if twice("-", in, people, previous, names[0]) {
		fmt.Fprintln(stderr, "plenary circles check: only one of the files can be the standard input")
		return exitUsage
	}
	broken, card, err := check(in, people, previous, names[0], stdin)
	if err == nil && ctx.Err() != nil {
		err = errStopped
	}
	if err != nil {
		return failure(stderr, "check", err)
	}
	list(stdout, broken)
	fmt.Fprintf(stdout, "placed %d of at most %d (%d people) in %d circles\n", card.Placed, card.AtMost, card.People, card.Circles)
	if len(broken) > 0 {
		return failure(stderr, "check", fmt.Errorf("%d rules broken, first: %s", len(broken), broken[0]))
	}
	fmt.Fprintln(stdout, "all rules are kept")
	return exitDone
}

// list prints what is broken, of each rule the first ten.
func list(out io.Writer, broken []form.Broken) {
	const most = 10
	count := map[string]int{}
	var rules []string
	for _, b := range broken {
		if count[b.Rule]++; count[b.Rule] == 1 {
			rules = append(rules, b.Rule)
		}
		if count[b.Rule] <= most {
			fmt.Fprintln(out, b)
		}
	}
	for _, rule := range rules {
		if n := count[rule]; n > most {
			fmt.Fprintf(out, "%s: %d more\n", rule, n-most)
		}
	}
}

// check reads everything and returns the rules that the placement breaks.
func check(in, people, previous, placement string, stdin io.Reader) ([]form.Broken, form.Card, error) {
	f, err := load(in, people, previous, stdin)
	if err != nil {
		return nil, form.Card{}, err
	}
	data, err := read(placement, stdin)
	if err != nil {
		return nil, form.Card{}, err
	}
	a, err := wire.ReadAssignment(data)
	if err != nil {
		return nil, form.Card{}, inFile(placement, err)
	}
	p, err := form.New(f.instance, f.previous, when.Load)
	if err != nil {
		return nil, form.Card{}, f.locate(err)
	}
	broken, card := form.Check(p, f.previous, a)
	if a.InstanceSHA256 != f.sha {
		broken = append([]form.Broken{{Rule: "instance", Text: "the placement was made for another instance file"}}, broken...)
	}
	return broken, card, nil
}
