package store_test

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// TestRowsAreCopiedBetweenEngines fills a table with every kind of value and
// copies it to a database of each engine.
func TestRowsAreCopiedBetweenEngines(t *testing.T) {
	for _, from := range []store.Engine{store.SQLite, store.Postgres} {
		for _, to := range []store.Engine{store.SQLite, store.Postgres} {
			t.Run(fmt.Sprint(from, " to ", to), func(t *testing.T) {
				a, b := everyKind(t, from), everyKind(t, to)
				const n = 1203 // more than two pages
				must(t, a.Write(bg, func(tx *store.Tx) error {
					for i := range n {
						if _, err := tx.Exec("INSERT INTO kinds (a, b, flag, share, cell, more) VALUES ($1, $2, $3, $4, $5, $6)",
							fmt.Sprint("ключ", i%7), int64(1)<<40+int64(i), i%2 == 0, float64(i)/4, bytes.Repeat([]byte{0, byte(i)}, i%9), nil); err != nil {
							return err
						}
					}
					return nil
				}))
				rows := allRows(t, a, "kinds")
				must(t, b.Write(bg, func(tx *store.Tx) error { return table(t, tx, "kinds").Insert(tx, rows) }))
				back := allRows(t, b, "kinds")
				must(t, a.Write(bg, func(tx *store.Tx) error {
					if _, err := tx.Exec("DELETE FROM kinds"); err != nil {
						return err
					}
					return table(t, tx, "kinds").Insert(tx, back)
				}))
				if got := allRows(t, a, "kinds"); len(got) != n || !reflect.DeepEqual(got, rows) {
					t.Errorf("%d rows came back, or other ones", len(got))
				}
			})
		}
	}
}

func everyKind(t *testing.T, e store.Engine) *store.DB {
	db := storetest.OpenWith(t, e, store.Options{Careless: true})
	boolean, real, blob := "INTEGER", "REAL", "BLOB"
	if e == store.Postgres {
		boolean, real, blob = "BOOLEAN", "DOUBLE PRECISION", "BYTEA"
	}
	must(t, db.Write(bg, func(tx *store.Tx) error {
		_, err := tx.Exec(`CREATE TABLE kinds (a TEXT, b BIGINT, flag ` + boolean + `, share ` + real + `, cell ` + blob + `, more TEXT, PRIMARY KEY (a, b))`)
		return err
	}))
	return db
}

func table(t *testing.T, tx *store.Tx, name string) *store.Table {
	all, err := store.Tables(tx)
	must(t, err)
	for _, x := range all {
		if x.Name == name {
			return x
		}
	}
	t.Fatalf("there is no table %s", name)
	return nil
}

func allRows(t *testing.T, db *store.DB, name string) (rows [][]any) {
	must(t, db.Read(bg, func(tx *store.Tx) error {
		rows = nil
		return table(t, tx, name).EachRow(tx, func(values []any) error { rows = append(rows, values); return nil })
	}))
	return rows
}

func TestTablesComeAfterThoseTheyReferTo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db.Read(bg, func(tx *store.Tx) error {
			all, err := store.Tables(tx)
			must(t, err)
			place := map[string]int{}
			for i, x := range all {
				place[x.Name] = i + 1
				if len(x.Key) == 0 || len(x.Columns) == 0 {
					t.Errorf("%s has %d columns in its key of %d", x.Name, len(x.Key), len(x.Columns))
				}
			}
			for after, before := range map[string]string{"series": "chapter", "registration": "delegation", "attendance": "registration", "track": "series"} {
				if place[before] == 0 || place[after] < place[before] {
					t.Errorf("%s stands at %d, %s at %d", after, place[after], before, place[before])
				}
			}
			return nil
		}))
	})
}

func TestRowsThatReferToOthersOfTheirTable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		chapter := func(id string, parent any) []any {
			return []any{id, id, parent, "{}", nil, "Europe/Berlin", "", "", int64(1)}
		}
		must(t, db.Write(bg, func(tx *store.Tx) error {
			return table(t, tx, "chapter").Insert(tx, [][]any{chapter("a", "b"), chapter("b", "c"), chapter("c", nil), chapter("d", "c")})
		}))
		if n := count(t, db, "SELECT COUNT(*) FROM chapter"); n != 4 {
			t.Errorf("%d rows of 4", n)
		}
	})
}

func TestAnOlderSchemaIsMadeAndCarriedOn(t *testing.T) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			url := storetest.EmptyURL(t, e)
			schema := func(o store.Options) (n int) {
				o.URL = url
				db := storetest.Reopen(t, o)
				defer db.Close()
				must(t, db.Read(bg, func(tx *store.Tx) (err error) { n, err = store.Schema(tx); return err }))
				return n
			}
			if n := schema(store.Options{Schema: 3}); n != 3 {
				t.Errorf("migrated to %d", n)
			}
			if n := schema(store.Options{}); n != store.NewestSchema() {
				t.Errorf("migrated to %d", n)
			}
		})
	}
}
