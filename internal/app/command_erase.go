package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/store"
)

func eraseCommand() command {
	c := command{name: "erase", args: "-", says: "makes the person unreadable for ever whose address it reads from standard input",
		example: "echo amina@school.example | plenary erase - --data ./plenary-data"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		cfg := config.Default()
		f := c.flags(t)
		cfg.DataFlags(f)
		now := f.Bool("now", false, "under duress: change all keys besides, so that copies of the old ones open nothing, and replace keys-latest in --backups")
		backups := f.String("backups", "", "the `folder` whose keys-latest is to be replaced at once")
		names, code, ok := parse(t, f, &cfg, args)
		switch {
		case !ok:
			return code
		case len(names) != 1 || names[0] != "-":
			// In the arguments others on the machine could read it.
			return c.wrong(t, "- and the address on standard input")
		case *backups != "" && !*now:
			return c.wrong(t, "--now with --backups")
		}
		line, _ := bufio.NewReader(t.In).ReadString('\n')
		address := strings.TrimSpace(line)
		if address == "" {
			return refuse(t, c.name, errors.New("there is no address on standard input"))
		}
		return c.onData(ctx, t, cfg, func(a *App) error {
			if *now {
				return a.eraseNow(ctx, t, address, *backups)
			}
			return a.eraseByAddress(ctx, t, address)
		})
	}
	return c
}

// eraseByAddress erases somebody and wipes what the database keeps beside its
// rows.
func (a *App) eraseByAddress(ctx context.Context, t Terminal, address string) error {
	if err := a.eraseSomebody(ctx, address); err != nil {
		return err
	}
	if err := a.DB.Checkpoint(ctx); err != nil {
		return err
	}
	fmt.Fprintln(t.Err, "Erased. Backups follow when keys-latest is replaced: plenary backup DIR --keys-only")
	return nil
}

func (a *App) eraseSomebody(ctx context.Context, address string) error {
	return a.DB.Write(ctx, func(tx *store.Tx) error {
		id, err := a.People.Find(tx, address)
		if err != nil {
			return err
		}
		if id == "" {
			return errors.New("nobody with that address is known")
		}
		if err := a.forget(ctx, tx, id); err != nil {
			return err
		}
		return a.Auth.Note(tx, auth.AtConsole(), "erase", id, 1)
	})
}

// eraseNow erases somebody and does at once what else would wait: new keys, so
// that the wrapped keys in logs, replicas and older key backups open nothing
// any more, and the newest key backup in place of the one before. It says what
// remains for somebody to do by hand.
func (a *App) eraseNow(ctx context.Context, t Terminal, address, backups string) error {
	if err := a.eraseSomebody(ctx, address); err != nil {
		return err
	}
	fmt.Fprintln(t.Err, "Erased in the data.")
	if err := a.rotate(ctx, t, false); err != nil { // with a checkpoint at its end
		return fmt.Errorf("the person is erased in the data; now the keys could not be changed, run plenary rotate-keys: %w", err)
	}
	if backups == "" {
		fmt.Fprintln(t.Err, "Not yet done: no --backups folder was named. Each keys-latest of before still opens them, with the old key file. Run plenary backup DIR --keys-only for each folder.")
	} else if err := a.replaceKeys(ctx, t, backups); err != nil {
		return fmt.Errorf("the person is erased in the data; now the key backup could not be replaced, run plenary backup %s --keys-only: %w", backups, err)
	}
	fmt.Fprintln(t.Err, "Left to do by hand: destroy every copy of the old key file (also on paper), other copies of keys-latest, and snapshots of the disk.")
	return nil
}

// replaceKeys puts the keys as they are now in place of those in a folder, and
// names what else lies there that still holds older ones.
func (a *App) replaceKeys(ctx context.Context, t Terminal, dir string) error {
	res, err := a.Backup(ctx, dir, true)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.Err, "Replaced %s.\n", res.Keys)
	list, err := os.ReadDir(dir)
	for _, e := range list {
		if strings.HasPrefix(e.Name(), "keys") && e.Name() != filepath.Base(res.Keys) {
			fmt.Fprintf(t.Err, "Stale, destroy it: %s\n", filepath.Join(dir, e.Name()))
		}
	}
	return err
}
