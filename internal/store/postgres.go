package store

import (
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// openPostgres prepares the pools of a PostgreSQL database.
func (db *DB) openPostgres(o Options) error {
	cfg, err := pgconn.ParseConfig(o.URL)
	if err != nil {
		return errors.New("the PostgreSQL address cannot be read") // err may quote its password
	}
	commit := "on"
	if o.Careless {
		commit = "off"
	}
	for name, value := range map[string]string{
		"application_name":                    "plenary",
		"timezone":                            "UTC",
		"client_encoding":                     "UTF8",
		"standard_conforming_strings":         "on",
		"synchronous_commit":                  commit,
		"lock_timeout":                        "5s",
		"statement_timeout":                   "30s",
		"idle_in_transaction_session_timeout": "60s",
	} {
		if _, set := cfg.RuntimeParams[name]; !set {
			cfg.RuntimeParams[name] = value
		}
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 5 * time.Second
	}
	db.writing = sql.OpenDB(&pgConnector{cfg})
	db.reading = sql.OpenDB(&pgConnector{cfg})
	return nil
}
