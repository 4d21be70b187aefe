package app_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// command runs a command beside a house that is running.
func command(h *apptest.House, in string, args ...string) (code int, said string) {
	var err bytes.Buffer
	args = append(args, "--data", h.Config.Data, "--key-file", h.Config.KeyFile, "--database-url", h.Config.DatabaseURL)
	code = app.Main(args, app.Terminal{In: strings.NewReader(in), Out: &bytes.Buffer{}, Err: &err, Getenv: func(string) string { return "" }})
	return code, err.String()
}

// TestErasingUnderDuressLeavesNothingThatOpens holds that after erase --now the
// keys of before open nothing: neither those of the backup with the new key
// file, nor the new backup of keys the person.
func TestErasingUnderDuressLeavesNothingThatOpens(t *testing.T) {
	storetestEngines(t, func(t *testing.T, e store.Engine) {
		k := keep(t, e)
		if code, said := command(k.House, "", "backup", k.dir); code != 0 { // by the clock of the command
			t.Fatal(said)
		}
		if list, _ := filepath.Glob(filepath.Join(k.dir, "data-2*")); len(list) == 2 {
			k.data = list[0]
		}
		old := k.keys + "-of-monday"
		was, err := os.ReadFile(k.keys)
		if err == nil {
			err = os.WriteFile(old, was, 0o600)
		}
		keyFile, wrong := os.ReadFile(k.Config.KeyFile)
		if err != nil || wrong != nil {
			t.Fatal(err, wrong)
		}
		code, said := command(k.House, "ada@mail.example\n", "erase", "-", "--now", "--backups", k.dir)
		if code != 0 {
			t.Fatalf("ended with %d: %s", code, said)
		}
		for _, want := range []string{"Erased in the data", "Replaced " + k.keys, "Stale, destroy it: " + old, "destroy every copy of the old key file"} {
			if !strings.Contains(said, want) {
				t.Errorf("it does not say %q: %s", want, said)
			}
		}
		if is, _ := os.ReadFile(k.Config.KeyFile); bytes.Equal(is, keyFile) {
			t.Error("the key file is the one of before")
		}
		if is, _ := os.ReadFile(k.keys); bytes.Equal(is, was) {
			t.Error("keys-latest is the one of before")
		}
		if _, err := k.restore(k.elsewhere(e)); err != nil {
			t.Errorf("what is kept does not come back: %v", err)
		}
		k.keys = old
		if _, err := k.restore(k.elsewhere(e)); err == nil {
			t.Error("keys of before come back with the key file of now")
		}
		if e == store.SQLite {
			k.absent(k.Config.Data, []byte("ada@mail.example"), []byte("Name of ada"))
		}
	})
}

func TestErasingUnderDuressSaysWhatRemains(t *testing.T) {
	k := keep(t, store.SQLite)
	if code, said := command(k.House, "ada@mail.example\n", "erase", "-", "--now"); code != 0 || !strings.Contains(said, "Not yet done: no --backups folder was named") {
		t.Errorf("ended with %d: %s", code, said)
	}
	if code, _ := command(k.House, "bo@mail.example\n", "erase", "-", "--backups", filepath.Join(k.dir, "x")); code != 2 {
		t.Errorf("--backups without --now ended with %d", code)
	}
}

func TestAHouseThatIsStoppedShowsAndChangesNothingElse(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			h := apptest.OpenOn(t, engine)
			h.SetUp()
			h.Announce(apptest.Series("lease"))
			boss, ada := h.Member("Ida", "ida@example.org", auth.Verbs()...), h.Member("Ada", "ada@example.org")
			boss.Open("/o").Says("Stop everything")
			page := boss.Open("/o/freeze")
			page.Form("sure").Submit().Answers(http.StatusUnprocessableEntity).Says("Tick this box if you mean it")
			page.Form("sure").Set("sure", "yes").Submit().OK()
			if got := boss.Get("/o").URL.Path; got != "/signin" {
				t.Errorf("who stopped it is at %s", got)
			}
			if got := ada.Get("/me").URL.Path; got != "/signin" {
				t.Errorf("a member is at %s", got)
			}
			visitor := h.Visitor()
			visitor.Open("/s/lease").Says("Know your lease")
			for path, form := range map[string]url.Values{"/signin": {"email": {"ada@example.org"}},
				"/s/lease/register": {"name": {"Bo"}, "email": {"bo@example.org"}, "zone": {"Europe/Berlin"}, "language": {"en"}}} {
				refused := visitor.Post(path, form)
				if refused.Status != http.StatusServiceUnavailable || !strings.Contains(refused.Text(), "stopped for now, to keep people safe") {
					t.Errorf("%s answers %d: %s", path, refused.Status, refused.Text())
				}
			}
			h.Write(func(tx *store.Tx) error { // a letter that somebody was about to get
				id, err := h.People.Find(tx, "ada@example.org")
				if err != nil {
					return err
				}
				return h.Auth.Offer(t.Context(), tx, auth.AtConsole(), id, "en", auth.TheNetwork(), auth.WritePosts)
			})
			before := len(h.Mail("ada@example.org"))
			h.Pass(time.Hour)
			if got := len(h.Mail("ada@example.org")); got != before {
				t.Errorf("%d mails left", got-before)
			}
			if code, said := command(h, "", "freeze", "--undo"); code != 0 || !strings.Contains(said, "It goes on. Mail") {
				t.Fatalf("ended with %d: %s", code, said)
			}
			if got := len(h.Mail("ada@example.org")); got != before+1 {
				t.Errorf("%d mails left after it goes on", got-before)
			}
			visitor.Post("/s/lease/register", url.Values{"name": {"Bo"}, "email": {"bo@example.org"}, "zone": {"Europe/Berlin"}, "language": {"en"}}).OK()
			if code, _ := command(h, "", "freeze"); code != 0 {
				t.Errorf("the command ended with %d", code)
			}
			if got := visitor.Post("/s/lease/register", url.Values{"name": {"Cy"}, "email": {"cy@example.org"}}).Status; got != http.StatusServiceUnavailable {
				t.Errorf("after the command a form answers %d", got)
			}
		})
	}
}
