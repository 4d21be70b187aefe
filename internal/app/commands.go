package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os/signal"
	"slices"
	"strings"
	"syscall"

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
	return slices.Concat([]command{serveCommand(), demoCommand()}, seriesCommands(), circlesCommands(), []command{adminCreate(), versionCommand()})
}

// Main runs the command that args name and returns the exit code.
func Main(args []string, t Terminal) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		return help(t, args)
	}
	for _, c := range commands() {
		words := strings.Fields(c.name)
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == c.name {
			return c.run(ctx, t, args[len(words):])
		}
	}
	return unknown(t, strings.Join(args[:min(2, len(args))], " "))
}

func unknown(t Terminal, asked string) int {
	fmt.Fprintf(t.Err, "plenary: there is no command %q; \"plenary help\" lists them\n", asked)
	return misused
}

// help lists the commands, or shows one.
func help(t Terminal, args []string) int {
	if len(args) > 1 && !strings.HasPrefix(args[1], "-") {
		asked := strings.Join(args[1:], " ")
		for _, c := range commands() {
			if c.name == asked {
				return c.run(context.Background(), t, []string{"--help"})
			}
		}
		return unknown(t, asked)
	}
	fmt.Fprintln(t.Out, "Try it:\n  plenary demo\n\nCommands:")
	for _, c := range commands() {
		fmt.Fprintf(t.Out, "  %-18s %s\n", c.name, c.says)
	}
	fmt.Fprintln(t.Out, "\n\"plenary help COMMAND\" shows one with an example.")
	if len(args) == 0 {
		return misused
	}
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
