package files

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// folder keeps bytes under their hash. Names come from hashes alone, so that
// nobody's text is ever part of a path.
type folder string

func (f folder) path(hash []byte) string {
	name := hex.EncodeToString(hash)
	return filepath.Join(string(f), name[:2], name)
}

// put keeps the bytes, durably: under their name they are whole or not there.
func (f folder) put(hash, data []byte) error {
	at := f.path(hash)
	if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(at), "part-")
	if err != nil {
		return err
	}
	_, err = part.Write(data)
	if err = errors.Join(err, part.Sync(), part.Close()); err == nil {
		err = os.Rename(part.Name(), at)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part.Name()))
	}
	dir, err := os.Open(filepath.Dir(at))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

func (f folder) get(hash []byte) ([]byte, error) { return os.ReadFile(f.path(hash)) }

func (f folder) remove(hash []byte) error {
	err := os.Remove(f.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
