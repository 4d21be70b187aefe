package announcecli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"codeberg.org/plenary/plenary/internal/announce"
	"codeberg.org/plenary/plenary/internal/when"
)

// Exit codes.
const (
	done    = 0
	refused = 1 // the reason stands on stderr
	misused = 2 // used wrongly
)

// longest is the largest file that is read, in bytes.
const longest = 4 << 20

// Command is one call of the command.
type Command struct {
	File  string // "-" for stdin
	Zone  string // for hours beside which no zone is named
	Today string // such as 2027-02-10; "" for Now
	Now   func() when.Date
	JSON  bool
}

// Run reads the announcement and writes what is in it.
func (c Command) Run(stdin io.Reader, stdout, stderr io.Writer) int {
	opt, err := c.options()
	if err != nil {
		fmt.Fprintf(stderr, "plenary announce: %v\n", err)
		return misused
	}
	text, err := c.contents(stdin)
	if err != nil {
		fmt.Fprintf(stderr, "plenary announce: %v\n", err)
		return refused
	}
	read := announce.Parse(text, opt)
	if len(read.Events) == 0 {
		fmt.Fprintln(stderr, "No event was found in this text.")
	}
	write := Write
	if c.JSON {
		write = writeJSON
	}
	if err := write(stdout, read); err != nil {
		fmt.Fprintf(stderr, "plenary announce: %v\n", err)
		return refused
	}
	return done
}

func (c Command) options() (opt announce.Options, err error) {
	if c.Zone != "" {
		if _, err := when.Load(c.Zone); err != nil {
			return opt, fmt.Errorf("--zone: %w", err)
		}
		opt.Zone = c.Zone
	}
	if c.Today == "" {
		opt.Today = c.Now()
		return opt, nil
	}
	if opt.Today, err = when.ParseDate(c.Today); err != nil {
		return opt, fmt.Errorf("--today: %w", err)
	}
	return opt, nil
}

func (c Command) contents(stdin io.Reader) (string, error) {
	in, name := stdin, "the text"
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return "", plainly(c.File, err)
		}
		defer f.Close()
		in, name = f, c.File
	}
	b, err := io.ReadAll(io.LimitReader(in, longest+1))
	switch {
	case err != nil:
		return "", plainly(name, err)
	case len(b) > longest:
		return "", fmt.Errorf("%s: got a larger text, expected at most %d bytes", name, longest)
	}
	return string(b), nil
}

// plainly says what is wrong with a file in the words of the system alone.
func plainly(name string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s: %w", name, err)
}

func writeJSON(w io.Writer, r announce.Reading) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(r)
}
