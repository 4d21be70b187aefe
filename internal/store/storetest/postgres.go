//go:build unix

package storetest

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest/pgcluster"
	"github.com/jackc/pgx/v5/pgconn"
)

// server is the URL of the PostgreSQL to use: the given one, or one that lives
// as long as this process.
var server = sync.OnceValues(func() (string, error) {
	if u := os.Getenv(pgcluster.Env); u != "" {
		return u, nil
	}
	c, err := pgcluster.Start(false)
	if err != nil {
		return "", err
	}
	return c.URL, nil
})

// blank is a migrated, empty database on the server that others are copied
// from. Several test binaries share it: its name is made of the migrations.
var blank = sync.OnceValues(func() (string, error) {
	base, err := server()
	if err != nil {
		return "", err
	}
	name := "blank_" + store.SchemaName()
	err = connected(base, func(ctx context.Context, c *pgconn.PgConn) error {
		if err := run(ctx, c, "SELECT pg_advisory_lock(7536)"); err != nil { // released with the connection
			return err
		}
		found, err := ask(ctx, c, "SELECT 1 FROM pg_database WHERE datname = '"+name+"'")
		if err != nil || len(found) > 0 {
			return err
		}
		building := "building_" + store.NewID()
		if err := run(ctx, c, "CREATE DATABASE "+building); err != nil {
			return err
		}
		db, err := store.Open(ctx, store.Options{URL: onDatabase(base, building), Now: NewClock().Now})
		if err != nil {
			return err
		}
		db.Close()
		return run(ctx, c, "ALTER DATABASE "+building+" RENAME TO "+name)
	})
	return name, err
})

// database is a database that tests use one after the other. Making one takes
// a tenth of a second; emptying it again takes a few milliseconds.
type database struct {
	url    string
	tables []string
	rows   map[string][]byte // what the migrations put there, as COPY writes it
	schema string            // a count that changes when a test made tables of its own
	uses   int
}

const mostUses = 100 // after which too much of it is dead rows

// shelf holds the databases that no test uses just now.
var shelf struct {
	sync.Mutex
	free []*database
}

func postgresURL(t testing.TB) string {
	t.Helper()
	d, err := takeDatabase()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.uses++
		if d.uses < mostUses && d.empty() == nil {
			shelf.Lock()
			defer shelf.Unlock()
			shelf.free = append(shelf.free, d)
		} else if err := d.drop(); err != nil {
			t.Error(err)
		}
	})
	return d.url
}

func takeDatabase() (*database, error) {
	shelf.Lock()
	if n := len(shelf.free); n > 0 {
		d := shelf.free[n-1]
		shelf.free = shelf.free[:n-1]
		shelf.Unlock()
		return d, nil
	}
	shelf.Unlock()
	from, err := blank()
	if err != nil {
		return nil, err
	}
	base, err := server()
	if err != nil {
		return nil, err
	}
	name := "t_" + store.NewID()
	err = connected(base, func(ctx context.Context, c *pgconn.PgConn) error {
		return run(ctx, c, "CREATE DATABASE "+name+" TEMPLATE "+from)
	})
	if err != nil {
		return nil, err
	}
	d := &database{url: onDatabase(base, name)}
	return d, connected(d.url, d.learn)
}

const schemaCount = "SELECT COUNT(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"

// learn notes what a fresh database looks like.
func (d *database) learn(ctx context.Context, c *pgconn.PgConn) (err error) {
	if d.tables, err = ask(ctx, c, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"); err != nil {
		return err
	}
	d.rows = make(map[string][]byte)
	for _, t := range d.tables {
		var b bytes.Buffer
		if _, err := c.CopyTo(ctx, &b, "COPY "+t+" TO STDOUT"); err != nil {
			return err
		}
		if b.Len() > 0 {
			d.rows[t] = b.Bytes()
		}
	}
	count, err := ask(ctx, c, schemaCount)
	if err == nil {
		d.schema = count[0]
	}
	return err
}

// empty makes the database fresh again, or says that it cannot.
func (d *database) empty() error {
	return connected(d.url, func(ctx context.Context, c *pgconn.PgConn) error {
		count, err := ask(ctx, c, schemaCount)
		if err != nil {
			return err
		}
		if count[0] != d.schema {
			return fmt.Errorf("a test changed the schema")
		}
		var b strings.Builder
		b.WriteString("BEGIN; SET LOCAL session_replication_role = replica;") // no foreign keys meanwhile
		for _, t := range d.tables {
			b.WriteString("DELETE FROM " + t + ";")
		}
		if err := run(ctx, c, b.String()); err != nil {
			return err
		}
		for t, rows := range d.rows {
			if _, err := c.CopyFrom(ctx, bytes.NewReader(rows), "COPY "+t+" FROM STDIN"); err != nil {
				return err
			}
		}
		return run(ctx, c, "COMMIT")
	})
}

func (d *database) drop() error {
	base, err := server()
	if err != nil {
		return err
	}
	return connected(base, func(ctx context.Context, c *pgconn.PgConn) error {
		return run(ctx, c, "DROP DATABASE "+d.name()+" WITH (FORCE)")
	})
}

func (d *database) name() string {
	u, _ := url.Parse(d.url)
	return strings.TrimPrefix(u.Path, "/")
}

func connected(where string, f func(context.Context, *pgconn.PgConn) error) error {
	ctx := context.Background()
	c, err := pgconn.Connect(ctx, where)
	if err != nil {
		return fmt.Errorf("PostgreSQL for tests: %w", err)
	}
	defer c.Close(ctx)
	return f(ctx, c)
}

func run(ctx context.Context, c *pgconn.PgConn, sql string) error {
	_, err := c.Exec(ctx, sql).ReadAll()
	return err
}

// ask returns the first column of a query.
func ask(ctx context.Context, c *pgconn.PgConn, sql string) ([]string, error) {
	results, err := c.Exec(ctx, sql).ReadAll()
	if err != nil {
		return nil, err
	}
	var all []string
	for _, row := range results[0].Rows {
		all = append(all, string(row[0]))
	}
	return all, nil
}

func onDatabase(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		panic(err) // pgconn has read it already
	}
	u.Path = "/" + name
	return u.String()
}
