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

// rowReader reads the rows of a text one by one.
type rowReader struct {
	text    string
	skipped int // lines of the file before the text
	*csv.Reader
}

func newRowReader(text string, skipped int, comma rune) *rowReader {
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.ReuseRecord = comma, -1, true
	return &rowReader{text, skipped, in}
}

// row reads the next row, with the line of the file on which it begins.
func (r *rowReader) row() (cells []string, line int, err error) {
	from := r.InputOffset()
	cells, err = r.Read()
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		line = wrong.StartLine + r.skipped
		if wrong.Err == csv.ErrBareQuote && wrong.Line == wrong.StartLine { // within the words of a cell: 17" screens
			loose := newRowReader(r.text[from:r.InputOffset()], 0, r.Comma)
			loose.LazyQuotes = true
			cells, err = loose.Read()
		}
		return cells, line, err
	}
	if err == nil {
		line, _ = r.FieldPos(0)
	}
	return cells, line + r.skipped, err
}

// behind reads on behind the line on which a row begins that has no end, and is
// at that offset.
func (r *rowReader) behind(from int64, line int) *rowReader {
	_, rest, _ := strings.Cut(strings.TrimLeft(r.text[from:], "\r\n"), "\n")
	return newRowReader(rest, line, r.Comma)
}

// mostTorn bounds after how many rows that do not end their followers are read:
// each such row goes on to the next quotation mark, which may be far away.
const mostTorn = 20

// readTable reads rows until the file ends. A row that cannot be read is noted,
// and the others are read.
func readTable(text string, b *Batch) (*table, error) {
	skipped := 0
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(strings.ToLower(first), "sep=") { // of Excel
		text, skipped = rest, 1
	}
	in := newRowReader(text, skipped, separator(text))
	head, _, err := in.row()
	if err != nil || len(head) < 2 || len(head) > mostColumns || slices.ContainsFunc(head, noText) {
		return nil, noFile()
	}
	t := &table{}
	for _, h := range head {
		t.head, t.names = append(t.head, typed.Line(strings.Clone(h))), append(t.names, nameOf(h))
	}
	for torn := 0; len(t.rows) <= mostRows; {
		from := in.InputOffset()
		cells, line, err := in.row()
		var wrong *csv.ParseError
		switch {
		case err == io.EOF:
			return t, nil
		case errors.As(err, &wrong):
			b.problem(line, "org.intake.row|This row cannot be read: a quotation mark is missing, or one too many.")
			if wrong.Line == wrong.StartLine {
				continue
			}
			if torn++; torn > mostTorn {
				b.problem(line, "org.intake.torn|Too many rows have no end. From this one on nothing is read.")
				return t, nil
			}
			in = in.behind(from, line)
		case err != nil:
			return nil, err
		default:
			t.add(b, line, cells)
		}
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

// noFile says that something is no file of events.
func noFile() error {
	return errs.New(errs.Invalid, "org.intake.unknown|This is no file of events that can be read here: no calendar (.ics), no answer of Gancio, and no table with a head of columns.")
}

// noText tells whether a name is of no text, but of a picture or of what is sealed.
func noText(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' })
}
