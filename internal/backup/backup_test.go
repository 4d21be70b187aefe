package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"pgregory.net/rapid"
)

var testKeys = seal.New(bytes.Repeat([]byte{7}, 32))

// written writes rows of one table and returns the file.
func written(t testing.TB, path string, rows ...[]any) []byte {
	t.Helper()
	w, err := create(path, Header{Format: format, Holds: holdsData, Instance: "i"})
	if err != nil {
		t.Fatal(err)
	}
	columns := []string{}
	if len(rows) > 0 {
		for i := range rows[0] {
			columns = append(columns, fmt.Sprint("c", i))
		}
	}
	err = w.line(tableLine{"t", columns})
	for _, row := range rows {
		err = errors.Join(err, w.row(row))
	}
	if err = errors.Join(err, w.finish(testKeys)); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestEveryValueComesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	value := rapid.OneOf(
		rapid.Just[any](nil), rapid.Map(rapid.Int64(), func(v int64) any { return v }), rapid.Map(rapid.Bool(), func(v bool) any { return v }),
		rapid.Map(rapid.String(), func(v string) any { return v }), rapid.Map(rapid.SliceOf(rapid.Byte()), func(v []byte) any { return append([]byte{}, v...) }),
		rapid.Map(rapid.Float64(), func(v float64) any {
			if math.IsNaN(v) {
				return 0.5
			}
			return v
		}))
	rapid.Check(t, func(r *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(value, 3, 3), 0, 5).Draw(r, "rows")
		written(t, path, rows...)
		var got [][]any
		if _, err := read(path, testKeys, func(_ string, _ []string, values []any) error { got = append(got, values); return nil }); err != nil {
			r.Fatal(err)
		}
		if len(rows) != len(got) || len(rows) > 0 && !reflect.DeepEqual(rows, got) {
			r.Fatalf("%#v became %#v", rows, got)
		}
	})
}

// FuzzRead feeds anything to the reader: it takes nothing but what the instance
// wrote, and does not break.
func FuzzRead(f *testing.F) {
	dir := f.TempDir()
	whole := written(f, filepath.Join(dir, "whole"), []any{"a", int64(1), []byte{2}}, []any{nil, true, 0.5})
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Peek(path)
		head, err2 := read(path, testKeys, func(string, []string, []any) error { return nil })
		if err2 == nil && (err != nil || head.Instance != "i") {
			t.Fatalf("a file that nobody wrote is taken: %+v, %v", head, err)
		}
	})
}

func TestARestoreThatFailsLeavesTheDatabaseEmpty(t *testing.T) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			db := storetest.OpenWith(t, e, store.Options{Careless: true})
			for i := range 1200 {
				if err := db.Write(context.Background(), func(tx *store.Tx) error {
					if i == 0 {
						if err := testKeys.Confirm(tx); err != nil {
							return err
						}
					}
					_, err := testKeys.Create(tx, fmt.Sprint("p", i))
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
			res, err := Write(context.Background(), Instance{ID: "i", DB: db, Keys: testKeys}, t.TempDir(), false)
			if err != nil {
				t.Fatal(err)
			}
			files, err := Check(res.Data, res.Keys, testKeys)
			if err != nil {
				t.Fatal(err)
			}
			to := store.Options{URL: storetest.EmptyURL(t, e), Careless: true}
			early := to
			early.Schema = 3 // a restore that was killed while it made the tables
			half, err := store.Open(context.Background(), early)
			if err != nil {
				t.Fatal(err)
			}
			if err := half.Close(); err != nil {
				t.Fatal(err)
			}
			full := to
			full.Faults = &store.Faults{OnStatement: failAfter(5)}
			if err := files.Load(context.Background(), full); err == nil {
				t.Fatal("nothing failed")
			}
			if err := files.Load(context.Background(), to); err != nil {
				t.Fatal("again:", err)
			}
			if err := files.Load(context.Background(), to); !errors.Is(err, ErrNotEmpty) {
				t.Errorf("a third time: %v", err)
			}
		})
	}
}

// failAfter is a disk that is full after some statements.
func failAfter(n int) func(context.Context, string) (context.Context, error) {
	return func(ctx context.Context, _ string) (context.Context, error) {
		if n--; n < 0 {
			return ctx, errors.New("the disk is full")
		}
		return ctx, nil
	}
}

// BenchmarkTenThousandPeople backs up 10,000 people with four rows each, and
// restores them. Its limit stands beside it: 60 s.
func BenchmarkTenThousandPeople(b *testing.B) {
	db := storetest.OpenWith(b, store.SQLite, store.Options{})
	ctx := context.Background()
	if err := db.Write(ctx, func(tx *store.Tx) error {
		if err := testKeys.Confirm(tx); err != nil {
			return err
		}
		for i := range 10_000 {
			id := fmt.Sprint("p", i)
			box, err := testKeys.Create(tx, id)
			if err != nil {
				return err
			}
			for n := range 4 {
				row := fmt.Sprint(id, "-", n)
				if _, err := tx.Exec(`INSERT INTO outbox (id, kind, person, payload, send_at, next_at) VALUES ($1, 'k', $2, $3, 0, 0)`,
					row, id, box.Seal("outbox", "payload", row, "what a letter says of somebody")); err != nil {
					return err
				}
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		res, err := Write(ctx, Instance{ID: "i", DB: db, Keys: testKeys}, b.TempDir(), false)
		if err != nil {
			b.Fatal(err)
		}
		files, err := Check(res.Data, res.Keys, testKeys)
		if err == nil {
			err = files.Load(ctx, store.Options{URL: filepath.Join(b.TempDir(), "p.db")})
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/op")
	b.ReportMetric(60, "limit-s")
}
