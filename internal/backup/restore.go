package backup

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Files are a pair to restore from, read to the end and found to be whole, of
// the instance that the keys belong to, and to fit each other.
type Files struct {
	Data, Keys        string
	DataHead, KeyHead Header

	// KeyOf names the key of an uploaded file, and Bring brings one back. Without
	// them none is.
	KeyOf func(id string) string
	Bring func(box seal.Box, id string, public bool, sealed []byte) error

	keys *seal.Keys
}

// Peek reads who wrote a file, as it says itself: Check finds out whether that
// is true.
func Peek(path string) (h Header, err error) {
	f, err := os.Open(path)
	if err != nil {
		return h, err
	}
	defer f.Close()
	unzip, err := gzip.NewReader(f)
	if err != nil {
		return h, &TornError{path, errNoBackup}
	}
	line, err := readLine(bufio.NewReader(unzip))
	if err != nil {
		return h, &TornError{path, err}
	}
	if json.Unmarshal(line, &h) != nil || h.Format != format {
		return h, &TornError{path, errNoBackup}
	}
	return h, nil
}

// Check reads both files and changes nothing.
func Check(data, keysFile string, keys *seal.Keys) (Files, error) {
	f := Files{Data: data, Keys: keysFile, keys: keys}
	var err error
	nothing := func(string, []string, []any) error { return nil }
	if f.DataHead, err = read(data, keys, nothing); err != nil {
		return f, err
	}
	if f.KeyHead, err = read(keysFile, keys, nothing); err != nil {
		return f, err
	}
	switch d, k := f.DataHead, f.KeyHead; {
	case d.Holds != holdsData:
		return f, fmt.Errorf("%s holds %s, expected a file data-TIME", data, d.Holds)
	case k.Holds != holdsKeys:
		return f, fmt.Errorf("%s holds %s, expected the file %s", keysFile, k.Holds, keysName)
	case d.Instance != k.Instance:
		return f, fmt.Errorf("%s and %s are of two instances, %s and %s", data, keysFile, d.Instance, k.Instance)
	case k.Taken.Before(d.Taken):
		return f, fmt.Errorf("%s is older than %s: whoever came in between would count as erased; expected keys of %s or later",
			keysFile, data, d.Taken.Format("2006-01-02 15:04:05 UTC"))
	case d.Schema > store.NewestSchema():
		return f, fmt.Errorf("%s was written by a newer program, with migration %04d; this one knows up to %04d", data, d.Schema, store.NewestSchema())
	}
	if err := f.openKeys(); err != nil {
		return f, err
	}
	return f, f.fitTables()
}

// openKeys opens every key, so that no restore finds out later that it cannot.
func (f Files) openKeys() error {
	if !f.keys.Holds(f.KeyHead.Root, f.KeyHead.Index) {
		return &seal.WrongKey{Loaded: f.keys.KeyID(), Expected: f.KeyHead.Root}
	}
	_, err := read(f.Keys, f.keys, func(_ string, columns []string, values []any) error {
		owner, _ := values[slices.Index(columns, "owner")].(string)
		wrapped, _ := values[slices.Index(columns, "wrapped")].([]byte)
		if _, err := f.keys.Unwrap(owner, wrapped); err != nil {
			return fmt.Errorf("%s: the key of %s does not open: %w", f.Keys, owner, err)
		}
		return nil
	})
	return err
}

