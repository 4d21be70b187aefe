package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestNothingIsKeptForLongerThanItsLabelSays (R17) fills a house, lets its
// series end and the clock go on, and walks the table of labels: what is to be
// kept until 30 days after the end is there before and empty on the 31st, and
// 400 days later nothing is left of what serves for a time.
func TestNothingIsKeptForLongerThanItsLabelSays(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			w := newWorld(t, engine)
			w.fillRest()
			empty := w.kept(store.AfterEnd30)
			for _, column := range empty {
				if table, _, _ := strings.Cut(column, "."); !slices.Contains(unfilled(), table) && w.count(table) == 0 {
					t.Errorf("%s is never filled, so that this test says nothing of it", table)
				}
			}
			end := time.Date(2027, 4, 3, 0, 0, 0, 0, time.UTC) // the day after the last circles met, wherever
			for _, days := range []int{1, 7, 29} {
				w.until(end.AddDate(0, 0, days))
				if w.count("registration") == 0 || w.count("placement") == 0 {
					t.Fatalf("%d days after the end they are gone already", days)
				}
			}
			w.until(end.AddDate(0, 0, 31))
			w.overdue("31 days after the end", store.AfterEnd30)
			w.Read(func(tx *store.Tx) error {
				p, err := w.People.Get(tx, w.who["una"].id)
				if p.Name != "" {
					t.Error("somebody who never answered is still known")
				}
				return err
			})
			if p := w.who["ada"]; w.nameOf(p) == "" {
				t.Error("somebody who answered is not known any more, though they have not left")
			}
			w.until(end.AddDate(0, 0, 400))
			w.overdue("400 days after the end", store.AfterEnd30, store.UntilDone)
			w.Read(func(tx *store.Tx) error {
				var old int
				err := tx.Row(`SELECT COUNT(*) FROM audit WHERE at < $1`, store.At(tx.Now().Add(-auth.AuditFor-24*time.Hour))).Scan(&old)
				if old > 0 {
					t.Errorf("%d entries of the audit log are older than half a year", old)
				}
				return err
			})
		})
	}
}

// unfilled are tables that only grow in the rooms' own tests.
func unfilled() []string {
	return []string{"event_registration", "event_attendance", "delegation_also", "delegation_wary"}
}

// fillRest writes what people leave behind that the world has nothing of.
func (w *world) fillRest() {
	w.Write(func(tx *store.Tx) error {
		s, in := w.seriesIn(tx, "tenancy"), w.who["ada"].in
		var meeting string
		if err := tx.Row(`SELECT m.id FROM meeting m JOIN placement p ON p.circle = m.circle WHERE p.interest = $1 AND m.n = 1`, in.ID).Scan(&meeting); err != nil {
			return err
		}
		now := store.At(tx.Now())
		for _, row := range []struct {
			text string
			args []any
		}{
			{`INSERT INTO swap (id, meeting, giver, taker, state, made_at) VALUES ($1, $2, $3, '', 'asked', $4)`, []any{store.NewID(), meeting, in.ID, now}},
			{`INSERT INTO presence (meeting, interest, there, at) VALUES ($1, $2, TRUE, $3)`, []any{meeting, in.ID, now}},
			{`INSERT INTO pulse (meeting, value, at) VALUES ($1, 4, $2)`, []any{meeting, now}},
			{`INSERT INTO attendance (session, registration, there, how, at) VALUES ($1, $2, TRUE, 'tapped', $3)`, []any{s.Sessions[0].ID, w.who["ada"].r.ID, now}},
		} {
			if _, err := tx.Exec(row.text, row.args...); err != nil {
				return err
			}
		}
		return nil
	})
	w.imported("river")
}

// until lets the clock go on to an instant, day by day around the series and in
// larger steps after it.
func (w *world) until(at time.Time) {
	for {
		now := w.Clock.Now()
		if !now.Before(at) {
			return
		}
		w.Pass(min(at.Sub(now), 7*24*time.Hour))
	}
}

// kept are the columns that the labels keep for so long.
func (w *world) kept(keep ...store.Keep) (columns []string) {
	for _, l := range app.Labels() {
		if slices.Contains(keep, l.Keep) {
			for _, c := range strings.Fields(l.Columns) {
				columns = append(columns, l.Table+"."+c)
			}
		}
	}
	return columns
}

func (w *world) count(table string) (n int) {
	w.t.Helper()
	w.Read(func(tx *store.Tx) error { return tx.Row(`SELECT COUNT(*) FROM ` + table).Scan(&n) })
	return n
}

// overdue reports columns that still hold something.
func (w *world) overdue(when string, keep ...store.Keep) {
	w.t.Helper()
	for _, column := range w.kept(keep...) {
		table, name, _ := strings.Cut(column, ".")
		left := `SELECT COUNT(*) FROM ` + table + ` WHERE ` + name + ` IS NOT NULL`
		if table == "job" { // what is still to be done is not overdue
			left += ` AND state <> 'waiting'`
		}
		w.Read(func(tx *store.Tx) error {
			var n int
			err := tx.Row(left).Scan(&n)
			if n > 0 {
				w.t.Errorf("%s, %d values of %s are left", when, n, column)
			}
			return err
		})
	}
}

func (w *world) nameOf(p *someone) (name string) {
	w.Read(func(tx *store.Tx) error {
		got, err := w.People.Get(tx, p.id)
		name = got.Name
		return err
	})
	return name
}
