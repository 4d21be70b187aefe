package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"pgregory.net/rapid"
)

// cells makes a table with a column of each kind. Rooms do this in migrations.
func cells(t testing.TB, db *store.DB) {
	blob, real, flag, big, strict := "BLOB", "REAL", "INTEGER", "INTEGER", " STRICT"
	if db.Engine() == store.Postgres {
		blob, real, flag, big, strict = "BYTEA", "DOUBLE PRECISION", "BOOLEAN", "BIGINT", ""
	}
	must(t, db.Write(bg, func(tx *store.Tx) error {
		_, err := tx.Exec("CREATE TABLE cell (id INTEGER PRIMARY KEY, t TEXT, n " + big + ", b " + blob + ", r " + real + ", f " + flag + ")" + strict)
		return err
	}))
}

func TestValuesComeBackAsTheyWent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		cells(t, db)
		rapid.Check(t, func(rt *rapid.T) {
			text := strings.ReplaceAll(rapid.String().Draw(rt, "text"), "\x00", "")
			n := rapid.Int64().Draw(rt, "n")
			b := rapid.SliceOf(rapid.Byte()).Draw(rt, "b")
			r := rapid.Float64().Draw(rt, "r")
			f := rapid.Bool().Draw(rt, "f")
			var (
				gotText string
				gotN    int64
				gotB    []byte
				gotR    float64
				gotF    bool
			)
			must(t, db.Write(bg, func(tx *store.Tx) error {
				if _, err := tx.Exec("DELETE FROM cell"); err != nil {
					return err
				}
				if _, err := tx.Exec("INSERT INTO cell (id, t, n, b, r, f) VALUES (1, $1, $2, $3, $4, $5)", text, n, b, r, f); err != nil {
					return err
				}
				// Each value is also found by itself.
				return tx.Row("SELECT t, n, b, r, f FROM cell WHERE t = $1 AND n = $2 AND b = $3 AND r = $4 AND f = $5", text, n, b, r, f).
					Scan(&gotText, &gotN, &gotB, &gotR, &gotF)
			}))
			if gotText != text || gotN != n || !slices.Equal(gotB, b) || gotR != r || gotF != f {
				rt.Errorf("got %q %d %x %g %v", gotText, gotN, gotB, gotR, gotF)
			}
		})
	})
}

func TestNothingIsNull(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		cells(t, db)
		must(t, db.Write(bg, func(tx *store.Tx) error {
			var none *string
			if _, err := tx.Exec("INSERT INTO cell (id, t, n, b) VALUES (1, $1, $2, $3)", none, time.Time{}, []byte(nil)); err != nil {
				return err
			}
			if _, err := tx.Exec("INSERT INTO cell (id, t, b) VALUES (2, $1, $2)", "", []byte{}); err != nil {
				return err
			}
			ids, err := store.All(tx, store.Column[int], "SELECT id FROM cell WHERE t IS NULL AND n IS NULL AND b IS NULL")
			if err != nil || !slices.Equal(ids, []int{1}) {
				t.Errorf("NULL is in %v, %v; want row 1 alone", ids, err)
			}
			text, bytes := "old", []byte("old")
			at := time.Unix(1, 0)
			if err := tx.Row("SELECT t, n, b FROM cell WHERE id = 1").Scan(store.OrZero(&text), &at, &bytes); err != nil {
				return err
			}
			if text != "" || !at.IsZero() || bytes != nil {
				t.Errorf("got %q %v %q", text, at, bytes)
			}
			if err := tx.Row("SELECT t FROM cell WHERE id = 1").Scan(&text); err == nil {
				t.Error("NULL was read into a string")
			}
			return nil
		}))
	})
}

func TestInstantsAreMicroseconds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		cells(t, db)
		zone := time.FixedZone("", 5*3600+1800)
		at := time.Date(2027, 2, 10, 10, 0, 0, 123456789, zone)
		must(t, db.Write(bg, func(tx *store.Tx) error {
			if _, err := tx.Exec("INSERT INTO cell (id, n) VALUES (1, $1), (2, $2)", at, store.At(at)); err != nil {
				return err
			}
			got, err := store.All(tx, func(r *store.Rows) (v [2]time.Time, err error) {
				var s store.Time
				err = r.Scan(&v[0], &s)
				v[1] = s.Time
				return v, err
			}, "SELECT n, n FROM cell ORDER BY id")
			for _, v := range got {
				for _, x := range v {
					if !x.Equal(at.Truncate(time.Microsecond)) || x.Location() != time.UTC {
						t.Errorf("got %v", x)
					}
				}
			}
			return err
		}))
	})
}

