package e2e

import (
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Client is a visitor without script: it keeps cookies, follows links, fills
// forms and sends them as a browser would.
type Client struct {
	Lang string // what its browser asks for (Accept-Language); "" for nothing

	t    T
	base *url.URL
	http *http.Client
}

// Client returns a new visitor without script.
func (s *Server) Client() *Client { return NewClient(s.t, s.URL) }

// NewClient returns a new visitor of the site at base.
func NewClient(t T, base string) *Client {
	t.Helper()
	at, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &Client{t: t, base: at}
	c.http = &http.Client{Jar: jar, CheckRedirect: func(next *http.Request, via []*http.Request) error {
		last := via[len(via)-1]
		switch {
		case next.URL.Host != at.Host:
			return http.ErrUseLastResponse // Page.Leads says where it would go
		case last.Method == http.MethodPost && next.Response.StatusCode != http.StatusSeeOther:
			t.Errorf("POST %s answered %d; a form that succeeds answers 303", last.URL.Path, next.Response.StatusCode)
		case len(via) > 5:
			return errors.New("redirected in circles")
		}
		return nil
	}}
	return c
}

// Get opens an address, relative to the site or in full, whatever it answers.
func (c *Client) Get(address string) *Page {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.resolve(c.base, address), nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.do(req)
}

// Open opens an address that must be there, as a page without flaws.
func (c *Client) Open(address string) *Page {
	c.t.Helper()
	return c.Get(address).OK()
}

// Post sends a form's values without having opened a page.
func (c *Client) Post(address string, values url.Values) *Page {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.resolve(c.base, address), strings.NewReader(values.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.do(req)
}

// Cookies returns the names of the cookies that the site has set.
func (c *Client) Cookies() (names []string) {
	for _, k := range c.http.Jar.Cookies(c.base) {
		names = append(names, k.Name)
	}
	return names
}

func (c *Client) resolve(base *url.URL, address string) string {
	c.t.Helper()
	ref, err := url.Parse(address)
	if err != nil {
		c.t.Fatal(err)
	}
	full := base.ResolveReference(ref)
	full.Fragment = ""
	return full.String()
}

func (c *Client) do(req *http.Request) *Page {
	c.t.Helper()
	if c.Lang != "" {
		req.Header.Set("Accept-Language", c.Lang)
	}
	req.Header.Set("Accept", "text/html,*/*;q=0.8")
	resp, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	p := &Page{Status: resp.StatusCode, URL: resp.Request.URL, Header: resp.Header, Body: string(body), client: c}
	if to, err := resp.Location(); err == nil {
		p.Leads = to.String()
	}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		if p.Root, err = html.Parse(strings.NewReader(p.Body)); err != nil {
			c.t.Fatal(err)
		}
	}
	return p
}
