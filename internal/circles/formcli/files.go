package formcli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
)

// files is what the command has read.
type files struct {
	instance   *form.Instance
	previous   *form.Placement
	sha        string
	inFile     string // where the programme stands …
	program    wire.Lines
	peopleFile string // … and the people
	people     wire.Lines
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
	if f.instance, f.program, err = wire.ReadInstance(data); err != nil {
		if strings.HasSuffix(strings.ToLower(in), ".csv") {
			return nil, fmt.Errorf("%s: a list of people goes to --people, and --in names the programme (plenary circles form --help shows one)", in)
		}
		return nil, inFile(in, err)
	}
	f.people = f.program
	if people != "" {
		f.peopleFile = people
		if data, err = read(people, stdin); err != nil {
			return nil, err
		}
		if f.instance.People, f.people, err = wire.ReadPeople(data); err != nil {
			return nil, inFile(people, err)
		}
	} else if f.program.Fields["people"] == 0 {
		return nil, fmt.Errorf("%s: there are no people in it; --people names the list of them", in)
	}
	if locked := f.program.Fields["locked"]; previous == "" && len(f.instance.Locked) > 0 {
		return nil, fmt.Errorf("%s:%d: locked: --previous must name the placement with these circles", in, locked)
	}
	if previous != "" {
		if data, err = read(previous, stdin); err != nil {
			return nil, err
		}
		if f.previous, err = wire.ReadPrevious(data); err != nil {
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
	if faults[0].Code == form.FaultID && len(faults[0].IDs) > 0 {
		faults[0].Text += ", first in " + f.firstOf(faults[0].IDs[0])
	}
	field, _, named := strings.Cut(faults[0].Text, ":")
	switch i := faults[0].Person; {
	case i >= 0 && i < len(f.people.People) && f.peopleFile != f.inFile:
		return fmt.Errorf("%s:%d: %w", f.peopleFile, f.people.People[i], err)
	case i >= 0 && i < len(f.people.People):
		return fmt.Errorf("%s:%d: people[%d]: %w", f.inFile, f.people.People[i], i, err)
	case named && f.program.Fields[field] > 0:
		return fmt.Errorf("%s:%d: %w", f.inFile, f.program.Fields[field], err)
	case f.program.Fields["program"] > 0:
		return fmt.Errorf("%s:%d: program: %w", f.inFile, f.program.Fields["program"], err)
	}
	return fmt.Errorf("%s:1: %w", f.inFile, err)
}

// firstOf says where the first person with the id stands.
func (f *files) firstOf(id string) string {
	i := slices.IndexFunc(f.instance.People, func(x form.Person) bool { return x.ID == id })
	if f.peopleFile == f.inFile {
		return fmt.Sprintf("people[%d]", i)
	}
	return fmt.Sprintf("line %d", f.people.People[i])
}
