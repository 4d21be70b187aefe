package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"codeberg.org/plenary/plenary/internal/errs"
)

// These tests look at what SQLite itself does, through the store's own
// connections.

func openFile(t *testing.T, path string) *DB {
	t.Helper()
	db, err := Open(context.Background(), Options{URL: path, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// onWriter runs statements on the writer's connection, outside a transaction.
func onWriter(t *testing.T, db *DB, text string) {
	t.Helper()
	done := make(chan error)
	db.writer.calls <- func(c *conn) { done <- c.run(context.Background(), text) }
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestEachConnectionHasTheSafeSettings(t *testing.T) {
	db := openFile(t, filepath.Join(t.TempDir(), "p.db"))
	want := map[string]string{
		"journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "trusted_schema": "0", "foreign_keys": "1", "temp_store": "2",
	}
	look := func(tx *Tx) error {
		for name, value := range want {
			var got string
			if err := tx.Row("PRAGMA " + name).Scan(&got); err != nil || got != value {
				t.Errorf("%s is %s, want %s (%v)", name, got, value, err)
			}
		}
		return nil
	}
	if err := db.Write(context.Background(), look); err != nil {
		t.Error(err)
	}
	want["query_only"] = "1"
	if err := db.Read(context.Background(), look); err != nil {
		t.Error(err)
	}
}

func TestTheFilesAreForTheirOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new folder # with ?", "x")
	db := openFile(t, filepath.Join(dir, "p.db"))
	if err := db.Write(context.Background(), func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO house (name, value) VALUES ('a', 'b')")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 3 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", f.Name(), info.Mode())
		}
	}
}

func TestAllTablesAreStrict(t *testing.T) {
	db := openFile(t, filepath.Join(t.TempDir(), "p.db"))
	err := db.Read(context.Background(), func(tx *Tx) error {
		return tx.Each(func(r *Rows) error {
			var name string
			err := r.Scan(&name)
			t.Errorf("table %s is not STRICT", name)
			return err
		}, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%'")
	})
	if err != nil {
		t.Error(err)
	}
}

// TestAFullDiskRefusesAndRecovers gives the file a size that it may not grow
// beyond, lets many write, and gives it room again.
func TestAFullDiskRefusesAndRecovers(t *testing.T) {
	ctx := context.Background()
	db := openFile(t, filepath.Join(t.TempDir(), "p.db"))
	put := func(name string) error {
		return db.Write(ctx, func(tx *Tx) error {
			_, err := tx.Exec("INSERT INTO house (name, value) VALUES ($1, $2)", name, strings.Repeat("x", 2000))
			return err
		})
	}
	var pages int
	if err := db.Read(ctx, func(tx *Tx) error { return tx.Row("PRAGMA page_count").Scan(&pages) }); err != nil {
		t.Fatal(err)
	}
	onWriter(t, db, fmt.Sprintf("PRAGMA max_page_count = %d", pages+10))
	var mu sync.Mutex
	told := make(map[string]error)
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			name := fmt.Sprint(i)
			err := put(name)
			mu.Lock()
			defer mu.Unlock()
			told[name] = err
		})
	}
	wg.Wait()
	refused := 0
	err := db.Read(ctx, func(tx *Tx) error {
		for name, err := range told {
			var n int
			if err := tx.Row("SELECT COUNT(*) FROM house WHERE name = $1", name).Scan(&n); err != nil {
				return err
			}
			if (err == nil) != (n == 1) {
				t.Errorf("%s: told %v, but %d rows", name, err, n)
			}
			if err != nil {
				refused++
				if !errs.Is(err, errs.Unavailable) {
					t.Errorf("got %v", err)
				}
			}
		}
		return nil
	})
	if err != nil || refused == 0 || refused == 100 {
		t.Errorf("%d refused, %v", refused, err)
	}
	onWriter(t, db, "PRAGMA max_page_count = 1000000")
	if err := put("later"); err != nil {
		t.Error("it does not recover:", err)
	}
	var ok string
	if err := db.Read(ctx, func(tx *Tx) error { return tx.Row("PRAGMA integrity_check").Scan(&ok) }); err != nil || ok != "ok" {
		t.Error(ok, err)
	}
}

func TestWhatWasDeletedIsInNoFileAfterACheckpoint(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	db := openFile(t, filepath.Join(dir, "p.db"))
	secret := []byte("CANARY-ada@harbour.example")
	write := func(text string, args ...any) {
		if err := db.Write(ctx, func(tx *Tx) error { _, err := tx.Exec(text, args...); return err }); err != nil {
			t.Fatal(err)
		}
	}
	found := func() (n int) {
		filepath.WalkDir(dir, func(path string, d fs.DirEntry, _ error) error {
			if b, err := os.ReadFile(path); err == nil && bytes.Contains(b, secret) {
				n++
			}
			return nil
		})
		return n
	}
	write("INSERT INTO house (name, value) VALUES ('secret', $1)", string(secret))
	if err := db.Checkpoint(ctx); err != nil {
		t.Fatal(err)
	}
	write("DELETE FROM house")
	if found() == 0 {
		t.Error("the test does not find what is there")
	}
	// A reader in the way: the checkpoint waits for it, and not for ever.
	reading, read := make(chan bool), make(chan bool)
	go db.Read(ctx, func(tx *Tx) error {
		var n int
		err := tx.Row("SELECT COUNT(*) FROM house").Scan(&n)
		close(reading)
		<-read
		return err
	})
	<-reading
	write("INSERT INTO house (name, value) VALUES ('other', 'x')")
	short, cancel := context.WithCancel(ctx)
	cancel()
	if err := db.Checkpoint(short); err == nil || !errors.Is(err, context.Canceled) {
		t.Errorf("a checkpoint in spite of a reader: %v", err)
	}
	close(read)
	if err := db.Checkpoint(ctx); err != nil {
		t.Fatal(err)
	}
	if n := found(); n != 0 {
		t.Errorf("the secret is still in %d files", n)
	}
}
