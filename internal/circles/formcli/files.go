package formcli

import (
	"errors"
	"fmt"
	"io"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
)

// files is what the command has read.
type files struct {
	instance   *form.Instance
	previous   *form.Placement
	sha        string
	peopleFile string // where the people stand …
	lines      wire.Lines
	inFile     string
}

// load reads the instance, the people if they stand in a file of their own, and
// the previous placement if there is one.
func load(in, people, previous string, stdin io.Reader) (*files, error) {
	f := &files{inFile: in, peopleFile: in}
	data, err := read(in, stdin)
	if err != nil {
		return nil, err
	}
	f.sha = wire.SHA256(data)
	if f.instance, f.lines, err = wire.ReadInstance(data); err != nil {
		return nil, inFile(in, err)
	}
	if people != "" {
		f.peopleFile = people
		if data, err = read(people, stdin); err != nil {
			return nil, err
		}
		if f.instance.People, f.lines, err = wire.ReadPeople(data); err != nil {
			return nil, inFile(people, err)
		}
	}
	if previous != "" {
		if data, err = read(previous, stdin); err != nil {
			return nil, err
		}
		if f.previous, err = wire.ReadAssignment(data); err != nil {
			return nil, inFile(previous, err)
		}
	}
	return f, nil
}

// inFile names the file in which something is wrong.
func inFile(name string, err error) error { return fmt.Errorf("%s:%w", name, err) }

// locate says in which line of which file the first fault is.
func (f *files) locate(err error) error {
	var faults form.Faults
	if !errors.As(err, &faults) {
		return err
	}
	if i := faults[0].Person; i >= 0 && i < len(f.lines) {
		return fmt.Errorf("%s:%d: %w", f.peopleFile, f.lines[i], err)
	}
	return fmt.Errorf("%s: %w", f.inFile, err)
}
