package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

func TestMigrationsAreNamedAndNumbered(t *testing.T) {
	all, err := readMigrations(migrationFiles)
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range all {
		if i == 0 && m.name != "0001_house" {
			t.Errorf("the first is %s", m.name)
		}
		for _, e := range []Engine{SQLite, Postgres} {
			if _, err := translate(e, m.text); err != nil {
				t.Errorf("%s: %v", m.name, err)
			}
		}
	}
	for _, bad := range []string{"1_house", "house", "0001house", "abcd_house"} {
		files := fstest.MapFS{"migrations/" + bad + ".sql": {}}
		if _, err := readMigrations(files); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
	twins := fstest.MapFS{"migrations/0001_a.sql": {}, "migrations/0001_b.sql": {}}
	if _, err := readMigrations(twins); err == nil {
		t.Error("two files with one number were taken")
	}
}

func steps(texts ...string) []migration {
	files := fstest.MapFS{}
	for i, text := range texts {
		if text != "" {
			files[fmt.Sprintf("migrations/%04d_test.sql", i+1000)] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	all, err := readMigrations(files)
	if err != nil {
		panic(err)
	}
	return append(migrations(), all...)
}

func TestMigrationsRunOnceAndForward(t *testing.T) {
	ctx := context.Background()
	db := openFile(t, filepath.Join(t.TempDir(), "p.db"))
	one, two := "CREATE TABLE one (a TEXT);", "ALTER TABLE one ADD COLUMN b BIGINT;"
	for range 2 {
		if err := db.migrate(ctx, steps(one, two)); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		all  []migration
		want string
	}{
		"changed": {steps(one, two+" "), "was changed"},
		"newer":   {steps(one), "newer than this program"},
		"older":   {append(steps(one, two), migration{number: 999, name: "0999_late"}), "is older than"},
		"broken":  {steps(one, two, "CREATE TABLE two (a TEXT); CREATE NONSENSE;"), "1002_test"},
		"macro":   {steps(one, two, "CREATE TABLE two (a {{what}});"), "{{what}}"},
		"lax":     {steps(one, two, "CREATE TABLE two (a VARCHAR);"), "VARCHAR"},
		"orphan":  {steps(one, two, "CREATE TABLE p (id TEXT PRIMARY KEY); CREATE TABLE c (p TEXT REFERENCES p (id)); INSERT INTO c VALUES ('x');"), "refers to nothing"},
	} {
		if err := db.migrate(ctx, c.all); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A migration that failed left nothing, and foreign keys are on again.
	if err := db.migrate(ctx, steps(one, two, "CREATE TABLE two (a TEXT);")); err != nil {
		t.Error(err)
	}
	err := db.Write(ctx, func(tx *Tx) error {
		var on int
		if err := tx.Row("PRAGMA foreign_keys").Scan(&on); err != nil || on != 1 {
			t.Error("foreign keys are off")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestProcessesThatOpenAnEmptyDatabaseTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			db, err := Open(context.Background(), Options{URL: path})
			if err != nil {
				t.Error(err)
				return
			}
			db.Close()
		})
	}
	wg.Wait()
}

func TestOneTextServesBothEngines(t *testing.T) {
	text := `-- TEXT and BIGINT in a comment; stay
CREATE TABLE a (
  id TEXT PRIMARY KEY, -- 'quoted
  text TEXT NOT NULL DEFAULT 'a TEXT ) ;',
  n BIGINT CHECK (n > 0 AND (n < 5 OR text <> 'BOOLEAN')),
  f BOOLEAN NOT NULL DEFAULT FALSE,
  b {{blob}},
  r {{real}}
);
CREATE INDEX i ON a (text) WHERE text <> 'x';
ALTER TABLE a ADD COLUMN more TEXT;
INSERT INTO a (id, text, n) SELECT 'a', CAST(1 AS TEXT), 1;
{{sqlite}}CREATE VIRTUAL TABLE s USING fts5(t);{{end}}{{postgres}}CREATE TABLE s (t TSVECTOR);{{end}}
`
	want := map[Engine]string{
		SQLite: `-- TEXT and BIGINT in a comment; stay
CREATE TABLE a (
  id TEXT PRIMARY KEY, -- 'quoted
  text TEXT NOT NULL DEFAULT 'a TEXT ) ;',
  n INTEGER CHECK (n > 0 AND (n < 5 OR text <> 'BOOLEAN')),
  f INTEGER NOT NULL DEFAULT FALSE,
  b BLOB,
  r REAL
) STRICT;
CREATE INDEX i ON a (text) WHERE text <> 'x';
ALTER TABLE a ADD COLUMN more TEXT;
INSERT INTO a (id, text, n) SELECT 'a', CAST(1 AS TEXT), 1;
CREATE VIRTUAL TABLE s USING fts5(t);
`,
		Postgres: `-- TEXT and BIGINT in a comment; stay
CREATE TABLE a (
  id TEXT COLLATE "C" PRIMARY KEY, -- 'quoted
  text TEXT COLLATE "C" NOT NULL DEFAULT 'a TEXT ) ;',
  n BIGINT CHECK (n > 0 AND (n < 5 OR text <> 'BOOLEAN')),
  f BOOLEAN NOT NULL DEFAULT FALSE,
  b BYTEA,
  r DOUBLE PRECISION
);
CREATE INDEX i ON a (text) WHERE text <> 'x';
ALTER TABLE a ADD COLUMN more TEXT COLLATE "C";
INSERT INTO a (id, text, n) SELECT 'a', CAST(1 AS TEXT), 1;
CREATE TABLE s (t TSVECTOR);
`,
	}
	for e, w := range want {
		got, err := translate(e, text)
		if err != nil || got != w {
			t.Errorf("%s: %v\n%s", e, err, got)
		}
	}
	for _, bad := range []string{"{{blob", "{{nothing}}", "{{end}}", "{{sqlite}}", "{{sqlite}}{{postgres}}{{end}}{{end}}"} {
		if _, err := translate(SQLite, bad); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}

func TestStatementsThatOnlyReadAreKnown(t *testing.T) {
	for text, want := range map[string]bool{
		"SELECT 1": true, " (select 1)": true, "VALUES (1)": true, "WITH a AS (SELECT 1) SELECT * FROM a": true,
		"INSERT INTO a DEFAULT VALUES": false, "WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a": false,
		"WITH a AS (DELETE FROM b RETURNING c) SELECT c FROM a": false, "DELETE FROM a": false, "": false,
	} {
		if got := isSelect(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
