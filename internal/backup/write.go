package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Instance is what is backed up.
type Instance struct {
	ID   string
	DB   *store.DB
	Keys *seal.Keys
	// Leave are the tables whose rows are not to come back.
	Leave []string
	// Files calls f with what the backup is to hold of each file that was
	// uploaded: nothing that can be read without the file's key.
	Files func(tx *store.Tx, f func(id string, public bool, sealed []byte) error) error
}

// filesTable is how the bytes of files stand among the tables.
const filesTable = "upload/bytes"

func filesColumns() []string { return []string{"id", "public", "bytes"} }

const keysTable = "keys"

// keysName is the one file that every backup replaces.
const keysName = "keys-latest"

// Result is what was written.
type Result struct {
	Data, Keys string // the files; Data is "" if only the keys were asked for
	Rows       int
}

// Write writes keys-latest into the folder, and a new data-TIME beside it
// unless only the keys are wanted, which is what makes an erasure hold for the
// backups, too. What was broken off before leaves nothing behind.
func Write(ctx context.Context, in Instance, dir string, keysOnly bool) (res Result, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return res, err
	}
	if err := sweep(dir); err != nil {
		return res, err
	}
	err = in.DB.Read(ctx, func(tx *store.Tx) error {
		res = Result{}
		head, err := in.header(tx)
		if err != nil {
			return err
		}
		tables, err := store.Tables(tx)
		if err != nil {
			return err
		}
		// The keys first: the data of a moment with later keys is complete, with
		// earlier ones it is not.
		res.Keys = filepath.Join(dir, keysName)
		n, err := in.write(tx, res.Keys, holdsKeys, head, tables)
		if res.Rows = n; err != nil || keysOnly {
			return err
		}
		if res.Data, err = freeName(filepath.Join(dir, "data-"+head.Taken.Format("20060102T150405Z"))); err != nil {
			return err
		}
		n, err = in.write(tx, res.Data, holdsData, head, tables)
		res.Rows += n
		return err
	})
	return res, err
}

func (in Instance) header(tx *store.Tx) (h Header, err error) {
	h = Header{Format: format, Instance: in.ID, Taken: tx.Now()}
	if h.Schema, err = store.Schema(tx); err != nil {
		return h, err
	}
	h.Root, h.Index, err = seal.InUse(tx)
	return h, err
}

// write writes one of the files.
func (in Instance) write(tx *store.Tx, path, holds string, h Header, tables []*store.Table) (rows int, err error) {
	h.Holds = holds
	w, err := create(path, h)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			w.drop()
			err = fmt.Errorf("write %s: %w", path, err)
		}
	}()
	for _, t := range tables {
		if (t.Name == keysTable) != (holds == holdsKeys) || slices.Contains(in.Leave, t.Name) {
			continue
		}
		if err := w.line(tableLine{t.Name, t.Names()}); err != nil {
			return 0, err
		}
		if err := t.EachRow(tx, w.row); err != nil {
			return 0, err
		}
	}
	if holds == holdsData && in.Files != nil {
		if err := w.line(tableLine{filesTable, filesColumns()}); err != nil {
			return 0, err
		}
		if err := in.Files(tx, func(id string, public bool, sealed []byte) error { return w.row([]any{id, public, sealed}) }); err != nil {
			return 0, err
		}
	}
	return w.rows, w.finish(in.Keys)
}

// sweep removes what a backup left that was broken off.
func sweep(dir string) error {
	list, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range list {
		name, is := strings.CutSuffix(e.Name(), unfinished)
		if is && (name == keysName || strings.HasPrefix(name, "data-")) {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// freeName adds a number where two backups fall into one second.
func freeName(path string) (string, error) {
	for n := 1; ; n++ {
		name := path
		if n > 1 {
			name = fmt.Sprintf("%s-%d", path, n)
		}
		switch _, err := os.Lstat(name); {
		case errors.Is(err, fs.ErrNotExist):
			return name, nil
		case err != nil:
			return "", err
		}
	}
}
