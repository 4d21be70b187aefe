package app

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/announce/announcecli"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

func announceCommand() command {
	c := command{name: "announce", args: "FILE|-", says: "reads an announcement and makes drafts of the events in it",
		example: "plenary announce flyer.txt --zone Europe/Berlin"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		f := c.flags(t)
		is := announcecli.Command{Now: today}
		f.BoolVar(&is.JSON, "json", false, "as JSON")
		f.StringVar(&is.Zone, "zone", "", "IANA `zone` of hours beside which none is named")
		f.StringVar(&is.Today, "today", "", "`date` such as 2027-02-10 that decides years that are not written (default today)")
		names, code, ok := parse(t, f, nil, args)
		if !ok {
			return code
		}
		if len(names) != 1 {
			return c.wrong(t, "one FILE, or - for standard input")
		}
		is.File = names[0]
		return is.Run(t.In, t.Out, t.Err)
	}
	return c
}

// today is the day by the machine's clock.
func today() when.Date { return when.DateOf(store.SystemClock(), time.UTC) }
