package wire

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/circles/form"
)

// ReadPeople reads a list of people as CSV. The first row names the columns;
// id, tz, windows and langs must be there. Lists are separated by semicolons.
// An error is an *Error.
func ReadPeople(data []byte) ([]form.Person, Lines, error) {
	data, bad := table(data)
	if bad != nil {
		return nil, Lines{}, bad
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		return nil, Lines{}, csvError(err, 0, 0)
	}
	header = slices.Clone(header)
	if err := checkHeader(header); err != nil {
		return nil, Lines{}, err
	}
	var people []form.Person
	var lines Lines
	names := map[string]string{}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return people, lines, nil
		}
		if err != nil {
			return nil, Lines{}, csvError(err, len(row), len(header))
		}
		line, _ := r.FieldPos(0)
		var p form.Person
		for i, value := range row {
			if err := setColumn(&p, header[i], strings.TrimSpace(value), names); err != nil {
				return nil, Lines{}, &Error{line, header[i] + ": " + err.Error()}
			}
		}
		people = append(people, p)
		lines.People = append(lines.People, line)
	}
}

var columns = [...]string{"id", "tz", "country", "windows", "langs", "track", "role", "org", "experience",
	"facilitator", "together", "apart", "needs", "offers", "pin"}

func checkHeader(header []string) error {
	if len(header) == 1 && strings.ContainsAny(header[0], ";\t") {
		return &Error{1, "the cells are separated by semicolons or tabs, expected commas (only the entries of a list in a cell have semicolons between them)"}
	}
	for i, h := range header {
		if h == "" {
			return &Error{1, fmt.Sprintf("column %d has no name, expected one, or no such column", i+1)}
		}
		if !slices.Contains(columns[:], h) {
			return &Error{1, fmt.Sprintf("got column %q, expected %s", h, columnFor(h))}
		}
		if slices.Contains(header[:i], h) {
			return &Error{1, fmt.Sprintf("column %q stands twice", h)}
		}
	}
	for _, h := range []string{"id", "tz", "windows", "langs"} {
		if !slices.Contains(header, h) {
			return &Error{1, fmt.Sprintf("there is no column %q", h)}
		}
	}
	return nil
}

// columnFor says which column is meant by a name that is none.
func columnFor(name string) string {
	for _, c := range columns {
		if strings.EqualFold(strings.TrimSpace(name), c) {
			return strconv.Quote(c)
		}
	}
	return "some of " + strings.Join(columns[:], ", ")
}

// csvError says what is wrong with a row that has so many cells.
func csvError(err error, cells, columns int) error {
	var parse *csv.ParseError
	switch {
	case errors.Is(err, csv.ErrFieldCount) && errors.As(err, &parse):
		return &Error{parse.Line, fmt.Sprintf("got %d cells, expected %d", cells, columns)}
	case errors.As(err, &parse):
		return &Error{parse.StartLine, "a quotation mark where none may be: a cell begins and ends with one or has none, and those within are doubled"}
	}
	if err == io.EOF {
		return &Error{1, "the file is empty, expected a row with the names of the columns"}
	}
	return &Error{1, err.Error()}
}

// setColumn sets what one cell of the table says. Equal strings share their
// bytes through names.
func setColumn(p *form.Person, column, value string, names map[string]string) (err error) {
	keep := func(s string) string {
		if x, ok := names[s]; ok {
			return x
		}
		s = strings.Clone(s)
		names[s] = s
		return s
	}
	list := func() (out []string) {
		for x := range strings.SplitSeq(value, ";") {
			if x = strings.TrimSpace(x); x != "" {
				out = append(out, keep(x))
			}
		}
		return out
	}
	switch column {
	case "id":
		p.ID = strings.Clone(value)
	case "tz":
		p.Zone = keep(value)
	case "country":
		p.Country = keep(value)
	case "windows":
		for _, x := range list() {
			w, err := window(x)
			if err != nil {
				return err
			}
			p.Windows = append(p.Windows, w)
		}
	case "langs":
		p.Langs = list()
	case "track":
		p.Track = keep(value)
	case "role":
		p.Role = keep(value)
	case "org":
		p.Org = keep(value)
	case "experience":
		if value == "" {
			return nil
		}
		if p.Experience, err = strconv.Atoi(value); err != nil || p.Experience < 0 || p.Experience > 3 {
			return fmt.Errorf("got %q, expected 0 to 3", value)
		}
	case "facilitator":
		if value != "yes" && value != "no" && value != "" {
			return fmt.Errorf("got %q, expected yes or no", value)
		}
		p.Facilitator = value == "yes"
	case "together":
		p.Together = list()
	case "apart":
		p.Apart = list()
	case "needs":
		p.Needs = list()
	case "offers":
		p.Offers = list()
	case "pin":
		p.Pin = strings.Clone(value)
	}
	return nil
}
