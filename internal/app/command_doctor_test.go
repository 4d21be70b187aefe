package app_test

import (
	"bytes"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/app"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestTheDoctorSaysWhereTheAuditLogBreaks(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			h := apptest.OpenOn(t, engine)
			examine := func(more ...string) (out, talk string, code int) {
				var o, e bytes.Buffer
				args := []string{"doctor", "--data", h.Config.Data, "--key-file", h.Config.KeyFile}
				if h.Config.DatabaseURL != "" {
					args = append(args, "--database-url", h.Config.DatabaseURL)
				}
				code = app.Main(append(args, more...), app.Terminal{In: strings.NewReader(""), Out: &o, Err: &e, Getenv: func(string) string { return "" }})
				return o.String(), e.String(), code
			}
			if out, talk, code := examine(); code != 0 || !strings.Contains(out, "data   whole") || !strings.Contains(out, "audit  0 entries") {
				t.Errorf("an empty house: %d %s%s", code, out, talk)
			}
			for range 3 {
				h.Write(func(tx *store.Tx) error { return h.Auth.Note(tx, auth.AtConsole(), "test", "x", 1) })
			}
			h.Pass(2e9)
			out, talk, code := examine()
			if code != 0 || !strings.Contains(out, "audit  3 entries follow from each other, 0 are not linked yet") {
				t.Errorf("%d %s%s", code, out, talk)
			}
			_, tip, _ := strings.Cut(out, "entry  ")
			tip = strings.TrimSpace(tip)
			if _, talk, code := examine("--audit-holds", tip); code != 0 {
				t.Errorf("%d %s", code, talk)
			}
			if _, talk, code := examine("--audit-holds", "2"+tip[1:]); code != 1 || !strings.Contains(talk, "does not hold entry 2") {
				t.Errorf("another log: %d %s", code, talk)
			}
			if _, talk, code := examine("--audit-holds", "x"); code != 1 || !strings.Contains(talk, "NUMBER:HASH") {
				t.Errorf("%d %s", code, talk)
			}
			h.Write(func(tx *store.Tx) error { _, err := tx.Exec(`UPDATE audit SET actor = 'y' WHERE seq = 2`); return err })
			if out, talk, code := examine(); code != 1 || !strings.Contains(talk, "breaks at entry 2") || strings.Contains(out, "audit") {
				t.Errorf("changed: %d %s%s", code, out, talk)
			}
		})
	}
}
