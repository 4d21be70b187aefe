package app_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/app"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/backup"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// kept is a house with two people registered, and a backup of it.
type kept struct {
	*testing.T
	*apptest.House
	dir        string
	data, keys string
}

func keep(t *testing.T, e store.Engine) *kept {
	t.Helper()
	k := &kept{T: t, House: apptest.OpenOn(t, e), dir: filepath.Join(t.TempDir(), "backups")}
	k.SetUp()
	k.Announce(apptest.Series("lease"))
	for _, name := range []string{"ada", "bo"} {
		register(k.Visitor(), "lease", "Name of "+name, name+"@mail.example").OK()
	}
	k.Member("Mo", "mo@mail.example")
	k.backUp(false)
	return k
}

func (k *kept) backUp(keysOnly bool) {
	k.T.Helper()
	k.Clock.Add(1e9)
	res, err := k.Backup(context.Background(), k.dir, keysOnly)
	if err != nil {
		k.Fatal(err)
	}
	k.keys = res.Keys
	if res.Data != "" {
		k.data = res.Data
	}
}

// elsewhere is where nothing is yet.
func (k *kept) elsewhere(e store.Engine) config.Config {
	cfg := config.Default()
	cfg.Data, cfg.KeyFile, cfg.BaseURL = filepath.Join(k.TempDir(), "data"), k.Config.KeyFile, "http://localhost"
	if e == store.Postgres {
		cfg.DatabaseURL = storetest.EmptyURL(k.T, e)
	}
	return cfg
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func (k *kept) restore(cfg config.Config) (*app.App, error) {
	if _, err := app.Restore(context.Background(), cfg, quiet(), k.data, k.keys); err != nil {
		return nil, err
	}
	a, err := app.Open(context.Background(), cfg, quiet())
	if err != nil {
		return nil, err
	}
	k.Cleanup(func() { a.Close() })
	return a, nil
}

// contents are all rows of all tables.
func contents(t *testing.T, db *store.DB, but ...string) map[string][][]any {
	all := map[string][][]any{}
	if err := db.Read(context.Background(), func(tx *store.Tx) error {
		tables, err := store.Tables(tx)
		for _, table := range tables {
			if !slices.Contains(but, table.Name) {
				all[table.Name] = [][]any{}
				err = errors.Join(err, table.EachRow(tx, func(row []any) error {
					for i, v := range row {
						if flag, is := v.(bool); is { // SQLite knows no other than numbers
							row[i] = map[bool]int64{true: 1}[flag]
						}
					}
					all[table.Name] = append(all[table.Name], row)
					return nil
				}))
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestABackupComesBackOnEitherEngine holds every row of every table against
// what it was.
func TestABackupComesBackOnEitherEngine(t *testing.T) {
	engines := []store.Engine{store.SQLite, store.Postgres}
	for _, from := range engines {
		for _, to := range engines {
			t.Run(fmt.Sprint(from, " to ", to), func(t *testing.T) {
				k := keep(t, from)
				a, err := k.restore(k.elsewhere(to))
				if err != nil {
					t.Fatal(err)
				}
				gone := []string{"sign_in", "sign_in_token", "link_code"}
				changed := []string{"audit", "store_change", "once"} // that it was restored is noted
				want, got := contents(t, k.DB, append(gone, changed...)...), contents(t, a.DB, append(gone, changed...)...)
				for table := range want {
					if !reflect.DeepEqual(want[table], got[table]) {
						t.Errorf("%s: %d rows became %d, or other ones:\n%v\n%v", table, len(want[table]), len(got[table]), want[table], got[table])
					}
				}
				if len(want["keys"]) < 3 || len(want["registration"]) != 2 {
					t.Errorf("only %d keys and %d registrations were there", len(want["keys"]), len(want["registration"]))
				}
				all := contents(t, a.DB)
				if n := len(all["sign_in"]) + len(all["sign_in_token"]); n != 0 {
					t.Errorf("%d sign-ins came back", n)
				}
				if !strings.Contains(fmt.Sprint(all["audit"]), "restore") || !strings.Contains(fmt.Sprint(all["audit"]), "backup") {
					t.Errorf("noted: %v", all["audit"])
				}
				if text, err := os.ReadFile(filepath.Join(a.Config.Data, "instance")); err != nil || len(text) < 20 {
					t.Errorf("the instance: %q, %v", text, err)
				}
			})
		}
	}
}

func (k *kept) erase(address string) {
	k.Helper()
	run := app.Main([]string{"erase", "-", "--data", k.Config.Data, "--key-file", k.Config.KeyFile, "--database-url", k.Config.DatabaseURL},
		app.Terminal{In: strings.NewReader(address + "\n"), Out: io.Discard, Err: io.Discard, Getenv: func(string) string { return "" }})
	if run != 0 {
		k.Fatalf("erase ended with %d", run)
	}
}

// find opens somebody by address.
func find(t *testing.T, a *app.App, address string) (p people.Person) {
	t.Helper()
	if err := a.DB.Read(context.Background(), func(tx *store.Tx) error {
		id, err := a.People.Find(tx, address)
		if err != nil || id == "" {
			return err
		}
		p, err = a.People.Load(context.Background(), tx, auth.AtConsole(), id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestErasedStaysErasedInOldBackups (C2): the oldest data with the newest keys
// is everybody but who was erased in between.
func TestErasedStaysErasedInOldBackups(t *testing.T) {
	storetestEngines(t, func(t *testing.T, e store.Engine) {
		k := keep(t, e)
		ada := find(t, k.App, "ada@mail.example").ID
		wrapped := slices.IndexFunc(contents(t, k.DB)["keys"], func(row []any) bool { return row[0] == ada })
		key := contents(t, k.DB)["keys"][wrapped][1].([]byte)
		old := k.data
		k.erase("ada@mail.example")
		k.backUp(true)
		k.data = old

		k.absent(k.keys, key, []byte(ada))
		if e == store.SQLite {
			k.absent(k.Config.Data, key, []byte("ada@mail.example"), []byte("Name of ada"))
		}
		a, err := k.restore(k.elsewhere(e))
		if err != nil {
			t.Fatal(err)
		}
		if p := find(t, a, "ada@mail.example"); p.ID != "" {
			t.Errorf("she is found: %+v", p)
		}
		if err := a.DB.Read(t.Context(), func(tx *store.Tx) error {
			p, err := a.People.Get(tx, ada)
			if p.Name != "" || p.Address != "" {
				t.Errorf("she is read: %+v", p)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
		for _, name := range []string{"bo", "mo"} {
			if p, was := find(t, a, name+"@mail.example"), find(t, k.App, name+"@mail.example"); p.ID == "" || !reflect.DeepEqual(p, was) {
				t.Errorf("%s is %+v, was %+v", name, p, was)
			}
		}
		if rows := fmt.Sprint(contents(t, a.DB)["registration"]); strings.Count(rows, "cancelled") != 1 {
			t.Errorf("her place was not given up: %s", rows)
		}
		if err := a.DB.Checkpoint(t.Context()); err != nil {
			t.Error(err)
		}
		k.absent(a.Config.Data, key, []byte("ada@mail.example"), []byte("Name of ada"))
	})
}

func storetestEngines(t *testing.T, each func(t *testing.T, e store.Engine)) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) { each(t, e) })
	}
}

// absent looks into every file of a folder, or one, packed or not.
func (k *kept) absent(path string, secrets ...[]byte) {
	k.Helper()
	filepath.WalkDir(path, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if unzip, e := gzip.NewReader(bytes.NewReader(text)); e == nil {
			text, err = io.ReadAll(unzip)
		}
		if err != nil {
			k.Error(err)
		}
		for _, s := range secrets {
			if bytes.Contains(text, s) {
				k.Errorf("%s holds %q", path, s)
			}
		}
		return nil
	})
}

// TestWhatIsNoBackupOfOursIsRefusedUntouched tries what cannot be restored,
// each with a reason that says so, and looks whether anything was made.
func TestWhatIsNoBackupOfOursIsRefusedUntouched(t *testing.T) {
	k := keep(t, store.SQLite)
	data, keys := k.data, k.keys
	whole, _ := os.ReadFile(data)
	other := keep(t, store.SQLite)
	newer := filepath.Join(k.TempDir(), "keys-old")
	old, _ := os.ReadFile(keys)
	os.WriteFile(newer, old, 0o600)
	k.backUp(false)
	later := k.data
	made := func(name string, text []byte) string {
		path := filepath.Join(k.TempDir(), name)
		os.WriteFile(path, text, 0o600)
		return path
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	for name, try := range map[string]struct{ data, keys, says string }{
		"half":             {made("half", whole[:len(whole)/2]), keys, "not a whole backup"},
		"without its end":  {made("end", whole[:len(whole)-9]), keys, "not a whole backup"},
		"more at its end":  {made("more", append(bytes.Clone(whole), "x"...)), keys, "not a whole backup"},
		"a flipped bit":    {made("flip", flipped), keys, "not a whole backup"},
		"nothing":          {made("none", nil), keys, "not a whole backup"},
		"some other file":  {k.Config.KeyFile, keys, "not a whole backup"},
		"a row less":       {made("less", changedLine(t, whole, "Name", "")), keys, "rows are missing"},
		"a changed row":    {made("row", changedText(t, whole, "Europe/Berlin", "Europe/London")), keys, "was changed"},
		"another instance": {other.data, other.keys, "expects the root key " + other.Keys.KeyID()},
		"another's keys":   {data, other.keys, "expects the root key " + other.Keys.KeyID()},
		"turned round":     {keys, data, "expected a file data-TIME"},
		"keys from before": {later, newer, "is older than"},
		"no such file":     {filepath.Join(k.TempDir(), "none"), keys, "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, e := range []store.Engine{store.SQLite, store.Postgres} {
				cfg := k.elsewhere(e)
				_, err := app.Restore(t.Context(), cfg, quiet(), try.data, try.keys)
				if err == nil || !strings.Contains(err.Error(), try.says) {
					t.Errorf("%s: got %v, want %q", e, err, try.says)
				}
				if _, err := os.Stat(cfg.Data); !errors.Is(err, fs.ErrNotExist) {
					t.Error("a data folder was made")
				}
				if n, err := store.SchemaOf(t.Context(), store.Options{URL: cfg.Database()}); n != 0 || err != nil {
					t.Errorf("%s has a schema now: %d, %v", e, n, err)
				}
			}
		})
	}
	// Nor is a house that is there touched.
	before := contents(t, k.DB)
	k.data, k.keys = later, keys
	cfg := k.Config
	if _, err := app.Restore(t.Context(), cfg, quiet(), k.data, k.keys); !errors.Is(err, backup.ErrNotEmpty) {
		t.Errorf("over itself: %v", err)
	}
	if !reflect.DeepEqual(before, contents(t, k.DB)) {
		t.Error("the house has changed")
	}
}

// unpacked returns the lines of a backup.
func unpacked(t *testing.T, packed []byte) []string {
	unzip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unzip)
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfter(string(text), "\n")
}

func packed(lines []string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, strings.Join(lines, ""))
	w.Close()
	return b.Bytes()
}

// changedLine drops the first row of the backup.
func changedLine(t *testing.T, file []byte, _, _ string) []byte {
	lines := unpacked(t, file)
	i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "[") })
	return packed(slices.Delete(lines, i, i+1))
}

func changedText(t *testing.T, file []byte, from, to string) []byte {
	return packed([]string{strings.ReplaceAll(strings.Join(unpacked(t, file), ""), from, to)})
}

// TestAWrongKeyRefusesAndNamesTheRightOne asks every door that opens data.
func TestAWrongKeyRefusesAndNamesTheRightOne(t *testing.T) {
	storetestEngines(t, func(t *testing.T, e store.Engine) {
		k := keep(t, e)
		wrong := filepath.Join(t.TempDir(), "wrong.key")
		if _, err := seal.Make(wrong); err != nil {
			t.Fatal(err)
		}
		cfg := k.Config
		cfg.KeyFile = wrong
		var no *seal.WrongKey
		if _, err := app.Open(t.Context(), cfg, quiet()); !errors.As(err, &no) || no.Expected != k.Keys.KeyID() || !strings.Contains(err.Error(), k.Keys.KeyID()) {
			t.Errorf("opening: %v", err)
		}
		to := k.elsewhere(e)
		to.KeyFile = wrong
		if _, err := app.Restore(t.Context(), to, quiet(), k.data, k.keys); err == nil || !strings.Contains(err.Error(), k.Keys.KeyID()) {
			t.Errorf("restoring: %v", err)
		}
		to.KeyFile = filepath.Join(t.TempDir(), "none.key")
		if _, err := app.Restore(t.Context(), to, quiet(), k.data, k.keys); err == nil || !strings.Contains(err.Error(), k.Keys.KeyID()) {
			t.Errorf("restoring without a key: %v", err)
		}
	})
}

// TestABackupOutlivesARotation restores data from before one with keys from
// after it; people are found by address under the new index key.
func TestABackupOutlivesARotation(t *testing.T) {
	storetestEngines(t, func(t *testing.T, e store.Engine) {
		k := keep(t, e)
		old := k.data
		before := k.Keys.KeyID()
		for range 2 {
			if err := k.Keys.Rotate(t.Context(), k.DB, false, k.People.Reindex); err != nil {
				t.Fatal(err)
			}
		}
		oldKeys := k.keys
		if _, err := k.restore(k.elsewhere(e)); err == nil || !strings.Contains(err.Error(), before) {
			t.Errorf("with keys from before: %v", err)
		}
		k.backUp(true)
		if oldKeys != k.keys {
			t.Error("there are two files of keys")
		}
		k.data = old
		a, err := k.restore(k.elsewhere(e))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"ada", "bo", "mo"} {
			if p, was := find(t, a, name+"@mail.example"), find(t, k.App, name+"@mail.example"); p.ID == "" || p.Name == "" || !reflect.DeepEqual(p, was) {
				t.Errorf("%s is %+v, was %+v", name, p, was)
			}
		}
		if a.Keys.KeyID() != k.Keys.KeyID() {
			t.Error("it runs under another root key")
		}
	})
}

func TestABackupDoesNotGoWhereTheKeyLies(t *testing.T) {
	h := apptest.Open(t)
	if _, err := h.Backup(t.Context(), filepath.Dir(h.Config.KeyFile), false); err == nil || !strings.Contains(err.Error(), "key file") {
		t.Errorf("got %v", err)
	}
}

// TestWhatTheConsoleDoesByItselfIsNoted runs the commands and reads the audit
// log, which names no address.
func TestWhatTheConsoleDoesByItselfIsNoted(t *testing.T) {
	k := keep(t, store.SQLite)
	run := func(in string, args ...string) {
		t.Helper()
		var talk bytes.Buffer
		code := app.Main(append(args, "--data", k.Config.Data, "--key-file", k.Config.KeyFile),
			app.Terminal{In: strings.NewReader(in), Out: io.Discard, Err: &talk, Getenv: func(string) string { return "" }})
		if code != 0 {
			t.Fatalf("%v ended with %d: %s", args, code, talk.String())
		}
	}
	run("", "backup", k.dir)
	run("ada@mail.example\n", "erase", "-")
	run("", "rotate-keys")
	noted := fmt.Sprint(contents(t, k.DB)["audit"])
	for _, verb := range []string{"console backup", "console erase", "console keys.rotate"} {
		if !strings.Contains(noted, verb) {
			t.Errorf("%s is not noted: %s", verb, noted)
		}
	}
	if strings.Contains(noted, "@") {
		t.Errorf("an address is noted: %s", noted)
	}
}

// TestCommandsThatCannotRunSayWhyInOneLine tries what people get wrong.
func TestCommandsThatCannotRunSayWhyInOneLine(t *testing.T) {
	k := keep(t, store.SQLite)
	at := []string{"--data", k.Config.Data, "--key-file", k.Config.KeyFile}
	none := []string{"--data", filepath.Join(t.TempDir(), "none"), "--key-file", k.Config.KeyFile}
	for _, try := range []struct {
		in   string
		args []string
		code int
		says string
	}{
		{"", append([]string{"backup", k.dir}, none...), 1, "there is no data in"},
		{"", append([]string{"backup"}, at...), 2, "one DIR"},
		{"", append([]string{"restore", k.data}, none...), 2, "DATA and KEYS"},
		{"", append([]string{"restore", k.data, k.keys}, at...), 1, "there is data already"},
		{"", append([]string{"erase", "ada@mail.example"}, at...), 2, "on standard input"},
		{"", append([]string{"erase", "-"}, at...), 1, "no address"},
		{"nobody@mail.example", append([]string{"erase", "-"}, at...), 1, "nobody with that address"},
		{"", append([]string{"rotate-keys", "now"}, at...), 2, "no names"},
		{"", append([]string{"rotate-keys"}, none...), 1, "there is no data in"},
	} {
		var out, talk bytes.Buffer
		code := app.Main(try.args, app.Terminal{In: strings.NewReader(try.in), Out: &out, Err: &talk, Getenv: func(string) string { return "" }})
		if code != try.code || !strings.Contains(talk.String(), try.says) || out.Len() > 0 || code == 1 && strings.Count(talk.String(), "\n") != 1 {
			t.Errorf("%v ended with %d: %q %q", try.args[:2], code, out.String(), talk.String())
		}
	}
}
