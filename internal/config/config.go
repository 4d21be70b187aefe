// Package config holds the settings of one process. The comments of Config are
// the manual: each setting has one name, which is a flag (--base-url), an
// environment variable (PLENARY_BASE_URL) and a key of the TOML file
// (base-url = "…"). A flag wins over a variable, a variable over the file.
package config

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
)

// Config is what a process is told. The zero value of each setting works.
type Config struct {
	// Data is the folder that holds everything but the root key.
	Data string
	// DatabaseURL is a PostgreSQL address; without it the data is an SQLite
	// file in Data. An address with a password comes from a file only:
	// --database-url-file.
	DatabaseURL string
	// KeyFile holds the root key; without it the key lies in
	// $XDG_CONFIG_HOME/plenary under the instance's id.
	KeyFile string
	// Files is the folder for what people upload; without it, files in Data.
	// What is not public is sealed there, and needs the keys like the rest.
	Files string
	// Listen is the address to answer on.
	Listen string
	// BaseURL is how people reach this house; links in mail begin with it.
	// Without it, links name localhost.
	BaseURL string
	// SMTPURL is where mail goes: smtp://host:25, smtps://host:465. An address
	// with a password comes from a file only: --smtp-url-file.
	SMTPURL string
	// MailFrom is the address that mail comes from; without it, plenary@ the
	// host of BaseURL.
	MailFrom string
	// DKIMKey is a file with a PEM private key that signs mail, and
	// DKIMSelector the name under which its public half stands in the DNS.
	DKIMKey      string
	DKIMSelector string
	// OIDCIssuer is the address of another house, an OpenID Connect provider,
	// whose sign-in opens roles here for who has linked it on their own page; an
	// address there is never matched with one here. OIDCClient is the name by
	// which it knows this house, OIDCSecretFile holds the secret that goes with
	// it, OIDCName is what people call it. Its way back leads to
	// BaseURL/signin/elsewhere/back.
	OIDCIssuer     string
	OIDCClient     string
	OIDCSecretFile string
	OIDCSecret     string // what the file holds; it is no flag
	OIDCName       string
	// OIDCRequire lists acr or amr values, with commas between them, one of which
	// the provider must vouch for, such as "mfa". Without it any sign-in there
	// counts.
	OIDCRequire string
	// MailListen is where mail is taken in, for calendars that answer to
	// invitations: host:port for SMTP, lmtp://host:port or unix:/path for LMTP
	// behind a mail server. It comes to the host of BaseURL. Without it no mail
	// is taken.
	MailListen string
	// Dev is for trying out: loopback only, mail is caught at /dev/mail, and
	// the clock can be set.
	Dev bool
	// StrictSignIn asks for passkeys and codes in a --dev process as it would be
	// asked outside it. Without it, a mailed link opens everything there.
	StrictSignIn bool
	// Now is the time at which the clock of a --dev process starts.
	Now string
	// Verbose writes more to the log.
	Verbose bool
	// TrustedProxy is the network of the proxy in front, whose word about the
	// visitor's address is taken; whoever is not it is not believed.
	TrustedProxy string
	// Quota is how many forms visitors from one network may send in an hour
	// before each takes one more step; 0 sets none. LocalQuota is the same for
	// this machine itself, behind which a proxy may stand that nobody named:
	// below 0 it is 20,000, and with --dev there is none.
	Quota      int
	LocalQuota int

	// FollowClock is for commands: beside a --dev process they live in its
	// time. It is no flag.
	FollowClock bool

	file            string
	databaseURLFile string
	smtpURLFile     string
}

// Default returns the settings that hold where nothing is said.
func Default() Config {
	return Config{Data: "plenary-data", Listen: "127.0.0.1:8080", Quota: 600, LocalQuota: -1}
}

