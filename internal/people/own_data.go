package people

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// OwnPart is what one table holds of a person: the columns that its labels mark
// for export, row by row.
type OwnPart struct {
	Table   string
	Columns []string
	Rows    [][]any // nil, string, bool, int64 or json.RawMessage
}

// OwnData reads everything that the labels mark for export and the records say
// is about a person, for that person.
func (room *Room) OwnData(ctx context.Context, tx *store.Tx, v auth.Viewer, person string, labels []store.Label, records []store.Record) (parts []OwnPart, err error) {
	defer errs.Wrap(&err, "read a person's data")
	if !v.Is(person) {
		return nil, errs.NotThere()
	}
	for _, r := range records {
		part := OwnPart{Table: r.Table, Columns: store.Exported(labels, r.Table)}
		if len(part.Columns) == 0 {
			continue
		}
		if part.Rows, err = room.ownRows(tx, r, part.Columns, person); err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// ownRows reads the rows of one table. All of its text comes from the rooms'
// own labels and records.
func (room *Room) ownRows(tx *store.Tx, r store.Record, columns []string, person string) ([][]any, error) {
	row, key := "''", "''"
	if r.Row != "" {
		row = r.Row
	}
	if r.Key != "" {
		key = r.Key
	}
	wanted := []string{row, key}
	for _, c := range columns {
		if as := r.As[c]; as != "" {
			wanted = append(wanted, as)
		} else {
			wanted = append(wanted, c)
		}
	}
	type read struct {
		name, owner string
		cells       []any
	}
	list, err := store.All(tx, func(rows *store.Rows) (x read, err error) {
		x.cells = make([]any, len(columns))
		to := []any{&x.name, &x.owner}
		for i := range x.cells {
			to = append(to, &x.cells[i])
		}
		return x, rows.Scan(to...)
	}, `SELECT `+strings.Join(wanted, ", ")+` FROM `+r.Table+` WHERE `+r.Of+` ORDER BY 1`, person)
	boxes, all := map[string]seal.Box{}, make([][]any, len(list))
	for n, x := range list {
		for i, c := range columns {
			if !r.Sealed(c) {
				x.cells[i] = plainCell(c, x.cells[i])
			} else if x.cells[i], err = room.openCell(tx, boxes, cmp.Or(x.owner, person), r.Table, c, x.name, x.cells[i]); err != nil {
				return nil, err
			}
		}
		all[n] = x.cells
	}
	return all, err
}

// openCell opens a sealed cell; what was erased is nil.
func (room *Room) openCell(tx *store.Tx, boxes map[string]seal.Box, owner, table, column, row string, cell any) (any, error) {
	sealed, _ := cell.([]byte)
	if len(sealed) == 0 {
		return nil, nil
	}
	box, is := boxes[owner]
	if !is {
		var err error
		if box, err = room.Keys.Box(tx, owner); errors.Is(err, seal.ErrErased) {
			return nil, nil
		} else if err != nil {
			return nil, err
		}
		boxes[owner] = box
	}
	text, err := box.Open(table, column, row, sealed)
	return structured(text), err
}

// plainCell is what a column holds as it is written into the file: instants as
// such, lists as lists.
func plainCell(column string, cell any) any {
	switch x := cell.(type) {
	case int64:
		if column == "at" || column == "until" || strings.HasSuffix(column, "_at") || strings.HasSuffix(column, "_until") {
			return time.UnixMicro(x).UTC().Format(time.RFC3339)
		}
		return x
	case []byte:
		return structured(string(x))
	case string:
		return structured(x)
	}
	return cell
}

// structured is a text, or what it says if it is written as JSON.
func structured(text string) any {
	if (strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")) && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return text
}

// OwnJSON writes the parts as one JSON object: table by table, row by row.
func OwnJSON(parts []OwnPart) ([]byte, error) {
	all := map[string][]map[string]any{}
	for _, p := range parts {
		rows := []map[string]any{}
		for _, cells := range p.Rows {
			row := map[string]any{}
			for i, c := range p.Columns {
				row[c] = cells[i]
			}
			rows = append(rows, row)
		}
		all[p.Table] = rows
	}
	return json.MarshalIndent(all, "", "  ")
}

// OwnCSV writes the parts as a list of single values.
func OwnCSV(parts []OwnPart) ([]byte, error) {
	rows := [][]string{{"part", "entry", "field", "value"}}
	for _, p := range parts {
		for n, cells := range p.Rows {
			for i, c := range p.Columns {
				rows = append(rows, []string{p.Table, strconv.Itoa(n + 1), c, cellText(cells[i])})
			}
		}
	}
	return Sheet(rows)
}

func cellText(cell any) string {
	switch x := cell.(type) {
	case nil:
		return ""
	case json.RawMessage:
		return string(x)
	}
	return fmt.Sprint(cell)
}

// NoFormula keeps a spreadsheet from computing what somebody wrote into a form: a
// cell that begins like a formula gets an apostrophe in front of it.
func NoFormula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
