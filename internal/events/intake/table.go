package intake

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/typed"
)

// Bounds of a table.
const (
	mostRows    = 20_000
	mostColumns = 500
)

// table is a file of rows under a head.
type table struct {
	head  []string // as it stands in the file
	names []string // the same, as names are compared
	rows  []row
}

// row is one line of a table, which may go over several lines of the file.
type row struct {
	line  int
	cells map[string]string // by the field that their column is; see columns
}

// get returns the cell of a field, without spaces around it.
func (r *row) get(field string) string { return strings.TrimSpace(r.cells[field]) }

// text returns the cell of a field on one line.
func (r *row) text(field string) string { return typed.Line(r.cells[field]) }

// nameOf is the name of a column as it is compared: small letters and digits
// with one underscore between words, so that "Event Title", "event_title" and
// "event__title" are one.
func nameOf(head string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(head) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	return b.String()
}

// separator is the sign between the cells of a table, by its head.
func separator(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	best, most := ',', 0
	for _, sep := range []rune{',', ';', '\t', '|'} {
		if n := strings.Count(head, string(sep)); n > most {
			best, most = sep, n
		}
	}
	return best
}

// readTable reads rows until the file ends. A row that cannot be read is noted,
// and the others are read.
func readTable(text string, b *Batch) (*table, error) {
	skipped := 0
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(strings.ToLower(first), "sep=") { // of Excel
		text, skipped = rest, 1
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.ReuseRecord = separator(text), -1, true
	head, err := in.Read()
	if err != nil || len(head) < 2 || len(head) > mostColumns {
		return nil, errs.New(errs.Invalid, "org.intake.unknown|This is no file of events that can be read here: no calendar (.ics), no answer of Gancio, and no table with a head of columns.")
	}
	t := &table{}
	for _, h := range head {
		t.head, t.names = append(t.head, typed.Line(strings.Clone(h))), append(t.names, nameOf(h))
	}
	for len(t.rows) <= mostRows {
		cells, err := in.Read()
		var wrong *csv.ParseError
		switch {
		case err == io.EOF:
			return t, nil
		case errors.As(err, &wrong):
			b.problem(wrong.StartLine+skipped, "org.intake.row|This row cannot be read: a quotation mark is missing, or one too many.")
			continue
		case err != nil:
			return nil, err
		}
		line, _ := in.FieldPos(0)
		t.add(b, line+skipped, cells)
	}
	return nil, errs.New(errs.Invalid, "org.intake.rows|This table has more than {most} rows. Please split it.", "most", mostRows)
}

func (t *table) add(b *Batch, line int, cells []string) {
	if !slices.ContainsFunc(cells, func(s string) bool { return strings.TrimSpace(s) != "" }) {
		return
	}
	if len(cells) > len(t.names) && strings.TrimSpace(strings.Join(cells[len(t.names):], "")) != "" {
		b.problem(line, "org.intake.cells|This row has {n} cells, and the table {columns} columns.", "n", len(cells), "columns", len(t.names))
		return
	}
	r := row{line: line, cells: map[string]string{}}
	for i, s := range cells[:min(len(cells), len(t.names))] {
		if field := columnOf(t.names[i]); field != "" && s != "" && r.cells[field] == "" {
			r.cells[field] = strings.Clone(s)
		}
	}
	t.rows = append(t.rows, r)
}

// has tells whether the table has a column for a field.
func (t *table) has(field string) bool {
	return slices.ContainsFunc(t.names, func(name string) bool { return columnOf(name) == field })
}

// unknown are the columns that are not used.
func (t *table) unknown() (list []string) {
	for i, name := range t.names {
		if columnOf(name) == "" && t.head[i] != "" && !slices.Contains(list, t.head[i]) {
			list = append(list, t.head[i])
		}
	}
	return list
}
