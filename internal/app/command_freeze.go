package app

import (
	"context"
	"fmt"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/store"
)

func freezeCommand() command {
	c := command{name: "freeze", says: "stops the house in an emergency: everybody is signed out, no mail leaves, nothing can be changed",
		example: "plenary freeze --data ./plenary-data      (and later: plenary freeze --undo)"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		cfg := config.Default()
		f := c.flags(t)
		cfg.DataFlags(f)
		undo := f.Bool("undo", false, "let it go on; everybody signs in anew")
		names, code, ok := parse(t, f, &cfg, args)
		switch {
		case !ok:
			return code
		case len(names) != 0:
			return c.wrong(t, "no names")
		}
		return c.onData(ctx, t, cfg, func(a *App) error { return a.freeze(ctx, t, *undo) })
	}
	return c
}

func (a *App) freeze(ctx context.Context, t Terminal, undo bool) error {
	says, do := "It stands still: nobody is signed in, no mail leaves, nothing can be changed. plenary freeze --undo lets it go on.", a.Auth.StandStill
	if undo {
		says, do = "It goes on. Mail that waited leaves now, and everybody signs in anew.", a.Auth.GoOn
	}
	var still bool
	if err := a.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if still, err = auth.StandsStill(tx); err != nil {
			return err
		}
		return do(ctx, tx, auth.AtConsole())
	}); err != nil {
		return err
	}
	if undo && !still {
		says = "Nothing was frozen: it goes on as before."
	}
	fmt.Fprintln(t.Err, says)
	return nil
}
