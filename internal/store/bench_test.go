package store_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// Benchmarks of durable writes need a durable PostgreSQL:
//
//	go run ./internal/store/storetest/pgrun -durable -- go test -bench . -run '^$' ./internal/store

func eachEngine(b *testing.B, fn func(b *testing.B, e store.Engine)) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		b.Run(string(e), func(b *testing.B) { fn(b, e) })
	}
}

// BenchmarkWrite has 64 goroutines write one row each time, grouped and one by
// one, on the disk as it is and on one that needs 5 ms more for a commit.
func BenchmarkWrite(b *testing.B) {
	eachEngine(b, func(b *testing.B, e store.Engine) {
		for _, delay := range []time.Duration{0, 5 * time.Millisecond} {
			for _, group := range []int{0, 1} {
				name := fmt.Sprintf("delay=%v/%s", delay, map[int]string{0: "grouped", 1: "one-by-one"}[group])
				b.Run(name, func(b *testing.B) {
					db := storetest.OpenWith(b, e, store.Options{Faults: &store.Faults{CommitDelay: delay, GroupSize: group}})
					benchmarkWrites(b, db, 64)
				})
			}
		}
		b.Run("alone", func(b *testing.B) {
			benchmarkWrites(b, storetest.OpenWith(b, e, store.Options{}), 1)
		})
	})
}

func benchmarkWrites(b *testing.B, db *store.DB, goroutines int) {
	ctx := context.Background()
	var wg sync.WaitGroup
	before := db.Version()
	b.ResetTimer()
	for g := range goroutines {
		wg.Go(func() {
			for i := g; i < b.N; i += goroutines {
				err := db.Write(ctx, func(tx *store.Tx) error {
					_, err := tx.Exec("INSERT INTO house (name, value) VALUES ($1, $2)", store.NewID(), "some words that fill a row a little")
					return err
				})
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
	b.ReportMetric(float64(b.N)/float64(db.Version()-before), "writes/commit")
}

// BenchmarkRead reads rows of a table of 10,000, one at a time and a page of
// twenty, alone and on all processors.
func BenchmarkRead(b *testing.B) {
	eachEngine(b, func(b *testing.B, e store.Engine) {
		db := storetest.OpenWith(b, e, store.Options{})
		fill(b, db, 10_000)
		for _, parallel := range []bool{false, true} {
			name := map[bool]string{false: "alone", true: "parallel"}[parallel]
			for what, query := range map[string]func(*store.Tx, int) error{"nothing": nothing, "row": oneRow, "page": page} {
				b.Run(what+"/"+name, func(b *testing.B) { benchmarkReads(b, db, parallel, query) })
			}
		}
	})
}

func benchmarkReads(b *testing.B, db *store.DB, parallel bool, query func(*store.Tx, int) error) {
	ctx := context.Background()
	goroutines := 1
	if parallel {
		goroutines = 4 * runtime.GOMAXPROCS(0)
	}
	var wg sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for g := range goroutines {
		wg.Go(func() {
			for i := g; i < b.N; i += goroutines {
				if err := db.Read(ctx, func(tx *store.Tx) error { return query(tx, i) }); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
}

func nothing(*store.Tx, int) error { return nil }

func oneRow(tx *store.Tx, i int) error {
	var v string
	return tx.Row("SELECT value FROM house WHERE name = $1", key(i%10_000)).Scan(&v)
}

func page(tx *store.Tx, i int) error {
	rows, err := store.All(tx, func(r *store.Rows) (v [2]string, err error) {
		err = r.Scan(&v[0], &v[1])
		return v, err
	}, "SELECT name, value FROM house WHERE name >= $1 ORDER BY name LIMIT 20", key(i%9_000))
	if err == nil && len(rows) != 20 {
		err = fmt.Errorf("%d rows", len(rows))
	}
	return err
}

func key(i int) string { return fmt.Sprintf("row-%06d", i) }

func fill(b *testing.B, db *store.DB, n int) {
	err := db.Write(context.Background(), func(tx *store.Tx) error {
		for i := range n {
			if _, err := tx.Exec("INSERT INTO house (name, value) VALUES ($1, $2)", key(i), "some words that fill a row a little"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
