package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// checkOIDC refuses another house that can be neither asked nor trusted, and
// names it by its host where nothing is said.
func (c *Config) checkOIDC() error {
	if c.OIDCIssuer == "" {
		return nil
	}
	u, err := url.Parse(c.OIDCIssuer)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(net.JoinHostPort(u.Hostname(), "0"))) {
		return fmt.Errorf("--oidc-issuer: got %q, expected an address such as https://login.example.org", c.OIDCIssuer)
	}
	if c.OIDCClient == "" {
		return errors.New("--oidc-issuer needs --oidc-client")
	}
	if c.OIDCName == "" {
		c.OIDCName = u.Hostname()
	}
	return nil
}

// OIDCValues are the values of OIDCRequire.
func (c *Config) OIDCValues() []string {
	return strings.FieldsFunc(c.OIDCRequire, func(r rune) bool { return r == ',' || r == ' ' })
}
