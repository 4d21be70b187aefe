package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// Locked is a page behind a carried link that shows more of itself in the
// browser in which a mailed code was typed (see [auth.Codes]). Two cookies keep
// that: a secret that tells the browser from others, and the ticket that the
// code was good for.
type Locked struct {
	Name string // of the cookies
	Path string // of the page
}

// Browser is the secret of the browser that asks, "" if it has none yet.
func (k Locked) Browser(r *Request) string { return r.Cookie(k.name()) }

// Ticket is what a code has opened in the browser, "" if nothing.
func (k Locked) Ticket(r *Request) string { return r.Cookie(k.name() + "-open") }

// Meet returns the secret of the browser, a new one where it has none, and the
// cookie that keeps it.
func (k Locked) Meet(r *Request) (browser string, c *http.Cookie) {
	if browser = k.Browser(r); len(browser) < 20 {
		browser = store.NewID()
	}
	return browser, k.cookie(r, k.name(), browser)
}

// Opened is the cookie that keeps a ticket.
func (k Locked) Opened(r *Request, ticket string) *http.Cookie {
	return k.cookie(r, k.name()+"-open", ticket)
}

func (k Locked) cookie(r *Request, name, value string) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(auth.UnlockedFor / time.Second), SameSite: http.SameSiteStrictMode}
}

// name tells the pages of a kind apart: the cookies of all of them are sent
// along with every page, as the __Host- prefix asks for.
func (k Locked) name() string {
	sum := sha256.Sum256([]byte(k.Path))
	return k.Name + "-" + hex.EncodeToString(sum[:5])
}
