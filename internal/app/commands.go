package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/config"
)

// Terminal is what a command may read and write.
type Terminal struct {
	In     io.Reader
	Out    io.Writer // data
	Err    io.Writer // talk
	Getenv func(string) string
}

// Exit codes of every command.
const (
	done    = 0
	refused = 1 // refused, or checks failed: the reason stands on stderr
	misused = 2 // used wrongly
)

// command is one thing the program can do.
type command struct {
	name    string // "series import"
	args    string // of the line that shows how to use it
	says    string // what it does, in one line
	example string // the first thing its help shows
	run     func(context.Context, Terminal, []string) int
}

func commands() []command {
	return slices.Concat([]command{demoCommand(), serveCommand()}, seriesCommands(), circlesCommands(), []command{announceCommand()}, eventsCommands(), keepCommands(), []command{adminCreate(), doctorCommand(), adminReset(), versionCommand()})
}

// Main runs the command that args name and returns the exit code.
func Main(args []string, t Terminal) int {
	ctx, ears, stop := hear()
	defer stop()
	t.In = typed{t.In, ears}
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		return help(t, args)
	}
	for _, c := range commands() {
		words := strings.Fields(c.name)
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == c.name {
			return c.run(ctx, t, args[len(words):])
		}
	}
	return family(t, args)
}

// family answers the first word of several commands: alone it lists them, with
// a word that none of them has it says so.
func family(t Terminal, args []string) int {
	members := slices.DeleteFunc(commands(), func(c command) bool { return !strings.HasPrefix(c.name, args[0]+" ") })
	switch {
	case len(members) == 0:
		return unknown(t, args[0])
	case len(args) == 1:
		list(t.Err, members)
		return misused
	case slices.Contains([]string{"help", "--help", "-help", "-h"}, args[1]):
		list(t.Out, members)
		return done
	}
	fmt.Fprintf(t.Err, "plenary: there is no command %q; \"plenary help %s\" lists those of %s\n", args[0]+" "+args[1], args[0], args[0])
	return misused
}

// list shows commands, an example first.
func list(w io.Writer, commands []command) {
	fmt.Fprintf(w, "Try it:\n  %s\n\nCommands:\n", commands[0].example)
	for _, c := range commands {
		fmt.Fprintf(w, "  %-18s %s\n", c.name, c.says)
	}
	fmt.Fprintln(w, "\n\"plenary help COMMAND\" shows one with an example.")
}

func unknown(t Terminal, asked string) int {
	fmt.Fprintf(t.Err, "plenary: there is no command %q; \"plenary help\" lists them\n", asked)
	return misused
}

// help lists the commands, or shows one.
func help(t Terminal, args []string) int {
	if len(args) > 1 && !strings.HasPrefix(args[1], "-") {
		asked := slices.Clone(args[1:])
		for _, c := range commands() {
			if c.name == strings.Join(asked, " ") {
				return c.run(context.Background(), t, []string{"--help"})
			}
		}
		if len(asked) == 1 {
			asked = append(asked, "--help")
		}
		return family(t, asked)
	}
	if len(args) == 0 {
		list(t.Err, commands())
		return misused
	}
	list(t.Out, commands())
	return done
}

// flags makes the flag set of a command, whose help begins with its example.
func (c command) flags(t Terminal) *flag.FlagSet {
	f := flag.NewFlagSet(c.name, flag.ContinueOnError)
	f.SetOutput(io.Discard) // a mistake is said in one line, by parse
	f.Usage = func() {
		fmt.Fprintf(f.Output(), "Example:\n  %s\n\n%s\n\nUsage: plenary %s\n", c.example, c.says, strings.TrimSpace(c.name+" [flags] "+c.args))
		f.PrintDefaults()
	}
	return f
}

// parse reads the arguments. ok is false if the command is over: after its
// help, or after a mistake, which has been said.
func parse(t Terminal, f *flag.FlagSet, cfg *config.Config, args []string) (names []string, code int, ok bool) {
	names, err := config.Parse(f, args, t.Getenv)
	switch {
	case errors.Is(err, flag.ErrHelp):
		f.SetOutput(t.Out)
		f.Usage()
		return nil, done, false
	case err != nil:
		fmt.Fprintf(t.Err, "plenary %s: %v\n", f.Name(), err)
		return nil, misused, false
	}
	if cfg != nil {
		if err := cfg.Finish(); err != nil {
			fmt.Fprintf(t.Err, "plenary %s: %v\n", f.Name(), err)
			return nil, misused, false
		}
	}
	return names, done, true
}

// wrong says what a command expects.
func (c command) wrong(t Terminal, expected string) int {
	fmt.Fprintf(t.Err, "plenary %s: expected %s\nExample: %s\n", c.name, expected, c.example)
	return misused
}

// refuse says why a command did nothing.
func refuse(t Terminal, name string, err error) int {
	fmt.Fprintf(t.Err, "plenary %s: %v\n", name, err)
	return refused
}

// logTo makes the log of a process: one line each, no personal data.
func logTo(t Terminal, verbose bool) *slog.Logger {
	level := slog.LevelInfo
	if verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(t.Err, &slog.HandlerOptions{Level: level}))
}
