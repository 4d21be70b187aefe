package app

import (
	"context"
	"fmt"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/store"
)

// The commands of this file act by themselves, as the console, and are noted.

func keepCommands() []command {
	return []command{backupCommand(), restoreCommand(), eraseCommand(), freezeCommand(), rotateCommand()}
}

func backupCommand() command {
	c := command{name: "backup", args: "DIR", says: "writes data-TIME, in which nothing personal can be read, and replaces keys-latest, beside a running server",
		example: "plenary backup /mnt/backups --data ./plenary-data"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		cfg := config.Default()
		f := c.flags(t)
		cfg.DataFlags(f)
		keysOnly := f.Bool("keys-only", false, "only replace keys-latest, which is what makes an erasure hold for the backups")
		names, code, ok := parse(t, f, &cfg, args)
		switch {
		case !ok:
			return code
		case len(names) != 1:
			return c.wrong(t, "one DIR")
		}
		return c.onData(ctx, t, cfg, func(a *App) error {
			res, err := a.Backup(ctx, names[0], *keysOnly)
			if err != nil {
				return err
			}
			if res.Data != "" {
				fmt.Fprintln(t.Out, res.Data)
			}
			fmt.Fprintln(t.Out, res.Keys)
			fmt.Fprintf(t.Err, "Wrote %d rows. The root key is in none of them: keep %s apart from both.\n", res.Rows, a.Config.KeyFile)
			return nil
		})
	}
	return c
}

func restoreCommand() command {
	c := command{name: "restore", args: "DATA KEYS", says: "makes the instance of a backup where there is no data yet",
		example: "plenary restore /mnt/backups/data-20270104T090000Z /mnt/backups/keys-latest --data ./plenary-data"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		cfg := config.Default()
		f := c.flags(t)
		cfg.DataFlags(f)
		names, code, ok := parse(t, f, &cfg, args)
		switch {
		case !ok:
			return code
		case len(names) != 2:
			return c.wrong(t, "DATA and KEYS")
		}
		cfg.BaseURL = "http://localhost"
		files, err := Restore(ctx, cfg, logTo(t, false), names[0], names[1])
		if err != nil {
			return refuse(t, c.name, err)
		}
		fmt.Fprintf(t.Err, "Restored what was there at %s, with the keys of %s. Everybody signs in anew.\n",
			files.DataHead.Taken.Format(time.RFC3339), files.KeyHead.Taken.Format(time.RFC3339))
		return done
	}
	return c
}

func rotateCommand() command {
	c := command{name: "rotate-keys", says: "takes a new root key and a new index key into use, beside running servers; run again, it ends what was broken off",
		example: "plenary rotate-keys --data ./plenary-data"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		cfg := config.Default()
		f := c.flags(t)
		cfg.DataFlags(f)
		prepare := f.Bool("prepare", false, "only put the new keys into the key file, to be copied to the other machines before going on")
		names, code, ok := parse(t, f, &cfg, args)
		switch {
		case !ok:
			return code
		case len(names) != 0:
			return c.wrong(t, "no names")
		}
		return c.onData(ctx, t, cfg, func(a *App) error { return a.rotate(ctx, t, *prepare) })
	}
	return c
}

func (a *App) rotate(ctx context.Context, t Terminal, prepareOnly bool) error {
	old := a.Keys.KeyID()
	if err := a.Keys.Rotate(ctx, a.DB, prepareOnly, a.People.Reindex); err != nil {
		return err
	}
	if prepareOnly {
		fmt.Fprintf(t.Err, "%s holds the new keys beside the old ones. Copy it to the other machines, then run plenary rotate-keys.\n", a.Config.KeyFile)
		return nil
	}
	if err := a.DB.Write(ctx, func(tx *store.Tx) error {
		return a.Auth.Note(tx, auth.AtConsole(), "keys.rotate", a.Keys.KeyID(), 1)
	}); err != nil {
		return err
	}
	if err := a.DB.Checkpoint(ctx); err != nil {
		return err
	}
	fmt.Fprintf(t.Err, "The root key %s is out of use, %s is in use. Copy %s to paper anew, and run plenary backup, so that keys-latest fits it.\n", old, a.Keys.KeyID(), a.Config.KeyFile)
	return nil
}

// onData opens a house that is there already and does something in it.
func (c command) onData(ctx context.Context, t Terminal, cfg config.Config, do func(a *App) error) int {
	if !hasData(cfg.Data) {
		return refuse(t, c.name, fmt.Errorf("there is no data in %s", cfg.Data))
	}
	return c.inHouse(ctx, t, cfg, func(a *App) int {
		if err := do(a); err != nil {
			return refuse(t, c.name, err)
		}
		return done
	})
}
