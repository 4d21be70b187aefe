package config

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// parsed parses arguments as "plenary serve" would.
func parsed(t *testing.T, args []string, env map[string]string) (Config, []string, error) {
	t.Helper()
	c := Default()
	f := flag.NewFlagSet("serve", flag.ContinueOnError)
	f.SetOutput(new(strings.Builder))
	c.DataFlags(f)
	c.ServeFlags(f)
	names, err := Parse(f, args, func(k string) string { return env[k] })
	return c, names, err
}

func TestFlagsStandBeforeOrAfterNames(t *testing.T) {
	for _, args := range [][]string{{"--data", "d", "a", "b"}, {"a", "--data", "d", "b"}, {"a", "b", "--data=d"}} {
		c, names, err := parsed(t, args, nil)
		if err != nil || c.Data != "d" || strings.Join(names, " ") != "a b" {
			t.Errorf("%q: data %q, names %q, error %v", args, c.Data, names, err)
		}
	}
}

func TestAFlagWinsOverAVariableAndAVariableOverTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "plenary.toml")
	if err := os.WriteFile(file, []byte("listen = \"127.0.0.1:3\"\nmail-from = \"file@example.org\"\ndata = \"from-file\"\ndev = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, _, err := parsed(t, []string{"--config", file, "--listen", "127.0.0.1:1"},
		map[string]string{"PLENARY_LISTEN": "127.0.0.1:2", "PLENARY_MAIL_FROM": "env@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:1" || c.MailFrom != "env@example.org" || c.Data != "from-file" || !c.Dev {
		t.Errorf("got %+v", c)
	}
}

func TestAPasswordOnTheCommandLineIsRefused(t *testing.T) {
	for _, args := range [][]string{{"--smtp-url", "smtp://me:secret@host:587"}, {"--database-url", "postgres://me:secret@host/db"},
		{"--database-url", "postgres://host/db?password=secret"}} {
		_, _, err := parsed(t, args, nil)
		if err == nil || !strings.Contains(err.Error(), "-file") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", args, err)
		}
	}
}

func TestAnAddressWithAPasswordComesFromAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(file, []byte("smtp://me:secret@host:587\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, _, err := parsed(t, []string{"--smtp-url-file", file}, nil)
	if err != nil || c.Finish() != nil || c.SMTPURL != "smtp://me:secret@host:587" {
		t.Errorf("%q %v", c.SMTPURL, err)
	}
}

func TestWhatCannotBeRightIsRefused(t *testing.T) {
	for _, x := range []struct {
		args []string
		says string
	}{
		{[]string{"--base-url", "example.org"}, "--base-url"},
		{[]string{"--dev", "--listen", "0.0.0.0:80"}, "this machine only"},
		{[]string{"--now", "2027-01-04T09:00:00Z"}, "--dev"},
		{[]string{"--dev", "--now", "tomorrow"}, "--now"},
		{[]string{"--trusted-proxy", "nowhere"}, "--trusted-proxy"},
	} {
		c, _, err := parsed(t, x.args, nil)
		if err == nil {
			err = c.Finish()
		}
		if err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%q: %v", x.args, err)
		}
	}
}

func TestAnUnknownSettingInTheFileIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "plenary.toml")
	if err := os.WriteFile(file, []byte("lisen = \"127.0.0.1:3\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := parsed(t, []string{"--config", file}, nil); err == nil || !strings.Contains(err.Error(), "lisen") {
		t.Errorf("got %v", err)
	}
}
