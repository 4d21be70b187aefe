//go:build unix

package storetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
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

// template is the name of a migrated, empty database on the server. Several
// test binaries share it: its name is made of the migrations.
var template = sync.OnceValues(func() (string, error) {
	base, err := server()
	if err != nil {
		return "", err
	}
	name := "blank_" + store.SchemaName()
	err = onServer(base, func(ctx context.Context, c *pgconn.PgConn) error {
		if err := run(ctx, c, "SELECT pg_advisory_lock(7536)"); err != nil { // released with the connection
			return err
		}
		found, err := c.Exec(ctx, "SELECT 1 FROM pg_database WHERE datname = '"+name+"'").ReadAll()
		if err != nil || len(found[0].Rows) > 0 {
			return err
		}
		building := store.NewID()
		if err := run(ctx, c, "CREATE DATABASE \""+building+"\""); err != nil {
			return err
		}
		db, err := store.Open(ctx, store.Options{URL: onDatabase(base, building), Now: NewClock().Now})
		if err != nil {
			return err
		}
		db.Close()
		return run(ctx, c, "ALTER DATABASE \""+building+"\" RENAME TO "+name)
	})
	return name, err
})

func postgresURL(t testing.TB) string {
	t.Helper()
	base, err := server()
	if err != nil {
		t.Fatal(err)
	}
	blank, err := template()
	if err != nil {
		t.Fatal(err)
	}
	name := "t_" + store.NewID()
	err = onServer(base, func(ctx context.Context, c *pgconn.PgConn) error {
		return run(ctx, c, "CREATE DATABASE "+name+" TEMPLATE "+blank)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := onServer(base, func(ctx context.Context, c *pgconn.PgConn) error {
			return run(ctx, c, "DROP DATABASE "+name+" WITH (FORCE)")
		})
		if err != nil {
			t.Error(err)
		}
	})
	return onDatabase(base, name)
}

func onServer(base string, f func(context.Context, *pgconn.PgConn) error) error {
	ctx := context.Background()
	c, err := pgconn.Connect(ctx, base)
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

func onDatabase(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		panic(err) // pgconn has read it already
	}
	u.Path = "/" + name
	return u.String()
}
