package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/backup"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// notBroughtBack are the tables that backups leave out: whoever was signed in
// when one was made is not when it comes back, and what was counted of visitors
// is to be forgotten in a day.
func notBroughtBack() []string {
	return []string{"sign_in", "sign_in_token", "link_code", "ceremony", "held_form", "code_tries", "quota", "quota_day", "quota_step"}
}

// Backup notes that a backup is made and writes the instance into the folder.
func (a *App) Backup(ctx context.Context, dir string, keysOnly bool) (res backup.Result, err error) {
	if seal.Apart(a.Config.KeyFile, dir) != nil {
		return res, fmt.Errorf("the key file %s lies in %s: whoever takes the backups would have the key", a.Config.KeyFile, dir)
	}
	for _, data := range []string{a.Config.Data, a.Config.Uploads()} {
		if seal.Inside(dir, data) {
			return res, fmt.Errorf("%s lies in the data folder %s: what destroys the data would destroy its backup; name a folder elsewhere, on another disk at best", dir, data)
		}
	}
	id, _, err := instanceID(a.Config.Data)
	if err != nil {
		return res, err
	}
	if err := a.DB.Write(ctx, func(tx *store.Tx) error {
		return a.Auth.Note(tx, auth.AtConsole(), "backup", id, 1)
	}); err != nil {
		return res, err
	}
	return backup.Write(ctx, backup.Instance{ID: id, DB: a.DB, Keys: a.Keys, Leave: notBroughtBack(), Files: a.Files.EachSealed}, dir, keysOnly)
}

// Restore makes an instance out of the two files of a backup where there is
// none yet. Everything is read and found to be right before anything is
// touched. It can be done again when it was broken off.
func Restore(ctx context.Context, cfg config.Config, log *slog.Logger, data, keysFile string) (backup.Files, error) {
	pair, err := readBackup(&cfg, data, keysFile)
	if err != nil {
		return pair, err
	}
	if there, err := os.ReadFile(instanceFile(cfg.Data)); err == nil && instanceIn(there) != pair.DataHead.Instance {
		return pair, fmt.Errorf("%s holds another instance, %s: %w", cfg.Data, instanceIn(there), backup.ErrNotEmpty)
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return pair, err
	}
	pair.KeyOf, pair.Bring = files.KeyOf, files.New(cfg.Uploads(), nil, log).Bring
	if err := pair.Load(ctx, store.Options{URL: cfg.Database(), Log: log}); err != nil {
		return pair, err
	}
	if err := os.WriteFile(instanceFile(cfg.Data), []byte(pair.DataHead.Instance+"\n"), 0o600); err != nil {
		return pair, err
	}
	// Opened once, so that what was erased since is erased before anybody looks.
	a, err := Open(ctx, cfg, log)
	if err != nil {
		return pair, err
	}
	return pair, errors.Join(a.DB.Checkpoint(ctx), a.Close())
}

// readBackup loads the key file, which the files name if nobody else does, and
// reads both files with it.
func readBackup(cfg *config.Config, data, keysFile string) (files backup.Files, err error) {
	head, err := backup.Peek(data)
	if err != nil {
		return files, err
	}
	if cfg.KeyFile == "" {
		if cfg.KeyFile, err = usualKeyFile(head.Instance); err != nil {
			return files, err
		}
	}
	keys, err := seal.Load(cfg.KeyFile, cfg.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return files, fmt.Errorf("there is no key file at %s; expected the one that holds the root key %s: bring it back, or name it with --key-file", cfg.KeyFile, head.Root)
	}
	if err != nil {
		return files, err
	}
	return backup.Check(data, keysFile, keys)
}

// usualKeyFile is where the root key of an instance lies if nobody says
// otherwise.
func usualKeyFile(instance string) (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("there is no folder for the root key: %w; name a file with --key-file", err)
	}
	return filepath.Join(dir, "plenary", instance+".key"), nil
}

// confirm says whether the key file is the one that the data was sealed with.
// Data that has just come out of a backup is brought up to date first: under
// the keys in use by now, and without those who were erased since.
func (a *App) confirm(tx *store.Tx) error {
	r, is, err := backup.Unfinished(tx)
	if err != nil {
		return err
	}
	if is {
		if err := a.finishRestore(tx, r); err != nil {
			return fmt.Errorf("finish what a restore began: %w", err)
		}
	}
	return a.Keys.Confirm(tx)
}

func (a *App) finishRestore(tx *store.Tx, r backup.Restored) error {
	if err := a.Keys.Restored(tx, r.Root, r.Index, a.People.Reindex); err != nil {
		return err
	}
	lost, err := a.People.Lost(tx)
	if err != nil {
		return err
	}
	for _, id := range lost {
		if err := a.forget(tx.Context(), tx, id); err != nil {
			return err
		}
	}
	if err := a.Community.Tidy(tx.Context(), tx); err != nil {
		return err
	}
	if err := a.Files.Tidy(tx); err != nil {
		return err
	}
	if err := backup.Finished(tx); err != nil {
		return err
	}
	return a.Auth.Note(tx, auth.AtConsole(), "restore", r.From, len(lost))
}

// forget gives up all that a person has here and makes them unreadable.
func (a *App) forget(ctx context.Context, tx *store.Tx, id string) error {
	self := auth.Viewer{Kind: auth.Person, Person: id, Tier: auth.Strong}
	if err := a.Events.LeaveAll(ctx, tx, self, id); err != nil {
		return err
	}
	if err := a.Series.LeaveAll(ctx, tx, self, id); err != nil {
		return err
	}
	if err := a.Auth.EndAll(tx, self); err != nil {
		return err
	}
	return a.People.Erase(ctx, tx, auth.AtConsole(), id)
}