// DataFlags binds the flags of every command that touches data.
func (c *Config) DataFlags(f *flag.FlagSet) {
	f.StringVar(&c.Data, "data", c.Data, "`folder` that holds the data")
	f.StringVar(&c.DatabaseURL, "database-url", "", "PostgreSQL `address`; without it, SQLite in the data folder")
	f.StringVar(&c.databaseURLFile, "database-url-file", "", "`file` that holds the PostgreSQL address")
	f.StringVar(&c.KeyFile, "key-file", "", "`file` that holds the root key")
	f.StringVar(&c.file, "config", "", "TOML `file` with the same names")
}

// ServeFlags binds the flags of the server.
func (c *Config) ServeFlags(f *flag.FlagSet) {
	f.StringVar(&c.Files, "files", "", "`folder` for what people upload; without it, files in the data folder")
	f.StringVar(&c.Listen, "listen", c.Listen, "`address` to answer on")
	f.StringVar(&c.BaseURL, "base-url", "", "`URL` by which people reach this house")
	f.StringVar(&c.SMTPURL, "smtp-url", "", "`URL` of the mail server: smtp://host:587")
	f.StringVar(&c.smtpURLFile, "smtp-url-file", "", "`file` that holds that URL, with its password")
	f.StringVar(&c.MailFrom, "mail-from", "", "`address` that mail comes from")
	f.StringVar(&c.MailListen, "mail-listen", "", "`address` where mail is taken: host:port, lmtp://host:port or unix:/path")
	f.StringVar(&c.DKIMKey, "dkim-key", "", "`file` with the private key that signs mail")
	f.StringVar(&c.DKIMSelector, "dkim-selector", "plenary", "`name` of that key in the DNS")
	f.StringVar(&c.TrustedProxy, "trusted-proxy", "", "`network` of the proxy in front, such as 10.0.0.0/8")
	f.IntVar(&c.Quota, "quota", c.Quota, "`number` of forms from one network in an hour before each takes one more step")
	f.IntVar(&c.LocalQuota, "local-quota", c.LocalQuota, "the same `number` for this machine itself")
	f.StringVar(&c.OIDCIssuer, "oidc-issuer", "", "`URL` of an OpenID Connect provider whose sign-in counts here")
	f.StringVar(&c.OIDCClient, "oidc-client", "", "`name` by which it knows this house")
	f.StringVar(&c.OIDCSecretFile, "oidc-secret-file", "", "`file` that holds the secret it expects")
	f.StringVar(&c.OIDCName, "oidc-name", "", "what people call it; without it, its host")
	f.StringVar(&c.OIDCRequire, "oidc-require", "", "acr or amr `values`, one of which it must vouch for, such as mfa")
	f.BoolVar(&c.Dev, "dev", false, "try it out: loopback only, mail at /dev/mail, a clock that can be set")
	f.BoolVar(&c.StrictSignIn, "strict-sign-in", false, "with --dev, ask for passkeys and codes as without it")
	f.StringVar(&c.Now, "now", "", "`instant` at which the clock starts, with --dev")
	f.BoolVar(&c.Verbose, "verbose", false, "write more to the log")
}