func TestJSONIsKeptAsText(t *testing.T) {
	type kept struct {
		A []string
		B map[string]int
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		cells(t, db)
		must(t, db.Write(bg, func(tx *store.Tx) error {
			v := kept{[]string{"a"}, map[string]int{"b": 1}}
			if _, err := tx.Exec("INSERT INTO cell (id, t) VALUES (1, $1), (2, NULL), (3, 'broken secret')", store.JSON(v)); err != nil {
				return err
			}
			var got kept
			if err := tx.Row("SELECT t FROM cell WHERE id = 1").Scan(store.JSON(&got)); err != nil || got.A[0] != "a" || got.B["b"] != 1 {
				t.Errorf("got %v, %v", got, err)
			}
			if err := tx.Row("SELECT t FROM cell WHERE id = 2").Scan(store.JSON(&got)); err != nil {
				t.Error(err)
			}
			if err := tx.Row("SELECT t FROM cell WHERE id = 3").Scan(store.JSON(&got)); err == nil || strings.Contains(err.Error(), "secret") {
				t.Errorf("broken JSON: %v", err)
			}
			return nil
		}))
	})
}

func TestWhatIsNoTextIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, bad := range []string{"a\x00b", "\xff"} {
			err := db.Write(bg, put(bad))
			if !errors.Is(err, store.ErrNotText) {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if err := db.Write(bg, func(tx *store.Tx) error { _, err := tx.Exec("SELECT $1", struct{}{}); return err }); err == nil {
			t.Error("a struct as an argument")
		}
	})
}

func TestErrorsQuoteNoValues(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		cells(t, db)
		secret := "ada@harbour.example"
		must(t, db.Write(bg, put(secret)))
		for name, fn := range map[string]func(*store.Tx) error{
			"a taken key": put(secret),
			"a wrong type": func(tx *store.Tx) error {
				_, err := tx.Exec("INSERT INTO cell (id, n) VALUES (1, $1)", secret)
				return err
			},
			"a wrong cast":    func(tx *store.Tx) error { var n int; return tx.Row("SELECT name FROM house").Scan(&n) },
			"a cast to int":   func(tx *store.Tx) error { var f bool; return tx.Row("SELECT name FROM house").Scan(&f) },
			"too few targets": func(tx *store.Tx) error { var s string; return tx.Row("SELECT name, value FROM house").Scan(&s) },
			"a bad scanner":   func(tx *store.Tx) error { var at store.Time; return tx.Row("SELECT name FROM house").Scan(&at) },
			"too many values": func(tx *store.Tx) error { _, err := tx.Exec("DELETE FROM cell WHERE id = 0", secret); return err },
		} {
			err := db.Write(bg, fn)
			if err == nil && name == "too many values" && db.Engine() == store.SQLite {
				continue // SQLite's driver lets unused ones be
			}
			if err == nil {
				t.Errorf("%s: no error", name)
			} else if strings.Contains(err.Error(), "ada") || len(err.Error()) < 15 {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestInMatchesJustItsIDs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		names := []string{"a", "b", "c", "d", "e", "f", "g"}
		must(t, db.Write(bg, func(tx *store.Tx) error {
			for _, n := range names {
				if err := put(n)(tx); err != nil {
					return err
				}
			}
			for n := range names {
				in, args := store.In(tx, "name", 2, names[:n])
				got, err := store.All(tx, store.Column[string], "SELECT name FROM house WHERE value = $1 AND "+in+" ORDER BY name", append([]any{"x"}, args...)...)
				if err != nil || !slices.Equal(got, names[:n]) && n > 0 || len(got) != n {
					t.Errorf("%d ids: %v, %v", n, got, err)
				}
			}
			return nil
		}))
	})
}

func TestIDsAreShortAndRandom(t *testing.T) {
	seen := make(map[string]bool)
	for range 1000 {
		id := store.NewID()
		if len(id) != 26 || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz234567") != "" || seen[id] {
			t.Fatalf("got %q", id)
		}
		seen[id] = true
	}
}

func TestTextSortsBytewise(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db.Write(bg, func(tx *store.Tx) error {
			for _, n := range []string{"b", "B", "a_", "aB", "é", "z", "ä"} {
				if err := put(n)(tx); err != nil {
					return err
				}
			}
			got, err := store.All(tx, store.Column[string], "SELECT name FROM house ORDER BY name")
			if err != nil || !slices.IsSorted(got) {
				t.Errorf("got %q, %v", got, err)
			}
			return nil
		}))
	})
}

func TestAClockCanBeSet(t *testing.T) {
	c := storetest.NewClock()
	first := c.Now()
	if !c.Now().Equal(first) {
		t.Error("the clock does not stand still")
	}
	c.Add(25 * time.Hour)
	if d := c.Now().Sub(first); d != 25*time.Hour {
		t.Errorf("moved by %v", d)
	}
	at := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	c.Set(at)
	if !c.Now().Equal(at) {
		t.Error(c.Now())
	}
	running := store.NewRunningClock(at)
	a, b := running.Now(), running.Now()
	if a.Before(at) || b.Before(a) || b.Sub(at) > time.Hour {
		t.Errorf("a running clock shows %v, then %v", a, b)
	}
}

func TestATransactionHasOneTime(t *testing.T) {
	clock := storetest.NewClock()
	storetest.EachWith(t, store.Options{Now: clock.Now}, func(t *testing.T, db *store.DB) {
		must(t, db.Write(bg, func(tx *store.Tx) error {
			first := tx.Now()
			clock.Add(time.Hour)
			if !tx.Now().Equal(first) {
				t.Error("the time moved inside a transaction")
			}
			return nil
		}))
	})
}
