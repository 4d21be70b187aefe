package formcli

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// output is a file to be written, or the standard output for "-".
type output struct {
	name   string
	stdout io.Writer
}

// probe makes sure, before anybody waits for it, that the file can be written.
// It must be none of the inputs, but for those that may be replaced.
func (o output) probe(inputs ...string) error {
	if o.name == "-" {
		return nil
	}
	at, err := os.Stat(o.name)
	switch {
	case err == nil && at.IsDir():
		return fmt.Errorf("%s: got a folder, expected the name of a file", o.name)
	case err == nil && !at.Mode().IsRegular():
		return nil // a device or a pipe is written to as it is
	}
	for _, in := range inputs {
		if other, err2 := os.Stat(in); err == nil && err2 == nil && os.SameFile(at, other) {
			return fmt.Errorf("%s: would be written over, but it is an input", o.name)
		}
	}
	if err == nil { // replaced as a whole, but not against the will of its owner
		f, err := os.OpenFile(o.name, os.O_WRONLY, 0)
		if err != nil {
			return o.cannot(err)
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	f, err := o.create()
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// create makes a file beside the one that is meant.
func (o output) create() (*os.File, error) {
	name := filepath.Join(filepath.Dir(o.target()), ".circles-"+rand.Text())
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, o.cannot(err)
	}
	return f, nil
}

// cannot says why the file cannot be written.
func (o output) cannot(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("%s: cannot be written: %w", o.name, err)
}

// target is the file behind links.
func (o output) target() string {
	if name, err := filepath.EvalSymlinks(o.name); err == nil {
		return name
	}
	return o.name
}

// same tells whether both are one file, which need not be there yet.
func (o output) same(other output) bool {
	return o.place() == other.place()
}

// place is the file by a name that no other file has.
func (o output) place() string {
	if o.name == "-" {
		return o.name
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(o.target()))
	if err == nil {
		folder, err = filepath.Abs(folder)
	}
	if err != nil {
		return filepath.Clean(o.name)
	}
	return filepath.Join(folder, filepath.Base(o.target()))
}

// write replaces the file as a whole: it is the old one or the new one, never a
// part. Whoever might read the old one may read the new one, nobody else.
func (o output) write(data []byte) error {
	if o.name == "-" {
		_, err := o.stdout.Write(data)
		return err
	}
	at, err := os.Stat(o.name)
	old := err == nil
	if old && !at.Mode().IsRegular() {
		return os.WriteFile(o.name, data, 0)
	}
	f, err := o.create()
	if err != nil {
		return err
	}
	if old {
		err = f.Chmod(at.Mode().Perm())
	}
	if err == nil {
		_, err = f.Write(data)
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), o.target())
	}
	if err != nil {
		os.Remove(f.Name())
		return o.cannot(err)
	}
	return nil
}
