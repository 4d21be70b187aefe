package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Table is a table of the database as it really is, whichever room owns it:
// for what copies whole databases.
type Table struct {
	Name    string
	Columns []TableColumn
	Key     []string // the columns of its primary key
	parent  string   // the column by which its rows refer to others of it; "" if none does
	refers  []string // the other tables that its rows refer to
}

// TableColumn is a column of it.
type TableColumn struct {
	Name string
	Kind ColumnKind
}

// ColumnKind is what a column holds.
type ColumnKind uint8

const (
	TextColumn ColumnKind = iota
	IntegerColumn
	BooleanColumn // IntegerColumn on SQLite, which knows no other
	RealColumn
	BytesColumn
)

// Names are the names of the columns.
func (t *Table) Names() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// Tables lists all tables but the store's own record of migrations, each after
// those that its rows refer to.
func Tables(tx *Tx) ([]*Table, error) {
	all := map[string]*Table{}
	if err := readColumns(tx, all); err != nil {
		return nil, err
	}
	delete(all, "store_migration")
	if err := readReferences(tx, all); err != nil {
		return nil, err
	}
	return inOrder(all), nil
}

// readColumns asks for the columns, with the place of each in the primary key.
func readColumns(tx *Tx, all map[string]*Table) error {
	text := `SELECT m.name, c.name, lower(c.type), c.pk FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY m.name, c.cid`
	if tx.Engine() == Postgres {
		text = `SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL), COALESCE(array_position(k.conkey, a.attnum), 0)
			FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
			WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname, a.attnum`
	}
	kinds := map[string]ColumnKind{"text": TextColumn, "integer": IntegerColumn, "bigint": IntegerColumn, "boolean": BooleanColumn,
		"real": RealColumn, "double precision": RealColumn, "blob": BytesColumn, "bytea": BytesColumn}
	places := map[string][]string{} // of the key, by place
	err := tx.Each(func(r *Rows) error {
		var table, column, kind string
		var pk int
		if err := r.Scan(&table, &column, &kind, &pk); err != nil {
			return err
		}
		t := all[table]
		if t == nil {
			t = &Table{Name: table}
			all[table] = t
		}
		k, known := kinds[kind]
		if !known {
			return fmt.Errorf("store: %s.%s is a %s, which no migration makes", table, column, kind)
		}
		t.Columns = append(t.Columns, TableColumn{column, k})
		if pk > 0 {
			for len(places[table]) < pk {
				places[table] = append(places[table], "")
			}
			places[table][pk-1] = column
		}
		return nil
	}, text)
	for name, t := range all {
		t.Key = places[name]
	}
	return err
}

func readReferences(tx *Tx, all map[string]*Table) error {
	text := `SELECT m.name, f."table", f."from" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`
	if tx.Engine() == Postgres {
		text = `SELECT c.relname::text, p.relname::text, a.attname::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
			JOIN pg_class p ON p.oid = k.confrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
			WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace`
	}
	return tx.Each(func(r *Rows) error {
		var from, to, column string
		if err := r.Scan(&from, &to, &column); err != nil {
			return err
		}
		if t := all[from]; from == to {
			t.parent = column
		} else if !slices.Contains(t.refers, to) {
			t.refers = append(t.refers, to)
		}
		return nil
	}, text)
}

// inOrder puts what others refer to first; of the rest, the names decide.
func inOrder(all map[string]*Table) (list []*Table) {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	placed := map[string]bool{}
	var place func(name string)
	place = func(name string) {
		t := all[name]
		if t == nil || placed[name] {
			return
		}
		placed[name] = true
		slices.Sort(t.refers)
		for _, other := range t.refers {
			place(other)
		}
		list = append(list, t)
	}
	for _, name := range names {
		place(name)
	}
	return list
}

// rowsAtOnce bounds how many rows one statement reads or writes.
const rowsAtOnce = 500

// EachRow calls row with the values of every row in the order of the key: nil,
// int64, float64, bool, string or []byte.
func (t *Table) EachRow(tx *Tx, row func(values []any) error) error {
	if len(t.Key) == 0 {
		return fmt.Errorf("store: %s has no primary key", t.Name)
	}
	columns, key := strings.Join(t.Names(), ", "), strings.Join(t.Key, ", ")
	var after []any
	for {
		where := ""
		if after != nil {
			where = " WHERE (" + key + ") > " + places(1, len(t.Key))
		}
		page, err := All(tx, func(r *Rows) ([]any, error) { return t.scan(r) },
			"SELECT "+columns+" FROM "+t.Name+where+" ORDER BY "+key+" LIMIT "+strconv.Itoa(rowsAtOnce), after...)
		if err != nil {
			return err
		}
		for _, values := range page {
			if err := row(values); err != nil {
				return err
			}
		}
		if len(page) < rowsAtOnce {
			return nil
		}
		after = t.keyOf(page[len(page)-1])
	}
}

func (t *Table) scan(r *Rows) ([]any, error) {
	values, to := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range values {
		to[i] = &values[i]
	}
	if err := r.Scan(to...); err != nil {
		return nil, err
	}
	for i, c := range t.Columns {
		switch b, is := values[i].([]byte); {
		case is && c.Kind == TextColumn:
			values[i] = string(b)
		case is && len(b) == 0:
			values[i] = []byte{} // not nil, which would be NULL
		}
	}
	return values, nil
}

func (t *Table) keyOf(values []any) (key []any) {
	for _, name := range t.Key {
		i := slices.IndexFunc(t.Columns, func(c TableColumn) bool { return c.Name == name })
		key = append(key, values[i])
	}
	return key
}

// Insert adds rows whose values came from EachRow, of either engine. Where rows
// refer to others of the table, all of it comes at once.
func (t *Table) Insert(tx *Tx, rows [][]any) error {
	if t.parent != "" {
		rows = t.parentsFirst(rows)
	}
	into := t.Name + " (" + strings.Join(t.Names(), ", ") + ")"
	values := make([]any, 0, len(rows)*len(t.Columns))
	for _, row := range rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("store: a row of %s has %d values of %d", t.Name, len(row), len(t.Columns))
		}
		for i, c := range t.Columns {
			values = append(values, fit(c.Kind, row[i]))
		}
	}
	return tx.InsertMany(into, len(t.Columns), values, "")
}

// RefersToItself tells whether rows of the table refer to others of it.
func (t *Table) RefersToItself() bool { return t.parent != "" }

// fit turns what one engine calls a boolean or a number into what the other does.
func fit(k ColumnKind, v any) any {
	switch v := v.(type) {
	case bool:
		if k == IntegerColumn {
			if v {
				return int64(1)
			}
			return int64(0)
		}
	case int64:
		switch k {
		case BooleanColumn:
			return v != 0
		case RealColumn:
			return float64(v)
		}
	}
	return v
}

// parentsFirst puts each row after the one that it refers to.
func (t *Table) parentsFirst(rows [][]any) [][]any {
	column := slices.IndexFunc(t.Columns, func(c TableColumn) bool { return c.Name == t.parent })
	byKey := make(map[any][]any, len(rows))
	for _, row := range rows {
		byKey[t.keyOf(row)[0]] = row
	}
	list, placed := make([][]any, 0, len(rows)), make(map[any]bool, len(rows))
	var place func(row []any)
	place = func(row []any) {
		key := t.keyOf(row)[0]
		if row == nil || placed[key] {
			return
		}
		placed[key] = true
		if parent, is := byKey[row[column]]; is {
			place(parent)
		}
		list = append(list, row)
	}
	for _, row := range rows {
		place(row)
	}
	return list
}
