package formcli

import (
	"errors"
	"fmt"
	"io"
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
	f, err := o.create()
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// create makes a file beside the one that is meant.
func (o output) create() (*os.File, error) {
	f, err := os.CreateTemp(filepath.Dir(o.target()), ".circles-*")
	var path *os.PathError
	if errors.As(err, &path) {
		return nil, fmt.Errorf("%s: cannot be written: %w", o.name, path.Err)
	}
	return f, err
}

// target is the file behind links.
func (o output) target() string {
	if name, err := filepath.EvalSymlinks(o.name); err == nil {
		return name
	}
	return o.name
}

// write replaces the file as a whole: it is the old one or the new one, never a
// part.
func (o output) write(data []byte) error {
	if o.name == "-" {
		_, err := o.stdout.Write(data)
		return err
	}
	if at, err := os.Stat(o.name); err == nil && !at.Mode().IsRegular() {
		return os.WriteFile(o.name, data, 0)
	}
	f, err := o.create()
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), o.target())
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
