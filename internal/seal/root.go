package seal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"codeberg.org/plenary/plenary/internal/store"
)

// Make makes a new root key and writes it to a new file that only its owner
// may read, in folders that only their owner may enter. A file that is there
// already is never touched: the error is fs.ErrExist. It does not know the data
// folder; ask Apart first.
func Make(path string) (*Keys, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the key file's folder: %w", err)
	}
	file := keyFile{roots: []secret{newSecret(firstNumber)}}
	if err := writeNew(path, file.text()); err != nil {
		return nil, err
	}
	return newKeys(path, file), nil
}

// writeNew writes a file that is not there yet, so that it outlives a power
// cut, or leaves none.
func writeNew(path string, text []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o400)
	if err != nil {
		return fmt.Errorf("make the key file: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(path)
		}
	}()
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write the key file: %w", err)
	}
	if err := SyncDir(filepath.Dir(path)); err != nil {
		return fmt.Errorf("write the key file's folder: %w", err)
	}
	return nil
}

// replace puts another text in the place of the key file: the old one or the
// new one is there, whatever happens.
func replace(path string, text []byte) error {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fmt.Errorf("find the key file: %w", err)
	}
	next := real + ".next"
	if err := os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write the key file: %w", err)
	}
	info, err := os.Stat(real)
	if err != nil {
		return fmt.Errorf("find the key file: %w", err)
	}
	if err := writeNew(next, text); err != nil {
		return err
	}
	if err := sameOwner(next, info); err != nil {
		return errors.Join(fmt.Errorf("give the key file to its owner: %w", err), os.Remove(next))
	}
	if err := errors.Join(os.Rename(next, real), SyncDir(filepath.Dir(real))); err != nil {
		return fmt.Errorf("write the key file: %w", err)
	}
	return nil
}

// SyncDir makes a new name in the folder outlive a power cut.
func SyncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Load reads the key file. It refuses one that others than its owner may
// read, and one that lies in the data folder, where every copy of the data
// would carry it along. A file that is not there is fs.ErrNotExist.
func Load(path, dataDir string) (*Keys, error) {
	if err := Apart(path, dataDir); err != nil {
		return nil, err
	}
	f, err := readKeyFile(path)
	if err != nil {
		return nil, err
	}
	return newKeys(path, f), nil
}

func readKeyFile(path string) (keyFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return keyFile{}, fmt.Errorf("open the key file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return keyFile{}, fmt.Errorf("open the key file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return keyFile{}, fmt.Errorf("the key file %s is not a file", path)
	}
	if info.Mode().Perm()&0o077 != 0 && !credential(path, info.Mode()) {
		return keyFile{}, fmt.Errorf("the key file %s may be read by others than its owner: chmod 400 it", path)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return keyFile{}, fmt.Errorf("read the key file: %w", err)
	}
	file, err := parseKeyFile(text)
	if err != nil {
		return keyFile{}, fmt.Errorf("the key file %s: %w", path, err)
	}
	return file, nil
}

// credential tells whether the file was handed over by the service manager,
// which shows an access list of one user as the group's right to read.
func credential(path string, mode fs.FileMode) bool {
	dir := os.Getenv("CREDENTIALS_DIRECTORY")
	return dir != "" && mode.Perm()&^0o440 == 0 && Inside(path, dir)
}

// Apart refuses a key file inside the data folder, also by way of links.
func Apart(path, dataDir string) error {
	if dataDir != "" && Inside(path, dataDir) {
		return fmt.Errorf("the key file %s lies in the data folder %s: every copy of the data would carry the key", path, dataDir)
	}
	return nil
}

// Inside tells whether a path lies in a folder, or is it, whatever links lead
// there.
func Inside(path, dir string) bool {
	rel, err := filepath.Rel(resolve(dir), resolve(path))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// resolve follows links as far as the path exists.
func resolve(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return filepath.Clean(path)
	}
	for rest := ""; ; {
		if real, err := filepath.EvalSymlinks(abs); err == nil {
			return filepath.Join(real, rest)
		}
		parent := filepath.Dir(abs)
		if parent == abs {
			return filepath.Join(abs, rest)
		}
		abs, rest = parent, filepath.Join(filepath.Base(abs), rest)
	}
}

// WrongKey says that the data was sealed with another root key than the one
// that was loaded.
type WrongKey struct {
	Loaded   string // what the loaded key calls itself
	Expected string // the key that the data wants
}

func (e *WrongKey) Error() string {
	return fmt.Sprintf("the data was sealed with the root key %s, the key file holds %s", e.Expected, e.Loaded)
}

// Confirm compares the root key with the one that the data was sealed with. It
// answers a *WrongKey if they differ. An instance without data takes the key
// as its own: the caller asks for that inside the write that sets it up, or at
// every start.
func (k *Keys) Confirm(tx *store.Tx) error {
	now, err := readState(tx)
	if err == nil && now.root == "" {
		_, err = tx.Exec(`INSERT INTO root_key (id, made) VALUES ($1, $2)`, k.KeyID(), store.Time{Time: tx.Now()})
	} else if err == nil {
		return k.adopt(now)
	}
	if err != nil {
		return fmt.Errorf("confirm the root key: %w", err)
	}
	return nil
}