// fitTables makes an empty database as it was when the data was written, and
// compares.
func (f Files) fitTables() error {
	dir, err := os.MkdirTemp("", "plenary-restore")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	db, err := store.Open(context.Background(), store.Options{URL: filepath.Join(dir, "empty.db"), Schema: f.DataHead.Schema, Careless: true})
	if err != nil {
		return err
	}
	defer db.Close()
	var tables []*store.Table
	if err := db.Read(context.Background(), func(tx *store.Tx) (err error) { tables, err = store.Tables(tx); return err }); err != nil {
		return err
	}
	for _, path := range []string{f.Data, f.Keys} {
		if _, err := read(path, f.keys, func(table string, columns []string, _ []any) error {
			if table == filesTable && slices.Equal(columns, filesColumns()) {
				return nil
			}
			if t := named(tables, table); t == nil || !slices.Equal(t.Names(), columns) {
				return fmt.Errorf("%s: the table %s is not that of migration %04d", path, table, f.DataHead.Schema)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

func named(tables []*store.Table, name string) *store.Table {
	i := slices.IndexFunc(tables, func(t *store.Table) bool { return t.Name == name })
	if i < 0 {
		return nil
	}
	return tables[i]
}

// ErrNotEmpty says that there is data where a restore should go.
var ErrNotEmpty = errors.New("there is data already; restore into an empty folder or database")

// Load fills an empty database with the files, in one transaction: killed
// before its end it leaves the database empty, and can be done again. The
// database stays as old as the data; opening it again migrates it. What was
// uploaded is brought back before.
func (f Files) Load(ctx context.Context, o store.Options) (err error) {
	o.Schema = f.DataHead.Schema
	if err := mayFill(ctx, o); err != nil {
		return err
	}
	if err := f.bringFiles(); err != nil {
		return err
	}
	db, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Write(ctx, func(tx *store.Tx) error {
		tables, err := store.Tables(tx)
		if err != nil {
			return err
		}
		if err := mustBeEmpty(tx, tables); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM store_change`); err != nil { // the file has its own
			return err
		}
		for _, path := range []string{f.Data, f.Keys} {
			if err := f.load(tx, path, tables); err != nil {
				return err
			}
		}
		return mark(tx, f)
	})
}

// bringFiles brings back what was uploaded, but for what was deleted since: its
// key is gone.
func (f Files) bringFiles() error {
	if f.Bring == nil {
		return nil
	}
	wrapped := map[string][]byte{}
	if _, err := read(f.Keys, f.keys, func(_ string, columns []string, values []any) error {
		owner, _ := values[slices.Index(columns, "owner")].(string)
		wrapped[owner], _ = values[slices.Index(columns, "wrapped")].([]byte)
		return nil
	}); err != nil {
		return err
	}
	_, err := read(f.Data, f.keys, func(table string, _ []string, values []any) error {
		if table != filesTable {
			return nil
		}
		id, _ := values[0].(string)
		public, _ := values[1].(bool)
		sealed, _ := values[2].([]byte)
		key := wrapped[f.KeyOf(id)]
		if key == nil {
			return nil
		}
		box, err := f.keys.Unwrap(f.KeyOf(id), key)
		if err != nil {
			return err
		}
		return f.Bring(box, id, public, sealed)
	})
	return err
}

// mayFill refuses a database with data in it before anything there is touched. A
// restore that was killed while it made the tables may have left some of them.
func mayFill(ctx context.Context, o store.Options) error {
	there, err := store.SchemaOf(ctx, o)
	switch {
	case err != nil || there == 0:
		return err
	case there > o.Schema:
		return ErrNotEmpty
	}
	o.Schema = there
	db, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	err = db.Read(ctx, func(tx *store.Tx) error {
		tables, err := store.Tables(tx)
		if err != nil {
			return err
		}
		return mustBeEmpty(tx, tables)
	})
	return errors.Join(err, db.Close())
}

// mustBeEmpty allows what migrations put in.
func mustBeEmpty(tx *store.Tx, tables []*store.Table) error {
	for _, t := range tables {
		var n int
		if err := tx.Row(`SELECT COUNT(*) FROM (SELECT 1 FROM ` + t.Name + ` LIMIT 1) x`).Scan(&n); err != nil {
			return err
		}
		if n > 0 && t.Name != "store_change" {
			return ErrNotEmpty
		}
	}
	return nil
}

// rowsAtOnce bounds what is held in memory, but of tables whose rows refer to
// each other: those come at once.
const rowsAtOnce = 500

func (f Files) load(tx *store.Tx, path string, tables []*store.Table) error {
	var into *store.Table
	var rows [][]any
	flush := func() error {
		if into == nil || len(rows) == 0 {
			return nil
		}
		err := into.Insert(tx, rows)
		rows = rows[:0]
		return err
	}
	if _, err := read(path, f.keys, func(table string, _ []string, values []any) error {
		if table == filesTable {
			return nil
		}
		if into == nil || into.Name != table || len(rows) >= rowsAtOnce && !into.RefersToItself() {
			if err := flush(); err != nil {
				return err
			}
			into = named(tables, table)
		}
		rows = append(rows, values)
		return nil
	}); err != nil {
		return err
	}
	return flush()
}

// unfinishedFact is where the table house says that a restore is to be finished.
const unfinishedFact = "backup.restored"

// Restored is what is known of a restore that is still to be finished.
type Restored struct {
	From  string `json:"from"`  // when the data was written
	Root  string `json:"root"`  // the root key that the keys are wrapped under
	Index int    `json:"index"` // the index key in use when they were written
}

func mark(tx *store.Tx, f Files) error {
	fact := Restored{f.DataHead.Taken.Format("2006-01-02T15:04:05Z"), f.KeyHead.Root, f.KeyHead.Index}
	_, err := tx.Exec(`INSERT INTO house (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
		unfinishedFact, store.JSON(fact))
	return err
}

// Unfinished tells whether the data came out of a backup and nobody has yet
// brought it up to what has happened since: those whose keys are gone are to be
// erased, and other keys may be in use. Whoever does so calls Finished in the
// same write.
func Unfinished(tx *store.Tx) (r Restored, is bool, err error) {
	var text string
	err = tx.Row(`SELECT value FROM house WHERE name = $1`, unfinishedFact).Scan(&text)
	if errors.Is(err, store.ErrNoRow) {
		return r, false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &r)
	}
	return r, err == nil, err
}

// Finished notes that it was done.
func Finished(tx *store.Tx) error {
	_, err := tx.Exec(`DELETE FROM house WHERE name = $1`, unfinishedFact)
	return err
}
