//go:build unix

// Pgrun starts a PostgreSQL for tests, runs a command with its address in
// PLENARY_TEST_POSTGRES, stops it and ends as the command ended:
//
//	go run ./internal/store/storetest/pgrun [-durable] -- go test ./...
//
// If the variable is set already the command simply runs. On SIGHUP the server
// crashes and starts again, on SIGUSR1 it does so in order; "restarted" is said
// when it answers again.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"codeberg.org/plenary/plenary/internal/store/storetest/pgcluster"
)

func main() { os.Exit(run()) }

func restart(c *pgcluster.Cluster) {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGHUP, syscall.SIGUSR1)
	for s := range asked {
		how := pgcluster.Crash
		if s == syscall.SIGUSR1 {
			how = pgcluster.Orderly
		}
		if err := c.Restart(how); err != nil {
			fmt.Fprintln(os.Stderr, err)
		} else {
			fmt.Println("restarted")
		}
	}
}

func run() int {
	durable := flag.Bool("durable", false, "flush writes to disk as in real life")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: pgrun [-durable] -- COMMAND …")
		return 2
	}
	env := os.Environ()
	if os.Getenv(pgcluster.Env) == "" {
		c, err := pgcluster.Start(*durable)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer c.Stop()
		env = append(env, pgcluster.Env+"="+c.URL)
		go restart(c)
	}
	cmd := exec.Command(flag.Arg(0), flag.Args()[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env = os.Stdin, os.Stdout, os.Stderr, env
	signal.Ignore(os.Interrupt) // the command gets it, too, and decides
	if err := cmd.Run(); err != nil {
		if code := cmd.ProcessState.ExitCode(); code > 0 {
			return code
		}
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
