package app

import (
	"context"
	"fmt"
	"os"
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
		cfg, names, code, ok := c.readHouse(t, args, nil, "FILE")
		if !ok {
			return code
		}
		f, code := seriescli.Read(names[0], t.Err) // before a house is made for it
		if f == nil {
			return code
		}
		return c.inHouse(ctx, t, cfg, func(a *App) int {
			return seriescli.Import(ctx, a.DB, a.Series, auth.AtConsole(), f, t.Out, t.Err)
		})
	}
	return c
}

func seriesExport() command {
	c := command{name: "series export", args: "SLUG", says: "writes a series as a file",
		example: "plenary series export organising-fundamentals --as me@school.example > training.yaml"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		var as string
		cfg, names, code, ok := c.readHouse(t, args, &as, "SLUG")
		if !ok {
			return code
		}
		return c.inHouse(ctx, t, cfg, func(a *App) int {
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

// readHouse reads the arguments of a command that touches data and takes one
// name. With as, it acts for somebody, needs --as EMAIL, and makes no new house.
func (c command) readHouse(t Terminal, args []string, as *string, name string) (cfg config.Config, names []string, code int, ok bool) {
	cfg = config.Default()
	f := c.flags(t)
	cfg.DataFlags(f)
	if as != nil {
		f.StringVar(as, "as", "", "`address` of the person on whose behalf this is done")
	}
	if names, code, ok = parse(t, f, &cfg, args); !ok {
		return cfg, nil, code, false
	}
	switch {
	case len(names) != 1:
		return cfg, nil, c.wrong(t, "one "+name), false
	case as != nil && *as == "":
		return cfg, nil, c.wrong(t, "--as EMAIL: this is done on somebody's behalf"), false
	case as != nil && !hasData(cfg.Data):
		return cfg, nil, refuse(t, c.name, fmt.Errorf("there is no data in %s", cfg.Data)), false
	}
	return cfg, names, done, true
}

// inHouse opens the house for a command. It works beside a running server.
func (c command) inHouse(ctx context.Context, t Terminal, cfg config.Config, do func(a *App) int) int {
	cfg.BaseURL, cfg.FollowClock = "http://localhost", true
	a, err := Open(ctx, cfg, logTo(t, false))
	if err != nil {
		return refuse(t, c.name, err)
	}
	defer a.Close()
	return do(a)
}

// hasData tells whether a folder holds the data of an instance. Commands that
// act for somebody need some, and make none.
func hasData(folder string) bool {
	_, err := os.Stat(instanceFile(folder))
	return err == nil
}
