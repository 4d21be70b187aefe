package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"codeberg.org/plenary/plenary/internal/app/demo"
	"codeberg.org/plenary/plenary/internal/config"
)

// How many people a made-up network can have: with fewer its pages show nothing,
// with more one waits for minutes.
const (
	smallestDemo = 30
	largestDemo  = 50_000
)

func demoCommand() command {
	c := command{name: "demo", says: "shows a made-up network, in a temporary folder that goes when it ends", example: "plenary demo"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		cfg := config.Default()
		f := c.flags(t)
		f.StringVar(&cfg.Listen, "listen", cfg.Listen, "`address` to answer on, on this machine")
		f.StringVar(&cfg.Now, "now", "", "`instant` at which the clock starts")
		size := f.Int("people", 1200, "how `many` people to make up")
		cfg.Dev = true
		names, code, ok := parse(t, f, &cfg, args)
		switch {
		case !ok:
			return code
		case len(names) > 0:
			return c.wrong(t, "no names, only flags")
		case *size < smallestDemo || *size > largestDemo:
			return c.wrong(t, "--people from 30 to 50,000")
		}
		if err := runDemo(ctx, t, cfg, *size); err != nil {
			return refuse(t, c.name, err)
		}
		return done
	}
	return c
}

func runDemo(ctx context.Context, t Terminal, cfg config.Config, size int) error {
	folder, err := os.MkdirTemp("", "plenary-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	cfg.Data, cfg.KeyFile = filepath.Join(folder, "data"), filepath.Join(folder, "key", "demo.key")
	listeners, err := Listen(cfg.Listen)
	if err != nil {
		return err
	}
	cfg.BaseURL = Address(listeners[0])
	a, err := Open(ctx, cfg, logTo(t, false))
	if err != nil {
		return err
	}
	defer a.Close()
	doors, err := demo.Build(ctx, a.demoHouse(), size)
	if err != nil {
		return err
	}
	base := cfg.BaseURL
	fmt.Fprintf(t.Err, "A made-up network with %d people answers at %s\n\n", size, base)
	fmt.Fprintf(t.Err, "  Visitor         %s/\n", base)
	fmt.Fprintf(t.Err, "  Member          %s/signin/%s\n", base, doors.Member)
	fmt.Fprintf(t.Err, "  Contact person  %s/g/%s\n", base, doors.Contact)
	fmt.Fprintf(t.Err, "  Organiser       %s/signin/%s\n", base, doors.Organiser)
	fmt.Fprintf(t.Err, "  All mail        %s/dev/mail\n\nCtrl-C ends it, and nothing stays.\n", base)
	return a.Serve(ctx, listeners)
}

func (a *App) demoHouse() demo.House {
	return demo.House{DB: a.DB, Clock: a.Clock, Jobs: a.Jobs, Auth: a.Auth, People: a.People, Posts: a.Posts, Events: a.Events, Series: a.Series, Circles: a.Circles}
}
