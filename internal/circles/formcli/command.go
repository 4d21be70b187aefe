package formcli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
)

// Exit codes.
const (
	exitDone    = 0
	exitRefused = 1 // invalid input, or a check that failed
	exitUsage   = 2 // used wrongly
)

const usage = `Examples:
  plenary circles form --in autumn.json --out circles.json
  plenary circles form --in autumn.json --people people.csv --out circles.json --time 1m --progress
  plenary circles form --in late.json --previous circles.json --out circles-2.json
  plenary circles check --in autumn.json circles.json

form puts people who said yes to a circle into circles in which all can meet.
  --in FILE        the programme and its people (circles-instance/1); - is the standard input
  --people FILE    the people, as CSV, in place of those in the instance
  --previous FILE  the placement so far: few move, locked circles stay
  --out FILE       where the placement goes; - is the standard output
  --report FILE    the quality of the placement and who could stand in, as JSON
  --time DURATION  how long to search: 2s up to 200 people, 8s up to 1000, else 20s
  --steps N        search N steps in place of a time: the same input, seed and
                   steps give the same placement
  --seed N         another seed, another placement (1)
  --threads N      processors to use (all)
  --progress       show how far it is, on a terminal
Ctrl-C ends the search early and writes the best placement so far; pressed twice, nothing.

check tells whether a placement keeps all rules.
  --in, --people and --previous as above

If you have only a list of people, save it as people.csv (windows are hours of the
person's own zone, and several of them are separated by semicolons)
` + examplePeople + `
and the programme as autumn.json: one Monday for each week in which circles meet, and
the zones whose clocks a circle's hour may follow.
` + exampleProgramme

// Run carries out "plenary circles ARGS" and returns the exit code. When ctx ends
// a search is over, and the best placement so far is written.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return exitUsage
	}
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	switch args[0] {
	case "form":
		return runForm(ctx, args[1:], stdin, stdout, stderr)
	case "check":
		return runCheck(ctx, args[1:], stdin, stdout, stderr)
	case "help", "-h", "-help", "--help":
		fmt.Fprint(stdout, usage)
		return exitDone
	}
	fmt.Fprintf(stderr, "plenary circles: got %q, expected form or check\n", args[0])
	return exitUsage
}

// parse reads flags that stand before, between or after the names, and returns
// the names. ok is false if the command is over, with the code.
func parse(flags *flag.FlagSet, args []string, stdout, stderr io.Writer) (names []string, code int, ok bool) {
	flags.SetOutput(io.Discard)
	for {
		if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(stdout, usage)
			return nil, exitDone, false
		} else if err != nil {
			fmt.Fprintf(stderr, "plenary circles %s: %v\n", flags.Name(), err)
			return nil, exitUsage, false
		}
		args = flags.Args()
		if len(args) == 0 {
			return names, 0, true
		}
		names = append(names, args[0])
		args = args[1:]
	}
}

// twice tells whether one of the names stands there more than once.
func twice(name string, names ...string) bool {
	n := 0
	for _, other := range names {
		if other == name {
			n++
		}
	}
	return n > 1
}

// read reads a file, or the standard input for "-".
func read(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(name)
}

// errStopped says that there is nothing to write yet.
var errStopped = errors.New("stopped before there was anything to write")

// failure prints why the command is refused, in one line.
func failure(stderr io.Writer, command string, err error) int {
	text := strings.ReplaceAll(err.Error(), "\n", " ")
	fmt.Fprintf(stderr, "plenary circles %s: %s\n", command, text)
	return exitRefused
}
