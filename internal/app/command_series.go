package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/series/seriescli"
)

func seriesCommands() []command {
	return []command{seriesCheck(), seriesImport(), seriesExport(), seriesTimes()}
}

func seriesCheck() command {
	c := command{name: "series check", args: "FILE", says: "reads a series file and says what is wrong with it",
		example: "plenary series check samples/mass-training.yaml"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		names, code, ok := parse(t, c.flags(t), nil, args)
		if !ok {
			return code
		}
		if len(names) != 1 {
			return c.wrong(t, "one FILE")
		}
		return seriescli.Check(names[0], t.Out, t.Err)
	}
	return c
}

func seriesImport() command {
	c := command{name: "series import", args: "FILE", says: "puts the series of a file into the network, or changes the one of that name",
		example: "plenary series import samples/learning-series.yaml --data ./plenary-data"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		return c.withHouse(ctx, t, args, nil, 1, "one FILE", func(a *App, names []string) int {
			return seriescli.Import(ctx, a.DB, a.Series, auth.AtConsole(), names[0], t.Out, t.Err)
		})
	}
	return c
}

func seriesExport() command {
	c := command{name: "series export", args: "SLUG", says: "writes a series as a file",
		example: "plenary series export organising-fundamentals --as me@school.example > training.yaml"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		var as string
		return c.withHouse(ctx, t, args, &as, 1, "one SLUG", func(a *App, names []string) int {
			v, err := a.actAs(ctx, as)
			if err != nil {
				return refuse(t, c.name, err)
			}
			return seriescli.Export(ctx, a.DB, a.Series, v, names[0], t.Out, t.Err)
		})
	}
	return c
}

// zoneList gathers --zone flags in the order in which they are given.
type zoneList []string

func (z *zoneList) String() string     { return strings.Join(*z, " ") }
func (z *zoneList) Set(s string) error { *z = append(*z, s); return nil }

func seriesTimes() command {
	c := command{name: "series times", args: "FILE", says: "prints every session of a file in the zones asked for",
		example: "plenary series times samples/mass-training.yaml --zone Asia/Kolkata --zone America/New_York"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		f := c.flags(t)
		var zones zoneList
		f.Var(&zones, "zone", "IANA `zone`; may be given several times")
		asJSON := f.Bool("json", false, "as JSON")
		names, code, ok := parse(t, f, nil, args)
		if !ok {
			return code
		}
		if len(names) != 1 {
			return c.wrong(t, "one FILE")
		}
		return seriescli.Times(names[0], zones, *asJSON, t.Out, t.Err)
	}
	return c
}

// wrong says what a command expects.
func (c command) wrong(t Terminal, expected string) int {
	fmt.Fprintf(t.Err, "plenary %s: expected %s\nExample: %s\n", c.name, expected, c.example)
	return misused
}

// withHouse opens the house for a command that touches data. With as, the
// command takes --as EMAIL. It works beside a running server.
func (c command) withHouse(ctx context.Context, t Terminal, args []string, as *string, want int, expected string,
	do func(a *App, names []string) int) int {
	cfg := config.Default()
	f := c.flags(t)
	cfg.DataFlags(f)
	if as != nil {
		f.StringVar(as, "as", "", "`address` of the person on whose behalf this is done")
	}
	names, code, ok := parse(t, f, &cfg, args)
	if !ok {
		return code
	}
	if len(names) != want {
		return c.wrong(t, expected)
	}
	if as != nil && *as == "" {
		return c.wrong(t, "--as EMAIL: this is done on somebody's behalf")
	}
	cfg.BaseURL, cfg.FollowClock = "http://localhost", true
	if as != nil && !hasData(cfg.Data) {
		return refuse(t, c.name, fmt.Errorf("there is no data in %s", cfg.Data))
	}
	a, err := Open(ctx, cfg, logTo(t, false))
	if err != nil {
		return refuse(t, c.name, err)
	}
	defer a.Close()
	return do(a, names)
}

// hasData tells whether a folder holds the data of an instance. Commands that
// act for somebody need some, and make none.
func hasData(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "instance"))
	return err == nil
}
