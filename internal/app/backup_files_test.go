package app_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestUploadsComeBackAndDeletedOnesStayDeleted: a backup holds what was uploaded,
// nothing of it in the clear, and an old one does not bring back what was deleted
// since, whether anybody could see it or not.
func TestUploadsComeBackAndDeletedOnesStayDeleted(t *testing.T) {
	storetestEngines(t, func(t *testing.T, e store.Engine) {
		k := keep(t, e)
		ctx := context.Background()
		type held struct {
			files.Upload
			data []byte
		}
		upload := func(text string, public bool) held {
			data := bytes.Repeat([]byte(text), 300)
			u, err := k.Files.Take(ctx, k.DB, data, "image/png", public)
			if err != nil {
				t.Fatal(err)
			}
			k.Write(func(tx *store.Tx) error { return k.Files.Use(tx, u.ID) })
			return held{u, data}
		}
		poster, gone := upload("poster of the evening", true), upload("portrait of somebody", true)
		note, lost := upload("letter of a tenant", false), upload("letter of another", false)
		k.data = ""
		k.backUp(false)
		old := k.data
		for _, f := range []held{poster, gone, note, lost} {
			packed := []byte(base64.StdEncoding.EncodeToString(f.data[:18])) // as bytes stand in a backup
			k.absent(old, f.data[:20], packed)
			k.absent(k.keys, f.data[:20], packed)
		}
		k.Write(func(tx *store.Tx) error {
			return errors.Join(k.Files.Drop(ctx, tx, gone.ID), k.Files.Drop(ctx, tx, lost.ID))
		})
		k.backUp(true)
		k.data = old

		a, err := k.restore(k.elsewhere(e))
		if err != nil {
			t.Fatal(err)
		}
		read := func(f held) (data []byte, err error) {
			return data, a.DB.Read(ctx, func(tx *store.Tx) error {
				u, err := a.Files.Find(tx, f.ID)
				if err == nil {
					data, err = a.Files.Bytes(tx, u)
				}
				return err
			})
		}
		for _, f := range []held{poster, note} {
			if data, err := read(f); err != nil || !bytes.Equal(data, f.data) {
				t.Errorf("%q came back as %d bytes: %v", f.data[:10], len(data), err)
			}
		}
		for _, f := range []held{gone, lost} {
			if _, err := read(f); !errs.Is(err, errs.NotFound) {
				t.Errorf("%q is back: %v", f.data[:10], err)
			}
		}
		for _, f := range []held{gone, note, lost} {
			absentBelow(t, a.Config.Uploads(), f.data[:20])
		}
	})
}

// absentBelow fails where a file of a folder holds a text.
func absentBelow(t *testing.T, dir string, text []byte) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, text) {
			t.Errorf("%s holds %q", path, text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestABackupDoesNotLieInWhatItIsABackupOf(t *testing.T) {
	k := keep(t, store.SQLite)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(k.Config.Data, link); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{k.Config.Data, filepath.Join(k.Config.Data, "backups"), filepath.Join(link, "backups"), k.Config.Uploads()} {
		code, said := command(k.House, "", "backup", dir)
		if code != 1 || !strings.Contains(said, "lies in the data folder") {
			t.Errorf("%s: ended with %d: %s", dir, code, said)
		}
		if _, err := os.Stat(filepath.Join(dir, "keys-latest")); err == nil {
			t.Errorf("%s: keys were written all the same", dir)
		}
	}
}

func TestUndoingAFreezeThatWasNoneSaysSo(t *testing.T) {
	k := keep(t, store.SQLite)
	if code, said := command(k.House, "", "freeze", "--undo"); code != 0 || !strings.Contains(said, "Nothing was frozen") {
		t.Errorf("ended with %d: %s", code, said)
	}
}