// Parse reads the arguments, with flags before or after the names, then fills
// what they left open from the environment and the file. It returns the names.
func Parse(f *flag.FlagSet, args []string, getenv func(string) string) (names []string, err error) {
	for {
		if err := f.Parse(args); err != nil {
			return nil, err
		}
		if f.NArg() == 0 {
			break
		}
		names = append(names, f.Arg(0))
		args = f.Args()[1:]
	}
	given := map[string]bool{}
	f.Visit(func(x *flag.Flag) { given[x.Name] = true })
	for _, name := range []string{"database-url", "smtp-url"} {
		if given[name] && hasPassword(f.Lookup(name).Value.String()) {
			return nil, fmt.Errorf("--%s holds a password, which others on this machine could read; put it in a file and use --%s-file", name, name)
		}
	}
	f.VisitAll(func(x *flag.Flag) {
		value := getenv("PLENARY_" + strings.ToUpper(strings.ReplaceAll(x.Name, "-", "_")))
		if value != "" && !given[x.Name] && err == nil {
			given[x.Name] = true
			err = f.Set(x.Name, value)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("in the environment: %w", err)
	}
	if file := f.Lookup("config"); file != nil && file.Value.String() != "" {
		err = readFile(f, file.Value.String(), given)
	}
	return names, err
}

// readFile sets what the TOML file says and nobody said before.
func readFile(f *flag.FlagSet, path string, given map[string]bool) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	values := map[string]any{}
	if err := toml.Unmarshal(text, &values); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for name, value := range values {
		if f.Lookup(name) == nil || name == "config" {
			return fmt.Errorf("%s: there is no setting %q", path, name)
		}
		if given[name] {
			continue
		}
		if err := f.Set(name, fmt.Sprint(value)); err != nil {
			return fmt.Errorf("%s: %s: %w", path, name, err)
		}
	}
	return nil
}

// Finish reads the files that settings name and checks what cannot be right.
func (c *Config) Finish() error {
	for _, x := range []struct {
		from string
		to   *string
	}{{c.databaseURLFile, &c.DatabaseURL}, {c.smtpURLFile, &c.SMTPURL}, {c.OIDCSecretFile, &c.OIDCSecret}} {
		if x.from == "" {
			continue
		}
		text, err := os.ReadFile(x.from)
		if err != nil {
			return err
		}
		*x.to = strings.TrimSpace(string(text))
	}
	if c.DatabaseURL != "" && !strings.HasPrefix(c.DatabaseURL, "postgres://") && !strings.HasPrefix(c.DatabaseURL, "postgresql://") {
		// What it is instead is not repeated: it may hold a password.
		return errors.New("--database-url: expected an address such as postgres://plenary@db.example.org/plenary")
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	if c.BaseURL != "" {
		if u, err := url.Parse(c.BaseURL); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
			return fmt.Errorf("--base-url: got %q, expected an address such as https://plenary.example.org", c.BaseURL)
		}
	}
	if err := c.checkOIDC(); err != nil {
		return err
	}
	if strings.Contains(c.Files, "://") {
		return errors.New("--files: expected a folder; object stores are not there yet")
	}
	if c.TrustedProxy != "" {
		if _, _, err := net.ParseCIDR(c.TrustedProxy); err != nil {
			return fmt.Errorf("--trusted-proxy: got %q, expected a network such as 10.0.0.0/8", c.TrustedProxy)
		}
	}
	if c.Quota < 0 {
		return fmt.Errorf("--quota: got %d, expected a number of forms, or 0 for no quota", c.Quota)
	}
	if c.LocalQuota < 0 {
		if c.LocalQuota = 20_000; c.Dev {
			c.LocalQuota = 0
		}
	}
	if c.Dev && !loopback(c.Listen) {
		return errors.New("--dev answers on this machine only: --listen 127.0.0.1:8080")
	}
	if c.Now != "" && !c.Dev {
		return errors.New("--now needs --dev")
	}
	if _, err := c.Start(); err != nil {
		return fmt.Errorf("--now: got %q, expected an instant such as 2027-01-04T09:00:00Z", c.Now)
	}
	return nil
}

// Start returns the time at which a settable clock starts; zero for now.
func (c *Config) Start() (time.Time, error) {
	if c.Now == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339, c.Now)
}

// SQLitePath is where the data lies without PostgreSQL.
func (c *Config) SQLitePath() string { return filepath.Join(c.Data, "plenary.db") }

// Uploads is the folder for what people upload.
func (c *Config) Uploads() string {
	if c.Files != "" {
		return c.Files
	}
	return filepath.Join(c.Data, "files")
}

// Database is what the store opens.
func (c *Config) Database() string {
	if c.DatabaseURL != "" {
		return c.DatabaseURL
	}
	return c.SQLitePath()
}

func hasPassword(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	_, has := u.User.Password()
	return has || u.Query().Has("password")
}

func loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
