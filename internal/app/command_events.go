package app

import (
	"context"
	"fmt"

	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/events/intake/intakecli"
)

func eventsCommands() []command { return []command{eventsImport()} }

func eventsImport() command {
	c := command{name: "events import", args: "FILE", says: "shows what is in a file of events from elsewhere, or makes drafts of them",
		example: "plenary events import calendar.ics --as me@school.example --write"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		var as string
		is := intakecli.Command{}
		cfg := config.Default()
		f := c.flags(t)
		cfg.DataFlags(f)
		f.StringVar(&as, "as", "", "`address` of the person on whose behalf this is done")
		f.StringVar(&is.Zone, "zone", "", "IANA `zone` of hours that name none (default the network's)")
		f.StringVar(&is.Chapter, "chapter", "", "`name` of the chapter that they come into (default the network)")
		f.BoolVar(&is.Write, "write", false, "make drafts; without it, nothing is kept")
		f.BoolVar(&is.JSON, "json", false, "as JSON")
		names, code, ok := parse(t, f, &cfg, args)
		switch {
		case !ok:
			return code
		case len(names) != 1:
			return c.wrong(t, "one FILE")
		case as == "":
			return c.wrong(t, "--as EMAIL: this is done on somebody's behalf")
		}
		is.File = names[0]
		data, code := is.Check(t.Err)
		if data == nil && code != done {
			return code
		}
		if !hasData(cfg.Data) {
			return refuse(t, c.name, fmt.Errorf("there is no data in %s", cfg.Data))
		}
		return c.inHouse(ctx, t, cfg, func(a *App) int {
			v, err := a.actAs(ctx, as)
			if err != nil {
				return refuse(t, c.name, err)
			}
			return is.Run(ctx, a.DB, a.Intake, v, data, t.Out, t.Err)
		})
	}
	return c
}
