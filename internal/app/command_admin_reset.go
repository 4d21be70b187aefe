package app

import (
	"context"
	"errors"
	"fmt"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

func adminReset() command {
	c := command{name: "admin reset", args: "EMAIL", says: "takes the passkeys and codes of somebody who has lost them all, so that they can set up new ones",
		example: "plenary admin reset amina@school.example"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		cfg := config.Default()
		f := c.flags(t)
		cfg.DataFlags(f)
		names, code, ok := parse(t, f, &cfg, args)
		if !ok {
			return code
		}
		if len(names) != 1 {
			return c.wrong(t, "one EMAIL")
		}
		return c.inHouse(ctx, t, cfg, func(a *App) int {
			if err := a.resetSignIn(ctx, people.CleanAddress(names[0])); err != nil {
				return refuse(t, c.name, err)
			}
			fmt.Fprintln(t.Err, "They are signed out everywhere, and are told so. At their next sign-in by mail they set up new ones.")
			return done
		})
	}
	return c
}

// resetSignIn is the way back for who has neither device nor paper: a mail alone
// is not. Whoever types it has made sure whom they talk to.
func (a *App) resetSignIn(ctx context.Context, address string) error {
	return a.DB.Write(ctx, func(tx *store.Tx) error {
		id, err := a.People.Find(tx, address)
		if err != nil {
			return err
		}
		if id == "" {
			return errors.New("nobody with that address is known")
		}
		return a.Auth.TakeKeys(tx, auth.AtConsole(), id)
	})
}
